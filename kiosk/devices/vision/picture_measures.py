"""Measures of a part of a picture that several adapters give."""

import numpy as np

from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image


def as_bgr(untrusted: Image) -> Image | None:
    """A picture as the ports want it: grey and alpha made BGR; None if it is none."""
    if untrusted.dtype != np.uint8 or untrusted.size == 0:
        return None
    match untrusted.shape:
        case (_, _, 3):
            return np.ascontiguousarray(untrusted)
        case (_, _):
            return np.asarray(cv2.cvtColor(untrusted, cv2.COLOR_GRAY2BGR), np.uint8)
        case (_, _, 4):
            return np.asarray(cv2.cvtColor(untrusted, cv2.COLOR_BGRA2BGR), np.uint8)
    return None


def bounded(picture: Image, longest: int) -> tuple[Image, float]:
    """The picture with no side over `longest` pixels, and the factor it was multiplied with."""
    factor = min(1.0, longest / max(picture.shape[:2]))
    if factor == 1.0:
        return picture, 1.0
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8), factor


def sharpness_and_brightness(picture: Image, left: int, top: int, right: int, bottom: int) -> tuple[float, float]:
    """Variance of Laplacian and mean grey inside a box; zeros if nothing of it lies in the picture."""
    part = picture[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
    if part.size == 0:
        return 0.0, 0.0
    grey = cv2.cvtColor(part, cv2.COLOR_BGR2GRAY)
    # 16 bits hold each value of this kernel exactly, at a third of the time that floating point takes.
    _, spread = cv2.meanStdDev(cv2.Laplacian(grey, cv2.CV_16S))
    return float(spread[0, 0]) ** 2, float(cv2.mean(grey)[0])
