"""Signed JSON of headquarters: cases, catalogues, receipts, recipients (FORMAT.md, section 13)."""

import base64
import binascii
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from kiosk.domain.consents import Mode
from kiosk.domain.errors import EvidenceError
from kiosk.evidence import canonical
from kiosk.evidence.canonical import Json
from kiosk.evidence.certificates import Role, Trust, chain_fault, common_name, load_chain, public_key
from kiosk.evidence.seal import signature_holds

MAX_ENVELOPE = 4 * 1024 * 1024
_KEYS = frozenset({"certificate", "kind", "payload", "signature"})


class SignedKind(StrEnum):
    """What may be signed so; each has its own context, so one never passes for another."""

    CASE = "case"
    CATALOGUE = "catalogue"
    RECEIPT = "receipt"
    RECIPIENTS = "recipients"
    DESTRUCTION = "destruction"
    STAFF = "staff"


class UntrustedSignerError(EvidenceError):
    """The signature fits, but its signer can't be traced to a trusted headquarters."""


class Signer(Protocol):
    """Whoever holds a signing key: headquarters' key, or the device's (kiosk.ports.keys.DeviceKeys fits)."""

    def certificate_chain(self) -> bytes:
        """PEM, the signer's own first."""

    def sign(self, message: bytes) -> bytes:
        """Ed25519, 64 bytes."""


@dataclass(frozen=True, slots=True)
class SignedPayload:
    """A payload whose signature was traced to a root of the trust folder."""

    kind: SignedKind
    payload: dict[str, Json]
    signer: str


def sign_payload(kind: SignedKind, payload: dict[str, Json], signer: Signer) -> bytes:
    """The envelope: `{"certificate","kind","payload","signature"}`, canonical JSON. Raises EvidenceError."""
    signature = signer.sign(context(kind) + canonical.dump(payload))
    return canonical.dump(
        {
            "certificate": signer.certificate_chain().decode("ascii"),
            "kind": str(kind),
            "payload": payload,
            "signature": base64.b64encode(signature).decode(),
        }
    )


def verify_signed(untrusted: bytes, kind: SignedKind, trust: Trust, mode: Mode, at: datetime) -> SignedPayload:
    """Trace an envelope to headquarters' roots of this mode. Raises EvidenceError with one clear sentence.

    `at`: now, with its zone. A payload with `expires` (ISO date, inclusive) is refused afterwards.
    """
    if len(untrusted) > MAX_ENVELOPE:
        raise EvidenceError(f"{kind}: larger than {MAX_ENVELOPE} bytes")
    value = canonical.keys_exactly(canonical.parse_object(untrusted, str(kind)), _KEYS, str(kind))
    if value["kind"] != kind:
        raise EvidenceError(f"{kind}: this is signed as something else")
    payload = value["payload"]
    if not isinstance(payload, dict):
        raise EvidenceError(f"{kind}: its payload is not an object")
    chain = load_chain(canonical.text(value["certificate"], f"{kind}: certificate", 65536).encode())
    signature = _signature(value["signature"], kind)
    if not signature_holds(public_key(chain[0]), context(kind), canonical.dump(payload), signature):
        raise EvidenceError(f"{kind}: the signature does not fit: it was changed after signing")
    if fault := chain_fault(chain, trust.of(mode, Role.HEADQUARTERS), at):
        raise UntrustedSignerError(f"{kind}: not signed by a headquarters that this terminal trusts: {fault}")
    _refuse_expired(payload, kind, at.date())
    return SignedPayload(kind, payload, common_name(chain[0]))


def context(kind: SignedKind) -> bytes:
    """What stands before the payload when it is signed."""
    return f"mingshi {kind} v1\n".encode()


def _signature(value: Json, kind: SignedKind) -> bytes:
    try:
        return base64.b64decode(canonical.text(value, f"{kind}: signature"), validate=True)
    except (binascii.Error, ValueError) as failure:
        raise EvidenceError(f"{kind}: its signature is not base64") from failure


def _refuse_expired(payload: dict[str, Json], kind: SignedKind, today: date) -> None:
    expires = payload.get("expires")
    if expires is None:
        return
    try:
        last = date.fromisoformat(canonical.text(expires, f"{kind}: expires"))
    except ValueError as failure:
        raise EvidenceError(f"{kind}: expires is not a date like 2026-01-31") from failure
    if today > last:
        raise EvidenceError(f"{kind}: expired on {last.isoformat()}: ask headquarters for a new one")
