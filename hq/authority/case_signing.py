"""Headquarters' signatures on cases, catalogues, recipients, receipts (kiosk.evidence.signed)."""

import json
import secrets
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hq.authority.ca import Credential, Purpose
from hq.home import Home
from kiosk.domain.errors import ConfigurationError, EvidenceError
from kiosk.domain.holder import SALT_BYTES, holder_of
from kiosk.evidence.signed import SignedKind, sign_payload
from kiosk.lending.terms_file import parse_case, parse_catalogue


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
    """The signed envelope of a case or catalogue as the kiosk reads it. Raises ConfigurationError or EvidenceError."""
    try:
        value = json.loads(untrusted)
    except (ValueError, RecursionError) as error:
        raise EvidenceError(f"case: not JSON ({error})") from error
    kind = SignedKind.CATALOGUE if isinstance(value, dict) and value.get("kind") == "catalogue" else SignedKind.CASE
    # A case that a kiosk would refuse is found here, before a borrower sits down.
    today = datetime.now(UTC).date()
    found = parse_catalogue(value, today) if kind is SignedKind.CATALOGUE else parse_case(value, today)
    if found.expires < today:
        raise EvidenceError(f"{kind}: expired on {found.expires}: nothing that no kiosk would take is signed")
    return sign_payload(kind, value, case_signer(home))


def sign_recipients(home: Home) -> bytes:
    """The age recipients of headquarters, signed, so that no one between can put his own key in."""
    payload = {str(part_class): recipient for part_class, recipient in home.recipients().items()}
    return sign_payload(SignedKind.RECIPIENTS, payload, case_signer(home))


def sign_case_file(home: Home, source: Path, target: Path, number: str = "") -> None:
    """Sign `source` into `target`; `number`: of the card of him for whom the case is. Raises EvidenceError."""
    content = source.read_bytes()
    target.write_bytes(sign_case(home, bound_to(content, number) if number else content))


def bound_to(untrusted: bytes, number: str) -> bytes:
    """The case with its holder: a slow salted digest of the number of his card. Raises EvidenceError."""
    try:
        value = json.loads(untrusted)
    except (ValueError, RecursionError) as error:
        raise EvidenceError(f"case: not JSON ({error})") from error
    if not isinstance(value, dict) or value.get("kind") != "case":
        raise EvidenceError("case: only a case has a holder")
    holder = holder_of(number, secrets.token_bytes(SALT_BYTES))
    return json.dumps({**value, "holder": asdict(holder)}, ensure_ascii=False).encode()
