"""The seal: the device signs the manifest, an authority stamps the signature (FORMAT.md, sections 9 and 10)."""

import dataclasses
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.domain.errors import EvidenceError, TransportError
from kiosk.evidence import canonical
from kiosk.evidence.canonical import sha256
from kiosk.evidence.manifest import Manifest, manifest_bytes
from kiosk.evidence.timestamp import parse_token
from kiosk.ports.keys import DeviceKeys
from kiosk.ports.timestamp_authority import TimestampAuthority

MANIFEST_CONTEXT = b"mingshi manifest v1\n"
TOKEN_CONTEXT = b"mingshi timestamp v1\n"
PENDING_CONTEXT = b"mingshi pending v1\n"
_PENDING_KEYS = frozenset({"digest", "reason", "since"})


@dataclass(frozen=True, slots=True)
class TimeMark:
    """A token, or the note that one is still to come; signed by the device, so that no byte of it can change."""

    content: bytes
    signature: bytes
    pending: bool


@dataclass(frozen=True, slots=True)
class Sealed:
    """The bytes beside the parts."""

    manifest: bytes
    signature: bytes
    certificate: bytes
    mark: TimeMark


def seal(manifest: Manifest, keys: DeviceKeys, authority: TimestampAuthority | None, now: str) -> Sealed:
    """Sign and stamp; with no authority in reach the mark is pending. `now`: wall time. Raises EvidenceError."""
    certificate = keys.certificate_chain()
    content = manifest_bytes(dataclasses.replace(manifest, certificate=sha256(certificate)))
    signature = keys.sign(MANIFEST_CONTEXT + content)
    return Sealed(content, signature, certificate, stamp(signature, keys, authority, now))


def stamp(signature: bytes, keys: DeviceKeys, authority: TimestampAuthority | None, now: str) -> TimeMark:
    """A time mark over a manifest's signature; at the next sync this is asked again for a pending one."""
    digest = hashlib.sha256(signature).digest()
    if authority is None:
        return _pending(digest, "no time-stamp authority is set", keys, now)
    try:
        token = authority.stamp(digest)
        if parse_token(token).imprint != digest:
            return _pending(digest, "the time-stamp authority answered for something else", keys, now)
    except TransportError:
        return _pending(digest, "no time-stamp authority in reach", keys, now)
    except EvidenceError:
        return _pending(digest, "the time-stamp authority's answer is not a token", keys, now)
    return TimeMark(token, keys.sign(TOKEN_CONTEXT + token), pending=False)


def signature_holds(key: Ed25519PublicKey, context: bytes, content: bytes, signature: bytes) -> bool:
    """Ed25519 over context and content: a signature made for one purpose never serves another."""
    try:
        key.verify(signature, context + content)
    except InvalidSignature:
        return False
    return True


def parse_pending(untrusted: bytes) -> tuple[bytes, str, str]:
    """Digest, reason and time of a pending mark. Raises EvidenceError."""
    value = canonical.keys_exactly(canonical.parse_object(untrusted, "pending"), _PENDING_KEYS, "pending")
    digest = bytes.fromhex(canonical.digest(value["digest"], "pending: digest"))
    return digest, canonical.text(value["reason"], "pending: reason"), canonical.wall(value["since"], "pending: since")


def _pending(digest: bytes, reason: str, keys: DeviceKeys, now: str) -> TimeMark:
    content = canonical.dump({"digest": digest.hex(), "reason": reason, "since": now})
    return TimeMark(content, keys.sign(PENDING_CONTEXT + content), pending=True)
