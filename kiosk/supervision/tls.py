"""Mutual TLS between kiosks and console: TLS 1.3, the lender's own root, certificates on both sides."""

import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509

from kiosk.domain.errors import ConfigurationError, EvidenceError
from kiosk.evidence.certificates import common_name


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """PEM files. `root`: from the trust folder; no public authority is believed."""

    root: Path
    certificate: Path
    key: Path


def server_context(files: TlsFiles) -> ssl.SSLContext:
    """The console's: who shows no certificate under the root gets no further. Raises ConfigurationError."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.verify_mode = ssl.CERT_REQUIRED
    return _loaded(context, files)


def client_context(files: TlsFiles) -> ssl.SSLContext:
    """The kiosk's: the console must bear the name that the settings give. Raises ConfigurationError."""
    return _loaded(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), files)


def peer_name(der: bytes | None) -> str:
    """The common name of the certificate that the other side has shown. Raises EvidenceError."""
    if der is None:
        raise EvidenceError("no certificate was shown")
    try:
        name = common_name(x509.load_der_x509_certificate(der))
    except ValueError as failure:
        raise EvidenceError("the certificate shown can't be read") from failure
    if not name:
        raise EvidenceError("the certificate shown bears no name")
    return name


def _loaded(context: ssl.SSLContext, files: TlsFiles) -> ssl.SSLContext:
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    try:
        context.load_verify_locations(cafile=files.root)
        context.load_cert_chain(files.certificate, files.key)
    except (OSError, ssl.SSLError) as failure:
        raise ConfigurationError(
            str(files.certificate.parent), "TLS certificate and key", "what the enrolment installed"
        ) from failure
    return context
