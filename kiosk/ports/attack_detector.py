"""Presentation attack detection by a passive model."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.consents import Source
from kiosk.ports.camera import Image
from kiosk.ports.face import Face


@dataclass(frozen=True, slots=True)
class LiveScore:
    """`live`: 0..1, how much a picture looks like a live person; `model`: its name."""

    live: float
    model: str


@dataclass(frozen=True, slots=True)
class NoResponse:
    """No model, or no usable face: counts as refused."""

    reason: str


class AttackDetector(Protocol):
    """One picture at a time."""

    @property
    def source(self) -> Source:
        """SIMULATED where a simulator stands in (training only)."""

    def score(self, picture: Image, face: Face) -> LiveScore | NoResponse:
        """Never raises for an odd picture."""
