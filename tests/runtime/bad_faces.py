"""Hostile pictures of who sits there, each rendered and named for its fault, 640 x 480 BGR uint8 unless it says so."""

from collections.abc import Callable

import numpy as np

from kiosk.devices.simulated.head import HeadRenderer, Pose
from kiosk.devices.simulated.head_points import five_of
from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image

_SIZE = (640, 480)


def head(pose: Pose | None = None, share: float = 0.56, size: tuple[int, int] = _SIZE) -> Image:
    """Somebody before a wall."""
    return HeadRenderer(size, share).render(pose or Pose(), marked=False)


def nobody() -> Image:
    """An empty chair before the same wall."""
    wall = np.random.default_rng(3).normal(170, 2, (480, 640, 1))
    return np.repeat(np.clip(wall, 0, 255), 3, axis=2).astype(np.uint8)


def five_people() -> Image:
    """Shoulder to shoulder."""
    one = head(share=0.5, size=(256, 480))
    return np.hstack([one] * 5)


def face_on_the_shirt() -> Image:
    """Printed nearly as large as life below his own."""
    picture = head(share=0.44)
    printed = HeadRenderer((190, 200), 0.92).render(Pose(), marked=False)
    picture[275:475, 225:415] = printed
    return picture


def mask() -> Image:
    """A surgical mask from the bridge of the nose to the chin."""
    picture = head()
    five = five_of(HeadRenderer(_SIZE, 0.56), Pose())
    (right, left), nose, mouth = five[:2], five[2], five[3:].mean(axis=0)
    wide, down = float(left[0] - right[0]), float(mouth[1] - nose[1])
    top = float(right[1] + 0.35 * (nose[1] - right[1]))
    shape = np.array([
        (right[0] - 0.55 * wide, top), (left[0] + 0.55 * wide, top),
        (left[0] + 0.35 * wide, mouth[1] + 0.9 * down), (mouth[0], mouth[1] + 2.2 * down),
        (right[0] - 0.35 * wide, mouth[1] + 0.9 * down),
    ])  # fmt: skip
    cv2.fillConvexPoly(picture, shape.astype(np.int32), (222, 196, 150), cv2.LINE_AA)
    return picture


def sunglasses() -> Image:
    """Dark glasses with a bridge."""
    picture = head()
    right, left = five_of(HeadRenderer(_SIZE, 0.56), Pose())[:2]
    wide = float(left[0] - right[0])
    for eye in (right, left):
        cv2.ellipse(picture, (int(eye[0]), int(eye[1] + 0.05 * wide)), (int(0.42 * wide), int(0.3 * wide)), 0, 0, 360,
                    (22, 20, 18), -1, cv2.LINE_AA)  # fmt: skip
    cv2.line(picture, tuple(int(v) for v in right), tuple(int(v) for v in left), (22, 20, 18), 4)
    return picture


def profile() -> Image:
    """He looks aside."""
    return head(Pose(yaw=78))


def darkness() -> Image:
    """The lamps are out."""
    noise = np.random.default_rng(4).normal(0, 1.5, (480, 640, 3))
    return np.clip(head() * 0.05 + noise, 0, 255).astype(np.uint8)


def backlight() -> Image:
    """A window behind him, himself in the shadow."""
    window = np.full((480, 640, 3), 250, np.uint8)
    black = HeadRenderer(_SIZE, 0.56, backdrop=np.zeros((480, 640, 3), np.uint8)).render(Pose(), marked=False)
    white = HeadRenderer(_SIZE, 0.56, backdrop=window).render(Pose(), marked=False)
    there = np.abs(white.astype(int) - black).max(axis=2, keepdims=True) < 60
    return np.where(there, (black * 0.22).astype(np.uint8), window)


def hand_over_the_mouth() -> Image:
    """Fingers of his own colour."""
    picture = head()
    five = five_of(HeadRenderer(_SIZE, 0.56), Pose())
    (right, left), nose, mouth = five[:2], five[2], five[3:].mean(axis=0)
    wide = float(left[0] - right[0])
    for finger in range(4):
        y = int(nose[1] - 0.05 * wide + finger * 0.26 * wide)
        cv2.line(picture, (int(mouth[0] - wide), y + 14), (int(mouth[0] + 0.7 * wide), y), (118, 148, 190),
                 int(0.24 * wide), cv2.LINE_AA)  # fmt: skip
        cv2.line(picture, (int(mouth[0] - wide), y + 14 + int(0.13 * wide)),
                 (int(mouth[0] + 0.7 * wide), y + int(0.13 * wide)), (70, 95, 130), 2, cv2.LINE_AA)  # fmt: skip
    return picture


def hands_over_the_face() -> Image:
    """Both hands before it: no feature is left."""
    picture = head()
    five = five_of(HeadRenderer(_SIZE, 0.56), Pose())
    middle, wide = five[2], float(five[1][0] - five[0][0])
    for side in (-1, 1):
        for finger in range(5):
            x = int(middle[0] + side * (0.12 + 0.26 * finger) * wide)
            cv2.line(picture, (x, int(middle[1] - 1.3 * wide)), (x + 6 * side, int(middle[1] + 1.4 * wide)),
                     (118, 148, 190), int(0.25 * wide), cv2.LINE_AA)  # fmt: skip
    return picture


def one_pixel() -> Image:
    """1 x 1."""
    return np.full((1, 1, 3), 120, np.uint8)


def eight_k() -> Image:
    """7680 x 4320, somebody sits there."""
    small = head(size=(960, 540))
    return np.asarray(cv2.resize(small, (7680, 4320), interpolation=cv2.INTER_LINEAR), np.uint8)


Make = Callable[[], Image]
