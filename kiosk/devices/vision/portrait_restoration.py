"""A worn, faded print of a face made more like a photograph of one, before it is compared.

Measured on simulated worn portraits: each step gains a little, the levels most (docs/adr). Nothing is invented: no
network fills in a face that is not there.
"""

import numpy as np

from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image
from kiosk.ports.face import Face

_AROUND = 0.3
"""Of the face's width: what is looked at for the levels. White paper further out would hide how faded the face is."""
_DARKEST, _BRIGHTEST = 1, 99
"""Percentiles that become black and white."""
_LEAST_RANGE = 20.0
"""Grey levels; a flatter picture is not stretched further, or its noise would be all there is."""
_COLOUR = 1.5
_SHARPER, _RADIUS = 0.8, 2.0


def restored_portrait(picture: Image, face: Face) -> Image:
    """The same size: grain smoothed along edges, levels and colour stretched, edges raised."""
    smooth = cv2.bilateralFilter(picture, 7, 18, 3).astype(np.float32)
    dark, bright = np.percentile(_around(smooth, face), (_DARKEST, _BRIGHTEST))
    levelled = (smooth - dark) * (255 / max(float(bright - dark), _LEAST_RANGE))
    grey = (levelled @ np.array([0.114, 0.587, 0.299], np.float32))[..., None]
    coloured = np.clip(grey + (levelled - grey) * _COLOUR, 0, 255).astype(np.uint8)
    return np.asarray(
        cv2.addWeighted(coloured, 1 + _SHARPER, cv2.GaussianBlur(coloured, (0, 0), _RADIUS), -_SHARPER, 0), np.uint8
    )


def _around(picture: np.ndarray, face: Face) -> np.ndarray:
    more = round(_AROUND * face.width)
    part = picture[max(face.top - more, 0) : face.bottom + more, max(face.left - more, 0) : face.right + more]
    return part if part.size else picture
