"""How a head is turned, measured from one picture of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeadPose:
    """Degrees; right and up are positive, as the person himself turns. `eyes`: openness, or None without a measure."""

    yaw: float
    pitch: float
    eyes: float | None
