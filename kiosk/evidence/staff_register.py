"""The register of staff: who works here, in which role, and the public halves of their keys. No name stands in it.

TOML for training and as a draft (`main.py staff`); in a live branch the file that headquarters signed
(`python -m hq staff sign`), so that nobody at a branch makes himself a supervisor.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from kiosk.domain.consents import Mode
from kiosk.domain.errors import ConfigurationError, EvidenceError
from kiosk.domain.ids import StaffId
from kiosk.domain.staff import StaffRole
from kiosk.evidence.certificates import Trust
from kiosk.evidence.signed import SignedKind, verify_signed

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
NUMBER = re.compile(r"[0-9]{3,12}")
KEPT = re.compile(r"scrypt-15\$([0-9a-f]{32})\$([0-9a-f]{64})\$([0-9a-f]{64})")
"""What is kept of a PIN: salt, and the public halves of the desk's and the settling key (docs/adr/0036)."""
_CARD = re.compile(r"[0-9a-f]{64}")
_MAX_FILE = 256 * 1024
_KEYS, _MORE = {"id", "number", "role", "keys"}, {"card"}


@dataclass(frozen=True, slots=True)
class Member:
    """One person at work. `keys`: see KEPT; `card`: `card_hash` of what the reader types, or empty."""

    id: StaffId
    number: str
    role: StaffRole
    keys: str
    card: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody by id, by number and by card."""

    members: tuple[Member, ...]
    by_id: Mapping[str, Member]
    by_number: Mapping[str, Member]
    by_card: Mapping[str, Member]

    def named(self, typed: str) -> Member | None:
        """By number, or by what the card reader types."""
        return self.by_number.get(typed) or self.by_card.get(card_hash(typed))


def card_hash(typed: str) -> str:
    """SHA-256 of what the card reader types."""
    return hashlib.sha256(typed.encode("utf-8", "replace")).hexdigest()


def public_keys(member: Member) -> tuple[bytes, bytes]:
    """Raw Ed25519: of the desk's key, of the settling key."""
    found = KEPT.fullmatch(member.keys)
    assert found is not None, "checked when it was read"
    return bytes.fromhex(found[2]), bytes.fromhex(found[3])


def load_roster(path: Path) -> Roster:
    """A TOML file. Raises ConfigurationError with file, place and what was expected."""
    return roster(read_members(path), str(path))


def read_members(path: Path) -> list[Member]:
    """The people of a TOML file, also when they are too few yet. Raises ConfigurationError."""
    try:
        with path.open("rb") as file:
            value = tomllib.loads(file.read(_MAX_FILE).decode("utf-8"))
    except (OSError, ValueError) as failure:
        raise ConfigurationError(str(path), "the file", "TOML with [[staff]]") from failure
    return _members(value, str(path))


def signed_roster(untrusted: bytes, trust: Trust, mode: Mode, branch: str, at: datetime) -> Roster:
    """What headquarters signed for this branch. Raises EvidenceError, ConfigurationError."""
    payload = verify_signed(untrusted, SignedKind.STAFF, trust, mode, at).payload
    if payload.get("branch") != branch:
        raise EvidenceError("staff: a register of another branch")
    if "expires" not in payload:
        raise EvidenceError("staff: a register without an end")
    return roster(_members({"staff": payload.get("staff")}, "staff"), "staff")


def roster(members: list[Member], where: str = "staff") -> Roster:
    """Raises ConfigurationError: two people are the least, and nobody stands there twice."""
    if len(members) < 2:
        raise ConfigurationError(where, "staff", "at least two people: some acts need two")
    all_different(members, where)
    return Roster(
        tuple(members),
        MappingProxyType({str(member.id): member for member in members}),
        MappingProxyType({member.number: member for member in members}),
        MappingProxyType({member.card: member for member in members if member.card}),
    )


def all_different(members: list[Member], where: str) -> None:
    """Raises ConfigurationError when somebody stands there twice."""
    for name in ("id", "number", "card", "keys"):
        values = [getattr(member, name) for member in members if getattr(member, name)]
        if len(set(values)) != len(values):
            raise ConfigurationError(where, name, "a different one for each person")


def written(members: list[Member]) -> str:
    """As TOML, in the order of ids."""
    head = "# Staff of this branch. Made by `main.py staff`; a live branch takes it signed by headquarters.\n"
    blocks = []
    for member in sorted(members, key=lambda one: str(one.id)):
        lines = [f'id = "{member.id}"', f'number = "{member.number}"', f'role = "{member.role}"']
        lines += [f'keys = "{member.keys}"', *([f'card = "{member.card}"'] if member.card else [])]
        blocks.append("\n[[staff]]\n" + "\n".join(lines) + "\n")
    return head + "".join(blocks)


def _members(value: dict[str, object], where: str) -> list[Member]:
    entries = value.get("staff")
    if value.keys() != {"staff"} or not isinstance(entries, list) or not entries:
        raise ConfigurationError(where, "staff", "[[staff]] with at least two people, and nothing else")
    return [_member(where, n, entry) for n, entry in enumerate(entries, 1)]


def _member(where: str, n: int, entry: object) -> Member:
    place = f"staff {n}"
    if not isinstance(entry, dict) or not _KEYS <= entry.keys() <= _KEYS | _MORE:
        raise ConfigurationError(where, place, "id, number, role, keys and perhaps card")
    if not all(isinstance(value, str) for value in entry.values()):
        raise ConfigurationError(where, place, "text in quotes")
    card = entry.get("card", "")
    for name, pattern in (("id", CODE), ("number", NUMBER), ("keys", KEPT)):
        if not pattern.fullmatch(entry[name]):
            raise ConfigurationError(where, f"{place}: {name}", f"what fits {pattern.pattern}")
    if card and not _CARD.fullmatch(card):
        raise ConfigurationError(where, f"{place}: card", "the SHA-256 of what the reader types")
    if entry["role"] not in list(StaffRole):
        raise ConfigurationError(where, f"{place}: role", f"one of {', '.join(StaffRole)}")
    return Member(StaffId(entry["id"]), entry["number"], StaffRole(entry["role"]), entry["keys"], card)
