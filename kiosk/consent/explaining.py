"""Questions: answered from the approved knowledge, said in other words if they are not clear, then a person."""

from dataclasses import replace

from kiosk.consent import states as st
from kiosk.consent.context import Context, Outcome
from kiosk.consent.effects import CallStaff
from kiosk.consent.events import Event, Replied, Resumed
from kiosk.consent.reactions_presence import return_to
from kiosk.consent.wording import line
from kiosk.domain.speech import Intent

_CLEAR = (Intent.YES, Intent.UNDERSTOOD, Intent.CONTINUE)
_NOT_CLEAR = (Intent.NO, Intent.EXPLAIN)


def explain(context: Context, under: st.ScriptState, text: str) -> Outcome:
    """From the approved knowledge, or "I don't know" (invariant 5)."""
    facts = under.facts
    found = context.knowledge.answer(text, facts.language, facts.offer)
    if found is None:
        unknown = line(context, "explain_unknown", facts.language)
        return Outcome(st.Explaining(text, unknown, "", known=False, resume=under))
    answered = st.Explaining(
        text, found.text, found.clause, known=True, resume=under, entry=found.id, again=found.again
    )  # fmt: skip
    return Outcome(answered)


def judged(state: st.Explaining, event: Event) -> bool | None:
    """Whether the answer is clear to him; None: this event says neither, or there was no answer."""
    match event:
        case _ if state.offers_person:
            return None
        case Resumed(clear):
            return clear
        case Replied(understood) if understood.intent in _CLEAR:
            return True
        case Replied(understood) if understood.intent in _NOT_CLEAR:
            return False
        case _:
            return None


def explained(context: Context, state: st.Explaining, event: Event) -> Outcome | None:
    """Clear: back to the same place. Not clear: other words, then a person. The offer of a person takes a yes or no."""
    if state.offers_person:
        return _person(context, state, event)
    match judged(state, event):
        case True:
            return return_to(context, _settled(state))
        case False if state.wording == 0 and state.again:
            return Outcome(replace(state, answer=state.again, wording=1))
        case False:
            offer = line(context, "explain_person", state.resume.facts.language)
            return Outcome(replace(state, answer=offer, wording=st.PERSON_NEXT))
        case None:
            return None


def _settled(state: st.Explaining) -> st.ScriptState:
    """What was promised is explained once the approved words on it are clear."""
    if isinstance(state.resume, st.ShowingDifferences) and state.entry == "promises":
        return replace(state.resume, explained=True)
    return state.resume


def _person(context: Context, state: st.Explaining, event: Event) -> Outcome | None:
    match event:
        case Resumed(clear=False):
            return Outcome(st.CallingStaff(state.resume), (CallStaff("help"),))
        case Replied(understood) if understood.intent is Intent.YES:
            return Outcome(st.CallingStaff(state.resume), (CallStaff("help"),))
        case Resumed():
            return return_to(context, state.resume)
        case Replied(understood) if understood.intent in (*_CLEAR, *_NOT_CLEAR):
            return return_to(context, state.resume)
        case _:
            return None
