"""What a bench needs besides the ports: files made pictures, and a face's numbers once a picture."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from kiosk.ports.camera import Image
from kiosk.ports.face import Face, FaceTemplate

ReadPicture = Callable[[Path], Image | None]
"""None where the file is absent or broken: that counts as a failure."""

ReadFrames = Callable[[Path, int], Iterable[Image]]
"""Up to so many frames spread over a clip or a folder of frames; nothing where it can't be read."""

WearPortrait = Callable[[Image, Face, str], Image]
"""A picture made like a worn portrait on a card, seeded by the file's name."""


class FaceEmbedder(Protocol):
    """All pairs of a set are compared: each picture is turned into numbers once."""

    def find(self, picture: Image) -> tuple[Face, ...]:
        """All faces, the largest first."""

    def embed(self, picture: Image, *, portrait: bool = False) -> tuple[Face, FaceTemplate] | None:
        """The largest face and its numbers; None without a face. `portrait`: as printed on a card."""
