"""What staff enter at the kiosk; none of it is an answer of the borrower's."""

from dataclasses import dataclass

from kiosk.consent.facts import PromiseTold, StaffAct


@dataclass(frozen=True, slots=True)
class ConsultantStated:
    """The consultant's own version of what he promised, entered by a member of staff who signed in."""

    act: StaffAct
    told: tuple[PromiseTold, ...]
