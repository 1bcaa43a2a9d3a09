"""Open, closed or out of order: what stands on the screen while no session is under way.

A session is never ended by it: who sits there is served to the end.
"""

from kiosk.consent import states as st
from kiosk.consent.context import Outcome
from kiosk.consent.events_staff import CLOSED, FAULTS, ServiceChanged


def service(state: st.State, event: ServiceChanged) -> Outcome | None:
    """A fault stands before opening hours; what was broken in the program itself is only put right by a restart."""
    match state:
        case st.Attract() | st.Closed():
            pass
        case st.OutOfOrder(reason) if reason in FAULTS:
            pass
        case _:
            return None
    now = _standing(event)
    return Outcome(now) if now is not None and now != state else None


def _standing(event: ServiceChanged) -> st.State | None:
    if event.fault:
        return st.OutOfOrder(event.fault) if event.fault in FAULTS else None
    if event.closed:
        return st.Closed(event.closed) if event.closed in CLOSED else None
    return st.Attract()
