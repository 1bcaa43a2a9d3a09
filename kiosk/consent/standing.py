"""What stands under a state: the state of the script below an overlay, and the facts of the session."""

from dataclasses import replace

from kiosk.consent import states as st
from kiosk.consent.facts import Facts


def facts_of(state: st.State) -> Facts | None:
    """The facts of a state, through overlays."""
    if isinstance(state, st.Sealing):
        return state.facts
    under = base(state)
    return under.facts if under is not None else None


def base(state: st.State) -> st.ScriptState | None:
    """The state of the script under an overlay, or itself."""
    match state:
        case st.Attract() | st.Sealing() | st.Ended() | st.OutOfOrder() | st.Closed():
            return None
        case (
            st.Confirming() | st.Explaining() | st.Supposing() | st.TakingQuote() | st.ShowingKnown() | st.Paused()
            | st.CallingStaff() | st.AskingToLeave() | st.AskingPresence() | st.CheckingPresence() | st.DeviceLost()
        ):  # fmt: skip
            return state.resume
        case _:
            return state


def with_facts(state: st.State, facts: Facts) -> st.State:
    """The same state with other facts."""
    match state:
        case st.Attract() | st.Ended() | st.OutOfOrder() | st.Closed():
            return state
        case (
            st.Confirming() | st.Explaining() | st.Supposing() | st.TakingQuote() | st.ShowingKnown() | st.Paused()
            | st.CallingStaff() | st.AskingToLeave() | st.AskingPresence() | st.CheckingPresence() | st.DeviceLost()
        ):  # fmt: skip
            return replace(state, resume=replace(state.resume, facts=facts))
        case _:
            return replace(state, facts=facts)
