"""Paid early, paid late, another rate: one cash flow, whatever happens."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.errors import LendingError
from kiosk.domain.money import Fen
from kiosk.domain.offer import DayCount, RepaymentMethod
from kiosk.lending.annual_rate import AnnualRate, schedule_rate
from kiosk.lending.courses import (
    AfterPrepaying,
    Course,
    missed,
    part_prepaid,
    rate_changed,
    settled,
    settled_after,
)
from kiosk.lending.schedule import Schedule, Terms, build_schedule, due_date

FEE, OVERDUE = Decimal("0.01"), Decimal("0.108")


@st.composite
def loans(draw: st.DrawFn) -> Schedule:
    principal = draw(st.integers(10_000, 10**9))
    start = draw(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
    method = draw(st.sampled_from(RepaymentMethod))
    fee = draw(st.sampled_from([0, 0, 50_00]))
    first = start + timedelta(days=draw(st.integers(1, 85))) if draw(st.booleans()) else None
    if method is RepaymentMethod.BULLET and fee == 0:
        first = None
    terms = Terms(
        principal=Fen(principal),
        nominal_rate=Decimal(draw(st.integers(0, 3600))) / 10_000,
        periods=draw(st.integers(2, 60)),
        method=method,
        start=start,
        first_due=first,
        upfront_fee=Fen(draw(st.integers(0, principal // 10))),
        monthly_fee=Fen(fee),
        day_count=draw(st.sampled_from(DayCount)),
    )
    return build_schedule(terms)


def sound(course: Course) -> None:
    """Balances end at zero, each row adds up, and the principal comes back to the fen."""
    rows = course.actual.instalments
    terms = course.actual.terms
    assert rows[-1].balance == 0
    assert sum(row.principal for row in rows) == terms.principal
    assert all(row.amount == row.principal + row.interest + row.fees for row in rows)
    assert all(min(row.principal, row.interest, row.fees, row.balance) >= 0 for row in rows)
    assert all(earlier.date <= later.date for earlier, later in pairwise(rows))
    assert [row.n for row in rows] == list(range(1, len(rows) + 1))
    owed = int(terms.principal)
    for row in rows:
        owed -= row.principal
        assert row.balance == owed
    assert course.balances()[0] == (terms.start, terms.principal)


@given(loans(), st.data())
def test_settling_pays_for_the_time_used_and_no_more(loan: Schedule, data: st.DataObject) -> None:
    terms = loan.terms
    last = due_date(terms, terms.periods)
    on = terms.start + timedelta(days=data.draw(st.integers(0, (last - terms.start).days - 1)))
    free, dear = settled(loan, on, Decimal(0)), settled(loan, on, FEE)
    sound(dear)
    assert free.charge == 0
    assert dear.difference - free.difference == dear.charge
    # Rounding of single instalments apart, paying early and for free never costs more than going on.
    assert free.difference <= terms.periods
    assert dear.due_then == dear.actual.instalments[-1].amount
    if on > terms.start:
        assert isinstance(schedule_rate(dear.actual), AnnualRate)


@given(loans(), st.data())
def test_a_part_paid_early_saves_interest(loan: Schedule, data: st.DataObject) -> None:
    terms = loan.terms
    period = data.draw(st.integers(0, terms.periods - 1))
    on = due_date(terms, period) + timedelta(days=data.draw(st.integers(0, 10)))
    owed = next((row.balance for row in reversed(loan.instalments) if row.month <= period), terms.principal)
    if on >= due_date(terms, period + 1) or owed < 2:
        return
    amount = Fen(data.draw(st.integers(1, owed - 1)))
    shorter = part_prepaid(loan, on, amount, Decimal(0), AfterPrepaying.SHORTER)
    smaller = part_prepaid(loan, on, amount, Decimal(0), AfterPrepaying.SMALLER)
    for course in (shorter, smaller):
        sound(course)
        assert course.actual.total_interest <= loan.total_interest + terms.periods
    assert shorter.actual.instalments[-1].date <= smaller.actual.instalments[-1].date
    assert shorter.actual.total_interest <= smaller.actual.total_interest + terms.periods
    dear = part_prepaid(loan, on, amount, FEE, AfterPrepaying.SMALLER)
    assert dear.difference == smaller.difference + dear.charge


@given(loans(), st.data())
def test_another_rate_costs_more_only_if_it_is_higher(loan: Schedule, data: st.DataObject) -> None:
    terms = loan.terms
    after = data.draw(st.integers(0, terms.periods - 1))
    if any(row.balance == 0 and row.month <= after for row in loan.instalments):
        return
    more = rate_changed(loan, after, min(Decimal(10), terms.nominal_rate + Decimal("0.01")))
    less = rate_changed(loan, after, max(Decimal(0), terms.nominal_rate - Decimal("0.01")))
    same = rate_changed(loan, after, terms.nominal_rate)
    for course in (more, less, same):
        sound(course)
        assert course.actual.instalments[-1].date == loan.instalments[-1].date
    assert less.difference - terms.periods <= same.difference <= more.difference + terms.periods
    # The rest is worked out anew from the rounded balance: at most some fen a period are rounded otherwise.
    assert abs(same.difference) <= terms.periods


@given(loans(), st.integers(1, 60), st.integers(0, 400), st.integers(0, 100))
def test_a_longer_delay_never_costs_less(loan: Schedule, n: int, days: int, more: int) -> None:
    n = min(n, len(loan.instalments))
    short, long = missed(loan, n, days, OVERDUE), missed(loan, n, days + more, OVERDUE)
    for course in (short, long):
        sound(course)
        assert course.difference == course.charge
    assert short.charge <= long.charge
    assert short.due_then <= long.due_then
    assert missed(loan, n, days, Decimal(0)).charge == 0


def annuity(method: RepaymentMethod = RepaymentMethod.ANNUITY, **more: object) -> Schedule:
    fields: dict[str, object] = {
        "principal": Fen(12_000_00), "nominal_rate": Decimal("0.12"), "periods": 12, "method": method,
        "start": date(2026, 1, 15), **more,
    }  # fmt: skip
    return build_schedule(Terms(**fields))  # type: ignore[arg-type]


def test_settling_by_hand() -> None:
    flat = annuity(RepaymentMethod.FLAT)
    on_due_day = settled_after(flat, 6, FEE)
    assert (on_due_day.charge, on_due_day.due_then) == (60_00, 6060_00)
    assert on_due_day.difference == 60_00 - 6 * 120_00
    # 15 of the 31 days from 15 July to 15 August: flat interest of 120 yuan a month for that part.
    later = settled(flat, date(2026, 7, 30), FEE)
    assert later.actual.instalments[-1].interest == 58_06
    assert later.due_then == 6000_00 + 58_06 + 60_00
    bullet = settled_after(annuity(RepaymentMethod.BULLET), 3, Decimal(0))
    assert bullet.actual.instalments[-1].interest == 360_00
    ends = settled_after(annuity(end_fee=Fen(30_00), monthly_fee=Fen(5_00)), 6, Decimal(0))
    assert ends.actual.instalments[-1].fees == 30_00
    begun = settled(annuity(end_fee=Fen(30_00), monthly_fee=Fen(5_00)), date(2026, 7, 16), Decimal(0))
    assert begun.actual.instalments[-1].fees == 35_00
    assert begun.charge == 0


def test_a_part_paid_early_by_hand() -> None:
    equal = annuity(RepaymentMethod.EQUAL_PRINCIPAL)
    smaller = part_prepaid(equal, date(2026, 7, 15), Fen(3000_00), FEE, AfterPrepaying.SMALLER)
    assert (smaller.due_then, smaller.charge) == (3030_00, 30_00)
    assert [row.principal for row in smaller.actual.instalments[7:]] == [500_00] * 6
    shorter = part_prepaid(equal, date(2026, 7, 15), Fen(3000_00), FEE, AfterPrepaying.SHORTER)
    assert [row.principal for row in shorter.actual.instalments[7:]] == [1000_00] * 3
    level = annuity()
    kept = part_prepaid(level, date(2026, 7, 15), Fen(3000_00), Decimal(0), AfterPrepaying.SHORTER)
    assert {row.amount for row in kept.actual.instalments[7:-1]} == {level.instalments[0].amount}
    assert len(kept.actual.instalments) < 13


def test_missing_thirty_and_ninety_days_by_hand() -> None:
    loan = annuity(RepaymentMethod.FLAT)
    month = missed(loan, 1, 30, Decimal("0.18"))
    # Due 15 February, paid 17 March: the second instalment, due 15 March, is two days late by then.
    assert month.on == date(2026, 3, 17)
    assert month.charge == 16_80 + 1_12
    assert month.due_then == 2 * 1120_00 + 17_92
    quarter = missed(loan, 1, 90, Decimal("0.18"))
    assert quarter.charge == round(1120_00 * Decimal("0.18") * (90 + 62 + 31 + 1) / 360)
    assert [row.date for row in quarter.actual.instalments[:4]] == [date(2026, 5, 16)] * 4


@pytest.mark.parametrize(
    "course",
    [
        lambda s: settled(s, date(2026, 1, 14), FEE),
        lambda s: settled(s, date(2027, 1, 15), FEE),
        lambda s: settled(s, date(2026, 3, 1), Decimal("NaN")),
        lambda s: settled(s, date(2026, 3, 1), Decimal("-0.01")),
        lambda s: settled_after(s, 12, FEE),
        lambda s: settled_after(s, -1, FEE),
        lambda s: part_prepaid(s, date(2026, 3, 1), Fen(0), FEE, AfterPrepaying.SHORTER),
        lambda s: part_prepaid(s, date(2026, 2, 1), Fen(12_000_00), FEE, AfterPrepaying.SHORTER),
        lambda s: rate_changed(s, 12, FEE),
        lambda s: rate_changed(s, 3, Decimal(11)),
        lambda s: missed(s, 0, 30, OVERDUE),
        lambda s: missed(s, 13, 30, OVERDUE),
        lambda s: missed(s, 1, -1, OVERDUE),
        lambda s: missed(s, 1, 10**6, OVERDUE),
        lambda s: settled(rate_changed(s, 3, FEE).actual, date(2026, 3, 1), FEE),
        lambda s: settled(missed(s, 1, 30, OVERDUE).actual, date(2026, 6, 1), FEE),
        lambda s: rate_changed(settled_after(s, 3, FEE).actual, 5, FEE),
        lambda s: rate_changed(
            part_prepaid(s, date(2026, 3, 1), Fen(100_00), FEE, AfterPrepaying.SMALLER).actual, 5, FEE
        ),
    ],
)
def test_what_cannot_be_is_refused(course: object) -> None:
    with pytest.raises(LendingError):
        course(annuity())  # type: ignore[operator]


class TestTwice:
    """A changed loan may change again, by the same rules."""

    @given(loan=loans(), where=st.data())
    def test_half_paid_and_then_another_rate_is_sound(self, loan: Schedule, where: st.DataObject) -> None:
        part, first = half(loan, where)
        terms = part.actual.terms
        after = where.draw(st.integers(first, terms.periods - 1))
        if owed(part.actual, after) == 0:
            return
        again = rate_changed(part.actual, after, terms.nominal_rate + Decimal("0.01"))
        sound(again)
        paid_off = settled_after(again.actual, after, FEE)
        sound(paid_off)

    @given(loan=loans(), where=st.data())
    def test_the_same_rate_again_changes_nothing(self, loan: Schedule, where: st.DataObject) -> None:
        part, first = half(loan, where)
        again = rate_changed(part.actual, first, part.actual.terms.nominal_rate)
        assert [row.amount for row in again.actual.instalments] == [row.amount for row in part.actual.instalments]

    @pytest.mark.parametrize(
        "method", [RepaymentMethod.ANNUITY, RepaymentMethod.EQUAL_PRINCIPAL, RepaymentMethod.INTEREST_FIRST]
    )
    @given(principal=st.integers(100_000, 10**8), month=st.integers(1, 10))
    def test_the_rest_is_a_loan_of_its_own(self, method: RepaymentMethod, principal: int, month: int) -> None:
        """Worked out another way: what is left after both is a new loan over the months that are left."""
        terms = Terms(Fen(principal), Decimal("0.072"), 12, method, date(2026, 1, 15))
        loan = build_schedule(terms)
        left = owed(loan, month)
        part = part_prepaid(loan, due_date(terms, month), Fen(left // 2), FEE, AfterPrepaying.SMALLER)
        both = rate_changed(part.actual, month, Decimal("0.082"))
        fresh = build_schedule(
            Terms(Fen(left - left // 2), Decimal("0.082"), 12 - month, method, due_date(terms, month))
        )
        rest = [row for row in both.actual.instalments if row.date > due_date(terms, month)]
        assert [(r.principal, r.interest) for r in rest] == [(r.principal, r.interest) for r in fresh.instalments]

    def test_a_bullet_bears_what_ran_before(self) -> None:
        """The half paid after six of twelve months bears its own six; the other all twelve, six of them dearer."""
        terms = Terms(Fen(1_000_000), Decimal("0.12"), 12, RepaymentMethod.BULLET, date(2026, 1, 15))
        part = part_prepaid(build_schedule(terms), due_date(terms, 6), Fen(500_000), Decimal(0), AfterPrepaying.SMALLER)
        both = rate_changed(part.actual, 6, Decimal("0.24"))
        assert [row.interest for row in both.actual.instalments] == [30_000, 30_000 + 60_000]
        early = settled_after(both.actual, 9, Decimal(0))
        assert early.actual.instalments[-1].interest == 30_000 + 30_000


def owed(schedule: Schedule, month: int) -> int:
    paid = [row for row in schedule.instalments if row.month <= month]
    return paid[-1].balance if paid else schedule.terms.principal


def half(loan: Schedule, where: st.DataObject) -> tuple[Course, int]:
    month = where.draw(st.integers(1, loan.terms.periods - 1))
    left = owed(loan, month)
    if left < 2:
        loan, month = annuity(), 6
        left = owed(loan, month)
    on = due_date(loan.terms, month)
    return part_prepaid(loan, on, Fen(left // 2), FEE, AfterPrepaying.SMALLER), month
