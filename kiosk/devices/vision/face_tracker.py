"""What is measured on the largest face of one picture after another."""

from collections.abc import Callable
from math import atan2, degrees

import numpy as np

from kiosk.devices.vision.head_pose import FivePointPoseEstimator
from kiosk.devices.vision.skin import backdrop_mean, skin_means
from kiosk.ports.camera import Image
from kiosk.ports.face import Face, FaceMeasures, Tracked


class FaceTracker:
    """`find`: all faces of a picture, the largest first."""

    def __init__(self, find: Callable[[Image], tuple[Face, ...]]) -> None:
        self._find, self._pose = find, FivePointPoseEstimator()

    def track(self, picture: Image) -> Tracked:
        """As the port says."""
        faces = self._find(picture)
        return Tracked(faces, self._by_five_points(picture, faces[0]) if faces else None)

    def _by_five_points(self, picture: Image, face: Face) -> FaceMeasures | None:
        pose = self._pose.measure(picture, face)
        if pose is None:
            return None
        right, left, nose, right_mouth, left_mouth = (np.array(point, np.float32) for point in face.points)
        down = (right_mouth + left_mouth - right - left) / 2
        patches = ((right + left) / 2 - 0.5 * down, nose, right + 0.6 * down, left + 0.6 * down, nose + 1.1 * down)
        return FaceMeasures(
            face,
            yaw=pose.yaw,
            pitch=pose.pitch,
            roll=degrees(atan2(right[1] - left[1], left[0] - right[0])),
            mesh=None,
            eyes=None,
            mouth=None,
            skin=skin_means(picture, np.array(patches), 0.05 * face.width),
            backdrop=backdrop_mean(picture, face.left, face.top, face.right, face.bottom),
            confidence=1.0,
        )
