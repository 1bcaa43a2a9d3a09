"""What staff settled, checked again from the entries: two people, signed in shortly before, neither of whom sold it."""

from collections.abc import Iterator, Sequence

from kiosk.evidence.entry import Entry, Value

FRESH = 600.0
"""Seconds between the two sign-ins; what the settings allow at most."""
_CONSULTANT = "consultant"


def staff_faults(entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    """Place in the log, and what is wrong."""
    consultant, acts = "", list[Entry]()
    for entry in entries:
        match entry.kind:
            case "session.opened":
                consultant = _text(entry.data.get("consultant"))
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
