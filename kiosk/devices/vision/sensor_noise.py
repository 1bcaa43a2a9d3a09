"""Traces of the sensor in a row of frames: fingerprint, and the noise from one frame to the next. Measures only."""

import hashlib
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image
from kiosk.ports.face import Face
from kiosk.ports.frame_trace import FrameTrace

_ASIDE, _BAND = 0.30, 0.45
"""Shares of the face's width: how far beside it the backdrop begins, and how wide it is looked at."""
_MOVED = 3.0
"""Grey levels by which a part may change smoothly and still count as still."""
_FILTER_GAIN = sqrt(1 - 1 / 9)
"""What is left of white noise after its 3 x 3 mean was taken away."""
_ROWS = 9
"""Every so many rows make the fingerprint."""
_LEAST_PIXELS = 100
_CUT_OFF = (8, 247)
"""Nearer to black or white the sensor's noise is cut off."""


class FrameTracer:
    """One camera's frames, in order; holds the frame before."""

    def __init__(self) -> None:
        self._before: NDArray[np.uint8] | None = None

    def trace(self, picture: Image, face: Face | None, seconds: float) -> FrameTrace:
        """`face`: the largest one, in pixels of the picture; without it only the fingerprint is taken."""
        digest = hashlib.blake2b(np.ascontiguousarray(picture[::_ROWS]).data, digest_size=8).digest()
        # Whole frames stay in bytes: only the few parts that are looked at become floating point.
        grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
        before, self._before = self._before, grey
        if face is None or before is None or before.shape != grey.shape:
            return FrameTrace(seconds, int.from_bytes(digest, "big"), None, None)
        wide, tall = face.right - face.left, face.bottom - face.top
        inner = (face.left + wide // 4, face.top + tall // 4, face.right - wide // 4, face.bottom - tall // 4)
        middle = face.top + tall // 2
        sides = (
            (round(face.left - (_ASIDE + _BAND) * wide), face.top, round(face.left - _ASIDE * wide), middle),
            (round(face.right + _ASIDE * wide), face.top, round(face.right + (_ASIDE + _BAND) * wide), middle),
        )
        beside = [noise for side in sides if (noise := _noise(before, grey, side)) is not None]
        return FrameTrace(
            seconds, int.from_bytes(digest, "big"), _noise(before, grey, inner), min(beside) if beside else None
        )


def _noise(before: NDArray[np.uint8], after: NDArray[np.uint8], box: tuple[int, int, int, int]) -> float | None:
    """Standard deviation of one frame's noise in a box; None where it moved, was cut off, or is too small."""
    left, top, right, bottom = (max(0, side) for side in box)
    one, two = before[top:bottom, left:right], after[top:bottom, left:right]
    if one.size < _LEAST_PIXELS or min(one.shape) < 5 or not _CUT_OFF[0] < float(two.mean()) < _CUT_OFF[1]:
        return None
    change = two.astype(np.float32) - one
    smooth = cv2.blur(change, (3, 3))
    if float(np.abs(cv2.blur(change, (9, 9))).mean()) > _MOVED:
        return None
    # Mean deviation: one edge that moved a little weighs less than in a square.
    rest = np.abs(change - smooth)[1:-1, 1:-1]
    return float(rest.mean()) * 1.2533 / (_FILTER_GAIN * sqrt(2))
