"""The cash flow, by property and by hostile input."""

from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.errors import LendingError
from kiosk.domain.money import Fen
from kiosk.domain.offer import DayCount, RepaymentMethod, Rounding
from kiosk.lending.annual_rate import AnnualRate, NoRate, NoRateReason, annual_rate, schedule_rate
from kiosk.lending.schedule import Terms, add_months, build_schedule, due_date, first_month
from kiosk.lending.terms import period_days

START = date(2026, 1, 31)


@st.composite
def terms(draw: st.DrawFn, odd: bool = True) -> Terms:
    """Any loan; `odd`: its first period may be longer or shorter than a month."""
    principal = draw(st.integers(1, 10**9))
    start = draw(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
    periods, method = draw(st.integers(1, 60)), draw(st.sampled_from(RepaymentMethod))
    monthly_fee = Fen(draw(st.integers(0, 10**6)))
    first = start + timedelta(days=draw(st.integers(1, 85))) if odd and draw(st.booleans()) else None
    if first is not None and first_month(method, periods, monthly_fee) > 1:
        first = add_months(first, periods - 1)
    return Terms(
        principal=Fen(principal),
        nominal_rate=Decimal(draw(st.integers(0, 3600))) / 10_000,
        periods=periods,
        method=method,
        start=start,
        first_due=first,
        upfront_fee=Fen(draw(st.integers(0, min(principal - 1, principal // 10)))),
        monthly_fee=monthly_fee,
        end_fee=Fen(draw(st.integers(0, 10**6))),
        day_count=draw(st.sampled_from(DayCount)),
        rounding=draw(st.sampled_from(Rounding)),
    )


@given(terms())
def test_balances_end_at_zero_and_sums_agree_to_the_fen(loan: Terms) -> None:
    schedule = build_schedule(loan)
    rows = schedule.instalments
    assert rows[-1].balance == 0
    assert sum(row.principal for row in rows) == loan.principal
    assert all(row.amount == row.principal + row.interest + row.fees for row in rows)
    assert all(min(row.principal, row.interest, row.fees, row.balance) >= 0 for row in rows)
    assert [row.n for row in rows] == list(range(1, len(rows) + 1))
    assert schedule.total_paid == loan.principal + schedule.total_interest + schedule.total_fees
    fees = loan.upfront_fee + loan.monthly_fee * loan.periods + loan.end_fee
    assert schedule.total_fees == fees
    owed: list[int] = [loan.principal, *(row.balance for row in rows)]
    assert all(before - after == row.principal for (before, after), row in zip(pairwise(owed), rows, strict=True))


@given(terms(odd=False))
def test_dates_follow_the_payout_day(loan: Terms) -> None:
    rows = build_schedule(loan).instalments
    assert all(row.date == add_months(loan.start, row.month) for row in rows)
    assert all(earlier.date < later.date for earlier, later in pairwise(rows))
    assert rows[-1].month == loan.periods


@given(terms())
def test_the_days_of_the_periods_are_those_between_the_dates(loan: Terms) -> None:
    days = period_days(loan)
    dates = [due_date(loan, period) for period in range(loan.periods + 1)]
    assert len(days) == loan.periods
    assert all(earlier < later for earlier, later in pairwise(dates))
    if loan.day_count in {DayCount.ACTUAL_360, DayCount.ACTUAL_365}:
        assert sum(days) == (dates[-1] - dates[0]).days
    assert {row.date for row in build_schedule(loan).instalments} <= set(dates[1:])
    assert min(days) >= 0


@given(terms(odd=False), st.integers(1, 10**5), st.sampled_from(["upfront_fee", "monthly_fee", "end_fee"]))
def test_a_higher_fee_never_lowers_the_rate(loan: Terms, more: int, which: str) -> None:
    fields = {name: getattr(loan, name) for name in Terms.__dataclass_fields__}
    fields[which] = Fen(fields[which] + more)
    if fields["upfront_fee"] >= loan.principal:
        return
    before, after = schedule_rate(build_schedule(loan)), schedule_rate(build_schedule(Terms(**fields)))
    assert isinstance(before, AnnualRate)
    assert isinstance(after, AnnualRate)
    assert after.simple >= before.simple - Decimal("1e-12")
    assert after.compound >= after.simple - Decimal("1e-12")


@given(terms())
def test_the_flow_at_its_rate_is_worth_what_was_received(loan: Terms) -> None:
    schedule = build_schedule(loan)
    rate = schedule_rate(schedule)
    assert isinstance(rate, AnnualRate)
    with localcontext() as context:
        context.prec = 40
        value = sum(
            (
                row.amount / (1 + rate.monthly) ** (Decimal(row.time.numerator) / row.time.denominator)
                for row in schedule.instalments
            ),
            Decimal(0),
        )
    assert abs(value - schedule.received) < Decimal("1e-3")


@given(st.integers(10**6, 10**9), st.integers(0, 3600), st.integers(1, 60), st.integers(0, 10))
def test_an_annuity_at_its_own_all_in_rate_has_the_same_instalment(
    principal: int, rate: int, periods: int, fee: int
) -> None:
    loan = Terms(
        Fen(principal), Decimal(rate) / 10_000, periods, RepaymentMethod.ANNUITY, START,
        upfront_fee=Fen(principal * fee // 100),
    )  # fmt: skip
    schedule = build_schedule(loan)
    found = schedule_rate(schedule)
    assert isinstance(found, AnnualRate)
    if fee == 0:
        # Each instalment is off by half a fen at most.
        assert abs(found.simple - loan.nominal_rate) < Decimal(24) / principal
    back = build_schedule(Terms(schedule.received, round(found.simple, 12), periods, RepaymentMethod.ANNUITY, START))
    assert abs(back.instalments[0].amount - schedule.instalments[0].amount) <= 1


@given(st.integers(1, 10**12), st.lists(st.tuples(st.integers(1, 360), st.integers(0, 10**12)), max_size=60))
def test_the_rate_solves_the_flow_or_says_that_there_is_none(received: int, flow: list[tuple[int, int]]) -> None:
    rate = annual_rate(received, flow)
    if not any(fen for _, fen in flow):
        assert rate == NoRate(NoRateReason.NOTHING_PAID)
        return
    assert isinstance(rate, AnnualRate)
    assert rate.monthly > -1
    below, above = rate.monthly - Decimal("1e-15"), rate.monthly + Decimal("1e-15")
    assert worth(flow, above) <= received
    assert below <= -1 or worth(flow, below) >= received


def worth(flow: list[tuple[int, int]], monthly: Decimal) -> Decimal:
    return sum((fen / (1 + monthly) ** month for month, fen in flow), Decimal(0)) if monthly > -1 else Decimal(0)


@pytest.mark.parametrize(
    ("received", "flow", "reason"),
    [
        (0, [(1, 100)], NoRateReason.NOTHING_RECEIVED),
        (-5, [(1, 100)], NoRateReason.NOTHING_RECEIVED),
        (100, [], NoRateReason.NOTHING_PAID),
        (100, [(1, 200), (2, -50)], NoRateReason.NEGATIVE_PAYMENT),
        (100, [(0, 50), (1, 60)], NoRateReason.PAID_AT_ONCE),
    ],
)
def test_no_rate_is_a_value(received: int, flow: list[tuple[int, int]], reason: NoRateReason) -> None:
    assert annual_rate(received, flow) == NoRate(reason)


def test_a_free_loan_costs_nothing() -> None:
    rate = annual_rate(1200, [(month, 100) for month in range(1, 13)])
    assert rate == AnnualRate(Decimal(0), Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"principal": Fen(0)}, "principal"),
        ({"principal": Fen(-1)}, "principal"),
        ({"principal": Fen(10**13)}, "principal"),
        ({"nominal_rate": Decimal("NaN")}, "nominal_rate"),
        ({"nominal_rate": Decimal("Infinity")}, "nominal_rate"),
        ({"nominal_rate": Decimal("-0.01")}, "nominal_rate"),
        ({"nominal_rate": Decimal(24)}, "nominal_rate"),
        ({"periods": 0}, "periods"),
        ({"periods": 361}, "periods"),
        ({"upfront_fee": Fen(100_000)}, "upfront_fee"),
        ({"monthly_fee": Fen(-1)}, "monthly_fee"),
        ({"end_fee": Fen(-1)}, "end_fee"),
        ({"first_due": START}, "first_due"),
        ({"first_due": date(2026, 1, 30)}, "first_due"),
        ({"first_due": date(2026, 5, 1)}, "first_due"),
        ({"first_due": date(9999, 6, 1)}, "first_due"),
        ({"nominal_rate": Decimal("0.0600000000001")}, "nominal_rate"),
        ({"start": date(9999, 6, 1)}, "start"),
    ],
)
def test_impossible_terms_are_refused_by_name(change: dict[str, object], named: str) -> None:
    fields: dict[str, object] = {
        "principal": Fen(100_000),
        "nominal_rate": Decimal("0.06"),
        "periods": 12,
        "method": RepaymentMethod.ANNUITY,
        "start": START,
    }
    with pytest.raises(LendingError, match=named):
        Terms(**{**fields, **change})  # type: ignore[arg-type]


def test_each_method_by_hand() -> None:
    def rows(method: RepaymentMethod, fee: int = 0) -> list[tuple[int, int, int]]:
        loan = Terms(Fen(120_000), Decimal("0.12"), 3, method, START, monthly_fee=Fen(fee))
        return [(row.principal, row.interest, row.balance) for row in build_schedule(loan).instalments]

    assert rows(RepaymentMethod.EQUAL_PRINCIPAL) == [
        (40_000, 1200, 80_000),
        (40_000, 800, 40_000),
        (40_000, 400, 0),
    ]
    assert rows(RepaymentMethod.INTEREST_FIRST) == [(0, 1200, 120_000), (0, 1200, 120_000), (120_000, 1200, 0)]
    assert rows(RepaymentMethod.FLAT) == [(40_000, 1200, 80_000), (40_000, 1200, 40_000), (40_000, 1200, 0)]
    assert rows(RepaymentMethod.BULLET) == [(120_000, 3600, 0)]
    assert rows(RepaymentMethod.BULLET, fee=500) == [(0, 0, 120_000), (0, 0, 120_000), (120_000, 3600, 0)]


def test_the_last_day_of_the_month_stays_the_last_day() -> None:
    loan = Terms(Fen(120_000), Decimal("0.12"), 3, RepaymentMethod.FLAT, START)
    dates = [row.date for row in build_schedule(loan).instalments]
    assert dates == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def loan_of(method: RepaymentMethod, first: date | None, count: DayCount, periods: int = 3) -> Terms:
    return Terms(Fen(3_600_000), Decimal("0.12"), periods, method, date(2026, 1, 31), first_due=first, day_count=count)


@pytest.mark.parametrize(
    ("count", "interest"),
    [
        # 31 January, 28 February, 31 March, 30 April: 28, 31 and 30 days; as 30-day months 28 (30 to 28), 32 and 30.
        (DayCount.MONTHS, [36_000, 36_000, 36_000]),
        (DayCount.ACTUAL_360, [33_600, 37_200, 36_000]),
        (DayCount.ACTUAL_365, [33_140, 36_690, 35_507]),
        (DayCount.THIRTY_360, [33_600, 38_400, 36_000]),
    ],
)
def test_each_day_count_by_hand(count: DayCount, interest: list[int]) -> None:
    rows = build_schedule(loan_of(RepaymentMethod.INTEREST_FIRST, None, count)).instalments
    assert [row.interest for row in rows] == interest


@pytest.mark.parametrize(
    ("count", "interest"),
    [
        # To 20 March: a month (to 28 February) and 20 days; 48 days; 50 days of 30-day months.
        (DayCount.MONTHS, 60_000),
        (DayCount.ACTUAL_360, 57_600),
        (DayCount.ACTUAL_365, 56_811),
        (DayCount.THIRTY_360, 60_000),
    ],
)
def test_an_irregular_first_period_by_hand(count: DayCount, interest: int) -> None:
    loan = loan_of(RepaymentMethod.INTEREST_FIRST, date(2026, 3, 20), count)
    rows = build_schedule(loan).instalments
    assert rows[0].interest == interest
    assert [row.date for row in rows] == [date(2026, 3, 20), date(2026, 4, 20), date(2026, 5, 20)]
    assert loan.due_day == 20
    assert (rows[0].month, rows[0].odd_days) == (1, 20)


def test_an_irregular_bullet_ends_on_its_day() -> None:
    loan = loan_of(RepaymentMethod.BULLET, date(2026, 5, 20), DayCount.ACTUAL_360)
    (row,) = build_schedule(loan).instalments
    assert (row.date, row.interest) == (date(2026, 5, 20), 130_800)  # 109 days


def test_half_a_fen_is_rounded_as_the_terms_say() -> None:
    # 600 fen at 7 % a year cost exactly 3.5 fen a month; a rate divided by twelve beforehand would lose the half.
    def interest(rule: Rounding) -> int:
        loan = Terms(Fen(600), Decimal("0.07"), 2, RepaymentMethod.INTEREST_FIRST, START, rounding=rule)
        return build_schedule(loan).instalments[0].interest

    assert [interest(rule) for rule in (Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.DOWN)] == [4, 4, 3]


def test_the_search_for_a_rate_ends_on_the_wildest_flows() -> None:
    for received, flow in (
        (1, [(1, 10**12)]),
        (10**12, [(360, 1)]),
        (1, [(Fraction(1, 365), 10**12)]),
        (10**12, [(Fraction(1, 100), 1), (360, 1)]),
        (10**12, [(1, 10**12 - 1), (360, 2)]),
    ):
        rate = annual_rate(received, flow)
        assert isinstance(rate, AnnualRate)
        assert rate.monthly > -1
