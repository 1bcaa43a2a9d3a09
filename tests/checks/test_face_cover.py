"""Covered or not, by colours alone."""

from dataclasses import replace

import numpy as np
import pytest

from kiosk.checks.face_cover import Cover, cover_of
from kiosk.ports.face import Face, FaceMeasures

SKIN, EYE = (110, 140, 190), (70, 85, 110)
FACE = Face(200, 100, 400, 340, (), sharpness=90.0, brightness=120.0)


def measured(
    *, eyes: tuple[int, int, int] = EYE, low: tuple[int, int, int] = SKIN, between: tuple[int, int, int] = SKIN
) -> FaceMeasures:
    """Forehead and cheeks of skin (a mask covers the cheeks too), nose and chin of `low`."""
    cheek = low if low != SKIN else SKIN
    skin = np.array([SKIN, low, cheek, cheek, low], np.float32)
    parts = np.array([eyes, eyes, between], np.float32)
    return FaceMeasures(FACE, 0.0, 0.0, 0.0, None, None, None, skin, None, 1.0, parts)


def test_a_bare_face() -> None:
    assert cover_of(measured()) is None


@pytest.mark.parametrize("low", [(220, 195, 150), (235, 235, 232), (30, 28, 28)], ids=["blue", "white", "black"])
def test_masks(low: tuple[int, int, int]) -> None:
    assert cover_of(measured(low=low)) is Cover.MOUTH


def test_dark_glasses() -> None:
    assert cover_of(measured(eyes=(20, 20, 22))) is Cover.EYES


def test_a_face_in_half_the_light_is_no_covered_one() -> None:
    dim = measured()
    assert dim.skin is not None
    assert dim.eye_parts is not None
    assert cover_of(replace(dim, skin=dim.skin * 0.4, eye_parts=dim.eye_parts * 0.4)) is None


def test_a_beard_is_no_mask() -> None:
    """Dark, and of another colour than the nose."""
    bare = measured()
    assert bare.skin is not None
    skin = bare.skin.copy()
    skin[4] = (40, 45, 50)
    assert cover_of(replace(bare, skin=skin)) is None


def test_what_was_not_measured_is_not_covered() -> None:
    assert cover_of(None) is None
    assert cover_of(replace(measured(), skin=None)) is None
    assert cover_of(replace(measured(), eye_parts=None)) is None
    black = measured(eyes=(0, 0, 0), low=(0, 0, 0), between=(0, 0, 0))
    assert cover_of(black) is None
