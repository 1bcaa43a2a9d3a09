"""What if: a page over the script, by button, slider or voice. It answers a question and changes nothing."""

from kiosk.consent import states as st
from kiosk.consent.comparing import compared
from kiosk.consent.context import Context, Outcome
from kiosk.consent.events import Event, Replied, Resumed
from kiosk.consent.explaining import explain
from kiosk.consent.facts import Facts
from kiosk.consent.household import household
from kiosk.consent.reactions_presence import return_to
from kiosk.dialogue.supposing import adds, supposed_in
from kiosk.domain.errors import LendingError
from kiosk.domain.ids import OfferId
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Intent
from kiosk.lending.stacked import BEARS_ANOTHER, stack
from kiosk.lending.what_if import BY_MONTH, Supposition, suppose, suppositions

_BACK = (Intent.YES, Intent.UNDERSTOOD, Intent.CONTINUE, Intent.NO)


def offer_of(facts: Facts, named: OfferId | None) -> Offer | None:
    """The one that is meant: named, or the chosen one."""
    if named is None:
        return facts.offer
    return next((offer for offer in facts.opening.offers if offer.id == named), None)


def what_if(
    context: Context,
    under: st.ScriptState,
    asked: Supposition | None,
    named: OfferId | None = None,
    then: Supposition | None = None,
) -> Outcome | None:
    """The page with this supposition, or with `then` on top of it; None: there is no offer to ask it of, or it can't
    be."""
    offer = offer_of(under.facts, named)
    if offer is None:
        return None
    home = household(context, under.facts)
    try:
        first = asked or suppositions(offer, home)[0]
        supposed = suppose(offer, first, home) if then is None else stack(offer, first, then, home)
    except LendingError:
        return None
    return Outcome(st.Supposing(supposed, offer.id, under))


def question_put(context: Context, state: st.State, under: st.ScriptState, text: str) -> Outcome:
    """A question that supposes something plainly is worked out, one that compares the offers is answered from their
    figures; any other from the approved knowledge."""
    supposed = supposed_in(text, under.facts.language)
    if supposed is not None:
        named = state.offer if isinstance(state, st.Supposing) else None
        first = _below(state) if adds(text, under.facts.language) else None
        stacked = what_if(context, under, first, named, supposed) if first is not None else None
        worked_out = stacked or what_if(context, under, supposed, named)
        if worked_out is not None:
            return worked_out
    return compared(context, under, text) or explain(context, under, text)


def _below(state: st.State) -> Supposition | None:
    """What stands there and may bear something on top: the first of two, or the only one."""
    if not isinstance(state, st.Supposing):
        return None
    below = state.supposed.first or state.supposed
    return below.supposition if below.supposition.what in BEARS_ANOTHER else None


def while_supposing(context: Context, state: st.Supposing, event: Event) -> Outcome | None:
    """Back to the same place, or another month."""
    match event:
        case Resumed():
            return return_to(context, state.resume)
        case Replied(understood) if understood.intent in _BACK:
            return return_to(context, state.resume)
        case Replied(understood) if understood.intent is Intent.NUMBER and understood.value is not None:
            months, shown = understood.value, state.supposed
            if shown.supposition.what not in BY_MONTH or months % 1:
                return None
            other = Supposition(shown.supposition.what, int(months))
            first = shown.first.supposition if shown.first is not None else None
            return what_if(context, state.resume, first or other, state.offer, other if first is not None else None)
        case _:
            return None
