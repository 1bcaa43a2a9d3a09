"""The annualised all-in cost of a flow: received once, paid back month by month.

PBOC Notice 2021 No. 3: all costs over the principal actually used. Simple = monthly internal rate x 12,
compound = (1 + monthly)^12 - 1; both are named wherever they are shown (DISCLOSURE D.1, items 5 and 6).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum

from kiosk.lending.schedule import Schedule

_PRECISION = 40
_TOLERANCE = Decimal("1e-16")
_MAX_STEPS = 400
"""Halving from any start reaches the tolerance far earlier; the bound makes the end certain."""


class NoRateReason(StrEnum):
    """Why a flow has no internal rate."""

    NOTHING_RECEIVED = "nothing_received"
    NOTHING_PAID = "nothing_paid"
    NEGATIVE_PAYMENT = "negative_payment"
    PAID_AT_ONCE = "paid_at_once"
    """A payment in month 0 or before: there is no time for which interest could run."""


@dataclass(frozen=True, slots=True)
class AnnualRate:
    """Fractions; `monthly` is the internal rate of return a month."""

    monthly: Decimal
    simple: Decimal
    compound: Decimal


@dataclass(frozen=True, slots=True)
class NoRate:
    """The flow has no rate."""

    reason: NoRateReason


def annual_rate(received: int, payments: Sequence[tuple[int, int]]) -> AnnualRate | NoRate:
    """The rate of `received` fen now against `payments` of (month, fen).

    With payments that are never negative the present value falls strictly with the rate, so there is exactly
    one rate above -100 %, and bisection in a bracket always finds it.
    """
    flow = sorted((month, fen) for month, fen in payments if fen != 0)
    if received <= 0:
        return NoRate(NoRateReason.NOTHING_RECEIVED)
    if not flow:
        return NoRate(NoRateReason.NOTHING_PAID)
    if any(fen < 0 for _, fen in flow):
        return NoRate(NoRateReason.NEGATIVE_PAYMENT)
    if flow[0][0] < 1:
        return NoRate(NoRateReason.PAID_AT_ONCE)
    with localcontext() as context:
        context.prec = _PRECISION
        monthly = _monthly(received, flow)
        return AnnualRate(monthly, monthly * 12, (1 + monthly) ** 12 - 1)


def schedule_rate(schedule: Schedule) -> AnnualRate | NoRate:
    """The all-in rate of a schedule, what is charged up front and each fee included."""
    return annual_rate(schedule.received, [(row.month, row.amount) for row in schedule.instalments])


def _monthly(received: int, flow: list[tuple[int, int]]) -> Decimal:
    total = sum(fen for _, fen in flow)
    if total == received:
        return Decimal(0)
    # Any payment comes a month or later, so at total / received the present value lies below received.
    low, high = Decimal(0), Decimal(total) / received
    if total < received:
        low, high = _negative_bracket(received, flow), Decimal(0)
    for _ in range(_MAX_STEPS):
        middle = (low + high) / 2
        if _present_value(flow, middle) > received:
            low = middle
        else:
            high = middle
        if high - low <= _TOLERANCE:
            break
    return (low + high) / 2


def _negative_bracket(received: int, flow: list[tuple[int, int]]) -> Decimal:
    """A rate above -100 % at which the present value exceeds `received`: at the latest (1 + rate) is
    the first payment over `received`, as each payment waits a month or longer."""
    growth = Decimal(flow[0][1]) / received / 2
    return min(growth, Decimal("0.5")) - 1


def _present_value(flow: list[tuple[int, int]], monthly: Decimal) -> Decimal:
    discount = 1 / (1 + monthly)
    value, previous = Decimal(0), flow[-1][0]
    for month, fen in reversed(flow):
        value = value * discount ** (previous - month) + fen
        previous = month
    return value * discount**previous
