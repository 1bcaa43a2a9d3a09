"""A second what-if on top of a first: half paid early and then a higher rate, a higher rate and then a payment missed.

The first changes the schedule, the second starts from it; each amount comes out of the one cash flow, and the
difference is told twice: against what was agreed, and against the first alone.
"""

from dataclasses import dataclass
from decimal import Decimal

from kiosk.domain.errors import LendingError
from kiosk.domain.money import Fen, percent_text
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Text
from kiosk.lending.affordability import judge
from kiosk.lending.courses import Course, missed, rate_changed, settled_after
from kiosk.lending.figures import Figures, figures
from kiosk.lending.schedule import Schedule
from kiosk.lending.what_if import (
    MISSED_DAYS,
    POINT,
    Household,
    Supposed,
    Supposition,
    What,
    half_prepaid,
    months_allowed,
    suppose,
)
from kiosk.lending.wording import yuan

BEARS_ANOTHER = (What.PART, What.RATE)
"""After these the loan goes on, so something more may happen to it."""


def name_of(offer: Offer, asked: Supposition) -> Text:
    """What is supposed, in a few words."""
    n = asked.number
    match asked.what:
        case What.EARLY:
            return Text(f"{n} 个月后全部还清", f"all paid off after {n} months")
        case What.PART:
            return Text(f"{n} 个月后先还一半", f"half paid after {n} months")
        case What.MISSED:
            return Text(f"{n} 天没还", f"{n} days unpaid")
        case What.RATE:
            rate = percent_text(offer.nominal_rate + POINT)
            return Text(f"利率变成 {rate}", f"the rate becomes {rate}")
        case What.INCOME:
            return Text("收入少两成", "a fifth less income")


def on_top(offer: Offer, first: Supposition, household: Household | None) -> tuple[Supposition, ...]:
    """What may come on top of it, one of each kind; empty: nothing can."""
    if first.what not in BEARS_ANOTHER:
        return ()
    low, high = months_after(offer, first)
    middle = (low + high + 1) // 2
    early = (Supposition(What.EARLY, middle),) if low <= high else ()
    part = (Supposition(What.PART, middle),) if low <= high and first.what is not What.PART else ()
    rate = (Supposition(What.RATE),) if first.what is not What.RATE else ()
    income = (Supposition(What.INCOME),) if household is not None else ()
    return (*early, *part, Supposition(What.MISSED, MISSED_DAYS[0]), *rate, *income)


def months_after(offer: Offer, first: Supposition) -> tuple[int, int]:
    """After which months the second may come, inclusive."""
    low, high = months_allowed(offer)
    return (max(low, first.number + 1) if first.what is What.PART else low), high


def stack(offer: Offer, first: Supposition, second: Supposition, household: Household | None) -> Supposed:
    """Work both out. Raises LendingError when they can't be asked of this offer together."""
    if first.what not in BEARS_ANOTHER or first.what is second.what:
        raise LendingError(f"{second.what} can't come on top of {first.what}")
    found = figures(offer)
    below, course = suppose(offer, first, household), _first(offer, found, first)
    both = _Both(offer, found, below, course, name_of(offer, first), name_of(offer, second))
    if second.what is What.INCOME:
        return _poorer(both, second, household)
    return _told(both, second, _second(both, first, second))


@dataclass(frozen=True, slots=True)
class _Both:
    offer: Offer
    found: Figures
    below: Supposed
    course: Course
    first: Text
    second: Text

    @property
    def schedule(self) -> Schedule:
        """As the first has left it."""
        return self.course.actual


def _first(offer: Offer, found: Figures, first: Supposition) -> Course:
    if first.what is What.PART:
        return half_prepaid(found, found.schedule, first.number)
    return rate_changed(found.schedule, 0, offer.nominal_rate + POINT)


def _second(both: _Both, first: Supposition, second: Supposition) -> Course:
    """From the changed schedule on; never before the first has happened."""
    found, schedule = both.found, both.schedule
    low, high = months_after(both.offer, first)
    match second.what:
        case What.EARLY | What.PART if not low <= second.number <= high:
            raise LendingError(f"after month {second.number}: must be from {low} to {high}")
        case What.EARLY:
            return settled_after(schedule, second.number, found.prepayment_rate)
        case What.PART:
            return half_prepaid(found, schedule, second.number)
        case What.MISSED:
            if second.number not in MISSED_DAYS:
                raise LendingError(f"missed: {second.number} days are not among {MISSED_DAYS}")
            following = next(row for row in schedule.instalments if row.date > both.course.on or first.number == 0)
            return missed(schedule, following.n, second.number, found.overdue_rate)
        case _:
            return rate_changed(schedule, first.number, both.offer.nominal_rate + POINT)


def _told(both: _Both, second: Supposition, course: Course) -> Supposed:
    """`course` starts from the changed schedule: its own difference is that against the first."""
    step, first_step = course.difference, both.below.difference
    whole = Fen(step + first_step)
    against, agreed = _compared(step), _compared(whole)
    after = course.due_then
    said = Text(
        f"先算：{both.first.zh}。再加上：{both.second.zh}。到时候那一笔是 {yuan(after).zh}。"
        f"比只有前一样，一共{against.zh}；比原来约定的，一共{agreed.zh}。",
        f"First: {both.first.en}. On top of it: {both.second.en}. The payment then is {yuan(after).en}."
        f" Compared with the first alone you pay {against.en} in all; compared with what was agreed, {agreed.en}.",
    )
    rows = (
        (Text("先算", "First"), both.first),
        (Text("再加上", "On top of it"), both.second),
        (Text("到时候那一笔", "The payment then"), yuan(after)),
        (Text("比只有前一样", "Against the first alone"), against),
        (Text("比原来约定的", "Against what was agreed"), agreed),
    )
    below = both.below
    return Supposed(
        second, whole, below.planned, course.balances(), below.planned_per_100, course.cost_per_100, rows, said, below,
    )  # fmt: skip


def _poorer(both: _Both, second: Supposition, household: Household | None) -> Supposed:
    """The payment after the first, held against the smaller income."""
    if household is None:
        raise LendingError("income: was not stated")
    limits, below = household.thresholds, both.below
    payment = next(row.amount for row in both.schedule.instalments if row.date > both.course.on)
    income = Fen(int(household.income * (1 - Decimal(limits.stress_income_cut))))
    left = judge(income, household.debts, payment, limits).left_over
    told = (
        Text(f"每月还剩 {yuan(left).zh}", f"{yuan(left).en} a month would be left")
        if left >= 0
        else Text(f"每月还差 {yuan(Fen(-left)).zh}", f"{yuan(Fen(-left)).en} a month would be missing")
    )
    agreed = _compared(below.difference)
    said = Text(
        f"先算：{both.first.zh}。再加上：{both.second.zh}。"
        f"那时每期还 {yuan(payment).zh}，扣掉生活费和所有还款，{told.zh}。"
        f"比原来约定的，一共{agreed.zh}。",
        f"First: {both.first.en}. On top of it: {both.second.en}. Each payment is then {yuan(payment).en}, and after"
        f" living costs and all payments {told.en}. Compared with what was agreed you pay {agreed.en} in all.",
    )
    rows = (
        (Text("先算", "First"), both.first),
        (Text("再加上", "On top of it"), both.second),
        (Text("那时每期还", "Each payment then"), yuan(payment)),
        (Text("那时每月剩", "Left each month then"), yuan(left)),
        (Text("比原来约定的", "Against what was agreed"), agreed),
    )
    return Supposed(
        second, below.difference, below.planned, below.actual, below.planned_per_100, below.actual_per_100, rows, said,
        below,
    )  # fmt: skip


def _compared(fen: int) -> Text:
    if fen == 0:
        return Text("不多不少", "the same")
    amount = yuan(Fen(abs(fen)))
    return Text(f"多付 {amount.zh}", f"{amount.en} more") if fen > 0 else Text(f"少付 {amount.zh}", f"{amount.en} less")
