"""What a command of the console becomes: an event of the session. There is no other way from a console into it."""

from kiosk.consent.events import EndedByStaff, ScriptHeld, ShiftHandedOver, StaffApproved, StaffComing
from kiosk.consent.facts import StaffAct
from kiosk.domain.ids import StaffId
from kiosk.domain.staff import StaffMark
from kiosk.supervision import messages as ms

FromStaff = StaffComing | ScriptHeld | EndedByStaff | StaffApproved | ShiftHandedOver
OfSession = ms.ComeOver | ms.PauseScript | ms.EndSession | ms.Approve | ms.HandOver


def event_of(command: OfSession, marks: tuple[StaffMark, ...], at: float = 0.0) -> FromStaff:
    """None of these is a reply, a choice, a consent or a confirmation. `marks`: one a person, as they were proven."""
    mark, other = marks[0], marks[-1]
    match command:
        case ms.ComeOver(staff=staff):
            return StaffComing(StaffId(staff), mark)
        case ms.PauseScript(staff=staff):
            return ScriptHeld(StaffId(staff), mark)
        case ms.EndSession(staff=staff, reason=reason):
            return EndedByStaff(StaffId(staff), str(reason), mark)
        case ms.HandOver(staff=staff, second=second):
            return ShiftHandedOver(StaffId(staff), StaffId(second), mark, other)
        case ms.Approve(staff=staff, second=second, matter=matter, reason=reason, checks=checks):
            said = ", ".join(checks)
            people = ((staff, mark), (second, other))
            one, two = (StaffAct(StaffId(who), True, said, checks, at, by) for who, by in people)
            return StaffApproved(one, two, str(matter), str(reason))
