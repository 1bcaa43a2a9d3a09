"""The rendered head moves in three dimensions, and the real detectors see a face."""

from pathlib import Path

import numpy as np
import pytest

from kiosk.devices.simulated.camera import HeadFootage
from kiosk.devices.simulated.head import HeadRenderer, Lamp, Pose
from kiosk.devices.vision.opencv import cv2

SIZE = (640, 360)


@pytest.fixture(scope="module")
def renderer() -> HeadRenderer:
    return HeadRenderer(SIZE)


def points(detector: "cv2.FaceDetectorYN", picture: np.ndarray) -> np.ndarray:
    """Eyes, nose, mouth corners."""
    _, faces = detector.detect(picture)
    assert faces is not None
    assert len(faces) == 1
    return faces[0][4:14].reshape(5, 2)


@pytest.fixture(scope="module")
def detector(shared_dir: Path) -> "cv2.FaceDetectorYN":
    return cv2.FaceDetectorYN.create(str(shared_dir / "models" / "yunet_n_dynamic.onnx"), "", SIZE, 0.7)


def test_it_says_that_it_is_simulated(renderer: HeadRenderer) -> None:
    marked, bare = renderer.render(Pose()), renderer.render(Pose(), marked=False)
    changed = np.argwhere(np.any(marked != bare, axis=2))
    assert 100 < len(changed) < 5000
    assert changed[:, 0].max() < 40


def test_dlib_finds_it_at_moderate_turns(renderer: HeadRenderer) -> None:
    import dlib

    find = dlib.get_frontal_face_detector()
    for pose in (Pose(), Pose(yaw=12), Pose(yaw=-12), Pose(pitch=10), Pose(mouth=1), Pose(eyes=0)):
        boxes = find(np.ascontiguousarray(renderer.render(pose)[..., ::-1]), 0)
        assert len(boxes) == 1, pose


@pytest.mark.shared
def test_turning_moves_the_nose_out_of_the_plane_of_eyes_and_mouth(
    renderer: HeadRenderer, detector: "cv2.FaceDetectorYN"
) -> None:
    def parallax(yaw: float) -> float:
        left, right, nose, *mouth = points(detector, renderer.render(Pose(yaw=yaw)))
        plane = (left + right + mouth[0] + mouth[1]) / 4
        return float((nose - plane)[0] / abs(right[0] - left[0]))

    seen = [parallax(yaw) for yaw in (-25, -10, 0, 10, 25)]
    assert seen == sorted(seen)
    assert seen[-1] - seen[0] > 0.35


@pytest.mark.shared
def test_up_is_up_and_right_is_the_pictures_right(renderer: HeadRenderer, detector: "cv2.FaceDetectorYN") -> None:
    nose = points(detector, renderer.render(Pose()))[2]
    assert points(detector, renderer.render(Pose(yaw=15)))[2][0] > nose[0] + 15
    assert points(detector, renderer.render(Pose(pitch=12)))[2][1] < nose[1] - 10


def test_mouth_and_eyes_open_and_close(renderer: HeadRenderer) -> None:
    rest = renderer.render(Pose()).astype(int)
    mouth = np.abs(renderer.render(Pose(mouth=1)).astype(int) - rest)
    eyes = np.abs(renderer.render(Pose(eyes=0)).astype(int) - rest)
    assert mouth[205:265, 280:360].mean() > 5 > mouth[60:140].mean()
    assert eyes[135:170, 270:365].mean() > 5 > eyes[200:300].mean()


def test_the_light_stays_where_it_is_and_has_its_colour(renderer: HeadRenderer) -> None:
    from_left = renderer.render(Pose(), Lamp((-1, 0, 0.4))).astype(int)[150:230]
    from_right = renderer.render(Pose(), Lamp((1, 0, 0.4))).astype(int)[150:230]
    assert from_left[:, 260:290].mean() > from_right[:, 260:290].mean() + 20
    assert from_right[:, 350:380].mean() > from_left[:, 350:380].mean() + 20
    red = renderer.render(Pose(), Lamp(colour=(0.6, 0.6, 1.0))).astype(int)[150:230, 290:350].mean(axis=(0, 1))
    plain = renderer.render(Pose()).astype(int)[150:230, 290:350].mean(axis=(0, 1))
    assert red[0] / plain[0] < 0.7 < red[2] / plain[2]


def test_an_idle_head_breathes_and_blinks_and_a_told_one_turns_smoothly() -> None:
    footage = HeadFootage((320, 180))
    pictures = [footage.picture(n / 25) for n in range(100)]
    assert len({picture.tobytes() for picture in pictures}) > 8
    footage.move(Pose(yaw=20))
    steps = [np.abs(footage.picture(4 + n / 25).astype(int) - pictures[-1].astype(int)).mean() for n in range(1, 16)]
    assert steps[0] < steps[4] < steps[-1]
    footage.speak(1.0)
    lips = [footage.picture(4.6 + n / 25).tobytes() for n in range(15)]
    assert len(set(lips)) > 4


@pytest.mark.parametrize("pose", [Pose(yaw=90), Pose(yaw=-179), Pose(pitch=60), Pose(mouth=7, eyes=-3), Pose(roll=40)])
def test_any_pose_gives_a_picture(renderer: HeadRenderer, pose: Pose) -> None:
    picture = renderer.render(pose)
    assert picture.shape == (360, 640, 3)
    assert picture.std() > 10


@pytest.mark.parametrize("size", [(160, 90), (320, 240), (64, 48), (1280, 720)])
def test_any_size(size: tuple[int, int]) -> None:
    assert HeadRenderer(size).render(Pose(yaw=10)).shape == (size[1], size[0], 3)
