"""Heads of the log that leave the kiosk while it runs, signed by the device (FORMAT.md, section 12)."""

import base64
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.domain.errors import EvidenceError
from kiosk.domain.ids import DeviceId, SessionId, Sha256
from kiosk.evidence import canonical
from kiosk.evidence.seal import signature_holds
from kiosk.ports.keys import DeviceKeys

CONTEXT = b"mingshi head v1\n"
_KEYS = frozenset({"v", "session", "device", "seq", "hash", "at"})


@dataclass(frozen=True, slots=True)
class Head:
    """`seq`, `hash`: the newest entry and the SHA-256 of its line; `at`: the kiosk's wall clock."""

    session: SessionId
    device: DeviceId
    seq: int
    hash: Sha256
    at: str
    signature: bytes = b""

    def message(self) -> bytes:
        """The canonical bytes that are signed."""
        return canonical.dump(
            {
                "v": 1,
                "session": self.session,
                "device": self.device,
                "seq": self.seq,
                "hash": str(self.hash),
                "at": self.at,
            }
        )

    def holds(self, key: Ed25519PublicKey) -> bool:
        """Whether this device's key signed it."""
        return signature_holds(key, CONTEXT, self.message(), self.signature)


def sign_head(head: Head, keys: DeviceKeys) -> Head:
    """The head with the device's signature."""
    signature = keys.sign(CONTEXT + head.message())
    return Head(head.session, head.device, head.seq, head.hash, head.at, signature)


def head_bytes(head: Head) -> bytes:
    """As it is sent and stored: `{"head":{...},"signature":base64}`, canonical."""
    value = canonical.parse_object(head.message(), "head")
    return canonical.dump({"head": value, "signature": base64.b64encode(head.signature).decode()})


def parse_head(untrusted: bytes) -> Head:
    """Parsed, not verified: ask `holds`. Raises EvidenceError."""
    value = canonical.parse_object(untrusted, "head")
    canonical.keys_exactly(value, frozenset({"head", "signature"}), "head")
    head = canonical.keys_exactly(value["head"], _KEYS, "head")
    if head["v"] != 1 or isinstance(head["v"], bool):
        raise EvidenceError("head: an unknown version")
    try:
        signature = base64.b64decode(canonical.text(value["signature"], "head: signature"), validate=True)
    except ValueError as failure:
        raise EvidenceError("head: its signature is not base64") from failure
    return Head(
        SessionId(canonical.text(head["session"], "head: session", 36)),
        DeviceId(canonical.text(head["device"], "head: device", 100)),
        canonical.count(head["seq"], "head: seq"),
        canonical.digest(head["hash"], "head: hash"),
        canonical.wall(head["at"], "head: at"),
        signature,
    )
