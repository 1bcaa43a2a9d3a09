"""How a head is turned, measured from one picture of it."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.ports.camera import Image
from kiosk.ports.face import Face


@dataclass(frozen=True, slots=True)
class HeadPose:
    """Degrees; right and up are positive, as the person himself turns. `eyes`: openness, or None without a measure."""

    yaw: float
    pitch: float
    eyes: float | None


class PoseEstimator(Protocol):
    """One picture at a time."""

    def measure(self, picture: Image, face: Face) -> HeadPose | None:
        """None where the face gives no points to measure by."""
