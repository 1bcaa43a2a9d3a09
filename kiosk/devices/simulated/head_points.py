"""Points of the drawn face: where MediaPipe's face mesh would put them, known from the geometry instead of a model."""

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.simulated.head import HeadRenderer, Pose
from kiosk.ports.face import MESH_POINTS

_RIGHT = {
    33: (-32.5, 5.0), 133: (-11.5, 5.0), 70: (-37.0, 14.0), 105: (-24.0, 17.0), 107: (-9.0, 14.0), 117: (-36.0, -4.0),
    50: (-35.0, -12.0), 205: (-30.0, -16.0), 187: (-41.0, -19.0), 214: (-40.0, -31.0), 61: (-22.0, -33.0),
}  # fmt: skip
"""Longitude and latitude on the person's own right half, which is left in the picture."""
_MIRRORED = {33: 263, 133: 362, 70: 300, 105: 334, 107: 336, 117: 346, 50: 280, 205: 425, 187: 411, 214: 434, 61: 291}
_MIDDLE = {9: (0.0, 13.0), 151: (0.0, 26.0), 5: (0.0, -12.0), 4: (0.0, -15.0), 1: (0.0, -18.0)}

_PLACES = {
    **_RIGHT,
    **{_MIRRORED[index]: (-across, up) for index, (across, up) in _RIGHT.items()},
    **_MIDDLE,
}
POINTS = tuple(_PLACES)
"""The mesh's numbers of the points that are known; all others lie on the face's middle."""
FIVE = np.array([(-22.0, 5.5), (22.0, 5.5), (0.0, -16.0), (-22.0, -33.0), (22.0, -33.0)], np.float32)
"""Eyes, nose tip, mouth corners, as a face detector gives them."""

Points = NDArray[np.float32]


def mesh_of(head: HeadRenderer, pose: Pose) -> Points:
    """MESH_POINTS x 2 pixels."""
    return spread_out(head.project(np.array(list(_PLACES.values()), np.float32), pose))


def five_of(head: HeadRenderer, pose: Pose) -> Points:
    """5 x 2 pixels."""
    return head.project(FIVE, pose)


def spread_out(known: Points) -> Points:
    """The known points at their numbers."""
    mesh = np.broadcast_to(known.mean(axis=0), (MESH_POINTS, 2)).copy()
    mesh[list(POINTS)] = known
    return np.asarray(mesh, np.float32)
