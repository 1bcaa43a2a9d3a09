"""Who sits there: what the machine makes of changes before the camera, and how it comes back to the script."""

from dataclasses import replace

from kiosk.checks.presence import Seen, Stage
from kiosk.consent import flow
from kiosk.consent import states as st
from kiosk.consent.context import Context, Outcome
from kiosk.consent.effects import CallStaff, ExpectCompanion, StopReadingCard, VouchPresence
from kiosk.consent.events import PresenceChanged
from kiosk.consent.facts import StaffAct
from kiosk.consent.settling import may_settle
from kiosk.domain.consents import Ending

REASON = "presence"
_ASKS_ALREADY = (st.AskingPresence, st.CheckingPresence, st.CallingStaff, st.AskingToLeave, st.DeviceLost)


def present(context: Context, state: st.State, under: st.ScriptState, event: PresenceChanged) -> Outcome | None:
    """None: it is recorded, and changes nothing. The recorder runs whatever is seen (invariant 2)."""
    if isinstance(under, st.Parting):
        return None
    facts = under.facts
    match event.seen, event.stage:
        case Seen.OTHER, Stage.PAUSE if not facts.doubted:
            doubted = replace(under, facts=replace(facts, doubted=True))
            return Outcome(st.CheckingPresence(doubted), (StopReadingCard(), CallStaff(REASON)))
        case Seen.SECOND, Stage.PAUSE if facts.companion:
            return None
        case ((Seen.AWAY | Seen.HIDDEN | Seen.SECOND), Stage.PAUSE) if not isinstance(state, _ASKS_ALREADY):
            return Outcome(st.AskingPresence(under, event.seen), (StopReadingCard(),))
        case seen, Stage.BACK if isinstance(state, st.AskingPresence) and state.why is not None:
            return return_to(context, state.resume) if seen in (Seen.AWAY, Seen.HIDDEN, Seen.SECOND) else None
        case _:
            return None


def looked_after(context: Context, state: st.CheckingPresence | st.AskingPresence, act: StaffAct) -> Outcome | None:
    """A member of staff looked: it is the borrower after all, or this is whom he brought along."""
    resume = state.resume
    if not may_settle(resume.facts, act):
        return None
    if isinstance(state, st.CheckingPresence):
        if not act.approved:
            facts = replace(resume.facts, staff_reasons=(*resume.facts.staff_reasons, REASON))
            return flow.part(facts, Ending.REFERRED)
        back = return_to(context, replace(resume, facts=replace(resume.facts, doubted=False)))
        return replace(back, effects=(VouchPresence(), *back.effects))
    if state.why is not Seen.SECOND or not act.approved:
        return None
    back = return_to(context, replace(resume, facts=replace(resume.facts, companion=True)))
    return replace(back, effects=(ExpectCompanion(), *back.effects))


def return_to(context: Context, resume: st.ScriptState) -> Outcome:
    """The script returns to where it was; a device that was looking looks again. While somebody else may sit there,
    nothing leads back to it but a member of staff."""
    if resume.facts.doubted:
        return Outcome(st.CheckingPresence(resume))
    match resume:
        case st.ReadingCard(facts, step_id, side, attempts, hint):
            return flow.await_card(facts, step_id, side, attempts, hint)
        case st.CheckingFace(facts, step_id, attempt, _, draw):
            return flow.check_face(context, facts, step_id, attempt, draw + 1)
        case st.FindingCase(facts, step_id):
            return flow.find_case(facts, step_id)
        case st.Preparing(facts, step_id, document):
            return flow.prepare(context, facts, step_id, document)
        case _:
            return Outcome(resume)
