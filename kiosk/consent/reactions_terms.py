"""Terms and promises."""

from dataclasses import replace
from decimal import Decimal

from kiosk.consent import flow
from kiosk.consent import states as st
from kiosk.consent.context import Context, Outcome
from kiosk.consent.effects import CallStaff, Listen
from kiosk.consent.events import ConsultantStated, Event, Replied, Spoken, StaffActed
from kiosk.consent.explaining import explain
from kiosk.consent.facts import Facts, PromiseTold, TermStage
from kiosk.consent.guide_words import grammar
from kiosk.consent.settling import may_settle
from kiosk.consent.wording import line, term_key
from kiosk.dialogue.promises import Told, can_be_told, columns, differences
from kiosk.domain.case import Promise, PromiseTopic
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


def consultant_stated(state: st.AskingPromised | st.AskingPromise, event: ConsultantStated) -> Outcome | None:
    """His own version, beside what the borrower says and never in its place."""
    told = tuple(Told(each.topic, each.value) for each in event.told)
    if not event.act.approved or len({t.topic for t in told}) < len(told) or not all(can_be_told(t) for t in told):
        return None
    return Outcome(replace(state, facts=replace(state.facts, consultant=event.told)), enter=False)


def promised(context: Context, state: st.AskingPromised, event: Event) -> Outcome | None:
    """Nobody promised me anything is an answer too."""
    if isinstance(event, ConsultantStated):
        return consultant_stated(state, event)
    if not isinstance(event, Replied) or event.understood.intent not in (Intent.YES, Intent.NO):
        return None
    asked = context.script.step(state.step).say[state.facts.language]
    facts = replace(flow.recorded(state, event, asked, "", context), promised=())
    if event.understood.intent is Intent.NO:
        return _compare(context, facts, state.step)
    return Outcome(st.AskingPromise(facts, state.step, PromiseTopic.AMOUNT))


def promise(context: Context, state: st.AskingPromise, event: Event) -> Outcome | None:
    """One topic after the other; "no" means that this was not spoken of."""
    if isinstance(event, ConsultantStated):
        return consultant_stated(state, event)
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
    entered = facts.consultant
    stated = None if entered is None else tuple(Told(p.topic, p.value) for p in entered)
    noted = case.promises if stated is None else tuple(Promise(claim.topic, claim.value) for claim in stated)
    found = differences(told, noted, offer)
    if found:
        return Outcome(st.ShowingDifferences(facts, step, found, columns(told, stated, offer)))
    return flow.advance(context, replace(facts, promises_settled=True), step)


def settle_differences(context: Context, state: st.ShowingDifferences, event: Event) -> Outcome | None:
    """Explained by a person or from the approved knowledge, and taken as the contract says; or nothing goes on."""
    if isinstance(event, StaffActed):
        if not may_settle(state.facts, event.act):
            return None
        if not event.act.approved:
            return _refer_promises(state.facts)
        return Outcome(replace(state, explained=True), enter=False)
    if not isinstance(event, Replied) or event.understood.intent not in (Intent.YES, Intent.NO, Intent.UNDERSTOOD):
        return None
    if event.understood.intent is not Intent.NO and not state.explained:
        entry = context.knowledge.entry("promises")
        if entry is None:
            return Outcome(st.CallingStaff(state), (CallStaff("promises"),))
        return explain(context, state, dict(entry.ask)[state.facts.language][0])
    asked = line(context, "differences", state.facts.language)
    facts = flow.recorded(state, event, asked, "differences", context)
    if event.understood.intent is Intent.NO:
        return _refer_promises(facts)
    return flow.advance(context, replace(facts, promises_settled=True), state.step)


def _refer_promises(facts: Facts) -> Outcome:
    return flow.part(replace(facts, staff_reasons=(*facts.staff_reasons, "promises")), Ending.REFERRED)
