"""Leaving before the end: not at all, without a quote, or to think it over with the quote to take home."""

from kiosk.consent import flow
from kiosk.consent import states as st
from kiosk.consent.context import Context, Outcome
from kiosk.consent.effects import KeepQuote, PrintDocument
from kiosk.consent.events import Event, LeaveConfirmed, Replied, Resumed
from kiosk.consent.facts import DocumentKind, Facts
from kiosk.consent.reactions_presence import return_to
from kiosk.consent.thinking_over import THINK_OVER, may_think_over
from kiosk.domain.consents import Ending
from kiosk.domain.speech import Intent


def think_over(under: st.ScriptState) -> Outcome | None:
    """The quote is made, and with it the session ends."""
    if not may_think_over(under.facts) or isinstance(under, st.Parting):
        return None
    return flow.quote(under.facts, under.step)


def part_with_quote(facts: Facts) -> Outcome:
    """It goes to the printer, and nothing else is asked."""
    kept = () if facts.is_enquiry else (KeepQuote(facts),)
    return flow.part(facts, Ending.QUOTED, *kept, PrintDocument(DocumentKind.QUOTE))


def leave(context: Context, state: st.AskingToLeave, event: Event) -> Outcome | None:
    """Answers to "leave now?"."""
    under = state.resume
    match event:
        case LeaveConfirmed():
            return flow.part(under.facts, Ending.DECLINED)
        case Replied(understood) if understood.choice == THINK_OVER:
            return think_over(under)
        case Replied(understood) if understood.intent in (Intent.YES, Intent.STOP):
            return flow.part(under.facts, Ending.DECLINED)
        case Replied() | Resumed():
            return return_to(context, under)
        case _:
            return None
