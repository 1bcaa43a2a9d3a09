"""What staff settled, checked again from the entries: two people, signed in shortly before, neither of whom sold it."""

from collections.abc import Iterator, Sequence

from kiosk.evidence.entry import Entry, Value
from kiosk.evidence.staff_proof import StaffWord, holds
from kiosk.evidence.staff_register import Roster, public_keys

FRESH = 600.0
"""Seconds between the two sign-ins; what the settings allow at most."""
_CONSULTANT = "consultant"


def staff_faults(entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    """Place in the log, and what is wrong."""
    consultant, live, acts = "", False, list[Entry]()
    for entry in entries:
        match entry.kind:
            case "session.opened":
                consultant, live = _text(entry.data.get("consultant")), entry.data.get("mode") == "live"
            case "staff.acted" if live and not entry.data.get("proof"):
                yield entry.seq, "an act of staff bears no signature"
            case "staff.acted" if entry.data.get("verdict") == "approved":
                acts.append(entry)
                who = _text(entry.data.get("staff"))
                if who and who == consultant:
                    yield entry.seq, "the consultant of this very case settled something"
                if entry.data.get("role") == _CONSULTANT:
                    yield entry.seq, "somebody who sells settled something"
                if entry.data.get("second") == who:
                    yield entry.seq, "one person stands there as two"
            case "identity.settled" if entry.data.get("path") == "staff":
                yield from ((entry.seq, fault) for fault in _identity(entry, acts))


def unproven(entries: Sequence[Entry], people: Roster) -> Iterator[tuple[int, str]]:
    """With the branch's register: each act that the person it names did not sign, as it stands there."""
    device = session = ""
    for entry in entries:
        if entry.kind == "session.opened":
            device, session = _text(entry.data.get("device")), _text(entry.data.get("session"))
        elif entry.kind == "staff.acted" and not _signed(entry, people, device, session):
            yield entry.seq, "an act of staff was not signed by whom it names"


def _signed(entry: Entry, people: Roster, device: str, session: str) -> bool:
    data, member = entry.data, people.by_id.get(_text(entry.data.get("staff")))
    number, checks = data.get("number"), data.get("checks")
    if member is None or member.role != data.get("role") or not isinstance(number, int):
        return False
    second, reason, verdict = (_text(data.get(name)) for name in ("second", "reason", "verdict"))
    looked = tuple(_text(check) for check in checks) if isinstance(checks, list | tuple) else ()
    word = StaffWord(
        device, session, _text(data.get("nonce")), number, _text(data.get("what")), str(member.id),
        second, reason, verdict, looked,
    )  # fmt: skip
    return any(holds(word, _text(data.get("proof")), key) for key in public_keys(member))


def _identity(settled: Entry, acts: Sequence[Entry]) -> Iterator[str]:
    named = settled.data.get("staff")
    ids = [name for name in named if isinstance(name, str)] if isinstance(named, list | tuple) else []
    last = {who: at for who in ids if (at := _acted(who, acts)) is not None}
    if len(last) < len(set(ids)):
        yield "identity was settled by somebody who did not sign in"
    elif last and max(last.values()) - min(last.values()) > FRESH:
        yield "identity was settled by two people who signed in too far apart"


def _acted(who: str, acts: Sequence[Entry]) -> float | None:
    return next((act.at.mono for act in reversed(acts) if act.data.get("staff") == who), None)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""
