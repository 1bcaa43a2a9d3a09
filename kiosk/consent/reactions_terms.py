"""Terms and promises."""

from dataclasses import replace
from decimal import Decimal

from kiosk.consent import flow
from kiosk.consent import states as st
from kiosk.consent.context import Context, Outcome
from kiosk.consent.effects import CallStaff, Listen
from kiosk.consent.events import Event, Replied, Spoken
from kiosk.consent.facts import Facts, PromiseTold, TermStage
from kiosk.consent.guide_words import grammar
from kiosk.consent.wording import line, term_key
from kiosk.dialogue.promises import Told, differences
from kiosk.domain.case import PromiseTopic
from kiosk.domain.consents import Ending
from kiosk.domain.money import fen_of
from kiosk.domain.speech import Intent
from kiosk.domain.way import Way

_ACKNOWLEDGE = (Intent.UNDERSTOOD, Intent.CONTINUE, Intent.YES)


def acknowledge(context: Context, state: st.ReadingTerm, event: Event) -> Outcome | None:
    """Heard to its end, then acknowledged; a term that was not heard can't be acknowledged (invariant 3)."""
    match event:
        case Spoken(key, complete, silent) if key == term_key(state.step, state.item):
            if complete and silent and state.facts.way is Way.BY_EAR:
                return Outcome(st.CallingStaff(state), (CallStaff("device"),))  # shown is not heard by who can't read
            if not complete:
                return Outcome(state, enter=False)
            if state.heard:
                return Outcome(state, enter=False)
            heard = replace(state, facts=flow.with_term(state.facts, state.item.id, TermStage.HEARD), heard=True)
            answers = grammar(context, heard)
            assert answers is not None
            return Outcome(heard, (Listen(answers, heard.facts.language),), enter=False)
        case Spoken():
            return Outcome(state, enter=False)
        case Replied(understood) if understood.intent in _ACKNOWLEDGE and state.heard:
            asked = f"{state.item.title[state.facts.language]}：{state.item.body[state.facts.language]}"
            facts = flow.recorded(state, event, asked, state.item.id, context)
            facts = flow.with_term(facts, state.item.id, TermStage.ACKNOWLEDGED)
            following = flow.read_term(facts, state.step, state.index + 1)
            return following or flow.advance(context, facts, state.step)
        case _:
            return None


def promised(context: Context, state: st.AskingPromised, event: Event) -> Outcome | None:
    """Nobody promised me anything is an answer too."""
    if not isinstance(event, Replied) or event.understood.intent not in (Intent.YES, Intent.NO):
        return None
    asked = context.script.step(state.step).say[state.facts.language]
    facts = replace(flow.recorded(state, event, asked, "", context), promised=())
    if event.understood.intent is Intent.NO:
        return _compare(context, facts, state.step)
    return Outcome(st.AskingPromise(facts, state.step, PromiseTopic.AMOUNT))


def promise(context: Context, state: st.AskingPromise, event: Event) -> Outcome | None:
    """One topic after the other; "no" means that this was not spoken of."""
    if not isinstance(event, Replied):
        return None
    told = _told(state.topic, event)
    if told is None:
        return None
    asked = line(context, f"promise_{state.topic}", state.facts.language)
    facts = flow.recorded(state, event, asked, str(state.topic), context)
    if told:
        facts = replace(facts, promised=(*facts.promised, PromiseTold(state.topic, told)))
    topics = list(PromiseTopic)
    following = topics.index(state.topic) + 1
    if following < len(topics):
        return Outcome(st.AskingPromise(facts, state.step, topics[following]))
    return _compare(context, facts, state.step)


def _told(topic: PromiseTopic, event: Replied) -> str | None:
    """The value as the comparison wants it; "" if not spoken of; None if the reply does not fit."""
    understood = event.understood
    if topic is PromiseTopic.BUNDLED:
        return {Intent.YES: "yes", Intent.NO: "no"}.get(understood.intent)
    if understood.intent is Intent.NO:
        return ""
    if understood.intent is not Intent.NUMBER or understood.value is None:
        return None
    return str(understood.value / Decimal(100)) if topic is PromiseTopic.RATE else str(fen_of(understood.value))


def _compare(context: Context, facts: Facts, step: str) -> Outcome:
    case, offer = facts.opening.case, facts.offer
    assert case is not None
    assert offer is not None
    told = tuple(Told(p.topic, p.value) for p in facts.promised)
    found = differences(told, case.promises, offer)
    if found:
        return Outcome(st.ShowingDifferences(facts, step, found))
    return flow.advance(context, replace(facts, promises_settled=True), step)


def settle_differences(context: Context, state: st.ShowingDifferences, event: Event) -> Outcome | None:
    """Explained and taken as the contract says, or not: then nothing goes on."""
    if not isinstance(event, Replied) or event.understood.intent not in (Intent.YES, Intent.NO, Intent.UNDERSTOOD):
        return None
    asked = line(context, "differences", state.facts.language)
    facts = flow.recorded(state, event, asked, "differences", context)
    if event.understood.intent is Intent.NO:
        return flow.part(replace(facts, staff_reasons=(*facts.staff_reasons, "promises")), Ending.REFERRED)
    return flow.advance(context, replace(facts, promises_settled=True), state.step)
