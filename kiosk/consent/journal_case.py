"""Which case a session found for the holder of the card; nobody else's is ever named."""

from collections.abc import Iterator

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.flow import CASES, drawn
from kiosk.consent.item import Field, Item, Scalar
from kiosk.consent.machine import base
from kiosk.domain.speech import Channel
from kiosk.evidence.review_choice import ALGORITHM


def case_found(old: st.State, event: ev.Event, new: st.State) -> Iterator[Item]:
    """Shown where there are several; found, or none of them."""
    before, after = base(old), base(new)
    if isinstance(new, st.ChoosingCase) and isinstance(old, st.FindingCase):
        shown: list[Scalar] = [str(case.id) for case in new.cases]
        seed = drawn(new.facts, CASES).hex()
        yield Item("case.shown", {"seed": seed, "cases": shown, "algorithm": ALGORITHM})
    if before is None or after is None or not before.facts.opening.to_find or after.facts.opening.to_find:
        return
    matched = len(before.cases) if isinstance(before, st.ChoosingCase) else _matched(event)
    channel = str(event.channel) if isinstance(event, ev.Replied) else str(Channel.TOUCH)
    if isinstance(old, st.Confirming):
        channel = str(Channel.VOICE)
    case = after.facts.opening.case
    if case is not None:
        data: dict[str, Field] = {"case": str(case.id), "consultant": str(case.consultant.id)}
        yield Item("case.found", {**data, "matched": matched, "channel": channel})
    else:
        yield Item("case.none", {"matched": matched, "channel": channel})


def _matched(event: ev.Event) -> int:
    return len(event.cases) if isinstance(event, ev.CasesFound) else 0
