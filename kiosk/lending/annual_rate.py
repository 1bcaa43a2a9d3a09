"""The annualised all-in cost of a flow: received once, paid back month by month.

PBOC Notice 2021 No. 3: all costs over the principal actually used. Simple = monthly internal rate x 12,
compound = (1 + monthly)^12 - 1; both are named wherever they are shown (DISCLOSURE D.1, items 5 and 6).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

from kiosk.lending.schedule import Schedule

_PRECISION = 40
_TOLERANCE = Decimal("1e-16")
_MAX_STEPS = 400
"""Newton's steps and halving from any start reach the tolerance far earlier; the bound makes the end certain."""


class NoRateReason(StrEnum):
    """Why a flow has no internal rate."""

    NOTHING_RECEIVED = "nothing_received"
    NOTHING_PAID = "nothing_paid"
    NEGATIVE_PAYMENT = "negative_payment"
    PAID_AT_ONCE = "paid_at_once"
    """A payment on the day of the payout or before: there is no time for which interest could run."""


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


def annual_rate(received: int, payments: Sequence[tuple[int | Fraction, int]]) -> AnnualRate | NoRate:
    """The rate of `received` fen now against `payments` of (months after, fen); a month may be a fraction.

    With payments that are never negative the present value falls strictly with the rate, so there is exactly
    one rate above -100 %: it is held in a bracket that shrinks with each step, so that the search always ends.
    """
    flow = sorted((month, fen) for month, fen in payments if fen != 0)
    if received <= 0:
        return NoRate(NoRateReason.NOTHING_RECEIVED)
    if not flow:
        return NoRate(NoRateReason.NOTHING_PAID)
    if any(fen < 0 for _, fen in flow):
        return NoRate(NoRateReason.NEGATIVE_PAYMENT)
    if flow[0][0] <= 0:
        return NoRate(NoRateReason.PAID_AT_ONCE)
    with localcontext() as context:
        context.prec = _PRECISION
        monthly = _monthly(received, flow)
        return AnnualRate(monthly, monthly * 12, (1 + monthly) ** 12 - 1)


def schedule_rate(schedule: Schedule) -> AnnualRate | NoRate:
    """The all-in rate of a schedule, what is charged up front and each fee included."""
    return annual_rate(schedule.received, [(row.time, row.amount) for row in schedule.instalments])


def _monthly(received: int, flow: list[tuple[int | Fraction, int]]) -> Decimal:
    total = sum(fen for _, fen in flow)
    if total == received:
        return Decimal(0)
    first = _decimal(flow[0][0])
    # What is lent and paid back keeps its sign: dearer than free above 0, and below it otherwise. By the day of
    # the first payment the total over `received` has been gained at most, or the first payment lost at least.
    if total > received:
        low, high = Decimal(0), (Decimal(total) / received) ** (1 / first) - 1
    else:
        low, high = min(Decimal(flow[0][1]) / received / 2, Decimal("0.5")) ** (1 / first) - 1, Decimal(0)
    steps = _steps(flow)
    at = low if total > received else (low + high) / 2
    for _ in range(_MAX_STEPS):
        worth, slope = _worth(steps, at)
        if worth > received:
            low = at
        else:
            high = at
        newton = at + (worth - received) / slope
        following = newton if low < newton < high else (low + high) / 2
        if abs(following - at) <= _TOLERANCE or high - low <= _TOLERANCE:
            return following
        at = following
    return at


def _decimal(time: int | Fraction) -> Decimal:
    return Decimal(time.numerator) / time.denominator


def _steps(flow: list[tuple[int | Fraction, int]]) -> list[tuple[int | Decimal, Decimal, int]]:
    """Time since the payment before, time since the payout, and fen; whole months stay whole numbers, which are
    the quick powers."""
    found: list[tuple[int | Decimal, Decimal, int]] = []
    before: int | Fraction = 0
    for time, fen in flow:
        gap = time - before
        found.append((gap.numerator if gap.denominator == 1 else _decimal(gap), _decimal(time), fen))
        before = time
    return found


def _worth(steps: list[tuple[int | Decimal, Decimal, int]], monthly: Decimal) -> tuple[Decimal, Decimal]:
    """The present value at a rate, and by how much it falls with the rate."""
    discount = 1 / (1 + monthly)
    factor, worth, weighted = Decimal(1), Decimal(0), Decimal(0)
    for gap, time, fen in steps:
        factor *= discount if gap == 1 else discount**gap
        value = factor * fen
        worth += value
        weighted += value * time
    return worth, weighted * discount
