"""Head pose from five points of a face: a generic head is laid on them by solvePnP. A measurement, not a verdict.

The fall-back where there is no face mesh (see mesh_pose): five points on a generic head are off by several degrees from
person to person, and they have no eyelids and no lips. A bent and turned print moves these numbers too.
"""

import numpy as np

from kiosk.devices.vision.pose_solver import solved_angles
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
        height, width = picture.shape[:2]
        angles = solved_angles(_HEAD, np.array(face.points, np.float64), width, height)
        return None if angles is None else HeadPose(angles.yaw, angles.pitch, None)
