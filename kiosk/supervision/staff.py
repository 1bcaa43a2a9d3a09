"""Who works here: numbers or cards with a PIN, a lock-out that grows with each wrong one.

A roster is a TOML file of `[[staff]]` with `id`, `number`, `role`, `pin` (see `hashed`) and perhaps `card` (SHA-256 of
what the card reader types). No name stands in it: evidence knows people at work by their id.
"""

import datetime as dt
import hashlib
import hmac
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from kiosk.domain.errors import ConfigurationError
from kiosk.domain.ids import StaffId

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
_NUMBER = re.compile(r"[0-9]{3,12}")
_PIN = re.compile(r"[0-9]{4,12}")
_HASHED = re.compile(r"scrypt\$([0-9a-f]{32})\$([0-9a-f]{64})")
_MAX_FILE, _MAX_TYPED = 256 * 1024, 200
_FREE_TRIES, _FIRST_WAIT, _LONGEST_WAIT = 2, 30, 3600
_NOBODY = "?"


class Role(StrEnum):
    """What somebody may do at the console."""

    SUPERVISOR = "supervisor"
    CLERK = "clerk"
    CONSULTANT = "consultant"
    """Sold the loan: enters his own version of what he promised at the kiosk, and nothing here."""


MAY_SUPERVISE = (Role.SUPERVISOR, Role.CLERK)


@dataclass(frozen=True, slots=True)
class Member:
    """One person at work. `card`: SHA-256, or empty; `pin`: as `hashed` writes it."""

    id: StaffId
    number: str
    role: Role
    pin: str
    card: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nobody has signed in. `wait`: seconds until it may be tried again."""

    reason: str
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody by number and by card."""

    members: tuple[Member, ...]
    by_number: Mapping[str, Member]
    by_card: Mapping[str, Member]

    def named(self, typed: str) -> Member | None:
        """By number, or by what the card reader types."""
        card = hashlib.sha256(typed.encode("utf-8", "replace")).hexdigest()
        return self.by_number.get(typed) or self.by_card.get(card)


class Tries(Protocol):
    """Where wrong codes are counted, over restarts."""

    def tries(self, number: str) -> tuple[int, str]:
        """Wrong ones in a row, and when the last was."""

    def set_tries(self, number: str, wrong: int, since: str) -> None:
        """From now on."""


def hashed(pin: str, salt: bytes | None = None) -> str:
    """`scrypt$salt$hash`, hexadecimal. Raises ConfigurationError for what is no PIN."""
    if not _PIN.fullmatch(pin):
        raise ConfigurationError("PIN", "digits", "4 to 12 digits")
    salt = salt or os.urandom(16)
    return f"scrypt${salt.hex()}${_scrypt(pin, salt).hex()}"


def load_roster(path: Path) -> Roster:
    """Raises ConfigurationError with file, place and what was expected."""
    try:
        with path.open("rb") as file:
            value = tomllib.loads(file.read(_MAX_FILE).decode("utf-8"))
    except (OSError, ValueError) as failure:
        raise ConfigurationError(str(path), "the file", "TOML with [[staff]]") from failure
    entries = value.get("staff")
    if value.keys() != {"staff"} or not isinstance(entries, list) or not entries:
        raise ConfigurationError(str(path), "staff", "[[staff]] with at least two people, and nothing else")
    return roster([_member(str(path), n, entry) for n, entry in enumerate(entries, 1)], str(path))


def roster(members: list[Member], where: str = "staff") -> Roster:
    """Raises ConfigurationError: two people are the least, and nobody stands there twice."""
    if len(members) < 2:
        raise ConfigurationError(where, "staff", "at least two people: some acts need two")
    for name in ("id", "number", "card"):
        values = [getattr(member, name) for member in members if getattr(member, name)]
        if len(set(values)) != len(values):
            raise ConfigurationError(where, name, "a different one for each person")
    return Roster(
        tuple(members),
        MappingProxyType({member.number: member for member in members}),
        MappingProxyType({member.card: member for member in members if member.card}),
    )


class SignIn:
    """`now`: the wall clock. Wrong codes count for the person whose number they were typed with."""

    def __init__(self, roster: Roster, tries: Tries, now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)):
        self._roster, self._tries, self._now = roster, tries, now

    def sign_in(self, typed: str, pin: str) -> Member | Refusal:
        """Number or card, and PIN. An unknown number takes as long and says the same as a wrong PIN."""
        member = self._roster.named(typed) if len(typed) <= _MAX_TYPED else None
        key = member.number if member is not None else _NOBODY
        wrong, since = self._tries.tries(key)
        if wait := self._left(wrong, since):
            return Refusal("locked", wait)
        known = member.pin if member is not None else _DUMMY
        holds = _holds(known, pin)
        if member is None or not holds:
            now = self._now()
            self._tries.set_tries(key, wrong + 1, now.isoformat())
            return Refusal("wrong", self._left(wrong + 1, now.isoformat()))
        if wrong:
            self._tries.set_tries(key, 0, self._now().isoformat())
        if member.role not in MAY_SUPERVISE:
            return Refusal("role")
        return member

    def _left(self, wrong: int, since: str) -> int:
        """Seconds still to wait: none for the first tries, then 30, 60, 120 ... up to an hour."""
        if wrong <= _FREE_TRIES:
            return 0
        lock = min(_LONGEST_WAIT, _FIRST_WAIT << min(wrong - _FREE_TRIES - 1, 12))
        passed = (self._now() - dt.datetime.fromisoformat(since)).total_seconds()
        # A clock that was turned back must not lock for ever, nor open at once.
        return max(0, round(lock - max(0.0, passed)))


def _member(where: str, n: int, entry: object) -> Member:
    place = f"staff {n}"
    if not isinstance(entry, dict) or not {"id", "number", "role", "pin"} <= entry.keys() <= {
        "id", "number", "role", "pin", "card",
    }:  # fmt: skip
        raise ConfigurationError(where, place, "id, number, role, pin and perhaps card")
    if not all(isinstance(value, str) for value in entry.values()):
        raise ConfigurationError(where, place, "text in quotes")
    card = entry.get("card", "")
    for name, pattern in (("id", _CODE), ("number", _NUMBER), ("pin", _HASHED)):
        if not pattern.fullmatch(entry[name]):
            raise ConfigurationError(where, f"{place}: {name}", f"what fits {pattern.pattern}")
    if card and not re.fullmatch(r"[0-9a-f]{64}", card):
        raise ConfigurationError(where, f"{place}: card", "the SHA-256 of what the reader types")
    if entry["role"] not in list(Role):
        raise ConfigurationError(where, f"{place}: role", f"one of {', '.join(Role)}")
    return Member(StaffId(entry["id"]), entry["number"], Role(entry["role"]), entry["pin"], card)


def _scrypt(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)


def _holds(known: str, pin: str) -> bool:
    found = _HASHED.fullmatch(known)
    assert found is not None, "checked when it was read"
    typed = pin if _PIN.fullmatch(pin) else "0000"
    same = hmac.compare_digest(_scrypt(typed, bytes.fromhex(found[1])), bytes.fromhex(found[2]))
    return same and typed == pin


_DUMMY = f"scrypt${'0' * 32}${'0' * 64}"
