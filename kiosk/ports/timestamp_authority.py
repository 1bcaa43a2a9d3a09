"""RFC 3161 time-stamp authority."""

from typing import Protocol


class TimestampAuthority(Protocol):
    """One authority of the settings."""

    def stamp(self, digest: bytes) -> bytes:
        """A DER TimeStampResp over a SHA-256 message imprint. Raises TransportError."""
