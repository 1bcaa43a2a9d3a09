"""Roots and the certificates under them (RFC 5280). Each purpose has a root of its own; training roots say so."""

import datetime as dt
import ipaddress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from hq.store.files import write_private, write_public
from kiosk.domain.consents import Mode
from kiosk.domain.errors import ConfigurationError

ROOT_LIFE = dt.timedelta(days=20 * 365)
LEAF_LIFE = dt.timedelta(days=3 * 365)
SKEW = dt.timedelta(minutes=10)
"""A kiosk's clock may lag a little behind headquarters'."""

PrivateKey = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
PublicKey = ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey


class Purpose(StrEnum):
    """What a root certifies. A certificate is good for its root's purpose only."""

    DEVICE = "device"
    TLS = "tls"
    TSA = "tsa"
    HEADQUARTERS = "headquarters"
    BORROWER = "borrower"


_ED25519 = frozenset({Purpose.DEVICE, Purpose.HEADQUARTERS})
_USAGE = {
    "tls_client": (ExtendedKeyUsageOID.CLIENT_AUTH,),
    "tls_server": (ExtendedKeyUsageOID.SERVER_AUTH,),
    "tls_console": (ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH),
    "tsa": (ExtendedKeyUsageOID.TIME_STAMPING,),
}


@dataclass(frozen=True, slots=True)
class Credential:
    """A private key and its certificate."""

    key: PrivateKey
    certificate: x509.Certificate

    def certificate_pem(self) -> bytes:
        """PEM of the certificate alone."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def key_pem(self) -> bytes:
        """PKCS #8, unencrypted: the file's mode is its shelter."""
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    def save(self, stem: Path) -> None:
        """Write `stem`.key (0600) and `stem`.pem."""
        write_private(stem.with_suffix(".key"), self.key_pem())
        write_public(stem.with_suffix(".pem"), self.certificate_pem())


def new_key(*, signing: bool) -> PrivateKey:
    """Ed25519 for evidence and headquarters' signatures; P-256 for TLS, RFC 3161 and borrowers' certificates."""
    return ed25519.Ed25519PrivateKey.generate() if signing else ec.generate_private_key(ec.SECP256R1())


def load(stem: Path) -> Credential:
    """Read what `save` wrote. Raises ConfigurationError."""
    try:
        key = serialization.load_pem_private_key(stem.with_suffix(".key").read_bytes(), password=None)
        certificate = x509.load_pem_x509_certificate(stem.with_suffix(".pem").read_bytes())
    except (OSError, ValueError) as error:
        raise ConfigurationError(str(stem), "key and certificate", f"PEM files made by `hq init` ({error})") from error
    if not isinstance(key, PrivateKey):
        raise ConfigurationError(str(stem), "key", "Ed25519 or ECDSA P-256")
    return Credential(key, certificate)


def make_root(purpose: Purpose, mode: Mode) -> Credential:
    """A self-signed root of one purpose; its name carries the mode, so that a training root shows itself."""
    key = new_key(signing=purpose in _ED25519)
    name = _name(f"Mingshi {mode} {purpose} root", mode)
    builder = (
        _builder(name, name, key.public_key(), ROOT_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(ca=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return Credential(key, builder.sign(key, _digest(key)))


def issue(
    root: Credential,
    common_name: str,
    public_key: PublicKey,
    mode: Mode,
    usage: str | None = None,
    life: dt.timedelta = LEAF_LIFE,
) -> x509.Certificate:
    """A leaf under `root`; `usage` is one of tls_client, tls_server, tls_console, tsa, or None for plain signing."""
    builder = (
        _builder(_name(common_name, mode), root.certificate.subject, public_key, life)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(ca=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(_public(root)), critical=False)
    )
    if usage is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage(_USAGE[usage]), critical=True)
    if usage == "tls_server":
        names = x509.SubjectAlternativeName(
            [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName(common_name)]
        )
        builder = builder.add_extension(names, critical=False)
    if usage == "tls_console":
        # Its own name and nothing else: it must not pass for headquarters on any machine.
        own = x509.SubjectAlternativeName([x509.DNSName(common_name)])
        builder = builder.add_extension(own, critical=False)
    return builder.sign(root.key, _digest(root.key))


def issue_with_key(root: Credential, common_name: str, mode: Mode, usage: str | None, *, signing: bool) -> Credential:
    """A leaf with a new key of headquarters' own."""
    key = new_key(signing=signing)
    return Credential(key, issue(root, common_name, key.public_key(), mode, usage))


def request_key(request_pem: bytes, *, signing: bool) -> PublicKey:
    """The public key of a certificate request whose own signature holds. Raises ConfigurationError."""
    try:
        request = x509.load_pem_x509_csr(request_pem)
        holds = request.is_signature_valid
        key = request.public_key()
    except ValueError as error:
        raise ConfigurationError("request", "certificate request", "PKCS #10 in PEM") from error
    if not holds:
        raise ConfigurationError("request", "signature", "made by the key that it asks a certificate for")
    if signing and isinstance(key, ed25519.Ed25519PublicKey):
        return key
    if not signing and isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    raise ConfigurationError("request", "key", "Ed25519 for signing, ECDSA P-256 for TLS and borrowers")


def _builder(
    subject: x509.Name, issuer: x509.Name, public_key: PublicKey, life: dt.timedelta
) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SKEW)
        .not_valid_after(now + life)
    )


def _name(common_name: str, mode: Mode) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Mingshi"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, mode.value),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _key_usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


def _digest(key: PrivateKey) -> hashes.SHA256 | None:
    """Ed25519 hashes inside (RFC 8410); ECDSA wants to be told."""
    return None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()


def _public(credential: Credential) -> PublicKey:
    return credential.key.public_key()
