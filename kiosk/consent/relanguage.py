"""A change of language while something is open: what was put in words for this moment is said again in the new one."""

from dataclasses import replace

from kiosk.consent import flow
from kiosk.consent import states as st
from kiosk.consent.comparing import ENTRY, answer
from kiosk.consent.context import Context
from kiosk.consent.facts import Facts
from kiosk.consent.wording import line
from kiosk.domain.speech import Language
from kiosk.lending.fit import Measure


def in_language(context: Context, state: st.State, language: Language) -> st.State:
    """The same state, its facts and its words in this language. What the borrower said stays as he said it."""
    match state:
        case st.Attract() | st.Ended() | st.OutOfOrder() | st.Closed():
            return state
        case st.Explaining():
            return _explaining(context, replace(state, resume=_script(state.resume, language)))
        case (
            st.Confirming() | st.Supposing() | st.TakingQuote() | st.ShowingKnown() | st.Paused() | st.CallingStaff()
            | st.AskingToLeave() | st.AskingPresence() | st.CheckingPresence() | st.DeviceLost()
        ):  # fmt: skip
            return replace(state, resume=_script(state.resume, language))
        case st.Sealing(facts):
            return replace(state, facts=_facts(facts, language))
        case _:
            return _script(state, language)


def _script(state: st.ScriptState, language: Language) -> st.ScriptState:
    facts = _facts(state.facts, language)
    if not isinstance(state, st.TeachingBack):
        return replace(state, facts=facts)
    same = {question.id: question for question in flow.all_questions(facts, state.attempt)}
    question = same.get(state.question.id, state.question)
    pending = tuple(same.get(each.id, each) for each in state.pending)
    worded = flow.open_form(facts, state.question.fact) if state.worded is not None else None
    return replace(state, facts=facts, question=question, pending=pending, worded=worded)


def _facts(facts: Facts, language: Language) -> Facts:
    return replace(facts, language=language)


def _explaining(context: Context, state: st.Explaining) -> st.Explaining:
    facts = state.resume.facts
    if not state.known:
        return replace(state, answer=line(context, "explain_unknown", facts.language))
    if state.entry.startswith(ENTRY) and isinstance(state.resume, st.Choosing):
        said, clause = answer(context, state.resume, Measure(state.entry.removeprefix(ENTRY)), facts.language)
        if not state.offers_person:
            return replace(state, answer=said, clause=clause)
    found = context.knowledge.said(state.entry, facts.language, facts.offer)
    if found is None:
        return state
    person = line(context, "explain_person", facts.language)
    words = {0: found.text, 1: found.again, st.PERSON_NEXT: person}[state.wording]
    return replace(state, answer=words, clause=found.clause, again=found.again)
