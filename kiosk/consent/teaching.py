"""Teach-back: fresh figures, other words after a miss, a person after the third."""

from dataclasses import replace

from kiosk.consent import flow
from kiosk.consent import states as st
from kiosk.consent.context import Context, Outcome
from kiosk.consent.events import Event, Replied
from kiosk.consent.facts import FactResult, Facts
from kiosk.dialogue.question import Wrong, grade
from kiosk.domain.speech import Intent


def teach(context: Context, state: st.TeachingBack, event: Event) -> Outcome | None:
    """Every question of a fact must be right in one attempt; a parroted "yes" fits no grammar here."""
    if not isinstance(event, Replied) or event.understood.intent not in (Intent.NUMBER, Intent.CHOICE):
        return None
    question = state.question
    facts = flow.recorded(state, event, question.text, f"{question.id}.{state.attempt}", context)
    verdict = grade(question, event.understood)
    if isinstance(verdict, Wrong):
        return _again(context, state, facts, verdict)
    if state.pending:
        following = replace(state, facts=facts, question=state.pending[0], pending=state.pending[1:], hint=None)
        return Outcome(following)
    facts = replace(facts, taught=(*facts.taught, FactResult(question.fact, passed=True, attempts=state.attempt + 1)))
    return flow.ask_fact(facts, state.step, 0) or flow.advance(context, facts, state.step)


def _again(context: Context, state: st.TeachingBack, facts: Facts, verdict: Wrong) -> Outcome:
    attempt = state.attempt + 1
    if attempt >= context.fact_tries:
        return flow.await_staff(facts, state.step, "teach_back", 1)
    asked = flow.ask_fact(facts, state.step, attempt, state.question.fact)
    assert asked is not None
    assert isinstance(asked.state, st.TeachingBack)
    return replace(asked, state=replace(asked.state, hint=verdict.explanation))
