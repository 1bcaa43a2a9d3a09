"""What headquarters holds, in numbers."""

from collections import Counter

from hq.choices import choice_of, shares
from hq.home import Home
from hq.store.store import SessionState, Store
from hq.vault.inspection import filed_entries
from kiosk.evidence.canonical import Json


def counts(home: Home, store: Store) -> dict[str, object]:
    """Sessions by state and by device; quarantined ones with their reasons."""
    sessions = store.sessions()
    return {
        "mode": home.mode.value,
        "states": {state.value: sum(s.state is state for s in sessions) for state in SessionState},
        "learning": learning(store),
        "devices": dict(Counter(s.device for s in sessions)),
        "quarantined": {s.session: list(s.reasons) for s in sessions if s.state is SessionState.QUARANTINED},
    }


def learning(store: Store) -> dict[str, dict[str, int]]:
    """How often each topic of the protection corner was opened, by language, on all kiosks together."""
    found: dict[str, dict[str, int]] = {}
    for topic, language, count in store.totals():
        found.setdefault(topic, {})[language] = count
    return found


def choices(home: Home, store: Store) -> dict[str, Json]:
    """What was chosen in the filed sessions, against the lot. Opens each log, and notes that it did."""
    found = []
    for filed in store.sessions(SessionState.FILED):
        store.note_access(filed.session, "report")
        made = choice_of(filed_entries(home, filed.session), filed.device)
        if made is not None:
            found.append(made)
    return shares(found)
