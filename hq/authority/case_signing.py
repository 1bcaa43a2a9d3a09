"""Headquarters' signatures on cases, catalogues, recipients, receipts (kiosk.evidence.signed)."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hq.authority.ca import Credential, Purpose
from hq.home import Home
from kiosk.domain.errors import ConfigurationError, EvidenceError
from kiosk.evidence import canonical
from kiosk.evidence.signed import SignedKind, sign_payload


class HeadquartersSigner:
    """A signing key of headquarters; fits kiosk.evidence.signed.Signer."""

    def __init__(self, credential: Credential) -> None:
        if not isinstance(credential.key, Ed25519PrivateKey):
            raise ConfigurationError("authority/headquarters", "key", "Ed25519")
        self._key, self._chain = credential.key, credential.certificate_pem()

    def certificate_chain(self) -> bytes:
        """PEM; the root itself lies in the trust folder."""
        return self._chain

    def sign(self, message: bytes) -> bytes:
        """Ed25519, 64 bytes."""
        return self._key.sign(message)


def case_signer(home: Home) -> HeadquartersSigner:
    """Signs cases, catalogues and recipients."""
    return HeadquartersSigner(home.leaf(Purpose.HEADQUARTERS, "case"))


def receipt_signer(home: Home) -> HeadquartersSigner:
    """Signs receipts and certificates of destruction."""
    return HeadquartersSigner(home.leaf(Purpose.HEADQUARTERS, "receipt"))


def sign_case(home: Home, untrusted: bytes) -> bytes:
    """The signed envelope of a case or catalogue in JSON (a catalogue has a `version`). Raises EvidenceError."""
    try:
        payload = canonical.parse_object(_canonical(untrusted), "case")
    except ValueError as error:
        raise EvidenceError(f"case: not JSON ({error})") from error
    if "id" in payload and "version" in payload:
        raise EvidenceError("case: has both id (a case) and version (a catalogue)")
    kind = SignedKind.CATALOGUE if "version" in payload else SignedKind.CASE
    for key in ("offers", "issued", "expires"):
        if key not in payload:
            raise EvidenceError(f"{kind}: missing {key}")
    return sign_payload(kind, payload, case_signer(home))


def sign_recipients(home: Home) -> bytes:
    """The age recipients of headquarters, signed, so that no one between can put his own key in."""
    payload = {str(part_class): recipient for part_class, recipient in home.recipients().items()}
    return sign_payload(SignedKind.RECIPIENTS, payload, case_signer(home))


def sign_case_file(home: Home, source: Path, target: Path) -> None:
    """Sign `source` into `target`. Raises EvidenceError."""
    target.write_bytes(sign_case(home, source.read_bytes()))


def _canonical(untrusted: bytes) -> bytes:
    """People write cases with blanks and line ends; what is signed has one spelling."""
    import json

    return canonical.dump(json.loads(untrusted))
