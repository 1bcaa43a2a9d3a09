"""Registers of staff that headquarters signed, kept for as long as sessions are looked into, and acts held to them."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from hq.home import Home
from hq.store.files import write_private
from hq.store.store import Store
from kiosk.domain.errors import MingshiError
from kiosk.evidence.certificates import load_trust
from kiosk.evidence.entry import Entry
from kiosk.evidence.review_staff import unproven
from kiosk.evidence.staff_register import Roster, signed_roster

_ACT = "staff.acted"


def keep_register(home: Home, branch: str, envelope: bytes) -> None:
    """As it was signed; the same one twice is one."""
    folder = _folder(home, branch)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(folder / f"{hashlib.sha256(envelope).hexdigest()}.signed.json", envelope)


def registers(home: Home, branch: str, at: datetime) -> tuple[Roster, ...]:
    """Those of a branch that held at that time; what is damaged or had ended is left out."""
    trust, found = load_trust(home.trust), []
    for file in sorted(_folder(home, branch).glob("*.signed.json")):
        try:
            found.append(signed_roster(file.read_bytes(), trust, home.mode, branch, at))
        except MingshiError:
            continue
    return tuple(found)


def unproven_acts(home: Home, store: Store, entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    """Each act that no register of the kiosk's branch proves; in training only where one was ever signed."""
    opened = next((entry for entry in entries if entry.kind == "session.opened"), None)
    acts = [entry.seq for entry in entries if entry.kind == _ACT]
    if opened is None or not acts:
        return
    branches = store.branches_of(str(opened.data.get("device")))
    live = opened.data.get("mode") == "live"
    if not live and not any(_folder(home, branch).exists() for branch in branches):
        return  # two people stand in for a register there
    at = datetime.fromisoformat(opened.at.wall)
    known = [found for branch in branches for found in registers(home, branch, at)]
    faults = [dict(unproven(entries, people)) for people in known]
    for seq in acts:
        if not known:
            yield seq, "no register of the branch that held at that time: an act of staff can't be checked"
        elif all(seq in each for each in faults):
            yield seq, faults[0][seq]


def _folder(home: Home, branch: str) -> Path:
    return home.staff / hashlib.sha256(branch.encode()).hexdigest()[:16]
