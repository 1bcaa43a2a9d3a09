"""What one frame says about the sensor it came from."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.ports.camera import Image
from kiosk.ports.face import Face


@dataclass(frozen=True, slots=True)
class FrameTrace:
    """When it came, a fingerprint of its pixels, and its noise against the frame before, in grey levels, on the face
    and beside it (None: not measured, as when it moved)."""

    seconds: float
    fingerprint: int
    face_noise: float | None
    backdrop_noise: float | None


class FrameTracer(Protocol):
    """Holds the frame before."""

    def trace(self, picture: Image, face: Face | None, seconds: float) -> FrameTrace:
        """Of one camera's frames, in their order."""
