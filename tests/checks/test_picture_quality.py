"""A bad picture is taken again, with a sentence that helps."""

from dataclasses import replace

import pytest

from kiosk.checks.picture_quality import RETRY_TEXTS, TakeAgain, UsablePicture, judge_picture
from kiosk.ports.face import Face

FACE = Face(200, 100, 400, 340, (), sharpness=90.0, brightness=120.0)


def test_a_good_picture() -> None:
    assert judge_picture((FACE,), 640, 480) == UsablePicture(FACE)


@pytest.mark.parametrize(
    ("faces", "reason"),
    [
        ((), "no_face"),
        ((FACE, replace(FACE, left=420, right=560)), "several_faces"),
        ((replace(FACE, left=-5),), "cut_off"),
        ((replace(FACE, bottom=481),), "cut_off"),
        ((replace(FACE, right=260),), "too_small"),
        ((replace(FACE, brightness=20.0),), "dark"),
        ((replace(FACE, brightness=250.0),), "bright"),
        ((replace(FACE, sharpness=1.0),), "blurred"),
    ],
)
def test_pictures_to_take_again(faces: tuple[Face, ...], reason: str) -> None:
    verdict = judge_picture(faces, 640, 480)
    assert verdict == TakeAgain(reason)
    assert verdict.text is RETRY_TEXTS[reason]


def test_a_small_face_behind_the_borrower_does_not_stop_him() -> None:
    assert judge_picture((FACE, replace(FACE, left=10, right=60)), 640, 480) == UsablePicture(FACE)
