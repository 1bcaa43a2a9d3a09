"""Head pose from points that a known pose projects to."""

import numpy as np
import pytest

from kiosk.devices.vision.head_pose import _HEAD, FivePointPoseEstimator
from kiosk.ports.face import Face

PICTURE = np.zeros((480, 640, 3), np.uint8)


def face_turned(yaw: float, pitch: float) -> Face:
    """`yaw`: to the person's own right, which is the picture's left; `pitch`: up. Degrees."""
    a, b = np.radians(yaw), np.radians(pitch)
    # The nose points to -z. To its own right: it moves to -x; up: to -y.
    turn = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    lift = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    placed = _HEAD @ (turn @ lift.T).T + np.array([10.0, 5.0, 600.0])
    points = placed[:, :2] / placed[:, 2:] * 640 + np.array([320, 240])
    return Face(200, 100, 440, 400, tuple((float(x), float(y)) for x, y in points), 50.0, 100.0)


@pytest.mark.parametrize(("yaw", "pitch"), [(0, 0), (25, 0), (-25, 0), (0, 15), (0, -15), (20, -10)])
def test_a_known_pose_is_measured(yaw: float, pitch: float) -> None:
    measured = FivePointPoseEstimator().measure(PICTURE, face_turned(yaw, pitch))
    assert measured is not None
    assert measured.eyes is None
    assert (np.sign(round(measured.yaw)), np.sign(round(measured.pitch))) == (np.sign(yaw), np.sign(pitch))
    assert measured.yaw == pytest.approx(yaw, abs=3)
    assert measured.pitch == pytest.approx(pitch, abs=3)


@pytest.mark.parametrize(
    "points",
    [
        (),
        ((1.0, 1.0),) * 5,
        ((float("nan"), 1.0),) * 5,
        tuple((float(x), 50.0) for x in range(0, 100, 20)),
        ((1.0, 1.0),) * 3,
    ],
)
def test_points_that_make_no_head(points: tuple[tuple[float, float], ...]) -> None:
    assert FivePointPoseEstimator().measure(PICTURE, Face(0, 0, 9, 9, points, 0.0, 0.0)) is None
