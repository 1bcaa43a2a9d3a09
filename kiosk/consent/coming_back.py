"""Coming back on a quote: it is shown, found, and confirmed; then everything but needs and choice is done as ever."""

from dataclasses import replace

from kiosk.consent import flow
from kiosk.consent import states as st
from kiosk.consent.card_number import read_number
from kiosk.consent.context import Context, Outcome
from kiosk.consent.effects import Effect, FindQuote, ReadCode, StopReadingCode
from kiosk.consent.events import Event, Replied, Resumed
from kiosk.consent.events_quote import QuoteBrought, QuoteFound, QuoteRefused, QuoteShown
from kiosk.consent.facts import Facts, Need, ReplyRecord
from kiosk.consent.quote_brought import HAVE_QUOTE, MOST_TRIES, Against, Brought
from kiosk.consent.reactions_loan import judged
from kiosk.consent.reactions_presence import return_to
from kiosk.consent.script import Kind
from kiosk.consent.wording_quote import need_words
from kiosk.domain.speech import Channel, Intent


def has_quote(event: Event) -> bool:
    """He touched or said that he has one."""
    return isinstance(event, QuoteBrought) or (isinstance(event, Replied) and event.understood.choice == HAVE_QUOTE)


def may_bring(under: st.ScriptState) -> bool:
    """While needs and choice are open: before that nobody knows who he is, after it the figures stand."""
    return isinstance(under, st.AskingNeed | st.Choosing)


def bring(under: st.ScriptState) -> Outcome:
    """The page for the paper."""
    return Outcome(st.TakingQuote(under), (ReadCode(),))


def while_taking(context: Context, state: st.TakingQuote, event: Event) -> Outcome | None:
    """A code is looked for until one is found; going on without it is always there."""
    match event:
        case QuoteShown(untrusted) if not state.seeking and state.tries < MOST_TRIES:
            number = read_number(state.resume.facts)
            find = FindQuote(untrusted, number, state.resume.facts.opening.today)
            return Outcome(replace(state, seeking=True), (StopReadingCode(), find), enter=False)
        case QuoteFound(brought) if state.seeking:
            return _found(state, brought)
        case QuoteRefused(reason) if state.seeking:
            return _refused(state, reason)
        case Resumed():
            return return_to(context, state.resume)
        case Replied(understood) if understood.intent in (Intent.NO, Intent.CONTINUE):
            return return_to(context, state.resume)
        case _:
            return None


def _found(state: st.TakingQuote, brought: Brought) -> Outcome:
    facts = state.resume.facts
    if not brought.holds():
        return _refused(state, Against.CHANGED)
    if facts.opening.case is None or facts.opening.case.id != brought.case.id:
        return _refused(state, Against.OTHER_CASE)
    return Outcome(st.ResumingQuote(facts, state.resume.step, brought))


def _refused(state: st.TakingQuote, reason: Against) -> Outcome:
    tries = state.tries + 1
    last = tries >= MOST_TRIES
    shown = replace(state, refused=Against.TOO_OFTEN if last else reason, tries=tries, seeking=False)
    again: tuple[Effect, ...] = () if last else (ReadCode(),)
    return Outcome(shown, again)


def resume(context: Context, state: st.ResumingQuote, event: Event) -> Outcome | None:
    """Go on with it, or choose anew: two answers of equal weight."""
    if not isinstance(event, Replied):
        return None
    match event.understood.intent:
        case Intent.YES:
            return _go_on(context, state, event.channel)
        case Intent.NO:
            return flow.open_step(context, state.facts, context.script.step(state.step))
        case _:
            return None


def _go_on(context: Context, state: st.ResumingQuote, channel: Channel) -> Outcome:
    """Needs and choice stand as he left them; each is a reply that will be read back to him, and may be taken back."""
    brought = state.brought
    voided = flow.with_offer(replace(state.facts, needs=brought.needs), brought.now.offer, brought.now)
    facts = replace(voided, quote=brought.code)
    for step in context.script.steps:
        if step.kind is Kind.NEED and step.need is not None:
            facts = _said(context, facts, step.id, need_words(brought.needs, Need(step.need), facts.language), channel)
    choice = next(step.id for step in context.script.steps if step.kind is Kind.CHOICE)
    name = brought.now.offer.provider.name[facts.language]
    return flow.advance(context, judged(context, _said(context, facts, choice, name, channel)), choice)


def _said(context: Context, facts: Facts, step: str, words: str, channel: Channel) -> Facts:
    asked = context.script.step(step)
    said = ReplyRecord(
        facts.next_reply, asked.chapter, step, "", asked.say[facts.language], words, words, channel,
    )  # fmt: skip
    return facts.with_reply(said)
