"""What the supervisor's console may do to a session: nothing of it is an answer of the borrower's.

Each act shows the borrower a line of the script's (`notice_*`), and stands in the evidence with who did it.
"""

from dataclasses import replace
from typing import cast, get_args

from kiosk.consent import flow
from kiosk.consent import states as st
from kiosk.consent.context import Context, Outcome
from kiosk.consent.events import (
    EndedByStaff,
    Event,
    Resumed,
    ScriptHeld,
    ShiftHandedOver,
    StaffActed,
    StaffApproved,
    StaffComing,
)
from kiosk.consent.events_staff import APPROVED, COMING, ENDED, HELD
from kiosk.consent.facts import Facts, StaffAct
from kiosk.consent.reactions import react
from kiosk.consent.reactions_presence import looked_after
from kiosk.consent.settling import may_settle
from kiosk.domain.consents import Ending
from kiosk.domain.way import Way

CHECKS = {
    "identity": ("card_in_hand", "face_against_card", "name_and_birth"),
    "teach_back": ("explained",),
    "presence": ("same_person", "asked_birth"),
}
"""What both have looked at before they may settle a matter; without all of it nothing is settled."""
_WAITING = (st.AskingToLeave, st.AskingPresence, st.CheckingPresence, st.DeviceLost)
"""States that a pause must not take away."""
_SHOWS_NOTHING_NEW = (StaffComing, ScriptHeld, ShiftHandedOver)


def supervised(context: Context, state: st.State, under: st.ScriptState, event: Event) -> Outcome | None:
    """None: it does not fit here, and changes nothing."""
    if isinstance(under, st.Parting):
        return None
    match event:
        case StaffComing():
            return _coming(state, under)
        case ShiftHandedOver(staff, second) if staff != second:
            return Outcome(state, enter=False)
        case ScriptHeld() if not isinstance(state, (st.Paused, *_WAITING)):
            return Outcome(st.Paused(_told(under, HELD)))
        case EndedByStaff(reason=reason) if reason in ENDED:
            facts = _told(under, f"ended_{reason}").facts
            return flow.part(replace(facts, staff_reasons=(*facts.staff_reasons, f"staff_{reason}")), Ending.REFERRED)
        case StaffApproved() if event.reason in APPROVED and two_people(under.facts, event):
            return _approved(context, state, event)
        case _:
            return None


def two_people(facts: Facts, event: StaffApproved) -> bool:
    """Two, not one twice, neither of them the consultant, and each has looked at everything that the matter needs."""
    wanted = set(CHECKS.get(event.matter, ()))
    acts = (event.first, event.second)
    return (
        bool(wanted)
        and event.first.staff != event.second.staff
        and all(may_settle(facts, act) for act in acts)
        and all(act.approved and wanted <= set(act.checks) for act in acts)
    )


def outdated(context: Context, old: st.ScriptState | None, new: st.ScriptState, event: Event) -> bool:
    """Whether the line that staff had shown has done its work."""
    notice = new.facts.notice
    if not notice or old is None or old.facts.notice != notice or isinstance(event, _SHOWS_NOTHING_NEW):
        return False
    if isinstance(event, StaffActed | Resumed):
        return True
    if notice == COMING:
        return context.script.chapter_of(old.step) is not context.script.chapter_of(new.step)
    return old.step != new.step


def _told(under: st.ScriptState, notice: str) -> st.ScriptState:
    facts: Facts = replace(under.facts, notice=notice)
    return replace(under, facts=facts)


def _over(state: st.State, told: st.ScriptState) -> st.State:
    """What lay over the script lies over it again."""
    if not isinstance(state, get_args(st.Overlay)):
        return told
    # Every overlay has its `resume`; one of them stands for all.
    return replace(cast("st.Paused", state), resume=told)


def _coming(state: st.State, under: st.ScriptState) -> Outcome:
    """Shown, and nothing is interrupted; who does not see it is told, and waits."""
    told = _told(under, COMING)
    if isinstance(state, st.CallingStaff):
        return Outcome(st.CallingStaff(told))
    if state is under and under.facts.way is Way.BY_EAR:
        return Outcome(st.CallingStaff(told))
    return Outcome(_over(state, told), enter=False)


def _approved(context: Context, state: st.State, event: StaffApproved) -> Outcome | None:
    notice = f"approved_{event.reason}"
    match state, event.matter:
        case st.AwaitingStaff(purpose="identity"), "identity":
            return _both(context, state, (event.first, event.second), notice)
        case st.AwaitingStaff(purpose="teach_back"), "teach_back":
            return _noticed(react(context, state, StaffActed(event.first)), notice)
        case st.CheckingPresence(), "presence":
            return _noticed(looked_after(context, state, event.first), notice)
        case _:
            return None


def _both(context: Context, state: st.AwaitingStaff, acts: tuple[StaffAct, ...], notice: str) -> Outcome | None:
    """One after the other, as if they had signed in at the kiosk; who has done so already is not counted twice."""
    outcome: Outcome | None = None
    now: st.State = state
    for act in acts:
        following = react(context, now, StaffActed(act)) if isinstance(now, st.AwaitingStaff) else None
        if following is not None:
            outcome, now = following, following.state
    return _noticed(outcome, notice)


def _noticed(outcome: Outcome | None, notice: str) -> Outcome | None:
    if outcome is None:
        return None
    under = getattr(outcome.state, "resume", outcome.state)
    if not isinstance(under, get_args(st.ScriptState)):
        return outcome
    return replace(outcome, state=_over(outcome.state, _told(cast("st.ScriptState", under), notice)))
