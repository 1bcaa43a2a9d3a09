"""PINs as keys: scrypt makes of a PIN and its salt two Ed25519 keys, and only their public halves are kept.

Whoever can derive them knows the PIN, so checking a PIN and unlocking the keys are one and the same (docs/adr/0036).
The desk's key signs everyday commands and may lie in memory while somebody is on duty; the settling key signs what two
people decide, is derived for one signature and forgotten.
"""

import datetime as dt
import hashlib
import hmac
import itertools
import os
import re
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.domain.errors import ConfigurationError
from kiosk.evidence.staff_register import KEPT

PIN = re.compile(r"[0-9]{4,12}")
LEAST = 6
"""Digits of a PIN that is set; shorter ones are for training."""
_COST, _MEMORY = 2**15, 64 * 1024 * 1024
_DESK, _SETTLING = b"mingshi staff desk v1", b"mingshi staff settling v1"
_DATES = ("%y%m%d", "%d%m%y", "%m%d%y", "%Y%m%d", "%d%m%Y", "%m%d%Y")


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """Private halves; never written, never shown."""

    desk: Ed25519PrivateKey
    settling: Ed25519PrivateKey


def kept(pin: str, salt: bytes | None = None) -> str:
    """`scrypt-15$salt$desk$settling`, hexadecimal: all that a register keeps of a PIN. Raises ConfigurationError for
    what is no PIN."""
    if not PIN.fullmatch(pin):
        raise ConfigurationError("PIN", "digits", "4 to 12 digits")
    salt = os.urandom(16) if salt is None else salt
    keys = _derived(pin, salt)
    return f"scrypt-15${salt.hex()}${_public(keys.desk).hex()}${_public(keys.settling).hex()}"


def unlocked(known: str, pin: str) -> Keys | None:
    """The keys, if this is the PIN; what is no PIN takes as long."""
    found = _parts(known)
    typed = pin if PIN.fullmatch(pin) else "0000"
    keys = _derived(typed, bytes.fromhex(found[1]))
    fits = hmac.compare_digest(_public(keys.desk), bytes.fromhex(found[2]))
    also = hmac.compare_digest(_public(keys.settling), bytes.fromhex(found[3]))
    return keys if fits and also and typed == pin else None


def pin_fault(pin: str, number: str = "") -> str:
    """Why a PIN may not be set, as a code: length, number, repeated, run, date; empty: it may."""
    if not PIN.fullmatch(pin) or len(pin) < LEAST:
        return "length"
    if number and (pin in number or number in pin):
        return "number"
    if _repeats(pin):
        return "repeated"
    if len({int(b) - int(a) for a, b in itertools.pairwise(pin)}) == 1:
        return "run"
    return "date" if any(_is_date(pin, form) for form in _DATES) else ""


def _repeats(pin: str) -> bool:
    """111111, 121212, 123123, 112233, 111222."""
    turned = any(pin == pin[:n] * (len(pin) // n) for n in range(1, len(pin) // 2 + 1) if len(pin) % n == 0)
    return turned or len(set(pin)) <= 2 or all(a == b for a, b in zip(pin[::2], pin[1::2], strict=False))


def _is_date(pin: str, form: str) -> bool:
    if len(pin) != (8 if "%Y" in form else 6):
        return False
    try:
        year = dt.datetime.strptime(pin, form).year  # noqa: DTZ007 - a day, not a moment
    except ValueError:
        return False
    return "%Y" not in form or 1900 <= year <= 2099


def _derived(pin: str, salt: bytes) -> Keys:
    master = hashlib.scrypt(pin.encode(), salt=salt, n=_COST, r=8, p=1, maxmem=_MEMORY, dklen=32)
    return Keys(_key(master, _DESK), _key(master, _SETTLING))


def _key(master: bytes, purpose: bytes) -> Ed25519PrivateKey:
    seed = HKDF(hashes.SHA256(), 32, None, purpose).derive(master)
    return Ed25519PrivateKey.from_private_bytes(seed)


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def _parts(known: str) -> re.Match[str]:
    found = KEPT.fullmatch(known)
    assert found is not None, "checked when it was read"
    return found
