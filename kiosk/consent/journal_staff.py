"""What the console's acts leave in the evidence: who, what, and the reason that the borrower read."""

from collections.abc import Iterator

from kiosk.consent import events as ev
from kiosk.consent.item import Field, Item, Scalar


def by_console(event: ev.Event) -> Iterator[Item]:
    """One entry a person."""
    match event:
        case ev.StaffComing(staff):
            yield _acted("come_over", staff, {})
        case ev.ScriptHeld(staff):
            yield _acted("pause", staff, {})
        case ev.EndedByStaff(staff, reason):
            yield _acted("end", staff, {"reason": reason})
        case ev.StaffApproved(first, second, matter, reason):
            for act, other in ((first, second), (second, first)):
                checks: list[Scalar] = list(act.checks)
                more: dict[str, Field] = {"second": str(other.staff), "verdict": "approved", "checks": checks}
                yield _acted(matter, act.staff, {**more, "reason": reason})
        case _:
            return


def _acted(what: str, staff: str, more: dict[str, Field]) -> Item:
    return Item("staff.acted", {"what": what, "staff": str(staff), "context": "console", **more})
