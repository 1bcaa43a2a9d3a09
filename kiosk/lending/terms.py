"""What the arithmetic of a loan needs, and the calendar that follows from it."""

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from kiosk.domain.errors import LendingError
from kiosk.domain.money import Fen
from kiosk.domain.offer import DayCount, RepaymentMethod, Rounding

NO_FEE = Fen(0)
MAX_PERIODS = 360
MAX_PRINCIPAL = Fen(10**12)
"""Ten thousand million yuan: far above any consumer loan, so that a slip of units is caught."""
MAX_RATE = Decimal(10)
MAX_RATE_PLACES = 12
"""Decimals of a rate: far more than any contract states, so that exact arithmetic stays short."""
LONGEST_FIRST_PERIOD = 3
"""Months: a first period that is longer is no instalment loan any more."""
YEAR_DAYS = {DayCount.MONTHS: 360, DayCount.ACTUAL_360: 360, DayCount.ACTUAL_365: 365, DayCount.THIRTY_360: 360}
"""Days that a year has for interest. A daily rate is this part of the annual one."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Fees in fen; `nominal_rate` a year, as a fraction. A period is a month, but the first may be irregular.

    `first_due`: the first date on which anything is due; None: a whole period after the payout.
    `upfront_fee` leaves what is received smaller than the principal; `monthly_fee` comes with each month;
    `end_fee` with the last instalment. Raises LendingError when a figure can't be.
    """

    principal: Fen
    nominal_rate: Decimal
    periods: int
    method: RepaymentMethod
    start: date
    first_due: date | None = None
    upfront_fee: Fen = NO_FEE
    monthly_fee: Fen = NO_FEE
    end_fee: Fen = NO_FEE
    day_count: DayCount = DayCount.MONTHS
    rounding: Rounding = Rounding.HALF_UP

    def __post_init__(self) -> None:
        if not 0 < self.principal <= MAX_PRINCIPAL:
            raise LendingError(f"principal: must be above 0 and at most {MAX_PRINCIPAL} fen")
        require_rate("nominal_rate", self.nominal_rate)
        if not 1 <= self.periods <= MAX_PERIODS:
            raise LendingError(f"periods: must be from 1 to {MAX_PERIODS}")
        for name in ("upfront_fee", "monthly_fee", "end_fee"):
            if not 0 <= getattr(self, name) <= MAX_PRINCIPAL:
                raise LendingError(f"{name}: must not be negative or above {MAX_PRINCIPAL} fen")
        if self.upfront_fee >= self.principal:
            raise LendingError("upfront_fee: must be smaller than the principal, or nothing is received")
        self._check_dates()

    def _check_dates(self) -> None:
        last = self.start.year * 12 + self.start.month + self.periods + LONGEST_FIRST_PERIOD
        if last > 12 * date.max.year:
            raise LendingError("start: the last instalment lies beyond the calendar")
        if self.first_due is None:
            return
        if self.first_due.year * 12 + self.first_due.month + self.periods > 12 * date.max.year:
            raise LendingError("first_due: the last instalment lies beyond the calendar")
        first, latest = due_date(self, 1), add_months(self.start, LONGEST_FIRST_PERIOD)
        if not self.start < first <= latest:
            raise LendingError(
                f"first_due: a loan paid out on {self.start} can't have {self.first_due}: its first period would end"
                f" on {first}, and must end after the payout and by {latest}"
            )

    @property
    def regular(self) -> bool:
        """Whether the first period is a whole month as the others are."""
        month = first_month(self.method, self.periods, self.monthly_fee)
        return self.first_due is None or self.first_due == add_months(self.start, month)

    @property
    def due_day(self) -> int:
        """Day of the month on which instalments are due; the month's last day where it has no such day."""
        return self.start.day if self.regular or self.first_due is None else self.first_due.day


def require_rate(name: str, rate: Decimal) -> None:
    """LendingError unless it is a rate a year that can be: a fraction from 0 to MAX_RATE."""
    if not rate.is_finite() or not 0 <= rate <= MAX_RATE:
        raise LendingError(f"{name}: must be a fraction from 0 to {MAX_RATE}")
    if rate != round(rate, MAX_RATE_PLACES):
        raise LendingError(f"{name}: at most {MAX_RATE_PLACES} decimals are expected")


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if day.day <= 28:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_month(method: RepaymentMethod, periods: int, monthly_fee: int) -> int:
    """The period that the first instalment ends: a bullet without monthly fees pays only once, at the end."""
    return periods if method is RepaymentMethod.BULLET and monthly_fee == 0 else 1


def due_date(terms: Terms, period: int) -> date:
    """The day on which a period ends; 0 is the payout.

    Counted from the payout when the first period is regular, so that 31 January is followed by 28 February and
    31 March; otherwise from `first_due`.
    """
    if period == 0:
        return terms.start
    if terms.regular or terms.first_due is None:
        return add_months(terms.start, period)
    month = first_month(terms.method, terms.periods, terms.monthly_fee)
    return add_months(terms.first_due, period - month)


def odd_days(terms: Terms) -> int:
    """By how many days the first period is longer than a month; all later due days move with it."""
    return 0 if terms.regular else (due_date(terms, 1) - add_months(terms.start, 1)).days


def period_days(terms: Terms) -> tuple[int, ...]:
    """Days of each period as the day count has them, of a year of `YEAR_DAYS`."""
    dates = [due_date(terms, period) for period in range(terms.periods + 1)]
    match terms.day_count:
        case DayCount.MONTHS:
            return (30 if terms.regular else _months_and_days(terms.start, dates[1]), *(30,) * (terms.periods - 1))
        case DayCount.ACTUAL_360 | DayCount.ACTUAL_365:
            return tuple((last - first).days for first, last in pairwise(dates))
        case DayCount.THIRTY_360:
            return tuple(_thirty(last) - _thirty(first) for first, last in pairwise(dates))


def _months_and_days(first: date, last: date) -> int:
    """Whole months as 30 days, and the days that are left as they are."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if add_months(first, months) > last:
        months -= 1
    return 30 * months + (last - add_months(first, months)).days


def _thirty(day: date) -> int:
    return 360 * day.year + 30 * day.month + min(day.day, 30)
