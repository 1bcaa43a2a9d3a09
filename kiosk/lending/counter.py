"""Less, or longer, or none: what could be borne instead.

Worked out for talking about it (试算): the lender has to agree anew, and nothing of it is an offer.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from kiosk.domain.errors import LendingError
from kiosk.domain.money import Fen, percent_text, yuan_text
from kiosk.domain.offer import Fee, Offer, RepaymentMethod
from kiosk.domain.speech import Text
from kiosk.lending.affordability import AffordabilityThresholds, judge
from kiosk.lending.figures import figures
from kiosk.lending.wording import yuan

STEP = 100_000
"""Fen: sums are looked for by the thousand yuan."""
TERMS = (12, 18, 24, 36, 48, 60)
"""Months; a consumer loan runs five years at most (rules on personal loans of 2024, art. 8)."""


@dataclass(frozen=True, slots=True)
class Counter:
    """One way out. `kind`: smaller, longer; amounts in fen. `share`: of the income after living costs."""

    kind: str
    principal: Fen
    months: int
    burden: Fen
    share: Decimal
    total_more: Fen
    """What is paid back in all, less that of the offer; longer terms cost more."""

    @property
    def said(self) -> Text:
        """In words and figures."""
        share, burden = percent_text(self.share), yuan(self.burden)
        if self.kind == "smaller":
            amount = yuan_text(self.principal)
            return Text(
                f"少借：只借 {amount} 元，每月约 {burden.zh}，占 {share}。",
                f"Less: {amount} yuan would take about {burden.en} a month, {share}.",
            )
        return Text(
            f"久一点：{self.months} 个月，每月约 {burden.zh}，占 {share}，但一共多还 {yuan(self.total_more).zh}。",
            f"Longer: over {self.months} months about {burden.en} a month, {share}, but {yuan(self.total_more).en} more"
            " in all.",
        )


def counters(offer: Offer, income: Fen, debts: Fen, thresholds: AffordabilityThresholds) -> tuple[Counter, ...]:
    """The largest smaller sum and the shortest longer term that stay below the warning; those that exist."""
    found = (_smaller(offer, income, debts, thresholds), _longer(offer, income, debts, thresholds))
    return tuple(each for each in found if each is not None)


def _smaller(offer: Offer, income: Fen, debts: Fen, thresholds: AffordabilityThresholds) -> Counter | None:
    low, high = 0, (offer.principal - 1) // STEP
    best = None
    while low < high:
        middle = (low + high + 1) // 2
        tried = _tried("smaller", offer, _scaled(offer, Fen(middle * STEP)), income, debts, thresholds)
        if tried is None:
            high = middle - 1
        else:
            low, best = middle, tried
    return best


def _longer(offer: Offer, income: Fen, debts: Fen, thresholds: AffordabilityThresholds) -> Counter | None:
    if offer.method is RepaymentMethod.BULLET:
        return None  # its one payment only comes later
    for months in TERMS:
        if months > offer.periods:
            tried = _tried("longer", offer, replace(offer, periods=months), income, debts, thresholds)
            if tried is not None:
                return tried
    return None


def _tried(
    kind: str, offer: Offer, other: Offer, income: Fen, debts: Fen, thresholds: AffordabilityThresholds
) -> Counter | None:
    """None: it would still weigh too much, or can't be worked out."""
    try:
        found = figures(other)
    except LendingError:
        return None
    verdict = judge(income, debts, found.monthly_burden, thresholds)
    if verdict.share is None or verdict.share >= thresholds.warn:
        return None
    more = Fen(found.total_repaid - figures(offer).total_repaid)
    return Counter(kind, other.principal, other.periods, found.monthly_burden, verdict.share, more)


def _scaled(offer: Offer, principal: Fen) -> Offer:
    """The same with another sum; fees in proportion, rounded up, so that nothing looks lighter than it would be."""

    def fee(one: Fee) -> Fee:
        return replace(one, amount=Fen(-(-one.amount * principal // offer.principal)))

    return replace(offer, principal=principal, fees=tuple(fee(one) for one in offer.fees))
