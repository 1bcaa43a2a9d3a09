"""How a head is turned, from the points of its mesh: a generic head is laid on them by solvePnP. A measurement, not a
verdict: a person's own head differs by a few degrees, most in pitch, so checks look at changes.
"""

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.vision.pose_solver import HeadAngles, solved_angles

_MIDDLE = {
    1: (36.1, -42.9), 2: (44.2, -28.1), 4: (29.0, -44.4), 6: (0.3, -23.4), 9: (-24.6, -18.9), 10: (-57.2, -9.7),
    151: (-41.2, -14.7), 152: (115.3, -9.7), 168: (-7.5, -18.5), 197: (7.2, -29.0), 199: (103.9, -19.2),
}  # fmt: skip
"""Nose, forehead, chin: y and z."""
_PAIRS = {
    (33, 263): (45.3, -0.4, 2.7), (133, 362): (17.7, 0.4, -2.7), (50, 280): (48.0, 33.0, -6.1),
    (54, 284): (59.6, -35.0, 20.0), (58, 288): (59.7, 70.3, 42.9), (61, 291): (25.0, 70.0, -10.5),
    (67, 297): (35.2, -53.0, -2.2), (93, 323): (66.8, 38.2, 54.1), (98, 327): (16.7, 43.0, -20.0),
    (103, 332): (50.1, -45.7, 8.1), (109, 338): (19.1, -56.5, -8.3), (123, 352): (61.6, 31.9, 10.7),
    (127, 356): (69.1, 8.1, 51.5), (150, 379): (37.7, 100.0, 11.3), (172, 397): (53.4, 83.1, 32.0),
    (234, 454): (68.0, 23.3, 54.8),
}  # fmt: skip
"""The person's right point (left in the picture) and the left one: x of the left one, y, z."""
# Millimetres from between the eyes: x to the right of the picture, y down, z away from the camera. The mean of what the
# mesh model itself makes of 16 living people, made symmetrical, 63 mm between the pupils.
HEAD_POINTS = np.array([*_MIDDLE, *(number for pair in _PAIRS for number in pair)])
HEAD = np.array(
    [(0.0, y, z) for y, z in _MIDDLE.values()]
    + [point for x, y, z in _PAIRS.values() for point in ((-x, y, z), (x, y, z))],
    np.float64,
)


def head_angles(mesh: NDArray[np.float32], width: int, height: int) -> HeadAngles | None:
    """Of a mesh in a picture of this size; None where its points make no head."""
    return solved_angles(HEAD, mesh[HEAD_POINTS].astype(np.float64), width, height)
