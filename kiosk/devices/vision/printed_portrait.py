"""The portrait printed on a page: the largest frontal face, or whatever large tones stand where one belongs."""

import dlib
import numpy as np

from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image

_DETECT_SIDE = 900
_WIDER, _ABOVE, _BELOW = 0.35, 0.55, 0.6
"""Of the face box, added on each side: hair and shoulders belong to the portrait."""
_PLACE = (0.03, 0.18, 0.36, 0.72)
"""Left, top, right, bottom of the portrait's place on a page (Doc 9303-4, figure 1; the same on ID-2)."""
_DARK, _DARK_SHARE = 0.62, 0.08


class PortraitFinder:
    """dlib's detector of frontal faces; it has no model file and lets go of the interpreter lock."""

    def __init__(self) -> None:
        self._hog = dlib.get_frontal_face_detector()

    def find(self, page: Image) -> Image | None:
        """The portrait cut out, BGR; None if the page shows none."""
        face = self.face(page)
        if face is not None:
            return face
        height, width = page.shape[:2]
        left, top, right, bottom = _PLACE
        place = page[round(top * height) : round(bottom * height), round(left * width) : round(right * width)]
        return np.ascontiguousarray(place) if large_tones(place, page) > _DARK_SHARE else None

    def face(self, page: Image) -> Image | None:
        """The largest face with its hair and shoulders; None if there is none, or it is upside down."""
        factor = min(1.0, _DETECT_SIDE / max(page.shape[:2]))
        small = cv2.resize(page, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else page
        boxes = self._hog(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), 0)
        if not boxes:
            return None
        largest = max(boxes, key=lambda box: int(box.width()))
        w, h = largest.width() / factor, largest.height() / factor
        left, top = largest.left() / factor - _WIDER * w, largest.top() / factor - _ABOVE * h
        right, bottom = left + (1 + 2 * _WIDER) * w, top + (1 + _ABOVE + _BELOW) * h
        return np.ascontiguousarray(page[max(round(top), 0) : round(bottom), max(round(left), 0) : round(right)])


def large_tones(place: Image, page: Image) -> float:
    """Share of a place that is darker than the page's paper in large tones; a pattern of fine lines has none."""
    if min(place.shape[:2]) < 8:
        return 0.0
    soft = cv2.cvtColor(cv2.GaussianBlur(place, (0, 0), 5), cv2.COLOR_BGR2GRAY).astype(np.float32)
    paper = float(np.percentile(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), 75))
    return float((soft / max(paper, 1.0) < _DARK).mean())
