"""A one-time certificate of the borrower from a licensed authority (电子签名法 art. 13)."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.consents import Source


@dataclass(frozen=True, slots=True)
class BorrowerSignature:
    """Signature over the document's SHA-256 and the certificate chain, PEM. The key is gone when this returns."""

    signature: bytes
    certificate_chain: bytes
    source: Source


class SigningCertificate(Protocol):
    """Issues and uses a one-time certificate."""

    def sign_once(self, subject_digest: str, document_sha256: str) -> BorrowerSignature:
        """`subject_digest`: salted hash of name and number. Raises DeviceError or TransportError."""
