"""Training without a model for face points: the rendered head says itself how it is turned."""

from collections.abc import Callable

from kiosk.devices.simulated.head import Pose
from kiosk.ports.camera import Image
from kiosk.ports.face import Face
from kiosk.ports.head_pose import HeadPose


class SimulatedPoseEstimator:
    """`told`: the pose of the head before the camera, or None when something else sits there."""

    def __init__(self, told: Callable[[], Pose | None]) -> None:
        self._told = told

    def measure(self, picture: Image, face: Face) -> HeadPose | None:
        """The picture's right is the person's own left."""
        pose = self._told()
        return None if pose is None else HeadPose(-pose.yaw, pose.pitch, pose.eyes)
