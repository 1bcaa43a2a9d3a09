"""Who among staff may settle something: nobody who sold this loan, and two only while both sign-ins are fresh."""

from kiosk.consent.context import Context
from kiosk.consent.facts import Facts, StaffAct
from kiosk.domain.staff import MAY_SETTLE


def may_settle(facts: Facts, act: StaffAct) -> bool:
    """By role, and not the consultant of this very case."""
    case = facts.opening.case
    return act.mark.role in MAY_SETTLE and (case is None or act.staff != case.consultant.id)


def still_fresh(context: Context, acts: tuple[StaffAct, ...], newest: StaffAct) -> tuple[StaffAct, ...]:
    """Those of the others that were done shortly before the newest one."""
    return tuple(act for act in acts if newest.at - act.at <= context.delays.two_people)
