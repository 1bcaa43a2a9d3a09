"""Headquarters' receipt: only with it may a terminal delete its copy (FORMAT.md, section 13)."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.consents import Mode
from kiosk.domain.errors import EvidenceError
from kiosk.domain.ids import SessionId, Sha256
from kiosk.evidence import canonical
from kiosk.evidence.canonical import Json
from kiosk.evidence.certificates import Trust
from kiosk.evidence.classes import PartClass
from kiosk.evidence.signed import SignedKind, Signer, sign_payload, verify_signed

_KEYS = frozenset({"v", "session", "manifest_sha256", "verdict", "received", "accepted", "withheld"})


@dataclass(frozen=True, slots=True)
class Receipt:
    """Headquarters holds these classes of this manifest's parts; `withheld` ones stayed in the terminal."""

    session: SessionId
    manifest_sha256: Sha256
    verdict: str
    received: str
    accepted: tuple[PartClass, ...]
    withheld: tuple[PartClass, ...] = ()


def create_receipt(receipt: Receipt, signer: Signer) -> bytes:
    """The signed envelope."""
    payload = {
        "v": 1,
        "session": receipt.session,
        "manifest_sha256": str(receipt.manifest_sha256),
        "verdict": receipt.verdict,
        "received": receipt.received,
        "accepted": [str(part_class) for part_class in receipt.accepted],
        "withheld": [str(part_class) for part_class in receipt.withheld],
    }
    return sign_payload(SignedKind.RECEIPT, payload, signer)


def verify_receipt(untrusted: bytes, trust: Trust, mode: Mode, at: datetime) -> Receipt:
    """Raises EvidenceError. The caller compares session and manifest hash with its own."""
    payload = verify_signed(untrusted, SignedKind.RECEIPT, trust, mode, at).payload
    canonical.keys_exactly(payload, _KEYS, "receipt")
    if payload["v"] != 1 or isinstance(payload["v"], bool):
        raise EvidenceError("receipt: an unknown version")
    return Receipt(
        SessionId(canonical.text(payload["session"], "receipt: session", 36)),
        canonical.digest(payload["manifest_sha256"], "receipt: manifest_sha256"),
        canonical.text(payload["verdict"], "receipt: verdict", 20),
        canonical.wall(payload["received"], "receipt: received"),
        _classes(payload["accepted"], "accepted"),
        _classes(payload["withheld"], "withheld"),
    )


def _classes(value: Json, what: str) -> tuple[PartClass, ...]:
    if not isinstance(value, list) or not set(map(str, value)) <= {str(part_class) for part_class in PartClass}:
        raise EvidenceError(f"receipt: {what} is not a list of classes")
    return tuple(PartClass(item) for item in value)
