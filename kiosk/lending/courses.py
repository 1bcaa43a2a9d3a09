"""How a loan may run otherwise than planned: paid early, paid late, or with another rate.

Each course starts from the schedule as planned and gives the schedule as it would really be, so that the
difference, the balances and the annual rate come out of the one cash flow. Interest runs only for the time
really used (Civil Code art. 677): within a period, by days of that period.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from kiosk.domain.errors import LendingError
from kiosk.domain.money import Fen
from kiosk.domain.offer import RepaymentMethod
from kiosk.lending.amortise import Stretch, interest_so_far, parts, rest_of, rounded, whole_loan
from kiosk.lending.schedule import Instalment, Schedule, instalments
from kiosk.lending.terms import YEAR_DAYS, Terms, due_date, odd_days, require_rate


class AfterPrepaying(StrEnum):
    """What becomes of the rest when a part was paid early. Where principal is due only at the end, both are one."""

    SHORTER = "shorter"
    """The same instalment, ending sooner."""
    SMALLER = "smaller"
    """The same end, smaller instalments."""


@dataclass(frozen=True, slots=True)
class Course:
    """What would happen. Amounts in fen; a prepayment is a row of its own in `actual`.

    `charge`: what the event itself costs: prepayment fee or penalty interest. `due_then`: to be paid on that day
    because of it; with another rate, the first new instalment.
    """

    planned: Schedule
    actual: Schedule
    on: date
    charge: Fen
    due_then: Fen

    @property
    def difference(self) -> Fen:
        """More paid in all than planned; negative: saved."""
        return Fen(self.actual.total_paid - self.planned.total_paid)

    @property
    def cost_per_100(self) -> Fen:
        """What the loan then costs for each 100 yuan received."""
        cost = self.actual.total_paid - self.actual.terms.principal
        return Fen(rounded(Fraction(cost * 10_000, self.actual.received)))

    def balances(self) -> tuple[tuple[date, Fen], ...]:
        """What is owed after the payout and after each payment, in order of time."""
        terms = self.actual.terms
        return ((terms.start, terms.principal), *((row.date, row.balance) for row in self.actual.instalments))


def settled(schedule: Schedule, on: date, fee_rate: Decimal) -> Course:
    """All repaid on a day; instalments due until then are paid. `fee_rate`: of the principal paid early.

    A month that has begun bears its monthly fee, and a fee due at the end is due then. Raises LendingError.
    """
    where = _Place.at(schedule, on)
    row = where.prepaid(where.balance, fee_rate)
    terms = schedule.terms
    more = terms.end_fee + (terms.monthly_fee if where.elapsed else 0)
    row = replace(row, fees=Fen(row.fees + more), amount=Fen(row.amount + more))
    actual = Schedule(terms, (*where.paid, row), changed=True)
    return Course(schedule, actual, on, Fen(row.fees - more), row.amount)


def settled_after(schedule: Schedule, period: int, fee_rate: Decimal) -> Course:
    """All repaid on the day on which a period ends, its instalment paid; 0: on the day of the payout."""
    if not 0 <= period < schedule.terms.periods:
        raise LendingError(f"prepayment after month {period}: must be from 0 to {schedule.terms.periods - 1}")
    return settled(schedule, due_date(schedule.terms, period), fee_rate)


def part_prepaid(schedule: Schedule, on: date, amount: Fen, fee_rate: Decimal, then: AfterPrepaying) -> Course:
    """`amount` of the principal repaid on a day, with its own interest up to then and the fee on it.

    Raises LendingError when the amount is not below what is owed then.
    """
    where = _Place.at(schedule, on)
    if not 0 < amount < where.balance:
        raise LendingError(f"amount: must be above 0 and below {where.balance} fen, what is owed on {on}")
    row = where.prepaid(amount, fee_rate)
    left = where.balance - amount
    rest = rest_of(where.stretch, where.within, left)
    rest = replace(rest, base=rounded(Fraction(rest.base * left, where.balance)))
    if then is AfterPrepaying.SHORTER:
        rest = replace(rest, share=_kept_share(where))
    rows = instalments(schedule.terms, parts(rest), left, where.period, row.n)
    again = (where.period, rest) if where.elapsed == 0 else None
    actual = Schedule(schedule.terms, (*where.paid, row, *rows), changed=True, rest=again)
    return Course(schedule, actual, on, row.fees, row.amount)


def rate_changed(schedule: Schedule, after: int, rate: Decimal) -> Course:
    """From period `after` + 1 on, `rate` a year is charged, and the rest is worked out anew over the same time."""
    terms = schedule.terms
    require_rate("rate", rate)
    if not 0 <= after < terms.periods:
        raise LendingError(f"changed rate after month {after}: must be from 0 to {terms.periods - 1}")
    where = _Place.at(schedule, due_date(terms, after))
    rest = replace(rest_of(where.stretch, where.within, where.balance), rate=rate)
    rows = instalments(terms, parts(rest), where.balance, after, len(where.paid))
    actual = Schedule(terms, (*where.paid, *rows), changed=True, rest=(after, rest))
    return Course(schedule, actual, where.on, Fen(0), rows[0].amount)


def missed(schedule: Schedule, n: int, days: int, overdue_rate: Decimal) -> Course:
    """Nothing is paid for `days` days from the day on which instalment `n` is due; then all arrears at once.

    What falls due meanwhile is missed too. Penalty interest runs on each whole instalment, for its own days, at
    `overdue_rate` a year; it is told as fees of the payment.
    """
    terms = _alterable(schedule).terms
    require_rate("overdue_rate", overdue_rate)
    if not 1 <= n <= len(schedule.instalments):
        raise LendingError(f"instalment {n}: there is none of this number")
    if not 0 <= days <= 3660:
        raise LendingError("days late: must be from 0 to 3660")
    first = schedule.instalments[n - 1]
    on = date.fromordinal(first.date.toordinal() + days)
    period, odd = _time(terms, on)
    rows: list[Instalment] = []
    charge = due = 0
    for row in schedule.instalments:
        late = (on - row.date).days
        if row.n < n or late <= 0:
            rows.append(row)
            continue
        penalty = penalty_interest(terms, row.amount, late, overdue_rate)
        charge, due = charge + penalty, due + row.amount + penalty
        rows.append(
            replace(
                row, month=period, odd_days=odd, date=on, fees=Fen(row.fees + penalty), amount=Fen(row.amount + penalty)
            )
        )
    return Course(schedule, Schedule(terms, tuple(rows), changed=True), on, Fen(charge), Fen(due))


def penalty_interest(terms: Terms, amount: int, days: int, overdue_rate: Decimal) -> Fen:
    """What `amount` costs when it comes so many days late."""
    return Fen(rounded(Fraction(overdue_rate) * amount * days / YEAR_DAYS[terms.day_count], terms.rounding))


@dataclass(frozen=True, slots=True)
class _Place:
    """A day of a loan: `period` periods have ended, and of the running one `elapsed` has passed (a fraction).

    `stretch`: as it goes on; of a loan that was changed before, from that change on, and `within` periods of it ended.
    """

    stretch: Stretch
    paid: tuple[Instalment, ...]
    on: date
    period: int
    odd: int
    elapsed: Fraction
    balance: int
    within: int

    @staticmethod
    def at(schedule: Schedule, on: date) -> "_Place":
        terms = _alterable(schedule).terms
        after, stretch = schedule.rest or (0, whole_loan(terms))
        if not due_date(terms, after) <= on < due_date(terms, terms.periods):
            raise LendingError(f"{on}: lies outside the loan, or nothing is owed any more")
        period = next(p for p in range(terms.periods) if on < due_date(terms, p + 1))
        began, ends = due_date(terms, period), due_date(terms, period + 1)
        paid = tuple(row for row in schedule.instalments if row.month <= period)
        balance = paid[-1].balance if paid else terms.principal
        if balance == 0:
            raise LendingError(f"{on}: no principal is owed any more")
        return _Place(
            stretch=stretch,
            paid=paid,
            on=on,
            period=period,
            odd=_time(terms, on)[1],
            elapsed=Fraction((on - began).days, (ends - began).days),
            balance=balance,
            within=period - after,
        )

    def prepaid(self, amount: int, fee_rate: Decimal) -> Instalment:
        """The payment of `amount` of principal on this day, with the interest that it has cost until now."""
        require_rate("fee_rate", fee_rate)
        loan = self.stretch
        days: int | Fraction = self.elapsed * loan.days[self.within]
        on, before = amount, Fraction(0)
        if loan.method is RepaymentMethod.BULLET:
            before = interest_so_far(loan, self.within, amount)
        elif loan.method is RepaymentMethod.FLAT:
            on = rounded(Fraction(loan.base * amount, self.balance))
        interest = rounded(before + loan.interest(on, days), loan.rounding)
        fee = rounded(Fraction(fee_rate) * amount, loan.rounding)
        return Instalment(
            n=len(self.paid) + 1,
            month=self.period,
            date=self.on,
            principal=Fen(amount),
            interest=Fen(interest),
            fees=Fen(fee),
            amount=Fen(amount + interest + fee),
            balance=Fen(self.balance - amount),
            odd_days=self.odd,
        )


def _alterable(schedule: Schedule) -> Schedule:
    if schedule.changed and schedule.rest is None:
        raise LendingError("course: starts from the schedule as planned, or from one that goes on by the period")
    return schedule


def _time(terms: Terms, on: date) -> tuple[int, int]:
    """Whole periods that have ended, and the days besides, as `Instalment` counts them."""
    period = max(p for p in range(terms.periods + 1) if due_date(terms, p) <= on)
    since = (on - due_date(terms, period)).days
    return period, since + (odd_days(terms) if period else 0)


def _kept_share(where: _Place) -> int | None:
    """The instalment that goes on: principal and interest of an annuity, else the principal of each period."""
    row = parts(where.stretch)[where.within]
    match where.stretch.method:
        case RepaymentMethod.ANNUITY:
            return sum(row)
        case RepaymentMethod.EQUAL_PRINCIPAL | RepaymentMethod.FLAT:
            return row[0]
        case RepaymentMethod.INTEREST_FIRST | RepaymentMethod.BULLET:
            return None
