"""One-time certificates of borrowers from headquarters' training CA: shows the path, proves no identity."""

import json
import re

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from kiosk.devices.http_bounded import DeviceTls, Patience, ask, open_client
from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError, TransportError
from kiosk.ports.signing_certificate import BorrowerSignature

_DIGEST = re.compile(r"[0-9a-f]{64}")
_DEFAULT_PATIENCE = Patience(connect=5.0, answer=15.0)


class TrainingSigningCertificate:
    """The key lives in memory for one signature (ECDSA P-256 over the document's SHA-256, DER)."""

    def __init__(self, url: str, tls: DeviceTls, patience: Patience = _DEFAULT_PATIENCE) -> None:
        self._url = f"{url.rstrip('/')}/v1/borrower-certificates"
        self._client = open_client(tls, patience)

    def sign_once(self, subject_digest: str, document_sha256: str) -> BorrowerSignature:
        """Raises DeviceError for digests that are none, TransportError for the authority."""
        if not _DIGEST.fullmatch(subject_digest) or not _DIGEST.fullmatch(document_sha256):
            raise DeviceError("signing_certificate", "a digest must have 64 hexadecimal characters")
        key = ec.generate_private_key(ec.SECP256R1())
        chain = self._certify(subject_digest, key)
        digest = bytes.fromhex(document_sha256)
        signature = key.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256())))
        return BorrowerSignature(signature, chain, Source.SIMULATED)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _certify(self, subject: str, key: ec.EllipticCurvePrivateKey) -> bytes:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
        request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
        body = {"subject_digest": subject, "request": request.public_bytes(Encoding.PEM).decode()}
        chain = ask(self._client, "POST", self._url, content=json.dumps(body).encode()).content
        try:
            certificates = x509.load_pem_x509_certificates(chain)
            certificates[0].verify_directly_issued_by(certificates[1])
            fits = certificates[0].public_key() == key.public_key()
        except (ValueError, TypeError, IndexError, InvalidSignature) as failure:
            raise TransportError("The signing authority's answer is not a certificate chain.") from failure
        if not fits:
            raise TransportError("The signing authority certified another key.")
        return chain
