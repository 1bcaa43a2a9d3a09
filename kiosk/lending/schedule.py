"""The cash flow of a loan: every instalment to the fen.

A period is a month. Instalments fall on one day of the month (on the month's last day where it has no such day);
the last instalment absorbs all rounding.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from kiosk.domain.errors import LendingError
from kiosk.domain.money import Fen
from kiosk.domain.offer import Fee, FeeTiming, Offer
from kiosk.lending.amortise import Part, Stretch, parts, whole_loan
from kiosk.lending.terms import MAX_PERIODS, MAX_PRINCIPAL, Terms, add_months, due_date, first_month, odd_days

__all__ = [
    "MAX_PERIODS", "MAX_PRINCIPAL", "Instalment", "Schedule", "Terms", "add_months", "build_schedule", "charged",
    "due_date", "first_month", "instalments", "terms_of",
]  # fmt: skip
MONTH_DAYS = Fraction(365, 12)
"""A day that is not a whole month counts as this part of one, for the annual rate."""


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment in fen; `amount` = principal + interest + fees; `balance` is owed after it.

    `month`: months after the payout, and `odd_days` more (or fewer) days.
    """

    n: int
    month: int
    date: date
    principal: Fen
    interest: Fen
    fees: Fen
    amount: Fen
    balance: Fen
    odd_days: int = 0

    @property
    def time(self) -> int | Fraction:
        """Months after the payout, for the annual rate."""
        return self.month + self.odd_days / MONTH_DAYS if self.odd_days else self.month


@dataclass(frozen=True, slots=True)
class Schedule:
    """All instalments of one loan, and what follows from them. `changed`: not as the terms alone would have it.

    `rest`: of a changed one that may be changed again: after how many periods it goes on, and as which stretch.
    """

    terms: Terms
    instalments: tuple[Instalment, ...]
    changed: bool = False
    rest: tuple[int, Stretch] | None = None
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
        day_count=offer.day_count,
        rounding=offer.rounding,
    )


def build_schedule(terms: Terms) -> Schedule:
    """All instalments of `terms`; balances end at zero and the sums agree to the fen."""
    return Schedule(terms, instalments(terms, parts(whole_loan(terms)), terms.principal))


def instalments(terms: Terms, found: list[Part], owed: int, after: int = 0, n: int = 0) -> tuple[Instalment, ...]:
    """Principal and interest as payments, with their fees, from period `after` + 1 and number `n` + 1 on."""
    rows: list[Instalment] = []
    shift = odd_days(terms)
    for month, (principal, interest) in enumerate(found, start=after + 1):
        last = month == after + len(found)
        fees = terms.monthly_fee + (terms.end_fee if last else 0)
        owed -= principal
        amount = principal + interest + fees
        if amount == 0 and not last:
            continue  # a bullet's months without any payment are no instalments
        rows.append(
            Instalment(
                n=n + len(rows) + 1,
                month=month,
                date=due_date(terms, month),
                principal=Fen(principal),
                interest=Fen(interest),
                fees=Fen(fees),
                amount=Fen(amount),
                balance=Fen(owed),
                odd_days=shift,
            )
        )
    return tuple(rows)
