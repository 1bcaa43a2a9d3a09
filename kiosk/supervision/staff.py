"""Signing in: number or card with a PIN, and a wait that grows with each wrong one, for the person and the device.

Who is not in the register takes as long and is told the same as who types a wrong PIN. No PIN is written anywhere.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from kiosk.domain.staff import MAY_SETTLE
from kiosk.domain.staff import StaffRole as Role
from kiosk.evidence.staff_register import Member, Roster, card_hash, load_roster, roster
from kiosk.supervision import pins
from kiosk.supervision.tries import Tried, running_seconds

__all__ = ["Member", "Refusal", "Role", "Roster", "SignIn", "Tries", "Unlocked", "load_roster", "roster"]

_MAX_TYPED = 200
_FREE_TRIES, _FIRST_WAIT, _LONGEST_WAIT = 2, 30, 3600
_FREE_AT_DEVICE, _FORGOTTEN = 9, 3600.0
"""Wrong ones of anybody at one device before it waits too; an hour without one begins anew."""
_DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nobody has signed in, or it is not done. `wait`: seconds until it may be tried again."""

    reason: str
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Unlocked:
    """Who it is, with the keys that the PIN opened."""

    member: Member
    keys: pins.Keys = field(repr=False)


class Tries(Protocol):
    """Where wrong PINs are counted, over restarts."""

    def tried(self, key: str) -> Tried:
        """So far."""

    def put(self, key: str, tried: Tried) -> None:
        """From now on."""


class SignIn:
    """`now`: running seconds of the machine. Takes some 80 ms; one at a time, from any thread."""

    def __init__(self, roster: Roster, tries: Tries, now: Callable[[], float] = running_seconds) -> None:
        self._roster, self._tries, self._now = roster, tries, now
        self._lock = threading.Lock()

    @property
    def roster(self) -> Roster:
        """Who works here."""
        return self._roster

    def sign_in(self, typed: str, pin: str, roles: tuple[Role, ...] = MAY_SETTLE) -> Unlocked | Refusal:
        """Number or card, and PIN."""
        with self._lock:
            member = self._roster.named(typed) if len(typed) <= _MAX_TYPED else None
            # Numbers that nobody has are locked one by one as well: else a lock would tell who works here.
            key = f"staff {member.id}" if member is not None else f"nobody {card_hash(typed[:_MAX_TYPED])[:16]}"
            if wait := max(self._left(key, _FREE_TRIES), self._left(_DEVICE, _FREE_AT_DEVICE)):
                return Refusal("locked", wait)
            keys = pins.unlocked(member.keys if member is not None else _DUMMY, pin)
            if member is None or keys is None:
                return self._missed(key)
            self._tries.put(key, Tried())
            return Unlocked(member, keys) if member.role in roles else Refusal("role")

    def _missed(self, key: str) -> Refusal:
        now = self._now()
        for each in (key, _DEVICE):
            tried = self._tries.tried(each)
            stale = each == _DEVICE and tried.passed(now) > _FORGOTTEN
            self._tries.put(each, Tried(1 if stale else tried.wrong + 1, now))
        return Refusal("wrong", max(self._left(key, _FREE_TRIES), self._left(_DEVICE, _FREE_AT_DEVICE)))

    def _left(self, key: str, free: int) -> int:
        """Seconds still to wait: none for the first tries, then 30, 60, 120 ... up to an hour."""
        tried = self._tries.tried(key)
        if tried.wrong <= free:
            return 0
        lock = min(_LONGEST_WAIT, _FIRST_WAIT << min(tried.wrong - free - 1, 12))
        return max(0, round(lock - tried.passed(self._now())))


_DUMMY = f"scrypt-15${'0' * 32}${'0' * 64}${'0' * 64}"
