"""Head pose from five points of a face: a generic head is laid on them by solvePnP. A measurement, not a verdict.

The fall-back where there is no face mesh (see mesh_pose): five points on a generic head are off by several degrees from
person to person, and they have no eyelids and no lips. A bent and turned print moves these numbers too.
"""

from math import atan2, degrees, hypot, isfinite

import numpy as np

from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image
from kiosk.ports.face import Face
from kiosk.ports.head_pose import HeadPose

_HEAD = np.array(
    [[-31.5, -34.0, 29.0], [31.5, -34.0, 29.0], [0.0, 0.0, 0.0], [-25.0, 33.0, 23.0], [25.0, 33.0, 23.0]], np.float64
)
"""Millimetres from the tip of the nose: right eye, left eye, nose, right and left corner of the mouth; x to the right
of the picture, y down, z away from the camera. Mean adult distances; the person's own right eye is left in the picture.
"""


class FivePointPoseEstimator:
    """Needs a Face with five points (YuNet gives them, dlib's own detector does not)."""

    def measure(self, picture: Image, face: Face) -> HeadPose | None:
        """As the port says."""
        if len(face.points) != 5:
            return None
        points = np.array(face.points, np.float64)
        if not np.isfinite(points).all() or float(np.ptp(points[:, 0])) < 8 or float(np.ptp(points[:, 1])) < 8:
            return None
        height, width = picture.shape[:2]
        focal = float(max(width, height))  # a view of about 53 degrees, as common webcams have
        camera = np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1]], np.float64)
        try:
            found, turn, shift = cv2.solvePnP(_HEAD, points, camera, None, flags=cv2.SOLVEPNP_SQPNP)
        except cv2.error:
            return None
        if not found or float(shift[2, 0]) <= 0:
            return None
        rotation, _ = cv2.Rodrigues(turn)
        x, y, z = (float(part) for part in rotation @ np.array([0.0, 0.0, -1.0]))  # where the nose points
        yaw, pitch = degrees(atan2(-x, -z)), degrees(atan2(-y, hypot(x, z)))
        return HeadPose(yaw, pitch, None) if isfinite(yaw) and isfinite(pitch) else None
