"""Mutual TLS for uvicorn: which certificate the client showed.

uvicorn does not put it into the ASGI scope (its pull requests 3132 and 3133 are open), so this protocol class does.
"""

import asyncio
import hashlib
import ssl
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol

PEER = "peer_certificate_sha256"
"""Key in scope["state"]."""


class PeerCertificateProtocol(H11Protocol):
    """H11Protocol that notes the SHA-256 of the client's certificate (DER) for each connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Runs after the TLS handshake: the certificate is already traced to our root."""
        tls = transport.get_extra_info("ssl_object")
        der = tls.getpeercert(binary_form=True) if tls is not None else None
        noted: dict[str, Any] = {**self.app_state, PEER: hashlib.sha256(der).hexdigest() if der else None}
        self.app_state = noted
        super().connection_made(transport)


def harden(config: Config) -> None:
    """TLS 1.3 only, after `config.load()`."""
    if config.ssl is not None:
        config.ssl.minimum_version = ssl.TLSVersion.TLSv1_3
