"""What is known of income and debts: checked by the lender, or only declared."""

from kiosk.consent.context import Context
from kiosk.consent.facts import Facts
from kiosk.domain.case import VerifiedIncome
from kiosk.domain.money import Fen
from kiosk.lending.what_if import Household


def checked_income(facts: Facts) -> VerifiedIncome | None:
    """What the lender checked; None: there is only what the borrower declared."""
    case = facts.opening.case
    return case.income if case is not None else None


def household(context: Context, facts: Facts) -> Household | None:
    """Income as checked, else as declared, and debts as declared; None: no income is known."""
    checked = checked_income(facts)
    income = checked.monthly if checked is not None else facts.needs.income
    if income is None:
        return None
    return Household(income, facts.needs.debts or Fen(0), context.affordability)
