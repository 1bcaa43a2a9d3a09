"""What a command of the console becomes: an event of the session. There is no other way from a console into it."""

from kiosk.consent.events import EndedByStaff, ScriptHeld, StaffApproved, StaffComing
from kiosk.consent.facts import StaffAct
from kiosk.domain.ids import StaffId
from kiosk.supervision import messages as ms

FromStaff = StaffComing | ScriptHeld | EndedByStaff | StaffApproved


def event_of(command: ms.Command) -> FromStaff:
    """None of these is a reply, a choice, a consent or a confirmation."""
    match command:
        case ms.ComeOver(_, _, _, staff):
            return StaffComing(StaffId(staff))
        case ms.PauseScript(_, _, _, staff):
            return ScriptHeld(StaffId(staff))
        case ms.EndSession(_, _, _, staff, reason):
            return EndedByStaff(StaffId(staff), str(reason))
        case ms.Approve(_, _, _, staff, second, matter, reason, checks):
            said = ", ".join(checks)
            first, other = (StaffAct(StaffId(who), True, said, checks) for who in (staff, second))
            return StaffApproved(first, other, str(matter), str(reason))
