"""Read-back and signature."""

from dataclasses import replace

from kiosk.consent import correcting, flow
from kiosk.consent import states as st
from kiosk.consent.context import Context, Outcome
from kiosk.consent.effects import Certify, PlayReply, PrintDocument
from kiosk.consent.events import (
    DocumentRendered,
    Event,
    Penned,
    Replied,
    ReplyCorrectionAsked,
    ReplySoundAsked,
    ReplyTakenBack,
    Resumed,
)
from kiosk.consent.facts import DocumentKind, Facts, Rendered, ReplyRecord, Signed, TermStage
from kiosk.consent.leaving import part_with_quote
from kiosk.consent.script import Kind
from kiosk.domain.speech import Channel, Intent
from kiosk.domain.way import Way


def read_back(context: Context, state: st.ReadingBack, event: Event) -> Outcome | None:
    """Each reply is confirmed in text, a page at a time, or taken back and given again."""
    match event:
        case Replied(understood) if understood.intent is Intent.YES:
            facts = _confirm(context, state.facts, state.numbers)
            following = flow.read_back(context, facts, state.step, state.page + 1)
            return following or flow.advance(context, facts, state.step)
        case ReplyTakenBack(number):
            return _take_back(context, state.facts, number)
        case ReplyCorrectionAsked(number):
            return correcting.begin(context, state, number)
        case ReplySoundAsked(number):
            return _play(state, number)
        case _:
            return None


def _play(state: st.ReadingBack, number: int) -> Outcome | None:
    """Only what was said, was kept under the consent to recording, and can be heard."""
    facts, reply = state.facts, correcting.reply_of(state.facts, number)
    if reply is None or reply.channel is not Channel.VOICE or not facts.recording or facts.way is Way.SILENT:
        return None
    return Outcome(state, (PlayReply(f"{state.step}.sound.{number}", number, facts.language),), enter=False)


def correct(context: Context, state: st.Correcting, event: Event) -> tuple[Facts, Replied] | Outcome | None:
    """Other words alone: back to the page. Another answer: void what hangs on the old one, then it is given there."""
    match event:
        case Resumed():
            return flow.read_back(context, state.facts, state.step, 0)
        case ReplyTakenBack(number) if number == state.number:
            return _take_back(context, state.facts, number)
        case Replied() if correcting.fits(state, event):
            if correcting.same(state, event):
                return flow.read_back(context, correcting.reworded(state, event), state.step, 0)
            reply = correcting.reply_of(state.facts, state.number)
            assert reply is not None
            if not isinstance(state.under, st.AskingNeed | st.Choosing):
                return _take_back(context, state.facts, state.number)
            return void_from(context, state.facts, reply), event
        case _:
            return None


def _confirm(context: Context, facts: Facts, numbers: tuple[int, ...]) -> Facts:
    replies = tuple(replace(r, confirmed=True) if r.number in numbers else r for r in facts.replies)
    facts = replace(facts, replies=replies)
    for reply in replies:
        if reply.number in numbers and context.script.step(reply.step).kind is Kind.TERMS:
            facts = flow.with_term(facts, reply.item, TermStage.CONFIRMED)
    return facts


def _take_back(context: Context, facts: Facts, number: int) -> Outcome | None:
    """Back to the step of that reply; everything said from there on is void and comes again."""
    reply = correcting.reply_of(facts, number)
    if reply is None:
        return None
    step = context.script.step(reply.step)
    return flow.open_step(context, void_from(context, facts, reply), step)


def void_from(context: Context, facts: Facts, reply: ReplyRecord) -> Facts:
    """What hangs on a reply goes with it (invariant 6)."""
    order = [s.id for s in context.script.steps]
    first = order.index(reply.step)
    kinds = {s.kind for s in context.script.steps[first:]}
    facts = replace(facts, replies=tuple(r for r in facts.replies if order.index(r.step) < first))
    facts = replace(facts, rendered=(), signed=())
    if Kind.CHOICE in kinds:
        return flow.with_offer(facts, None, None)
    if Kind.TERMS in kinds:
        facts = replace(facts, terms=tuple(replace(t, stage=TermStage.OPEN) for t in facts.terms))
    if Kind.PROMISED in kinds:
        facts = replace(facts, promised=(), promises_settled=False)
    return replace(facts, taught=()) if Kind.FACTS in kinds else facts


def take_document(state: st.Preparing, event: Event) -> Outcome | None:
    """It is on the screen now; what is signed is its hash."""
    if not isinstance(event, DocumentRendered) or event.kind is not state.document:
        return None
    others = tuple(r for r in state.facts.rendered if r.kind is not event.kind)
    facts = replace(state.facts, rendered=(*others, Rendered(event.kind, event.sha256)))
    if event.kind is DocumentKind.QUOTE:
        return part_with_quote(facts)
    return Outcome(st.Signing(facts, state.step, state.document, event.pdf))


_FEWEST_POINTS = 4


def sign(context: Context, state: st.Signing, event: Event) -> Outcome | None:
    """Strokes on the hash of this document; voice never signs (invariant 10)."""
    if not isinstance(event, Penned) or event.kind is not state.document:
        return None
    if sum(len(stroke) for stroke in event.strokes) < _FEWEST_POINTS:
        return None
    shown = next(r for r in state.facts.rendered if r.kind is event.kind)
    signed = Signed(event.kind, shown.sha256, len(event.strokes))
    facts = replace(state.facts, signed=(*state.facts.signed, signed))
    outcome = flow.advance(context, facts, state.step)
    certify = Certify(event.kind, shown.sha256, flow.subject(facts))
    return replace(outcome, effects=(certify, PrintDocument(event.kind), *outcome.effects))
