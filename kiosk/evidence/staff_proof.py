"""What a member of staff signs with his own key (docs/adr/0036): one act, at one device, in one session, once.

Kiosk, console and headquarters build the same bytes; whoever has only the public keys can check them.
"""

from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.evidence import canonical

_CONTEXT = b"mingshi staff act v1\n"


@dataclass(frozen=True, slots=True)
class StaffWord:
    """`act`: come_over, pause, end, hand_over, close, open, a matter, or a step of the script; `staff`: who signs;
    `second`: the other of two, or empty. `nonce`: of the connection, or drawn by the kiosk for one sign-in."""

    device: str
    session: str
    nonce: str
    number: int
    act: str
    staff: str
    second: str = ""
    reason: str = ""
    verdict: str = ""
    checks: tuple[str, ...] = ()


def word_bytes(word: StaffWord) -> bytes:
    """What is signed: the context and canonical JSON."""
    return _CONTEXT + canonical.dump({**asdict(word), "checks": list(word.checks)})


def signed(word: StaffWord, key: Ed25519PrivateKey) -> str:
    """Ed25519, hexadecimal."""
    return key.sign(word_bytes(word)).hex()


def holds(word: StaffWord, signature: str, public: bytes) -> bool:
    """Whether the owner of this public key signed exactly this."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(signature), word_bytes(word))
    except (InvalidSignature, ValueError):
        return False
    return True
