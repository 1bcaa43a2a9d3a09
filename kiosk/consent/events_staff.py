"""What staff do at the kiosk or from the console; none of it is an answer of the borrower's."""

from dataclasses import dataclass

from kiosk.consent.facts import PromiseTold, StaffAct
from kiosk.domain.ids import StaffId
from kiosk.domain.staff import UNMARKED, StaffMark

COMING, HELD = "coming", "held"
APPROVED = ("looked_in_person", "hard_for_borrower", "device_fault")
"""Why two people settled something, as the borrower reads it."""
ENDED = ("borrower_unwell", "pressure_seen", "wrong_case", "device_fault", "branch_closes")
"""Why staff ended a session, as the borrower reads it."""
NOTICES = (COMING, HELD, *(f"approved_{why}" for why in APPROVED), *(f"ended_{why}" for why in ENDED))
"""Lines of the script that the console can have shown, as `notice_*`: there are no others."""


CLOSED = ("hours", "staff")
"""Why nobody is served though nothing is broken."""
FAULTS = ("face_camera", "document_camera", "microphone", "speaker", "printer", "paper", "disk", "clock", "certificate")
"""What a kiosk can find missing before anybody sits down, and find there again."""


@dataclass(frozen=True, slots=True)
class ConsultantStated:
    """The consultant's own version of what he promised, entered by a member of staff who signed in."""

    act: StaffAct
    told: tuple[PromiseTold, ...]


@dataclass(frozen=True, slots=True)
class StaffComing:
    """From the console: somebody is on the way."""

    staff: StaffId
    mark: StaffMark = UNMARKED


@dataclass(frozen=True, slots=True)
class ScriptHeld:
    """From the console: the script waits. The borrower goes on when he likes."""

    staff: StaffId
    mark: StaffMark = UNMARKED


@dataclass(frozen=True, slots=True)
class EndedByStaff:
    """From the console: the session goes over to a person. `reason`: one of ENDED."""

    staff: StaffId
    reason: str
    mark: StaffMark = UNMARKED


@dataclass(frozen=True, slots=True)
class ShiftHandedOver:
    """From the console: who was on duty, and who is from now on. Nothing changes for the borrower."""

    staff: StaffId
    second: StaffId
    mark: StaffMark = UNMARKED
    second_mark: StaffMark = UNMARKED


@dataclass(frozen=True, slots=True)
class StaffApproved:
    """From the console: two people settle what the kiosk leaves to people. `matter`: identity, teach_back, presence;
    `reason`: one of APPROVED, which the borrower reads."""

    first: StaffAct
    second: StaffAct
    matter: str
    reason: str


@dataclass(frozen=True, slots=True)
class ServiceChanged:
    """Whether somebody can be served now. `fault`: what is missing, one of FAULTS; `closed`: one of CLOSED; both empty:
    the kiosk is open."""

    fault: str = ""
    closed: str = ""
