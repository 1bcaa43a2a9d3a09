"""What if: paid early, missed, a rate one point higher, an income a fifth lower. The same cash flow, and the difference
in yuan in words. A question, never a change: nothing of the offer moves."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kiosk.domain.errors import LendingError
from kiosk.domain.money import Fen, percent_text
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Text
from kiosk.lending.affordability import AffordabilityThresholds, judge
from kiosk.lending.courses import AfterPrepaying, Course, missed, part_prepaid, rate_changed, settled_after
from kiosk.lending.figures import Figures, figures
from kiosk.lending.schedule import Schedule, due_date
from kiosk.lending.wording import yuan

POINT = Decimal("0.01")
MISSED_DAYS = (30, 90)
Balances = tuple[tuple[date, Fen], ...]


class What(StrEnum):
    """What may be asked."""

    EARLY = "early"
    PART = "part"
    MISSED = "missed"
    RATE = "rate"
    INCOME = "income"


BY_MONTH = (What.EARLY, What.PART)
"""These name a month."""


@dataclass(frozen=True, slots=True)
class Supposition:
    """`number`: of EARLY and PART the months after which all, or half of what is owed, is repaid; of MISSED the days;
    of the others 0."""

    what: What
    number: int = 0


@dataclass(frozen=True, slots=True)
class Supposed:
    """What would come of it. Amounts in fen; `difference`: more paid in all than agreed, negative: saved.

    `planned`, `actual`: what is owed, by day. `planned_per_100`, `actual_per_100`: cost for each 100 yuan received.
    `rows`: names and figures for the page. `said`: what the guide says.
    """

    supposition: Supposition
    difference: Fen
    planned: Balances
    actual: Balances
    planned_per_100: Fen
    actual_per_100: Fen
    rows: tuple[tuple[Text, Text], ...]
    said: Text
    first: "Supposed | None" = None
    """What was supposed before, where this one comes on top of it; `planned` and `difference` are the agreement's."""


@dataclass(frozen=True, slots=True)
class Household:
    """A month's figures as the income question needs them; fen."""

    income: Fen
    debts: Fen
    thresholds: AffordabilityThresholds


def months_allowed(offer: Offer) -> tuple[int, int]:
    """After which months all may be paid early, inclusive; (1, 0): never."""
    return 1, offer.periods - 1


def suppositions(offer: Offer, household: Household | None) -> tuple[Supposition, ...]:
    """What is offered on the page to begin with, one of each kind that can be asked."""
    first, last = months_allowed(offer)
    middle = min(last, max(first, offer.periods // 2))
    early = (Supposition(What.EARLY, middle), Supposition(What.PART, middle)) if first <= last else ()
    income = (Supposition(What.INCOME),) if household is not None else ()
    return (*early, Supposition(What.MISSED, MISSED_DAYS[0]), Supposition(What.RATE), *income)


def suppose(offer: Offer, asked: Supposition, household: Household | None) -> Supposed:
    """Work it out. Raises LendingError when it can't be asked of this offer, or without an income."""
    found = figures(offer)
    match asked:
        case Supposition(What.EARLY, months):
            first, last = months_allowed(offer)
            if not first <= months <= last:
                raise LendingError(f"paid early after month {months}: must be from {first} to {last}")
            course = settled_after(found.schedule, months, found.prepayment_rate)
            return _early(found, asked, course)
        case Supposition(What.PART):
            return _part(found, asked, half_prepaid(found, found.schedule, asked.number))
        case Supposition(What.MISSED, days):
            if days not in MISSED_DAYS:
                raise LendingError(f"missed: {days} days are not among {MISSED_DAYS}")
            return _missed(found, asked, missed(found.schedule, 1, days, found.overdue_rate))
        case Supposition(What.RATE):
            changed = rate_changed(found.schedule, 0, offer.nominal_rate + POINT)
            return _dearer(offer, found, asked, changed)
        case _:
            if household is None:
                raise LendingError("income: was not stated")
            return _poorer(found, asked, household)


def _early(found: Figures, asked: Supposition, course: Course) -> Supposed:
    months, saved = asked.number, -course.difference
    due, charge = yuan(course.due_then), yuan(course.charge)
    told = (
        Text(f"比原来一共少付 {yuan(Fen(saved)).zh}", f"in all you pay {yuan(Fen(saved)).en} less than agreed")
        if saved > 0
        else Text(f"比原来一共多付 {yuan(Fen(-saved)).zh}", f"in all you pay {yuan(Fen(-saved)).en} more than agreed")
        if saved < 0
        else Text("一共付的钱不变", "in all you pay the same")
    )
    fee = (
        Text("提前还款不收费。", "Paying early is free.")
        if not course.charge
        else Text(f"里面有提前还款费 {charge.zh}。", f"That includes a charge for paying early of {charge.en}.")
    )
    said = Text(
        f"如果还了 {months} 个月以后全部还清，那天要付 {due.zh}。{fee.zh}{told.zh}。",
        f"If you pay everything off after {months} months, you pay {due.en} on that day. {fee.en}"
        f" {told.en[0].upper()}{told.en[1:]}.",
    )
    rows = (
        (Text("哪天还清", "Paid off on"), _day(course.on)),
        (Text("那天要付", "To pay on that day"), due),
        (Text("其中提前还款费", "Of it, for paying early"), charge),
        _difference(course.difference),
    )
    return _course(found, asked, course, rows, said)


def half_prepaid(found: Figures, schedule: Schedule, months: int) -> Course:
    """Half of what is owed after so many months, in whole yuan; the rest runs to the same end in smaller payments.

    Raises LendingError.
    """
    owed = owed_after(schedule, months)
    half = Fen(owed // 200 * 100)
    on = due_date(schedule.terms, months)
    return part_prepaid(schedule, on, half, found.prepayment_rate, AfterPrepaying.SMALLER)


def owed_after(schedule: Schedule, months: int) -> Fen:
    """The principal after so many months. Raises LendingError where the loan has none then."""
    if not 1 <= months < schedule.terms.periods:
        raise LendingError(f"month {months}: must be from 1 to {schedule.terms.periods - 1}")
    paid = [row for row in schedule.instalments if row.month <= months]
    return paid[-1].balance if paid else schedule.terms.principal


def _part(found: Figures, asked: Supposition, course: Course) -> Supposed:
    months, due, charge = asked.number, yuan(course.due_then), yuan(course.charge)
    after = next(row for row in course.actual.instalments if row.date > course.on)
    then, saved = yuan(after.amount), Fen(-course.difference)
    told = (
        Text(f"比原来一共少付 {yuan(saved).zh}", f"In all you pay {yuan(saved).en} less than agreed")
        if saved >= 0
        else Text(f"比原来一共多付 {yuan(Fen(-saved)).zh}", f"In all you pay {yuan(Fen(-saved)).en} more than agreed")
    )
    said = Text(
        f"如果还了 {months} 个月以后先还一半，那天另外付 {due.zh}，以后下一期还 {then.zh}。{told.zh}。",
        f"If you pay half of what you still owe after {months} months, you pay {due.en} besides on that day, and"
        f" {then.en} the next time. {told.en}.",
    )
    rows = (
        (Text("哪天先还一半", "Half paid on"), _day(course.on)),
        (Text("那天另外付", "To pay besides on that day"), due),
        (Text("其中提前还款费", "Of it, for paying early"), charge),
        (Text("以后下一期还", "Next payment"), then),
        _difference(course.difference),
    )
    return _course(found, asked, course, rows, said)


def _missed(found: Figures, asked: Supposition, course: Course) -> Supposed:
    days, due, penalty = asked.number, yuan(course.due_then), yuan(course.charge)
    said = Text(
        f"如果从第一期起 {days} 天没有还，到那天一次要付 {due.zh}，比按时还多付罚息 {penalty.zh}。"
        "逾期会记进征信，还清后保留五年。有困难请早点打电话商量。",
        f"If nothing is paid for {days} days from the first due day, {due.en} must be paid then, {penalty.en} of it"
        " penalty interest that you would not have paid. It stands in your credit record for five years after it is"
        " settled. If it is hard, call early.",
    )
    rows = (
        (Text("补还的那天", "Paid on"), _day(course.on)),
        (Text("那天要付", "To pay on that day"), due),
        (Text("其中罚息", "Of it, penalty interest"), penalty),
        _difference(course.difference),
    )
    return _course(found, asked, course, rows, said)


def _dearer(offer: Offer, found: Figures, asked: Supposition, course: Course) -> Supposed:
    rate, more = percent_text(offer.nominal_rate + POINT), yuan(course.difference)
    first, before = yuan(course.due_then), yuan(found.first_payment)
    said = Text(
        f"这个产品的利率写在合同里。如果高一个百分点，是 {rate}，第一期还 {first.zh}，现在是 {before.zh}；"
        f"一共要多付 {more.zh}。",
        f"The rate of this product stands in the contract. One point higher, it would be {rate}: the first payment"
        f" {first.en} instead of {before.en}, and {more.en} more in all.",
    )
    rows = (
        (Text("利率变成", "The rate would be"), Text(rate, rate)),
        (Text("第一期还", "First payment"), first),
        (Text("现在第一期还", "First payment now"), before),
        _difference(course.difference),
    )
    return _course(found, asked, course, rows, said)


def _poorer(found: Figures, asked: Supposition, household: Household) -> Supposed:
    limits = household.thresholds
    cut = limits.stress_income_cut
    income = Fen(int(household.income * (1 - cut)))
    lost = Fen(household.income - income)
    left = judge(income, household.debts, found.monthly_burden, limits).left_over
    now = judge(household.income, household.debts, found.monthly_burden, limits).left_over
    percent = f"{(cut * 100).normalize():f}%"
    told = (
        Text(f"每月还剩 {yuan(left).zh}", f"{yuan(left).en} a month would be left")
        if left >= 0
        else Text(f"每月还差 {yuan(Fen(-left)).zh}", f"{yuan(Fen(-left)).en} a month would be missing")
    )
    said = Text(
        f"如果收入少 {percent}，每月少 {yuan(lost).zh}。还款不会变少，还是 {yuan(found.monthly_burden).zh}。"
        f"扣掉生活费和所有还款，{told.zh}。",
        f"With {percent} less income you have {yuan(lost).en} less a month. The payment stays"
        f" {yuan(found.monthly_burden).en}. After living costs and all payments {told.en}.",
    )
    rows = (
        (Text("收入变成", "Income would be"), yuan(income)),
        (Text("每月少", "Less each month"), yuan(lost)),
        (Text("现在每月剩", "Left each month now"), yuan(now)),
        (Text("那时每月剩", "Left each month then"), yuan(left)),
    )
    planned = _planned(found)
    return Supposed(asked, Fen(0), planned, planned, found.per_100_yuan, found.per_100_yuan, rows, said)


def _course(
    found: Figures, asked: Supposition, course: Course, rows: tuple[tuple[Text, Text], ...], said: Text
) -> Supposed:
    return Supposed(
        asked,
        course.difference,
        _planned(found),
        course.balances(),
        found.per_100_yuan,
        course.cost_per_100,
        rows,
        said,
    )


def _planned(found: Figures) -> Balances:
    rows = found.schedule.instalments
    return ((found.schedule.terms.start, found.principal), *((row.date, row.balance) for row in rows))


def _difference(fen: Fen) -> tuple[Text, Text]:
    if fen < 0:
        return Text("一共少付", "Less in all"), yuan(Fen(-fen))
    return Text("一共多付", "More in all"), yuan(fen)


def _day(day: date) -> Text:
    return Text(f"{day.year} 年 {day.month} 月 {day.day} 日", day.isoformat())
