"""Why an offer does not fit what was asked for, and which is lowest by a figure: facts, never advice."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kiosk.domain.money import Fen, percent_text
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Text
from kiosk.lending.affordability import AffordabilityThresholds, judge
from kiosk.lending.comparison import ComparisonRow, matches
from kiosk.lending.wording import yuan


@dataclass(frozen=True, slots=True)
class Wants:
    """What the borrower said that he needs and has; None: not said. Income and debts a month, all in fen."""

    amount: Fen | None = None
    income: Fen | None = None
    debts: Fen | None = None


def why_not(offer: Offer, row: ComparisonRow, wants: Wants, thresholds: AffordabilityThresholds) -> tuple[Text, ...]:
    """Each reason in words, with its figures; empty: it fits. It may be chosen all the same."""
    found = []
    amount = matches(offer, wants.amount) if wants.amount is not None else None
    if amount is not None:
        found.append(amount)
    if wants.income is not None:
        judged = judge(wants.income, wants.debts or 0, row.burden, thresholds)
        if judged.share is None or judged.share >= thresholds.refer:
            found.append(_heavy(row, judged.share, thresholds))
    return tuple(found)


def _heavy(row: ComparisonRow, share: Decimal | None, thresholds: AffordabilityThresholds) -> Text:
    burden, limit = yuan(row.burden), percent_text(thresholds.refer)
    if share is None:
        return Text(
            f"按月算要还 {burden.zh}，而您的收入扣掉基本生活费就没有了。",
            f"It takes {burden.en} a month, and after basic living costs nothing of your income is left.",
        )
    told = percent_text(share)
    return Text(
        f"按月算要还 {burden.zh}，连同已有的债，占扣掉生活费后收入的 {told}，到了 {limit}。",
        f"It takes {burden.en} a month; with your other debts that is {told} of your income after living costs,"
        f" at or above {limit}.",
    )


class Measure(StrEnum):
    """By which figure offers may be asked to be compared."""

    RATE = "rate"
    TOTAL = "total"
    MONTHLY = "monthly"
    LATE = "late"
    ANY = "any"
    """The cheapest, without saying by what: the three that matter most are told side by side."""
    ADVICE = "advice"
    """Which to take: the guide does not say, and tells the same three."""


_THREE = (Measure.RATE, Measure.TOTAL, Measure.MONTHLY)
_NAMES = {
    Measure.RATE: Text("综合年化成本（单利）最低的", "The lowest all-in annual cost (simple)"),
    Measure.TOTAL: Text("一共还得最少的", "The least to pay back in all"),
    Measure.MONTHLY: Text("第一期还得最少的", "The smallest first payment"),
    Measure.LATE: Text("第一期晚十天多付得最少的", "The least extra for a first payment 10 days late"),
}
_YOURS = Text(
    "哪一样要紧，由您定；我不推荐哪一家。都不选也可以。",
    "Which of these matters is for you to say; I recommend none. You may also choose none.",
)
_NO_ADVICE = Text("选哪一家，我不替您拿主意。数字是这样：", "Which one to take I do not say. The figures are these:")


def lowest(rows: Sequence[ComparisonRow], measure: Measure) -> Text:
    """Who is lowest by this figure, with the figure; all who share it are named, in the order in which they stand."""
    asked = (measure,) if measure in _NAMES else _THREE
    opening = (_NO_ADVICE,) if measure is Measure.ADVICE else ()
    said = (*opening, *(_least(rows, each) for each in asked), _YOURS)
    return Text("".join(text.zh for text in said), " ".join(text.en for text in said))


def _least(rows: Sequence[ComparisonRow], measure: Measure) -> Text:
    least = min(_figure(row, measure) for row in rows)
    named = [row.provider for row in rows if _figure(row, measure) == least]
    shown = Text(*(2 * (percent_text(Decimal(least)),))) if measure is Measure.RATE else yuan(Fen(int(least)))
    name = _NAMES[measure]
    return Text(
        f"{name.zh}是{'、'.join(one.zh for one in named)}，{shown.zh}。",
        f"{name.en} is {' and '.join(one.en for one in named)}: {shown.en}.",
    )


def _figure(row: ComparisonRow, measure: Measure) -> Decimal | int:
    match measure:
        case Measure.RATE:
            return row.annual_simple
        case Measure.TOTAL:
            return row.total_repaid
        case Measure.LATE:
            return row.late_10_days
        case _:
            return row.first_payment
