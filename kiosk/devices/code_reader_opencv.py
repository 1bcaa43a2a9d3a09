"""QR codes by OpenCV's own detector: no model file, nothing fetched, nothing opened that the text may name."""

import numpy as np

from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image
from kiosk.ports.code_reader import MOST_CHARACTERS

_LONG_SIDE = 1280
"""A code on paper is large; a larger picture only takes longer."""


class OpenCvCodeReader:
    """Implements ports.code_reader.CodeReader."""

    def __init__(self) -> None:
        self._detector = cv2.QRCodeDetector()

    def read(self, picture: Image) -> str | None:
        """None also for what the detector can't bear: the picture is anybody's."""
        if picture.ndim != 3 or min(picture.shape[:2]) < 21:
            return None
        try:
            text, corners, _ = self._detector.detectAndDecode(_shrunk(picture))
        except (cv2.error, UnicodeDecodeError):
            return None
        if not text or corners is None:
            return None
        return str(text)[: MOST_CHARACTERS + 1]


def _shrunk(picture: Image) -> Image:
    scale = _LONG_SIDE / max(picture.shape[:2])
    if scale >= 1:
        return np.ascontiguousarray(picture)
    height, width = (round(side * scale) for side in picture.shape[:2])
    smaller = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(smaller, dtype=np.uint8)
