"""How often a card may be tried: three tries, then coaching; five, then a person. Never locked out of the path with a
person. Pure: the time comes in.

A card is known here only by an HMAC with the device's key, and forgotten after 30 minutes.
"""

import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum

_LABEL = b"mingshi face attempts v1 "


class Allowance(StrEnum):
    """What the next try may be."""

    TRY = "try"
    COACH = "coach"
    """Again, with help before it."""
    PERSON = "person"
    """No more faces for now: a person takes over at once."""


@dataclass(frozen=True, slots=True)
class AttemptLimits:
    """DISCLOSURE C: 3 tries, 5 in all, 30 minutes."""

    before_coaching: int = 3
    before_person: int = 5
    forgotten_after: float = 1800.0


@dataclass(frozen=True, slots=True)
class Attempts:
    """Failed tries as (mark, monotonic seconds), in order; belongs to the device, lives in memory only."""

    failed: tuple[tuple[str, float], ...] = ()


_DEFAULT = AttemptLimits()


def card_mark(device_key: bytes, number: str) -> str:
    """The card's number under a key that never leaves the device. Raises ValueError for a key under 16 bytes or no
    number."""
    if len(device_key) < 16 or not number:
        raise ValueError("a mark needs 16 bytes of key and a number")
    return hmac.new(device_key, _LABEL + number.upper().encode(), hashlib.sha256).hexdigest()


def fresh(attempts: Attempts, now: float, limits: AttemptLimits = _DEFAULT) -> Attempts:
    """Without what is older than the limit, and without what claims to come from the future."""
    return Attempts(tuple((mark, at) for mark, at in attempts.failed if 0 <= now - at < limits.forgotten_after))


def after_failure(attempts: Attempts, mark: str, now: float, limits: AttemptLimits = _DEFAULT) -> Attempts:
    """One more failed try of this card."""
    return Attempts((*fresh(attempts, now, limits).failed, (mark, now)))


def after_success(attempts: Attempts, mark: str, now: float, limits: AttemptLimits = _DEFAULT) -> Attempts:
    """The holder was found: his failed tries are forgotten."""
    return Attempts(tuple((m, at) for m, at in fresh(attempts, now, limits).failed if m != mark))


def allowance(attempts: Attempts, mark: str, now: float, limits: AttemptLimits = _DEFAULT) -> Allowance:
    """What this card may do next."""
    tried = sum(m == mark for m, _ in fresh(attempts, now, limits).failed)
    if tried >= limits.before_person:
        return Allowance.PERSON
    return Allowance.COACH if tried >= limits.before_coaching else Allowance.TRY
