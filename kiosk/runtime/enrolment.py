"""Enrolment: the device's keys, its request for certificates, and headquarters' answer installed.

The keys adapter is handed in by kiosk.assembly: it may be files or a TPM.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kiosk.domain.consents import Mode
from kiosk.domain.errors import ConfigurationError, EvidenceError
from kiosk.evidence.certificates import load_chain, load_trust
from kiosk.evidence.classes import PartClass, Recipients
from kiosk.evidence.encryption import encrypt
from kiosk.evidence.signed import SignedKind, verify_signed

RECIPIENTS = "recipients.json"
_KEYS = {"v", "device", "mode", "signing_certificate", "tls_certificate", "recipients", "trust"}
_TRUST_FILE = re.compile(r"(live|training)/[a-z]+/[a-z0-9-]+\.pem")
_MAX_ANSWER = 1024 * 1024


@dataclass(frozen=True, slots=True)
class KeyMaker:
    """What enrolment asks of the keys adapter (kiosk.devices.keys_file has the three).

    `create` leaves existing keys alone; `requests`: device -> PKCS #10 in PEM for signing and TLS;
    `install`: signing and TLS certificate in PEM.
    """

    create: Callable[[], None]
    requests: Callable[[str], tuple[str, str]]
    install: Callable[[bytes, bytes], None]


def write_request(keys: KeyMaker, device: str, branch: str, out: Path) -> None:
    """Make the keys and write the request that `python -m hq device approve` takes. Raises ConfigurationError."""
    keys.create()
    signing, tls = keys.requests(device)
    request = {"v": 1, "device": device, "branch": branch, "signing_request": signing, "tls_request": tls}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(request, ensure_ascii=False, indent=2), "utf-8")


def install_answer(keys: KeyMaker, answer: Path, device: str, mode: Mode, trust: Path, state: Path) -> None:
    """Install certificates, trust and recipients. Raises ConfigurationError.

    A live kiosk's trust folder comes with its image and is not written from an answer: whoever could change the
    answer could otherwise make himself headquarters. In training the answer brings it.
    """
    value = _parse(answer)
    if value["device"] != device or value["mode"] != mode:
        raise ConfigurationError(str(answer), "device and mode", f"{device}, {mode}: the answer is for another kiosk")
    if mode is Mode.TRAINING:
        write_trust(trust, value["trust"])
    recipients = _decode(value["recipients"])
    try:
        _recipients(recipients, trust, mode)
        load_chain(value["signing_certificate"].encode())
    except EvidenceError as failure:
        raise ConfigurationError(str(answer), "recipients and certificates", str(failure)) from failure
    keys.install(value["signing_certificate"].encode(), value["tls_certificate"].encode())
    state.mkdir(parents=True, exist_ok=True)
    (state / RECIPIENTS).write_bytes(recipients)


def load_recipients(state: Path, trust: Path, mode: Mode) -> Recipients:
    """Headquarters' age recipients, traced to the trust folder. Raises ConfigurationError."""
    try:
        return _recipients((state / RECIPIENTS).read_bytes(), trust, mode)
    except (OSError, EvidenceError) as failure:
        raise ConfigurationError(
            str(state / RECIPIENTS), "recipients", f"what `main.py enrol` installed ({failure})"
        ) from failure


def tls_root(trust: Path, mode: Mode) -> Path:
    """The root of headquarters' TLS certificates."""
    return trust / mode / "tls" / "root.pem"


def _recipients(untrusted: bytes, trust: Path, mode: Mode) -> Recipients:
    payload = verify_signed(untrusted, SignedKind.RECIPIENTS, load_trust(trust), mode, datetime.now(UTC)).payload
    if payload.keys() != {str(part_class) for part_class in PartClass}:
        raise EvidenceError("recipients: exactly one of each class is expected")
    found = {part_class: (str(payload[part_class]),) for part_class in PartClass}
    for recipient in found.values():
        # Nothing may be recorded that could not be encrypted later.
        encrypt(b"", recipient)
    return found


def _parse(answer: Path) -> dict[str, str]:
    try:
        with answer.open("rb") as file:
            value = json.loads(file.read(_MAX_ANSWER))
    except (OSError, ValueError, RecursionError) as failure:
        raise ConfigurationError(str(answer), "file", "the JSON that `python -m hq device approve` wrote") from failure
    if not isinstance(value, dict) or value.keys() != _KEYS or value["v"] != 1:
        raise ConfigurationError(str(answer), "keys", f"exactly {', '.join(sorted(_KEYS))}, version 1")
    if not all(isinstance(value[key], str) for key in _KEYS - {"v", "trust"}):
        raise ConfigurationError(str(answer), "values", "text")
    return value


def write_trust(trust: Path, files: object) -> None:
    """Roots of training, as an answer of headquarters brings them. Raises ConfigurationError."""
    if not isinstance(files, dict) or not all(_TRUST_FILE.fullmatch(str(name)) for name in files):
        raise ConfigurationError("answer", "trust", "files like training/device/root.pem")
    if any(str(name).startswith("live/") for name in files):
        raise ConfigurationError("answer", "trust", "training roots only")
    for name, content in files.items():
        path = trust / str(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(content), "ascii")


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError, TypeError) as failure:
        raise ConfigurationError("answer", "recipients", "base64") from failure
