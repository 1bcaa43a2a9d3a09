"""Which is cheapest: the figures answer, the guide recommends none."""

from kiosk.consent import states as st
from kiosk.consent.context import Context, Outcome
from kiosk.consent.household import household
from kiosk.consent.wording import line
from kiosk.dialogue.choosing import asked_measure
from kiosk.domain.ids import OfferId
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Language, Text
from kiosk.lending.comparison import ComparisonRow, compare
from kiosk.lending.fit import Measure, Wants, lowest, why_not

ENTRY = "offers."
"""Before the measure: the id of such an answer, beside those of the approved knowledge."""


def compared(context: Context, under: st.ScriptState, text: str) -> Outcome | None:
    """The answer from the offers' figures, while they are to be chosen from; None: this asks something else."""
    measure = asked_measure(text, under.facts.language)
    if measure is None or not isinstance(under, st.Choosing):
        return None
    said, clause = answer(context, under, measure, under.facts.language)
    return Outcome(st.Explaining(text, said, clause, known=True, resume=under, entry=f"{ENTRY}{measure}"))


def answer(context: Context, under: st.Choosing, measure: Measure, language: Language) -> tuple[str, str]:
    """Words and where they come from, in this language."""
    by_id = {offer.id: offer for offer in under.facts.opening.offers}
    rows = compare(tuple(by_id[id_] for id_ in under.order))
    return lowest(rows, measure)[language], line(context, "compared_clause", language)


def unfit(context: Context, state: st.Choosing) -> tuple[tuple[OfferId, tuple[Text, ...]], ...]:
    """Offers that do not fit what was asked for, in the order in which they stand, and why."""
    by_id = {offer.id: offer for offer in state.facts.opening.offers}
    rows = compare(tuple(by_id[id_] for id_ in state.order))
    found = ((row.offer, reasons_against(context, state, by_id[row.offer], row)) for row in rows)
    return tuple((id_, reasons) for id_, reasons in found if reasons)


def reasons_against(context: Context, state: st.Choosing, offer: Offer, row: ComparisonRow) -> tuple[Text, ...]:
    """Why this one does not fit what he said that he needs and has; it may be chosen all the same."""
    home = household(context, state.facts)
    wants = Wants(state.facts.needs.amount, home.income if home else None, home.debts if home else None)
    return why_not(offer, row, wants, context.affordability)
