"""Rendered attacks can do what such attacks can, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from kiosk.devices.simulated.head import Pose
from kiosk.devices.simulated.head_points import POINTS
from kiosk.devices.simulated.presentations import CutOutMask, HeldSheet, LiveHead, Looks, ScreenGlow, Sheet, Shown

SIZE = (160, 120)
LOOKS = Looks(share=0.6)
GLOW = ScreenGlow((1.0, 0.6, 0.6), (0.7, 0.1, 0.7), 0.4)
NOSE, RIGHT_EYE, LEFT_EYE = 1, 33, 263


def live(**more: object) -> LiveHead:
    return LiveHead(SIZE, replace(LOOKS, **more))  # type: ignore[arg-type]


def nose_against_eyes(shown: Shown) -> float:
    """Where the nose stands between the eyes, 0.5 in the middle."""
    right, left = shown.mesh[RIGHT_EYE, 0], shown.mesh[LEFT_EYE, 0]
    return float((shown.mesh[NOSE, 0] - right) / (left - right))


def patch(picture: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], shown: Shown, number: int) -> float:
    x, y = (round(float(v)) for v in shown.points[number])
    return float(picture[y - 2 : y + 3, x - 2 : x + 3].mean())


def test_the_points_lie_on_the_face() -> None:
    shown = live().show(Pose())
    assert shown.picture.shape == (SIZE[1], SIZE[0], 3)
    for index in POINTS:
        x, y = shown.mesh[index]
        assert 0 < x < SIZE[0]
        assert 0 < y < SIZE[1]
    assert nose_against_eyes(shown) == pytest.approx(0.5, abs=0.02)


def test_a_head_moves_its_nose_against_its_eyes_and_a_sheet_does_not() -> None:
    turned = Pose(yaw=25)
    assert nose_against_eyes(live().show(turned)) > 0.63
    sheet = HeldSheet(SIZE, LOOKS, Sheet())
    assert nose_against_eyes(sheet.show(turned)) < 0.56, "no more than perspective moves it"
    assert nose_against_eyes(live(nose=1.6).where(turned)) > nose_against_eyes(live(nose=0.8).where(turned))


def test_a_bent_sheet_is_narrower_and_its_middle_comes_nearer() -> None:
    flat, bent = (HeldSheet(SIZE, LOOKS, Sheet(bend)).show(Pose()) for bend in (0.0, 1.0))
    assert np.ptp(bent.mesh[list(POINTS), 0]) < np.ptp(flat.mesh[list(POINTS), 0])
    level = HeldSheet(SIZE, LOOKS, Sheet(1.0, upright=False)).show(Pose())
    assert np.ptp(level.mesh[list(POINTS), 1]) < np.ptp(flat.mesh[list(POINTS), 1])


def test_paper_never_opens_its_eyes_or_mouth() -> None:
    sheet = HeldSheet(SIZE, LOOKS, Sheet())
    asked = sheet.show(Pose(mouth=1.0, eyes=0.0))
    assert (asked.picture == sheet.show(Pose()).picture).all()
    assert not (live().show(Pose(mouth=1.0, eyes=0.0)).picture == live().show(Pose()).picture).all()


def test_a_mask_shows_the_attackers_eyes_and_mouth() -> None:
    mask = CutOutMask(SIZE, LOOKS, replace(LOOKS, tone=(0.8, 0.8, 0.8)), 1.2)
    still, moved = mask.show(Pose()), mask.show(Pose(mouth=1.0, eyes=0.0))
    changed = np.abs(moved.picture.astype(int) - still.picture).max(axis=2) > 20
    rows, columns = np.nonzero(changed)
    assert len(rows) > 20
    for row, column in zip(rows, columns, strict=True):
        near = min(float(np.hypot(column - x, row - y)) for x, y in still.points)
        assert near < 22, "only in the holes"


def test_a_screen_plays_the_victim_and_stays_still_itself() -> None:
    screen = HeldSheet(SIZE, LOOKS, Sheet(reflects=0.0), plays=True)
    assert nose_against_eyes(screen.show(Pose(yaw=25))) > 0.63
    assert (screen.show(Pose(), GLOW).picture == screen.show(Pose()).picture).all(), "it shines itself"


def test_light_falls_on_a_head_as_on_a_head() -> None:
    dark, lit = live().show(Pose()), live().show(Pose(), GLOW)
    right, left = (patch(lit.picture, lit, n) / patch(dark.picture, dark, n) for n in (3, 4))
    assert left > right > 1.0, "the lit side follows more"
    blind = LiveHead(SIZE, LOOKS, follows_light=False)
    assert (blind.show(Pose(), GLOW).picture == blind.show(Pose()).picture).all()
    sheet = HeldSheet(SIZE, LOOKS, Sheet())
    before, after = sheet.show(Pose()), sheet.show(Pose(), GLOW)
    shares = [patch(after.picture, after, n) / patch(before.picture, before, n) for n in (3, 4)]
    assert shares[0] == pytest.approx(shares[1], abs=0.03), "a sheet follows alike"
