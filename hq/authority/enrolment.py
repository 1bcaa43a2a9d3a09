"""Enrolment: a kiosk's request for certificates, and headquarters' answer. Both are one JSON file."""

import base64
import json
import re

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from hq.authority.ca import Purpose, issue, request_key
from hq.authority.case_signing import sign_recipients
from hq.home import Home
from hq.store.store import Store
from kiosk.domain.errors import ConfigurationError

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
_KEYS = {"v", "device", "branch", "signing_request", "tls_request"}


def approve(home: Home, store: Store, untrusted: bytes) -> bytes:
    """Certify a kiosk's two keys and answer with all that it needs. Raises ConfigurationError.

    Whoever calls this has checked the request's fingerprint with the branch by another way.
    """
    request = _parse(untrusted)
    device = request["device"]
    signing = request_key(request["signing_request"].encode(), signing=True)
    tls = request_key(request["tls_request"].encode(), signing=False)
    signing_certificate = issue(home.root_of(Purpose.DEVICE), device, signing, home.mode)
    tls_certificate = issue(home.root_of(Purpose.TLS), device, tls, home.mode, "tls_client")
    store.approve_device(device, request["branch"], fingerprint(tls_certificate), _pem(signing_certificate))
    answer = {
        "v": 1,
        "device": device,
        "mode": home.mode.value,
        "signing_certificate": _pem(signing_certificate),
        "tls_certificate": _pem(tls_certificate),
        "recipients": base64.b64encode(sign_recipients(home)).decode(),
        "trust": {str(path.relative_to(home.trust)): path.read_text() for path in sorted(home.trust.rglob("*.pem"))},
    }
    return json.dumps(answer, indent=2).encode()


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the DER, hexadecimal."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()


def _parse(untrusted: bytes) -> dict[str, str]:
    try:
        value = json.loads(untrusted[: 64 * 1024])
    except (ValueError, RecursionError) as error:
        raise ConfigurationError("request", "file", "the JSON that `main.py enrol` writes") from error
    if not isinstance(value, dict) or value.keys() != _KEYS or value["v"] != 1:
        raise ConfigurationError("request", "keys", f"exactly {', '.join(sorted(_KEYS))}, version 1")
    texts = {key: text for key, text in value.items() if key != "v"}
    if not all(isinstance(text, str) for text in texts.values()):
        raise ConfigurationError("request", "values", "text")
    if not _CODE.fullmatch(texts["device"]) or not 0 < len(texts["branch"]) <= 100:
        raise ConfigurationError("request", "device", "letters, digits, . _ : - (at most 64), and a branch")
    return texts
