"""The way to headquarters."""

from typing import Protocol


class Transport(Protocol):
    """Content-addressed and idempotent: sending twice is the same as once."""

    def missing(self, session: str, hashes: tuple[str, ...]) -> tuple[str, ...]:
        """Which of these parts headquarters does not hold yet. Raises TransportError."""

    def send_part(self, session: str, sha256: str, content: bytes) -> None:
        """At most 8 MiB and some. Raises TransportError."""

    def send_manifest(self, session: str, files: dict[str, bytes]) -> bytes | None:
        """Last of all (manifest, signature, certificate, token); the signed receipt if there is one already."""

    def receipt(self, session: str) -> bytes | None:
        """The signed receipt, or None while headquarters has not verified. Raises TransportError."""
