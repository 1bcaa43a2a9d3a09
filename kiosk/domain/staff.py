"""Who works at a branch, as far as evidence knows them: an id, a role, and the mark that their own key made."""

from dataclasses import dataclass
from enum import StrEnum


class StaffRole(StrEnum):
    """What somebody may do."""

    SUPERVISOR = "supervisor"
    CLERK = "clerk"
    CONSULTANT = "consultant"
    """Sold the loan: may enter his own version of what he promised, and nothing else."""


MAY_SETTLE = (StaffRole.SUPERVISOR, StaffRole.CLERK)
"""Roles that may help, settle and end."""


@dataclass(frozen=True, slots=True)
class StaffMark:
    """The signature of a person's own key under an act; `nonce` and `number` stand in what was signed.

    Empty: the act came without one (a rehearsed session has nobody who could type a PIN).
    """

    role: StaffRole = StaffRole.CLERK
    nonce: str = ""
    number: int = 0
    signature: str = ""


UNMARKED = StaffMark()
