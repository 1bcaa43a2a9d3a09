"""Consoles of branches: a request for one TLS certificate, and headquarters' answer. A console signs no evidence."""

import json
import re

from cryptography.hazmat.primitives.serialization import Encoding

from hq.authority.ca import Purpose, issue, request_key
from hq.authority.enrolment import fingerprint
from hq.home import Home
from hq.store.store import Store
from kiosk.domain.errors import ConfigurationError

_NAME = re.compile(r"console-[a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?")
"""No host bears such a name, so its certificate is good for a console and for nothing else."""
_KEYS = {"v", "console", "branch", "tls_request"}


def approve_console(home: Home, store: Store, untrusted: bytes) -> bytes:
    """Certify a console's key for both ways: kiosks dial it, and it sends heads on. Raises ConfigurationError."""
    request = _parse(untrusted)
    key = request_key(request["tls_request"].encode(), signing=False)
    certificate = issue(home.root_of(Purpose.TLS), request["console"], key, home.mode, "tls_console")
    store.approve_console(request["console"], request["branch"], fingerprint(certificate))
    answer = {
        "v": 1,
        "console": request["console"],
        "branch": request["branch"],
        "mode": home.mode.value,
        "tls_certificate": certificate.public_bytes(Encoding.PEM).decode(),
        "trust": {str(path.relative_to(home.trust)): path.read_text() for path in sorted(home.trust.rglob("*.pem"))},
    }
    return json.dumps(answer, indent=2).encode()


def _parse(untrusted: bytes) -> dict[str, str]:
    try:
        value = json.loads(untrusted[: 64 * 1024])
    except (ValueError, RecursionError) as error:
        raise ConfigurationError("request", "file", "the JSON that `main.py console --request` writes") from error
    if not isinstance(value, dict) or value.keys() != _KEYS or value["v"] != 1 or isinstance(value["v"], bool):
        raise ConfigurationError("request", "keys", f"exactly {', '.join(sorted(_KEYS))}, version 1")
    texts = {key: text for key, text in value.items() if key != "v"}
    if not all(isinstance(text, str) for text in texts.values()):
        raise ConfigurationError("request", "values", "text")
    if not _NAME.fullmatch(texts["console"]) or not 0 < len(texts["branch"]) <= 100:
        raise ConfigurationError("request", "console", "console-, then small letters, digits or -, and a branch")
    return texts
