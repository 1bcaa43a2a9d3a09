"""What headquarters holds, in numbers."""

from collections import Counter

from hq.home import Home
from hq.store.store import SessionState, Store


def counts(home: Home, store: Store) -> dict[str, object]:
    """Sessions by state and by device; quarantined ones with their reasons."""
    sessions = store.sessions()
    return {
        "mode": home.mode.value,
        "states": {state.value: sum(s.state is state for s in sessions) for state in SessionState},
        "devices": dict(Counter(s.device for s in sessions)),
        "quarantined": {s.session: list(s.reasons) for s in sessions if s.state is SessionState.QUARANTINED},
    }
