"""A quick look at the desk, without reading: is there a card, how large, how sharp, how much glare."""

import numpy as np

from kiosk.devices.vision.card_finder import Quad, find_quads, quad_width, rectify
from kiosk.devices.vision.card_marks import marks_of
from kiosk.devices.vision.opencv import cv2
from kiosk.devices.vision.picture_measures import as_bgr, bounded
from kiosk.ports.camera import Image
from kiosk.ports.card_reader import CardLook

_LONGEST = 1920
_WORK_SIDE = 360
_ENOUGH = 0.85
"""Support of an outline beyond which nothing better is looked for: 40 ms in place of 400."""
_LEAST_SUPPORT = 0.5
_WIDER = 1.15
_SECOND_SUPPORT = 0.75
_SECOND_SHARE = 0.45
"""Of the first card's size: less is no second card but something beside it."""


def look_at(untrusted: Image) -> CardLook:
    """Any picture; an odd one shows nothing."""
    picture = as_bgr(untrusted)
    if picture is None or min(picture.shape[:2]) < 60:
        return CardLook((), 0.0, 0.0, 0.0, 255.0 if picture is None else float(picture.mean()))
    small, factor = bounded(picture, _LONGEST)
    brightness = float(small[::4, ::4].mean())
    quads = find_quads(small, 1, work_side=_WORK_SIDE, enough=_ENOUGH)
    if not quads or quads[0].support < _LEAST_SUPPORT:
        return CardLook((), 0.0, 0.0, 0.0, brightness)
    card = cv2.cvtColor(rectify(small, quads[0]), cv2.COLOR_BGR2GRAY)
    return CardLook(
        corners=tuple((float(x / factor), float(y / factor)) for x, y in quads[0].corners),
        width=quad_width(quads[0]) / factor,
        sharpness=float(cv2.Laplacian(card, cv2.CV_64F).var()),
        glare=float((card >= 250).mean()),
        brightness=brightness,
        marks=marks_of(small, quads[0]),
    )


def second_card(picture: Image, first: Quad) -> bool:
    """Whether another card lies beside this one: it is painted over, and looked for again."""
    small, factor = bounded(picture, 2 * _WORK_SIDE)
    middle = first.corners.mean(axis=0)
    outline = ((first.corners - middle) * _WIDER + middle).astype(np.float32) * np.float32(factor)
    size = max(float(cv2.contourArea(outline)), 1.0)
    # A soft border: a sharp one would be found as a card itself.
    mask = np.zeros(small.shape[:2], np.float32)
    cv2.fillConvexPoly(mask, np.rint(outline).astype(np.int32), 1.0)
    rim = mask.astype(np.uint8)
    rim = cv2.dilate(rim, np.ones((9, 9), np.uint8)) - rim
    if not rim.any():
        return False
    desk = np.median(small[rim > 0], axis=0)
    mask = cv2.GaussianBlur(mask, (0, 0), 0.01 * small.shape[1])[..., None]
    covered = np.asarray(small * (1 - mask) + desk * mask, np.uint8)
    for other in find_quads(covered, 2, work_side=_WORK_SIDE, enough=_ENOUGH):
        x, y = (float(value) for value in other.corners.mean(axis=0))
        share = float(cv2.contourArea(other.corners)) / size
        beside = cv2.pointPolygonTest(outline, (x, y), False) < 0
        if beside and other.support >= _SECOND_SUPPORT and _SECOND_SHARE < share < 1 / _SECOND_SHARE:
            return True
    return False
