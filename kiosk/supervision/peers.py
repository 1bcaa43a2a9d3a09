"""Who a kiosk is: its TLS certificate, its signing certificate and what it says of itself must all agree."""

from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.domain.consents import Mode
from kiosk.domain.errors import EvidenceError
from kiosk.evidence.certificates import Role, Trust, chain_fault, common_name, load_chain, public_key
from kiosk.evidence.head import Head, parse_head
from kiosk.supervision.messages import Greeting


@dataclass(frozen=True, slots=True)
class Peer:
    """A kiosk that this console knows: `key` checks its heads."""

    device: str
    branch: str
    nonce: str
    key: Ed25519PublicKey


def known_peer(greeting: Greeting, shown: str, trust: Trust, mode: Mode, branch: str, at: datetime) -> Peer:
    """`shown`: the name in the TLS certificate of this very connection. Raises EvidenceError with the reason."""
    if greeting.device != shown:
        raise EvidenceError(f"it calls itself {greeting.device} and shows the certificate of {shown}")
    if greeting.mode is not mode:
        raise EvidenceError(f"a {greeting.mode} kiosk at a {mode} console")
    if greeting.branch != branch:
        raise EvidenceError("a kiosk of another branch")
    chain = load_chain(greeting.chain.encode())
    if fault := chain_fault(chain, trust.of(mode, Role.DEVICE), at):
        raise EvidenceError(f"its signing certificate: {fault}")
    if common_name(chain[0]) != greeting.device:
        raise EvidenceError("its signing certificate is another device's")
    return Peer(greeting.device, greeting.branch, greeting.nonce, public_key(chain[0]))


def head_of(untrusted: str, peer: Peer) -> tuple[Head, bytes]:
    """A head that this kiosk signed, and its bytes. Raises EvidenceError."""
    content = untrusted.encode("utf-8", "surrogatepass")
    head = parse_head(content)
    if head.device != peer.device:
        raise EvidenceError("head: of another device")
    if not head.holds(peer.key):
        raise EvidenceError("head: its signature does not hold")
    return head, content
