"""Which case is his: looked for once identity stands, and chosen by himself where there are several."""

from dataclasses import replace

from kiosk.consent import flow
from kiosk.consent import states as st
from kiosk.consent.context import Context, Outcome
from kiosk.consent.events import Event, Replied
from kiosk.consent.events_case import CasesFound
from kiosk.consent.facts import Facts
from kiosk.domain.case import Case
from kiosk.domain.consents import Ending
from kiosk.domain.speech import Intent, Text
from kiosk.lending.comparison import neutral_order

_NONE, _LEFT = "case_none", "case_left"


def found(context: Context, state: st.FindingCase, event: Event) -> Outcome | None:
    """None: he goes on with an enquiry. One: that. Several: he chooses, in an order drawn by lot."""
    if not isinstance(event, CasesFound):
        return None
    by_id = {case.id: case for case in event.cases if case.holder is not None}
    if not by_id:
        return _without(context, state.facts, state.step, _NONE)
    if len(by_id) == 1:
        return opened(context, state.facts, next(iter(by_id.values())), state.step)
    order = neutral_order(by_id, flow.drawn(state.facts, flow.CASES))
    return Outcome(st.ChoosingCase(state.facts, state.step, tuple(by_id[id_] for id_ in order)))


def choose_case(context: Context, state: st.ChoosingCase, event: Event) -> Outcome | None:
    """One of his, by touch or by its place; or none of them."""
    if not isinstance(event, Replied):
        return None
    understood = event.understood
    match understood.intent:
        case Intent.NO:
            return _without(context, state.facts, state.step, _LEFT)
        case Intent.CHOICE:
            wanted = next((case for case in state.cases if case.id == understood.choice), None)
        case Intent.NUMBER if understood.value is not None and understood.value % 1 == 0:
            place = int(understood.value)
            wanted = state.cases[place - 1] if 1 <= place <= len(state.cases) else None
        case _:
            wanted = None
    return opened(context, state.facts, wanted, state.step) if wanted is not None else None


def opened(context: Context, facts: Facts, case: Case, step: str) -> Outcome:
    """From here on the session is one on this case; unless its own consultant has said who sits here."""
    if case.consultant.id in {act.staff for act in facts.identity.staff}:
        return flow.part(replace(facts, staff_reasons=(*facts.staff_reasons, "consultant")), Ending.REFERRED)
    opening = replace(facts.opening, case=case, offers=case.offers, to_find=False)
    return flow.advance(context, replace(facts, opening=opening), step)


def _without(context: Context, facts: Facts, step: str, line: str) -> Outcome:
    """An enquiry on the catalogue: nothing of it can be signed, and he is told so."""
    facts = replace(facts, opening=replace(facts.opening, to_find=False))
    text: Text = context.script.lines[line]
    return Outcome(st.Telling(facts, step, text))
