"""age encryption (C2SP age, X25519 recipients). The only place that imports pyrage."""

from collections.abc import Sequence

import pyrage
from pyrage import x25519

from kiosk.domain.errors import EvidenceError


class NoMatchingKeyError(EvidenceError):
    """An age file that none of the identities opens; it says nothing about whether the file is whole."""


def new_identity() -> tuple[str, str]:
    """A fresh key pair: `AGE-SECRET-KEY-1...` and its recipient `age1...`."""
    identity = x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def recipient_of(identity: str) -> str:
    """The recipient that belongs to an identity. Raises EvidenceError."""
    return str(_identity(identity).to_public())


def encrypt(plain: bytes, recipients: Sequence[str]) -> bytes:
    """One complete age file that each recipient alone can open. Raises EvidenceError for a bad recipient."""
    if not recipients:
        raise EvidenceError("no recipient: nobody could read it")
    try:
        return bytes(pyrage.encrypt(plain, [x25519.Recipient.from_str(recipient) for recipient in recipients]))
    except (pyrage.RecipientError, pyrage.EncryptError) as failure:
        raise EvidenceError(f"age could not encrypt: {failure}") from failure


def decrypt(untrusted: bytes, identities: Sequence[str]) -> bytes:
    """Authenticated plaintext. Raises NoMatchingKeyError, or EvidenceError for a damaged file."""
    try:
        return bytes(pyrage.decrypt(untrusted, [_identity(identity) for identity in identities]))
    except pyrage.DecryptError as failure:
        if "No matching keys" in str(failure):
            raise NoMatchingKeyError("no identity at hand opens this age file") from failure
        raise EvidenceError(f"age could not decrypt: {failure}") from failure


def read_identities(content: str) -> tuple[str, ...]:
    """The identities of an age identity file (one a line; blank lines and # comments are skipped)."""
    lines = (line.strip() for line in content.splitlines())
    found = tuple(line for line in lines if line and not line.startswith("#"))
    if not found:
        raise EvidenceError("the identity file holds no identity")
    for identity in found:
        _identity(identity)
    return found


def _identity(identity: str) -> x25519.Identity:
    try:
        return x25519.Identity.from_str(identity)
    except pyrage.IdentityError as failure:
        # The text itself may be a secret: it does not go into the message.
        raise EvidenceError("not an age identity (AGE-SECRET-KEY-1...)") from failure
