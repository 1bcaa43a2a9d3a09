"""The corner's figures, worked out here once more by other means."""

from decimal import Decimal

import pytest

from kiosk.education.figures import figures


def _number(name: str) -> Decimal:
    return Decimal(figures()[name].zh.removesuffix("元").removesuffix("%").replace(",", "").strip())


def _months(name: str) -> int:
    return int(figures()[name].zh.removesuffix("个月"))


def _present(payment: Decimal, months: int, yearly: Decimal) -> Decimal:
    """Worth today of equal payments, at a twelfth of the yearly rate a month."""
    month = yearly / 1200
    return sum((payment / (1 + month) ** n for n in range(1, months + 1)), Decimal(0))


@pytest.mark.parametrize(
    ("name", "received", "quoted"),
    [("flat", "flat_sum", "flat_quoted"), ("fee", "fee_received", "fee_quoted"), ("free", "free_sum", None),
     ("tied", "tied_sum", "tied_quoted"), ("name", "name_sum", None), ("guarantee", "guarantee_sum", None)],
)  # fmt: skip
def test_at_the_yearly_cost_the_payments_are_worth_what_was_received(
    name: str, received: str, quoted: str | None
) -> None:
    payment, months, real = _number(f"{name}_payment"), _months(f"{name}_months"), _number(f"{name}_real")
    low, high = (_present(payment, months, real + step) for step in (Decimal("0.006"), Decimal("-0.006")))
    assert low - 1 < _number(received) < high + 1
    if quoted is not None:
        assert real > _number(quoted) * Decimal("1.5"), "the point of the example"


def test_the_flat_loan_is_the_known_one() -> None:
    """DISCLOSURE D.3, case E."""
    assert (_number("flat_payment"), _number("flat_total")) == (Decimal(1060), Decimal(12720))
    assert (_number("flat_real"), _number("flat_quoted")) == (Decimal("10.90"), Decimal("6.00"))
    assert _number("flat_interest") == _number("flat_total") - _number("flat_sum")
    assert _number("flat_fair_interest") < _number("flat_interest")


def test_rolled_over_by_hand() -> None:
    owed = _number("roll_sum")
    for _ in range(4):
        owed = owed / Decimal("0.95") * Decimal("1.06")
    assert abs(owed - _number("roll_owed")) < Decimal("0.1")
    assert _number("roll_grown") == _number("roll_owed") - _number("roll_sum")


def test_a_day_and_a_year() -> None:
    assert _number("daily_interest") == _number("daily_day") * 365
    assert _number("daily_year") == _number("daily_interest") / _number("daily_sum") * 100


def test_late_payments() -> None:
    ten = _number("late_payment") * _number("late_rate") / 100 * 10 / 360
    assert abs(ten - _number("late_ten")) < Decimal("0.01")
    assert _number("late_ninety_due") > 3 * _number("late_payment")


def test_what_is_left_for_the_guarantor() -> None:
    owed = _number("guarantee_sum")
    month = _number("guarantee_real") / 1200
    for _ in range(_months("guarantee_paid")):
        owed = owed * (1 + month) - _number("guarantee_payment")
    assert abs(owed - _number("guarantee_left")) < Decimal("0.2")
