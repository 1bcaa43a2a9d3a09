"""The device's signing key, and the session key's shelter."""

from typing import Protocol


class DeviceKeys(Protocol):
    """A file with mode 0600, or a TPM."""

    def certificate_chain(self) -> bytes:
        """PEM, the device's own first."""

    def sign(self, message: bytes) -> bytes:
        """Ed25519 (RFC 8032), 64 bytes."""

    def wrap(self, secret: bytes) -> bytes:
        """Encrypt for this device only, so that a session that was cut can be sealed at the next start."""

    def unwrap(self, wrapped: bytes) -> bytes:
        """The secret. Raises EvidenceError."""
