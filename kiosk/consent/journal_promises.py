"""What the promise check leaves in the evidence: the consultant's version, differences, and who explained them."""

from collections.abc import Iterator

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.item import Item, Scalar, json_value
from kiosk.consent.journal_staff import by_console
from kiosk.consent.machine import base


def stated(event: ev.Event) -> Iterator[Item]:
    """Entered by staff, or done by them at the console; the values lie in a blob."""
    yield from by_console(event)
    if not isinstance(event, ev.ConsultantStated):
        return
    topics: list[Scalar] = [str(told.topic) for told in event.told]
    blob = json_value("value", "promise.stated", {str(told.topic): told.value for told in event.told})
    yield Item("promise.stated", {"staff": str(event.act.staff), "topics": topics}, (blob,))


def differed(old: st.State, new: st.ShowingDifferences) -> Iterator[Item]:
    """Shown in three columns; then explained, by whom."""
    before = base(old)
    if not isinstance(before, st.ShowingDifferences):
        topics: list[Scalar] = [str(difference.topic) for difference in new.differences]
        rows = [[str(row.topic), row.sheet.zh, row.heard.zh, row.says.zh] for row in new.rows]
        consultant = "missing" if new.facts.consultant is None else "entered"
        yield Item("promise.differed", {"topics": topics, "consultant": consultant},
                   (json_value("blob", "promise.columns", rows),))  # fmt: skip
    elif new.explained and not before.explained:
        by = "knowledge" if isinstance(old, st.Explaining) else "staff"
        yield Item("promise.explained", {"by": by})
