"""Faces: found, measured and compared. The models live in a child process that ends with the session."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.ports.camera import Image


@dataclass(frozen=True, slots=True)
class Face:
    """One face. Box in pixels of the picture given; `points`: eyes, nose tip, mouth corners (x, y) or empty;
    `sharpness`: variance of Laplacian in the box; `brightness`: mean grey 0..255."""

    left: int
    top: int
    right: int
    bottom: int
    points: tuple[tuple[float, float], ...]
    sharpness: float
    brightness: float

    @property
    def width(self) -> int:
        """Pixels."""
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Comparison:
    """`distance`: dlib, 0 same .. about 1; `cosine`: of the site's model, or None without one."""

    distance: float
    cosine: float | None


@dataclass(frozen=True, slots=True)
class NotComparable:
    """`which`: reference or probe; `reason`: no_face, several_faces, too_small, blurred, dark."""

    which: str
    reason: str


class FaceAnalyser(Protocol):
    """Safe to call from one thread at a time."""

    def find(self, picture: Image) -> tuple[Face, ...]:
        """All faces, the largest first."""

    def compare(self, reference: Image, probes: tuple[Image, ...]) -> Comparison | NotComparable:
        """The best of the probes against the reference."""

    def close(self) -> None:
        """End the child; embeddings die with it."""
