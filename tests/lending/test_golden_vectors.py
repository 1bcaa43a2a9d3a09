"""DISCLOSURE.md D.3: seven loans computed independently with Decimal arithmetic."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from kiosk.domain.money import Fen, fen_of
from kiosk.domain.offer import RepaymentMethod
from kiosk.lending.annual_rate import AnnualRate, schedule_rate
from kiosk.lending.schedule import Terms, build_schedule

# name, principal, nominal %, n, up front, monthly, method, first instalment, total paid, simple %, compound %
VECTORS = [
    ("A", 100000, "6.00", 12, 0, 0, "annuity", "8606.64", "103279.73", "6.00", "6.17"),
    ("B", 100000, "6.00", 12, 3000, 0, "annuity", "8606.64", "106279.73", "11.74", "12.40"),
    ("C", 100000, "6.00", 12, 0, 500, "annuity", "9106.64", "109279.73", "16.71", "18.05"),
    ("D", 100000, "6.00", 12, 3000, 500, "annuity", "9106.64", "112279.73", "22.60", "25.09"),
    ("E", 12000, "6.00", 12, 0, 0, "flat", "1060.00", "12720.00", "10.90", "11.46"),
    ("F", 100000, "8.68", 36, 0, 600, "annuity", "3765.10", "135543.61", "20.95", "23.09"),
    ("G", 36000, "7.80", 36, 0, 0, "flat", "1234.00", "44424.00", "14.21", "15.17"),
]


def percent(rate: Decimal) -> str:
    return str((rate * 100).quantize(Decimal("0.01"), ROUND_HALF_UP))


@pytest.mark.parametrize("vector", VECTORS, ids=[vector[0] for vector in VECTORS])
def test_golden_vector(vector: tuple[str, int, str, int, int, int, str, str, str, str, str]) -> None:
    _, principal, nominal, n, upfront, monthly, method, first, total, simple, compound = vector
    schedule = build_schedule(
        Terms(
            principal=fen_of(principal),
            nominal_rate=Decimal(nominal) / 100,
            periods=n,
            method=RepaymentMethod(method),
            start=date(2026, 1, 5),
            upfront_fee=Fen(upfront * 100),
            monthly_fee=Fen(monthly * 100),
        )
    )
    assert schedule.instalments[0].amount == fen_of(first)
    assert schedule.total_paid == fen_of(total)
    assert schedule.received == fen_of(principal - upfront)
    rate = schedule_rate(schedule)
    assert isinstance(rate, AnnualRate)
    assert (percent(rate.simple), percent(rate.compound)) == (simple, compound)
