"""A bad picture is taken again, with a sentence that helps."""

from dataclasses import replace

import pytest

from kiosk.checks.picture_quality import RETRY_TEXTS, TakeAgain, UsablePicture, judge_picture, judge_probe
from kiosk.ports.face import Face, FaceMeasures, Tracked

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


def turned(yaw: float, pitch: float) -> Tracked:
    measures = FaceMeasures(FACE, yaw, pitch, 0.0, None, None, None, None, None, confidence=1.0)
    return Tracked((FACE,), measures)


@pytest.mark.parametrize(("yaw", "pitch"), [(0, 0), (20, -20), (-20, 20)])
def test_a_face_that_looks_at_the_camera_is_compared(yaw: float, pitch: float) -> None:
    assert judge_probe(turned(yaw, pitch), 640, 480) == UsablePicture(FACE)


@pytest.mark.parametrize(("yaw", "pitch"), [(21, 0), (-40, 0), (0, 25), (0, -25), (float("nan"), 0)])
def test_a_turned_face_is_not(yaw: float, pitch: float) -> None:
    verdict = judge_probe(turned(yaw, pitch), 640, 480)
    assert isinstance(verdict, TakeAgain)
    assert verdict.text is RETRY_TEXTS["turned"]


def test_without_a_pose_the_rest_decides() -> None:
    assert judge_probe(Tracked((FACE,), None), 640, 480) == UsablePicture(FACE)
    assert judge_probe(Tracked((), None), 640, 480) == TakeAgain("no_face")
    assert judge_probe(turned(0, 0), 390, 480) == TakeAgain("cut_off")


@pytest.mark.parametrize(
    ("faces", "light", "reason"),
    [
        ((), 10.0, "dark"),
        ((), 150.0, "no_face"),
        ((replace(FACE, brightness=30.0),), 20.0, "dark"),
        ((replace(FACE, brightness=30.0),), 200.0, "backlit"),
        ((replace(FACE, brightness=55.0),), 200.0, "backlit"),
    ],
)
def test_the_light_of_the_room_says_more(faces: tuple[Face, ...], light: float, reason: str) -> None:
    assert judge_picture(faces, 640, 480, light=light) == TakeAgain(reason)


@pytest.mark.parametrize("light", [60.0, 140.0, 160.0])
def test_a_face_that_is_light_enough_may_sit_in_any_room(light: float) -> None:
    dim = replace(FACE, brightness=60.0)
    assert judge_picture((dim,), 640, 480, light=light) == UsablePicture(dim)
