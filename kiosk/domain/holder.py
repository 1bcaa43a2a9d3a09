"""For whom a case was made: told by a slow digest of the number of his card, so that a list of cases names nobody."""

import hashlib
import hmac
from dataclasses import dataclass

_COST = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}
"""scrypt (RFC 7914): some 50 ms and 16 MiB a try. All numbers that a card may have are a hundred years of one core; of
somebody whose place and day of birth are known they are a thousand, and a minute: cases stay in the branch."""
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Holder:
    """`salt` and `number_scrypt` in lower-case hexadecimal."""

    salt: str
    number_scrypt: str


def holder_of(number: str, salt: bytes) -> Holder:
    """`salt`: SALT_BYTES random bytes, another one for each case."""
    return Holder(salt.hex(), _digest(number, salt))


def is_holder(holder: Holder, number: str) -> bool:
    """Whether this is the number of his card. Takes some 50 ms."""
    return bool(number.strip()) and hmac.compare_digest(
        holder.number_scrypt, _digest(number, bytes.fromhex(holder.salt))
    )


def _digest(number: str, salt: bytes) -> str:
    return hashlib.scrypt(number.strip().upper().encode(), salt=salt, **_COST).hex()
