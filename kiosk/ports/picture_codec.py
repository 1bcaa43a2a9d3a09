"""Pictures to bytes and back, in memory."""

from typing import Protocol

from kiosk.ports.camera import Image


class PictureCodec(Protocol):
    """JPEG for the evidence, and what came of it."""

    def encode(self, picture: Image, quality: int) -> bytes:
        """JPEG, quality 1..100."""

    def decode(self, content: bytes) -> Image | None:
        """None for bytes that are no picture."""
