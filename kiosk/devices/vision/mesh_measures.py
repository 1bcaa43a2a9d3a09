"""What the points of a mesh say of a face: its box, its five points, its lips, where its skin is looked at.

The numbering is that of MediaPipe's face mesh.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.vision.picture_measures import sharpness_and_brightness
from kiosk.devices.vision.skin import backdrop_mean, skin_means
from kiosk.ports.camera import Image
from kiosk.ports.face import Face

Mesh = NDArray[np.float32]

_EYES = ((33, 133), (362, 263))
_NOSE_TIP, _MOUTH = 1, (61, 291)
_BETWEEN = (168, 6)
_LIPS = ((13, 14), (82, 87), (312, 317))
"""Inner edge: upper and lower lip, in the middle and beside it."""
_INNER_CORNERS = (78, 308)
_PATCHES = ((151,), (5,), (50, 205), (280, 425), (199,))
"""Points whose mean is the middle of a patch of skin, in the order of SKIN_PATCHES."""
_PATCH = 0.05
"""Half a patch's side as a share of the face's width."""
_ABOVE = 0.12
"""The box begins this much above the mesh, as a share of its height: as YuNet draws it, which the attack detector's
figures were measured behind (median of 16 living people)."""


def face_of_mesh(picture: Image, mesh: Mesh) -> Face:
    """The face with box, five points, sharpness and brightness."""
    low, high = mesh.min(axis=0), mesh.max(axis=0)
    top = float(low[1] - _ABOVE * (high[1] - low[1]))
    box = tuple(round(side) for side in (float(low[0]), top, float(high[0]), float(high[1])))
    eyes = (mesh[list(corners)].mean(axis=0) for corners in _EYES)
    points = (*eyes, mesh[_NOSE_TIP], *(mesh[corner] for corner in _MOUTH))
    places = tuple((float(x), float(y)) for x, y in points)
    left, above, right, below = box
    return Face(left, above, right, below, places, *sharpness_and_brightness(picture, left, above, right, below))


def mouth_opening(mesh: Mesh) -> float | None:
    """Gap between the lips as a share of the mouth's width; None where the mouth has no width."""
    width = float(np.linalg.norm(mesh[_INNER_CORNERS[0]] - mesh[_INNER_CORNERS[1]]))
    if width < 2:
        return None
    return float(np.mean([np.linalg.norm(mesh[upper] - mesh[lower]) for upper, lower in _LIPS])) / width


def colours(picture: Image, mesh: Mesh, face: Face) -> tuple[NDArray[Any] | None, NDArray[Any] | None]:
    """Of the patches of skin (as `FaceMeasures.skin`) and beside the head."""
    centres = np.array([mesh[list(points)].mean(axis=0) for points in _PATCHES], np.float32)
    skin = skin_means(picture, centres, _PATCH * face.width)
    return skin, backdrop_mean(picture, face.left, face.top, face.right, face.bottom)


def around_the_eyes(picture: Image, mesh: Mesh, face: Face) -> NDArray[np.float32] | None:
    """As `FaceMeasures.eye_parts`."""
    centres = np.array([mesh[list(points)].mean(axis=0) for points in (*_EYES, _BETWEEN)], np.float32)
    return skin_means(picture, centres, _PATCH * face.width)
