"""Trust folders and certificate chains (FORMAT.md, section 11).

Written out instead of `cryptography.x509.verification`, which judges web servers and needs host names.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtensionOID, NameOID

from kiosk.domain.consents import Mode
from kiosk.domain.errors import EvidenceError

MAX_CHAIN = 4
MAX_PEM = 64 * 1024
_UNDERSTOOD = {
    ExtensionOID.BASIC_CONSTRAINTS,
    ExtensionOID.KEY_USAGE,
    ExtensionOID.EXTENDED_KEY_USAGE,
    ExtensionOID.SUBJECT_KEY_IDENTIFIER,
    ExtensionOID.AUTHORITY_KEY_IDENTIFIER,
    ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
}
_Extension = TypeVar("_Extension", bound=x509.ExtensionType)
_TRAINING = re.compile("training", re.IGNORECASE)


class Role(StrEnum):
    """What a root may vouch for; each has a folder of its own."""

    DEVICE = "device"
    TSA = "tsa"
    HEADQUARTERS = "headquarters"


@dataclass(frozen=True, slots=True)
class Trust:
    """The roots that the verifier himself holds, by mode and role. Never from a bundle."""

    roots: Mapping[tuple[Mode, Role], tuple[x509.Certificate, ...]]

    def of(self, mode: Mode, role: Role) -> tuple[x509.Certificate, ...]:
        """The roots for this mode and role; there may be none."""
        return self.roots.get((mode, role), ())


NO_TRUST = Trust({})


def load_trust(folder: Path) -> Trust:
    """Read `<folder>/{live,training}/{device,tsa,headquarters}/*.pem`.

    Raises EvidenceError for an unreadable file, and when a training root lies in the live folder.
    """
    if not folder.is_dir():
        raise EvidenceError(f"{folder}: no such trust folder")
    roots: dict[tuple[Mode, Role], tuple[x509.Certificate, ...]] = {}
    for mode in Mode:
        for role in Role:
            files = sorted((folder / mode / role).glob("*.pem"))
            roots[mode, role] = tuple(root for file in files for root in load_chain(file.read_bytes()))
    _keep_training_out(roots)
    return Trust(roots)


def load_chain(untrusted_pem: bytes) -> tuple[x509.Certificate, ...]:
    """Certificates of a PEM file in its order. Parsed, not verified. Raises EvidenceError."""
    if len(untrusted_pem) > MAX_PEM:
        raise EvidenceError("certificates: more than 64 KiB")
    try:
        return tuple(x509.load_pem_x509_certificates(untrusted_pem))
    # The parser has errors of many roots (InvalidVersion is a bare Exception): none of them may get out.
    except Exception as failure:
        raise EvidenceError("certificates: not PEM certificates") from failure


def public_key(certificate: x509.Certificate) -> Ed25519PublicKey:
    """The Ed25519 key of a certificate. Raises EvidenceError for any other kind."""
    try:
        key = certificate.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm) as failure:
        raise EvidenceError("certificate: its key can't be read") from failure
    if not isinstance(key, Ed25519PublicKey):
        raise EvidenceError("certificate: not an Ed25519 key")
    return key


def common_name(certificate: x509.Certificate) -> str:
    """The subject's common name, or an empty string."""
    try:
        names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    except (ValueError, TypeError):
        return ""
    return str(names[0].value) if len(names) == 1 else ""


def chain_fault(chain: Sequence[x509.Certificate], roots: Sequence[x509.Certificate], at: datetime) -> str | None:
    """Why this chain (the signer's own first) does not lead to one of the roots at that time; None if it does."""
    try:
        return _readable_chain_fault(chain, roots, at)
    except EvidenceError as failure:
        return str(failure)


def _readable_chain_fault(
    chain: Sequence[x509.Certificate], roots: Sequence[x509.Certificate], at: datetime
) -> str | None:
    try:
        return _chain_fault(chain, roots, at)
    # Extensions and names are parsed when they are looked at, with the same many errors as above.
    except Exception as failure:
        raise EvidenceError(f"a certificate can't be read: {type(failure).__name__}") from failure


def _chain_fault(chain: Sequence[x509.Certificate], roots: Sequence[x509.Certificate], at: datetime) -> str | None:
    if not roots:
        return "the trust folder holds no root for it"
    if not chain or len(chain) > MAX_CHAIN:
        return f"the chain must hold 1 to {MAX_CHAIN} certificates"
    anchors = {_der(root) for root in roots}
    for depth, certificate in enumerate(chain):
        if fault := _certificate_fault(certificate, depth, at):
            return fault
        if _der(certificate) in anchors:
            return None
        for root in roots:
            if _issued(certificate, root):
                return _certificate_fault(root, depth + 1, at)
        if depth + 1 == len(chain) or not _issued(certificate, chain[depth + 1]):
            return f"{_name(certificate)}: was not issued by a trusted root"
    return "was not issued by a trusted root"


def _certificate_fault(certificate: x509.Certificate, depth: int, at: datetime) -> str | None:
    if at < certificate.not_valid_before_utc or at > certificate.not_valid_after_utc:
        return f"{_name(certificate)}: expired or not yet valid on {at:%Y-%m-%d}"
    for extension in certificate.extensions:
        if extension.critical and extension.oid not in _UNDERSTOOD:
            return f"{_name(certificate)}: a critical extension that is not understood"
    constraints = _extension(certificate, x509.BasicConstraints)
    usage = _extension(certificate, x509.KeyUsage)
    if depth == 0:
        return None if usage is None or usage.digital_signature else f"{_name(certificate)}: may not sign"
    if constraints is None or not constraints.ca or (usage is not None and not usage.key_cert_sign):
        return f"{_name(certificate)}: may not issue certificates"
    if constraints.path_length is not None and depth - 1 > constraints.path_length:
        return f"{_name(certificate)}: the chain below it is longer than it allows"
    return None


def _extension(certificate: x509.Certificate, kind: type[_Extension]) -> _Extension | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _keep_training_out(roots: Mapping[tuple[Mode, Role], tuple[x509.Certificate, ...]]) -> None:
    training = {_key(root) for (mode, _), found in roots.items() if mode is Mode.TRAINING for root in found}
    for (mode, role), found in roots.items():
        for root in found if mode is Mode.LIVE else ():
            if _key(root) in training or _TRAINING.search(root.subject.rfc4514_string()):
                raise EvidenceError(f"trust: live/{role} holds the training root {_name(root)}: take it out")


def _key(certificate: x509.Certificate) -> bytes:
    return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _name(certificate: x509.Certificate) -> str:
    return common_name(certificate) or "a certificate without a name"
