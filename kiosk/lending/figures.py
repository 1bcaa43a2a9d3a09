"""The figures of one offer: the single source of every amount that is shown, said, asked or compared."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from kiosk.domain.errors import LendingError
from kiosk.domain.money import Fen
from kiosk.domain.offer import Contingency, ContingentCost, Fee, FeeTiming, Offer
from kiosk.lending.annual_rate import AnnualRate, NoRate, annual_rate, schedule_rate
from kiosk.lending.courses import penalty_interest, settled_after
from kiosk.lending.schedule import Schedule, build_schedule, charged, terms_of
from kiosk.lending.terms import YEAR_DAYS

LATE_DAYS = 10
"""Of the teach-back fact "what happens if I'm late 10 days" (DISCLOSURE D.4)."""
_SHOWN = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Prepayment:
    """Settling the whole loan early, in fen. `total` is what must be paid then; `saved` against the schedule."""

    after_month: int
    day: date
    balance: Fen
    interest: Fen
    """Interest that ran and was not yet paid; only for the time really used (Civil Code art. 677)."""
    fee: Fen
    total: Fen
    saved: Fen


@dataclass(frozen=True, slots=True)
class AnnualItem:
    """What one cost adds to the all-in annual cost, as shown (a fraction of four decimals)."""

    id: str
    """`interest`, or the fee's id."""
    annual: Decimal


@dataclass(frozen=True, slots=True)
class Figures:
    """Amounts in fen, rates as fractions rounded as they are shown (0.01 %)."""

    schedule: Schedule
    principal: Fen
    received: Fen
    first_payment: Fen
    first_due: date
    last_payment: Fen
    due_day: int
    """Day of the month; the month's last day where it has no such day."""
    payments: int
    total_interest: Fen
    total_fees: Fen
    total_paid: Fen
    """Everything that the borrower pays, what is kept back at payout included."""
    total_repaid: Fen
    """The sum of the instalments: what comes back out of the borrower's pocket after the payout."""
    cost_more_than_received: Fen
    """`total_repaid` less `received`; the same as `total_paid` less `principal`."""
    per_100_yuan: Fen
    """Cost over the whole term for each 100 yuan received."""
    annual_simple: Decimal
    annual_compound: Decimal
    annual_items: tuple[AnnualItem, ...]
    """Add up to `annual_simple` exactly."""
    largest_payment: Fen
    monthly_burden: Fen
    """For affordability: the first payment, or the average month where the weight comes at the end."""
    overdue_rate: Decimal
    misuse_rate: Decimal
    prepayment_rate: Decimal
    late_10_days: Fen
    """Extra to pay when the first instalment comes 10 days late."""

    def late_cost(self, n: int, days: int) -> Fen:
        """Extra to pay when instalment `n` comes `days` late: penalty on the whole instalment."""
        if not 1 <= n <= len(self.schedule.instalments):
            raise LendingError(f"instalment {n}: there is none of this number")
        if days < 0:
            raise LendingError("days late: must not be negative")
        amount = self.schedule.instalments[n - 1].amount
        return penalty_interest(self.schedule.terms, amount, days, self.overdue_rate)

    def prepay_cost(self, after: int) -> Prepayment:
        """Settling `after` months, on the due day, that month's instalment paid."""
        course = settled_after(self.schedule, after, self.prepayment_rate)
        last = course.actual.instalments[-1]
        return Prepayment(
            after, course.on, last.principal, last.interest, course.charge, course.due_then, Fen(-course.difference)
        )

    @property
    def year_days(self) -> int:
        """Days of the year by which a daily rate is told: 360, the banks' convention, unless the offer says 365."""
        return YEAR_DAYS[self.schedule.terms.day_count]


def figures(offer: Offer) -> Figures:
    """All figures of an offer. Raises LendingError when its flow has no rate or a contingent cost is missing."""
    schedule = build_schedule(terms_of(offer))
    rows = schedule.instalments
    match schedule_rate(schedule):
        case NoRate(reason):
            raise LendingError(f"offer {offer.id}: no annual rate exists ({reason})")
        case AnnualRate(simple=simple, compound=compound):
            pass
    repaid = sum(row.amount for row in rows)
    cost = Fen(repaid - schedule.received)
    overdue = contingent(offer, Contingency.OVERDUE).rate
    return Figures(
        schedule=schedule,
        principal=offer.principal,
        received=schedule.received,
        first_payment=rows[0].amount,
        first_due=rows[0].date,
        last_payment=rows[-1].amount,
        due_day=schedule.terms.due_day,
        payments=len(rows),
        total_paid=schedule.total_paid,
        total_interest=schedule.total_interest,
        total_fees=schedule.total_fees,
        total_repaid=Fen(repaid),
        cost_more_than_received=cost,
        per_100_yuan=_rounded(Decimal(cost) * 10_000 / schedule.received),
        annual_simple=_shown(simple),
        annual_compound=_shown(compound),
        annual_items=_annual_items(offer, schedule, _shown(simple)),
        largest_payment=max(row.amount for row in rows),
        monthly_burden=Fen(max(_monthly(schedule), -(-repaid // offer.periods))),
        overdue_rate=overdue,
        misuse_rate=contingent(offer, Contingency.MISUSE).rate,
        prepayment_rate=contingent(offer, Contingency.PREPAYMENT).rate,
        late_10_days=penalty_interest(schedule.terms, rows[0].amount, LATE_DAYS, overdue),
    )


def contingent(offer: Offer, kind: Contingency) -> ContingentCost:
    """The one contingent cost of a kind; LendingError when it is missing or there are two."""
    found = [cost for cost in offer.contingent if cost.kind is kind]
    if len(found) != 1:
        raise LendingError(f"offer {offer.id}: {kind} must be stated exactly once (a rate of 0 if it is free)")
    if not found[0].rate.is_finite() or not 0 <= found[0].rate <= 10:
        raise LendingError(f"offer {offer.id}: {kind}: the rate must be a fraction from 0 to 10")
    return found[0]


def _monthly(schedule: Schedule) -> int:
    return schedule.instalments[0].amount if schedule.instalments[0].month == 1 else 0


def _annual_items(offer: Offer, schedule: Schedule, whole: Decimal) -> tuple[AnnualItem, ...]:
    """Each cost converted to a year (rule of 2026, item by item): interest alone, then what each fee adds.

    Differences are taken between rounded rates, so that the items add up to `whole`, the rate that is shown.
    """
    names = ["interest", *(fee.id for fee in offer.fees)]
    rates = [Decimal(0), *(_rate_with_fees(schedule, offer.fees[:count]) for count in range(len(offer.fees))), whole]
    return tuple(AnnualItem(name, after - before) for name, (before, after) in zip(names, pairwise(rates), strict=True))


def _rate_with_fees(schedule: Schedule, some: tuple[Fee, ...]) -> Decimal:
    """The all-in rate as if only these fees were charged: principal and interest stay what they are."""
    monthly, end = charged(some, FeeTiming.MONTHLY), charged(some, FeeTiming.AT_END)
    last = schedule.instalments[-1].n
    flow = [
        (row.time, row.principal + row.interest + monthly + (end if row.n == last else 0))
        for row in schedule.instalments
    ]
    rate = annual_rate(schedule.terms.principal - charged(some, FeeTiming.UPFRONT), flow)
    return _shown(rate.simple) if isinstance(rate, AnnualRate) else Decimal(0)


def _shown(rate: Decimal) -> Decimal:
    return rate.quantize(_SHOWN, ROUND_HALF_UP)


def _rounded(fen: Decimal) -> Fen:
    return Fen(int(fen.to_integral_value(ROUND_HALF_UP)))
