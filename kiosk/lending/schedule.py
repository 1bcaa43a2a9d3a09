"""The cash flow of a loan: every instalment to the fen.

A period is a month and costs a twelfth of the nominal annual rate. Instalments fall on the payout's day of
the month (on the month's last day where it has no such day); the last instalment absorbs all rounding.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

from kiosk.domain.errors import LendingError
from kiosk.domain.money import Fen
from kiosk.domain.offer import Fee, FeeTiming, Offer, RepaymentMethod

NO_FEE = Fen(0)
MAX_PERIODS = 360
MAX_PRINCIPAL = Fen(10**12)
"""Ten thousand million yuan: far above any consumer loan, so that a slip of units is caught."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the arithmetic needs. Fees in fen; `nominal_rate` a year, as a fraction.

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

    def __post_init__(self) -> None:
        if not 0 < self.principal <= MAX_PRINCIPAL:
            raise LendingError(f"principal: must be above 0 and at most {MAX_PRINCIPAL} fen")
        if not self.nominal_rate.is_finite() or not 0 <= self.nominal_rate <= 10:
            raise LendingError("nominal_rate: must be a fraction from 0 to 10")
        if not 1 <= self.periods <= MAX_PERIODS:
            raise LendingError(f"periods: must be from 1 to {MAX_PERIODS}")
        for name in ("upfront_fee", "monthly_fee", "end_fee"):
            if not 0 <= getattr(self, name) <= MAX_PRINCIPAL:
                raise LendingError(f"{name}: must not be negative or above {MAX_PRINCIPAL} fen")
        if self.upfront_fee >= self.principal:
            raise LendingError("upfront_fee: must be smaller than the principal, or nothing is received")
        self._check_dates()

    def _check_dates(self) -> None:
        last = self.start.year * 12 + self.start.month + self.periods
        if last > 12 * date.max.year:
            raise LendingError("start: the last instalment lies beyond the calendar")
        first = add_months(self.start, first_month(self.method, self.periods, self.monthly_fee))
        if self.first_due is not None and self.first_due != first:
            raise LendingError(
                f"first_due: a loan paid out on {self.start} has its first instalment on {first},"
                f" not on {self.first_due}"
            )


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment in fen; `amount` = principal + interest + fees; `balance` is owed after it.

    `month`: months after the payout.
    """

    n: int
    month: int
    date: date
    principal: Fen
    interest: Fen
    fees: Fen
    amount: Fen
    balance: Fen


@dataclass(frozen=True, slots=True)
class Schedule:
    """All instalments of one loan, and what follows from them."""

    terms: Terms
    instalments: tuple[Instalment, ...]
    received: Fen = field(init=False)
    """Principal less what is charged up front."""
    total_interest: Fen = field(init=False)
    total_fees: Fen = field(init=False)
    """Those charged up front included."""
    total_paid: Fen = field(init=False)
    """Everything that the borrower pays, what is charged up front included."""

    def __post_init__(self) -> None:
        upfront = self.terms.upfront_fee
        rows = self.instalments
        object.__setattr__(self, "received", Fen(self.terms.principal - upfront))
        object.__setattr__(self, "total_interest", Fen(sum(row.interest for row in rows)))
        object.__setattr__(self, "total_fees", Fen(sum(row.fees for row in rows) + upfront))
        object.__setattr__(self, "total_paid", Fen(sum(row.amount for row in rows) + upfront))


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_month(method: RepaymentMethod, periods: int, monthly_fee: int) -> int:
    """Months from the payout to the first instalment: a bullet without monthly fees pays only once."""
    return periods if method is RepaymentMethod.BULLET and monthly_fee == 0 else 1


def charged(fees: Iterable[Fee], timing: FeeTiming) -> Fen:
    """What the fees of one timing come to, each time they fall due."""
    chosen = [fee for fee in fees if fee.timing is timing]
    for fee in chosen:
        if fee.amount < 0:
            raise LendingError(f"fee {fee.id}: must not be negative")
    return Fen(sum(fee.amount for fee in chosen))


def terms_of(offer: Offer) -> Terms:
    """The arithmetic part of an offer."""
    return Terms(
        principal=offer.principal,
        nominal_rate=offer.nominal_rate,
        periods=offer.periods,
        method=offer.method,
        start=offer.start,
        first_due=offer.first_due,
        upfront_fee=charged(offer.fees, FeeTiming.UPFRONT),
        monthly_fee=charged(offer.fees, FeeTiming.MONTHLY),
        end_fee=charged(offer.fees, FeeTiming.AT_END),
    )


def build_schedule(terms: Terms) -> Schedule:
    """All instalments of `terms`; balances end at zero and the sums agree to the fen."""
    rows: list[Instalment] = []
    balance = int(terms.principal)
    for month, (principal, interest) in enumerate(_parts(terms), start=1):
        last = month == terms.periods
        fees = terms.monthly_fee + (terms.end_fee if last else 0)
        balance -= principal
        amount = principal + interest + fees
        if amount == 0 and not last:
            continue  # a bullet's months without any payment are no instalments
        rows.append(
            Instalment(
                n=len(rows) + 1,
                month=month,
                date=add_months(terms.start, month),
                principal=Fen(principal),
                interest=Fen(interest),
                fees=Fen(fees),
                amount=Fen(amount),
                balance=Fen(balance),
            )
        )
    return Schedule(terms, tuple(rows))


def _parts(terms: Terms) -> list[tuple[int, int]]:
    """Principal and interest, month by month."""
    with localcontext() as context:
        context.prec = 50
        match terms.method:
            case RepaymentMethod.ANNUITY:
                return _annuity(terms)
            case RepaymentMethod.EQUAL_PRINCIPAL:
                return _equal_principal(terms)
            case RepaymentMethod.FLAT:
                return _flat(terms)
            case RepaymentMethod.INTEREST_FIRST:
                monthly = _round(terms.principal * terms.nominal_rate / 12)
                return [(0, monthly)] * (terms.periods - 1) + [(terms.principal, monthly)]
            case RepaymentMethod.BULLET:
                interest = _round(terms.principal * terms.nominal_rate * terms.periods / 12)
                return [(0, 0)] * (terms.periods - 1) + [(terms.principal, interest)]


def _annuity(terms: Terms) -> list[tuple[int, int]]:
    rate = terms.nominal_rate / 12
    if rate == 0:
        return _equal_principal(terms)
    payment = _round(terms.principal * rate / (1 - (1 + rate) ** -terms.periods))
    parts: list[tuple[int, int]] = []
    balance = int(terms.principal)
    for month in range(1, terms.periods + 1):
        interest = _round(balance * rate)
        principal = balance if month == terms.periods else max(0, min(payment - interest, balance))
        parts.append((principal, interest))
        balance -= principal
    return parts


def _equal_principal(terms: Terms) -> list[tuple[int, int]]:
    rate = terms.nominal_rate / 12
    share = _round(Decimal(terms.principal) / terms.periods)
    parts: list[tuple[int, int]] = []
    balance = int(terms.principal)
    for month in range(1, terms.periods + 1):
        principal = balance if month == terms.periods else min(share, balance)
        parts.append((principal, _round(balance * rate)))
        balance -= principal
    return parts


def _flat(terms: Terms) -> list[tuple[int, int]]:
    """Interest on the first principal throughout: what is quoted as "5 li" a month."""
    each = _round(terms.principal * terms.nominal_rate / 12)
    left = _round(terms.principal * terms.nominal_rate * terms.periods / 12)
    balance = int(terms.principal)
    share = _round(Decimal(terms.principal) / terms.periods)
    parts: list[tuple[int, int]] = []
    for month in range(1, terms.periods + 1):
        last = month == terms.periods
        principal = balance if last else min(share, balance)
        interest = left if last else min(each, left)
        parts.append((principal, interest))
        balance -= principal
        left -= interest
    return parts


def _round(fen: Decimal) -> int:
    return int(fen.to_integral_value(ROUND_HALF_UP))
