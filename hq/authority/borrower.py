"""A training CA for one-time signing certificates of borrowers; a licensed authority takes its place in a branch."""

import datetime as dt
import json
import re

from cryptography.hazmat.primitives.serialization import Encoding

from hq.authority.ca import Purpose, issue, request_key
from hq.home import Home
from kiosk.domain.consents import Mode
from kiosk.domain.errors import ConfigurationError

LIFE = dt.timedelta(hours=1)
_DIGEST = re.compile(r"[0-9a-f]{64}")


def issue_once(home: Home, untrusted: bytes) -> bytes:
    """`{"subject_digest","request"}` to the PEM chain, root last. Raises ConfigurationError.

    The name in the certificate is a salted hash: the certificate travels outside the encrypted parts.
    """
    if home.mode is not Mode.TRAINING:
        raise ConfigurationError("borrower", "authority", "a licensed one: this one is for training")
    try:
        value = json.loads(untrusted)
        subject, request = value["subject_digest"], value["request"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ConfigurationError("borrower", "request", "subject_digest and request") from error
    if not isinstance(subject, str) or not _DIGEST.fullmatch(subject) or not isinstance(request, str):
        raise ConfigurationError("borrower", "subject_digest", "64 hexadecimal characters")
    root = home.root_of(Purpose.BORROWER)
    leaf = issue(root, subject, request_key(request.encode(), signing=False), home.mode, life=LIFE)
    return leaf.public_bytes(Encoding.PEM) + root.certificate_pem()
