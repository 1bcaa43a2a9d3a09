"""The figures of the corner's texts: each comes out of the cash-flow engine, none is written by hand."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from kiosk.dialogue.lexicon import QUIET
from kiosk.domain.errors import LendingError
from kiosk.domain.money import Fen, fen_of, percent_text
from kiosk.domain.offer import DayCount, RepaymentMethod
from kiosk.domain.speech import Language, Text
from kiosk.education.lesson import ANTI_FRAUD, HOTLINE, POLICE
from kiosk.lending.annual_rate import AnnualRate, schedule_rate
from kiosk.lending.courses import missed
from kiosk.lending.schedule import Schedule, Terms, build_schedule
from kiosk.lending.terms import NO_FEE, YEAR_DAYS
from kiosk.lending.wording import yuan

_START = date(2026, 1, 15)
_DAY_RATE = Decimal("0.0005")
_ROLLS, _ROLL_MONTHS, _ROLL_FEE = 4, 3, Decimal("0.05")
_PAID_BEFORE = 6
"""Instalments that the relative pays before he stops."""


@cache
def figures() -> Mapping[str, Text]:
    """Placeholder -> what stands in its place."""
    return {
        **_flat(), **_fees_first(), **_no_interest(), **_daily(), **_rolled(), **_tied(), **_guarantee(), **_late(),
        **_lent_name(), "hotline": Text(HOTLINE, HOTLINE), "police": Text(POLICE, POLICE),
        "anti_fraud": Text(ANTI_FRAUD, ANTI_FRAUD), "quiet": quiet_sentence(),
    }  # fmt: skip


def quiet_sentence() -> Text:
    """The sentence of the quiet way out that is taught: the first of each language's."""
    english = QUIET[Language.EN][0]
    return Text(QUIET[Language.ZH_CN][0], english[0].upper() + english[1:])


def flat_loan() -> Schedule:
    """Half a per cent a month of the first principal, to the end."""
    return _loan("12000", "0.06", 12, RepaymentMethod.FLAT)


def _loan(
    principal: str, rate: str, months: int, method: RepaymentMethod = RepaymentMethod.ANNUITY, *,
    upfront: str = "0", monthly: str = "0", count: DayCount = DayCount.MONTHS,
) -> Schedule:  # fmt: skip
    return build_schedule(
        Terms(
            fen_of(principal), Decimal(rate), months, method, _START,
            upfront_fee=fen_of(upfront) or NO_FEE, monthly_fee=fen_of(monthly) or NO_FEE, day_count=count,
        )
    )  # fmt: skip


def _real(schedule: Schedule) -> Text:
    """Simple annual cost, everything included."""
    rate = schedule_rate(schedule)
    if not isinstance(rate, AnnualRate):
        raise LendingError(f"an example of the corner has no annual cost: {rate.reason}")
    return _percent(rate.simple)


def _percent(rate: Decimal) -> Text:
    return Text(percent_text(rate), percent_text(rate))


def _months(number: int) -> Text:
    return Text(f"{number} 个月", f"{number} months")


def _basics(name: str, schedule: Schedule) -> dict[str, Text]:
    return {
        f"{name}_sum": yuan(schedule.terms.principal),
        f"{name}_months": _months(schedule.terms.periods),
        f"{name}_payment": yuan(schedule.instalments[0].amount),
        f"{name}_total": yuan(schedule.total_paid),
        f"{name}_real": _real(schedule),
    }


def _flat() -> dict[str, Text]:
    loan = flat_loan()
    fair = _loan("12000", "0.06", 12)
    month = loan.terms.nominal_rate / 12
    tenths = (month * 1000).normalize()
    return {
        **_basics("flat", loan),
        "flat_li": Text(f"月息 {tenths} 厘", f"{percent_text(month)} a month"),
        "flat_quoted": _percent(loan.terms.nominal_rate),
        "flat_interest": yuan(loan.total_interest),
        "flat_fair_interest": yuan(fair.total_interest),
        "flat_half_owed": yuan(loan.instalments[loan.terms.periods // 2 - 1].balance),
    }


def _fees_first() -> dict[str, Text]:
    loan = _loan("20000", "0.06", 12, upfront="2000")
    return {
        **_basics("fee", loan),
        "fee_first": yuan(loan.terms.upfront_fee),
        "fee_received": yuan(loan.received),
        "fee_quoted": _percent(loan.terms.nominal_rate),
    }


def _no_interest() -> dict[str, Text]:
    loan = _loan("6000", "0", 12, monthly="45")
    return {**_basics("free", loan), "free_fee": yuan(loan.terms.monthly_fee), "free_fees": yuan(loan.total_fees)}


def _daily() -> dict[str, Text]:
    """Five yuan a day for ten thousand."""
    rate = _DAY_RATE * YEAR_DAYS[DayCount.ACTUAL_365]
    loan = _loan("10000", str(rate), 12, RepaymentMethod.BULLET, count=DayCount.ACTUAL_365)
    return {
        "daily_sum": yuan(loan.terms.principal),
        "daily_day": yuan(Fen(int(loan.terms.principal * _DAY_RATE))),
        "daily_interest": yuan(loan.total_interest),
        "daily_year": _percent(Decimal(loan.total_interest) / loan.terms.principal),
    }


def _rolled() -> dict[str, Text]:
    """A short loan is paid with a new one, again and again; nothing is ever paid back."""
    first = owed = fen_of("10000")
    for _ in range(_ROLLS):
        principal = Fen(round(owed / (1 - _ROLL_FEE)))
        terms = Terms(
            principal, Decimal("0.24"), _ROLL_MONTHS, RepaymentMethod.BULLET, _START, upfront_fee=Fen(principal - owed)
        )
        owed = build_schedule(terms).instalments[-1].amount
    return {
        "roll_sum": yuan(first),
        "roll_owed": yuan(owed),
        "roll_grown": yuan(Fen(owed - first)),
        "roll_months": _months(_ROLLS * _ROLL_MONTHS),
        "roll_each": _months(_ROLL_MONTHS),
        "roll_times": Text(f"{_ROLLS} 次", f"{_ROLLS} times"),
    }


def _tied() -> dict[str, Text]:
    plain, loan = _loan("50000", "0.06", 24), _loan("50000", "0.06", 24, monthly="150")
    return {
        **_basics("tied", loan),
        "tied_quoted": _real(plain),
        "tied_fee": yuan(loan.terms.monthly_fee),
        "tied_fees": yuan(loan.total_fees),
    }


def _guarantee() -> dict[str, Text]:
    loan = _loan("100000", "0.08", 36)
    return {
        **_basics("guarantee", loan),
        "guarantee_paid": _months(_PAID_BEFORE),
        "guarantee_left": yuan(loan.instalments[_PAID_BEFORE - 1].balance),
    }


def _late() -> dict[str, Text]:
    loan, rate = _loan("30000", "0.12", 12), Decimal("0.18")
    short, long = missed(loan, 3, 10, rate), missed(loan, 3, 90, rate)
    return {
        **_basics("late", loan),
        "late_rate": _percent(rate),
        "late_ten": yuan(short.charge),
        "late_ninety": yuan(long.charge),
        "late_ninety_due": yuan(long.due_then),
    }


def _lent_name() -> dict[str, Text]:
    loan = _loan("30000", "0.15", 24)
    return _basics("name", loan)
