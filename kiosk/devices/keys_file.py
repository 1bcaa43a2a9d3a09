"""The device's keys in files of mode 0600: for training, and where a site has no TPM.

device.key, device.pem   Ed25519, signs evidence
tls.key, tls.pem         P-256, shown to headquarters
wrap.key                 AES-256, shelters session keys
"""

import os
import stat
from collections.abc import Callable
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509.oid import NameOID

from kiosk.domain.errors import ConfigurationError, EvidenceError

DEVICE_KEY, DEVICE_CERTIFICATE = "device.key", "device.pem"
TLS_KEY, TLS_CERTIFICATE = "tls.key", "tls.pem"
WRAP_KEY = "wrap.key"
_NONCE = 12
_PURPOSE = b"mingshi session key v1"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_MAX_FILE = 64 * 1024


class FileKeys:
    """Keys read once, when this is made. A file that others could read is refused."""

    def __init__(self, folder: Path) -> None:
        """Raises ConfigurationError naming the file and what to do."""
        self._key = _load_ed25519(folder / DEVICE_KEY)
        read_private(folder / TLS_KEY)
        self._wrap = AESGCM(_load_wrap(folder / WRAP_KEY))
        certificate = folder / DEVICE_CERTIFICATE
        try:
            self._chain = certificate.read_bytes()
            first = x509.load_pem_x509_certificate(self._chain)
        except (OSError, ValueError) as failure:
            raise ConfigurationError(
                str(certificate), "certificate", "PEM; run `main.py enrol` and install headquarters' answer"
            ) from failure
        if first.public_key() != self._key.public_key():
            raise ConfigurationError(str(certificate), "key", f"the public half of {DEVICE_KEY}")

    def certificate_chain(self) -> bytes:
        """PEM, the device's own first."""
        return self._chain

    def sign(self, message: bytes) -> bytes:
        """Ed25519 (RFC 8032), 64 bytes."""
        return self._key.sign(message)

    def wrap(self, secret: bytes) -> bytes:
        """AES-256-GCM under this device's key: nonce, ciphertext, tag."""
        nonce = os.urandom(_NONCE)
        return nonce + self._wrap.encrypt(nonce, secret, _PURPOSE)

    def unwrap(self, wrapped: bytes) -> bytes:
        """The secret. Raises EvidenceError."""
        try:
            return self._wrap.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], _PURPOSE)
        except (InvalidTag, ValueError) as failure:
            raise EvidenceError("the session's key was wrapped by another device, or is damaged") from failure


def create_keys(folder: Path) -> None:
    """Make what is missing; existing keys stay as they are, so that enrolling twice destroys nothing."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    makers: dict[str, Callable[[], bytes]] = {
        DEVICE_KEY: lambda: _pem(Ed25519PrivateKey.generate()),
        TLS_KEY: lambda: _pem(ec.generate_private_key(ec.SECP256R1())),
        WRAP_KEY: lambda: AESGCM.generate_key(256).hex().encode(),
    }
    for name, make in makers.items():
        if not (folder / name).exists():
            write_private(folder / name, make())


def certificate_requests(folder: Path, device: str) -> tuple[str, str]:
    """PKCS #10 in PEM for the signing key and for the TLS key. Raises ConfigurationError."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, device)])
    builder = x509.CertificateSigningRequestBuilder().subject_name(name)
    tls = serialization.load_pem_private_key(read_private(folder / TLS_KEY), None)
    if not isinstance(tls, ec.EllipticCurvePrivateKey):
        raise ConfigurationError(str(folder / TLS_KEY), "key", "ECDSA P-256")
    requests = (builder.sign(_load_ed25519(folder / DEVICE_KEY), None), builder.sign(tls, hashes.SHA256()))
    signing, transport = (r.public_bytes(serialization.Encoding.PEM).decode() for r in requests)
    return signing, transport


def install_certificates(folder: Path, signing_pem: bytes, tls_pem: bytes) -> None:
    """Put headquarters' certificates beside their keys. Raises ConfigurationError when one is of another key."""
    for key_name, pem in ((DEVICE_KEY, signing_pem), (TLS_KEY, tls_pem)):
        key = serialization.load_pem_private_key(read_private(folder / key_name), None)
        try:
            fits = x509.load_pem_x509_certificate(pem).public_key() == key.public_key()
        except ValueError as failure:
            raise ConfigurationError("answer", "certificate", "a certificate in PEM") from failure
        if not fits:
            raise ConfigurationError("answer", "certificate", f"one for this device's {key_name}")
    write_private(folder / DEVICE_CERTIFICATE, signing_pem)
    write_private(folder / TLS_CERTIFICATE, tls_pem)


def read_private(path: Path) -> bytes:
    """A file that only its owner can read; no link is followed. Raises ConfigurationError."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as failure:
        raise ConfigurationError(
            str(path), "key", f"a readable file; run `main.py enrol` ({failure.strerror})"
        ) from failure
    facts = os.fstat(handle)
    if not stat.S_ISREG(facts.st_mode) or facts.st_mode & _OTHERS or facts.st_uid not in {os.geteuid(), 0}:
        os.close(handle)
        raise ConfigurationError(str(path), "mode", "0600 and your own: chmod 600, or make new keys if others saw it")
    with os.fdopen(handle, "rb") as file:
        return file.read(_MAX_FILE)


def write_private(path: Path, content: bytes) -> None:
    """Written aside with mode 0600 from the first byte, synced, renamed."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)
    aside.rename(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _pem(key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _load_ed25519(path: Path) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(read_private(path), None)
    except (ValueError, TypeError) as failure:
        raise ConfigurationError(str(path), "key", "an Ed25519 key in PEM") from failure
    if not isinstance(key, Ed25519PrivateKey):
        raise ConfigurationError(str(path), "key", "Ed25519")
    return key


def _load_wrap(path: Path) -> bytes:
    try:
        key = bytes.fromhex(read_private(path).decode("ascii"))
    except ValueError as failure:
        raise ConfigurationError(str(path), "key", "64 hexadecimal characters") from failure
    if len(key) != 32:
        raise ConfigurationError(str(path), "key", "64 hexadecimal characters")
    return key
