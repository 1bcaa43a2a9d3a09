"""What the console's acts leave in the evidence: who, what, and the reason that the borrower read."""

from collections.abc import Iterator

from kiosk.consent import events as ev
from kiosk.consent.item import Field, Item, Scalar
from kiosk.domain.staff import StaffMark


def by_console(event: ev.Event) -> Iterator[Item]:
    """One entry a person."""
    match event:
        case ev.StaffComing(staff, mark):
            yield _acted("come_over", staff, mark, {})
        case ev.ScriptHeld(staff, mark):
            yield _acted("pause", staff, mark, {})
        case ev.EndedByStaff(staff, reason, mark):
            yield _acted("end", staff, mark, {"reason": reason})
        case ev.ShiftHandedOver(staff, second, mark, second_mark):
            yield _acted("hand_over", staff, mark, {"second": str(second)})
            yield _acted("hand_over", second, second_mark, {"second": str(staff)})
        case ev.StaffApproved(first, second, matter, reason):
            for act, other in ((first, second), (second, first)):
                checks: list[Scalar] = list(act.checks)
                more: dict[str, Field] = {"second": str(other.staff), "verdict": "approved", "checks": checks}
                yield _acted(matter, act.staff, act.mark, {**more, "reason": reason})
        case _:
            return


def marked(mark: StaffMark) -> dict[str, Field]:
    """Role and signature; who has the register's public keys can check it (kiosk.evidence.staff_proof)."""
    signed: dict[str, Field] = {"nonce": mark.nonce, "number": mark.number, "proof": mark.signature}
    return {"role": str(mark.role), **(signed if mark.signature else {})}


def _acted(what: str, staff: str, mark: StaffMark, more: dict[str, Field]) -> Item:
    return Item("staff.acted", {"what": what, "staff": str(staff), "context": "console", **marked(mark), **more})
