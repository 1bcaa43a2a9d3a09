"""A known head laid on its points in a picture: where the nose points, by solvePnP. A measurement, not a verdict."""

from dataclasses import dataclass
from math import atan2, degrees, hypot, isfinite

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.vision.opencv import cv2

_SMALLEST = 8.0
"""Pixels that the points must span each way; fewer have no direction."""


@dataclass(frozen=True, slots=True)
class HeadAngles:
    """Degrees; the person's own right, up, and leaning to his right are positive."""

    yaw: float
    pitch: float
    roll: float


def solved_angles(head: NDArray[np.float64], points: NDArray[np.float64], width: int, height: int) -> HeadAngles | None:
    """`head`: n x 3 millimetres, x to the right of the picture, y down, z away from the camera; `points`: n x 2 pixels
    of a picture of this size. None where the points make no such head."""
    if not np.isfinite(points).all() or float(np.ptp(points, axis=0).min()) < _SMALLEST:
        return None
    focal = float(max(width, height))  # a view of about 53 degrees, as common webcams have
    camera = np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1]], np.float64)
    try:
        # This solver alone never turns the head over where the points could mean either.
        found, turn, shift = cv2.solvePnP(head, points, camera, None, flags=cv2.SOLVEPNP_SQPNP)
    except cv2.error:
        return None
    if not found or float(shift[2, 0]) <= 0:
        return None
    rotation, _ = cv2.Rodrigues(turn)
    x, y, z = (float(part) for part in rotation @ np.array([0.0, 0.0, -1.0]))  # where the nose points
    angles = HeadAngles(
        yaw=degrees(atan2(-x, -z)),
        pitch=degrees(atan2(-y, hypot(x, z))),
        roll=-degrees(atan2(float(rotation[1, 0]), float(rotation[0, 0]))),
    )
    return angles if all(map(isfinite, (angles.yaw, angles.pitch, angles.roll))) else None
