"""Offers side by side in the same units, in an order that favours nobody."""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from kiosk.domain.ids import OfferId
from kiosk.domain.money import Fen, percent_text, yuan_text
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Text
from kiosk.lending.ceiling import DEFAULT_CEILING, Ceiling, ceiling_refusal
from kiosk.lending.figures import figures
from kiosk.lending.wording import METHODS, yuan

__all__ = [
    "COLUMNS", "ComparisonRow", "Refused", "admissible", "ceiling_refusal", "commission", "compare", "matches",
    "neutral_order", "shuffled",
]  # fmt: skip

T = TypeVar("T")
Id = TypeVar("Id", bound=str)


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One offer; amounts in fen, rates as fractions, the same columns for each."""

    offer: OfferId
    provider: Text
    product: Text
    principal: Fen
    received: Fen
    annual_simple: Decimal
    annual_compound: Decimal
    first_payment: Fen
    largest_payment: Fen
    payments: int
    months: int
    total_repaid: Fen
    cost: Fen
    per_100_yuan: Fen
    late_10_days: Fen
    prepayment_rate: Decimal
    method: Text
    burden: Fen = Fen(0)  # noqa: RUF009  a NewType call, not a computation
    """What it takes a month, as affordability reckons it."""
    commission: Fen | None = None
    """What the branch gets for it; None: only told in words."""

    def cells(self) -> tuple[Text, ...]:
        """The row as words, in the order of COLUMNS."""

        def same(words: str) -> Text:
            return Text(words, words)

        return (
            yuan(self.received),
            same(percent_text(self.annual_simple)),
            yuan(self.first_payment),
            yuan(self.largest_payment),
            Text(f"{self.payments} 期，{self.months} 个月", f"{self.payments} in {self.months} months"),
            yuan(self.total_repaid),
            yuan(self.cost),
            yuan(self.per_100_yuan),
            yuan(self.late_10_days),
            Text("免费", "free") if self.prepayment_rate == 0 else same(percent_text(self.prepayment_rate)),
            self.method,
            Text("不明", "not stated") if self.commission is None else yuan(self.commission),
        )


COLUMNS: tuple[Text, ...] = (
    Text("到手", "You receive"),
    Text("综合年化成本（单利）", "All-in annual cost (simple)"),
    Text("第一期还", "First payment"),
    Text("最多一期还", "Largest payment"),
    Text("期数", "Payments"),
    Text("一共还", "You pay back"),
    Text("比到手多", "More than received"),
    Text("每 100 元的成本", "Cost for each 100 yuan"),
    Text("第一期晚 10 天多付", "First payment 10 days late"),
    Text("提前还款收费", "Charge for paying early"),
    Text("还款方式", "Way of repaying"),
    Text("给本网点的佣金", "Commission to this branch"),
)


@dataclass(frozen=True, slots=True)
class Refused:
    """An offer that may not be shown, with its figure."""

    offer: Offer
    reason: Text


def compare(offers: Sequence[Offer]) -> tuple[ComparisonRow, ...]:
    """One row an offer, in the order given."""
    return tuple(_row(offer) for offer in offers)


def commission(offer: Offer) -> Fen | None:
    """What the branch gets from the lender when this offer is signed, in fen."""
    rate = offer.provider.commission_rate
    return None if rate is None else Fen(int((offer.principal * rate).to_integral_value(ROUND_HALF_UP)))


def admissible(
    offers: Sequence[Offer], ceiling: Ceiling = DEFAULT_CEILING
) -> tuple[tuple[Offer, ...], tuple[Refused, ...]]:
    """Those that may be shown, and those above the ceiling or too long, each with its figure."""
    judged = [(offer, ceiling_refusal(figures(offer), ceiling)) for offer in offers]
    return (
        tuple(offer for offer, reason in judged if reason is None),
        tuple(Refused(offer, reason) for offer, reason in judged if reason is not None),
    )


def matches(offer: Offer, wanted_amount: int) -> Text | None:
    """None when the offer lends what the borrower asked for; else the reason why it does not fit."""
    asked, lent = f"{yuan_text(wanted_amount)}", f"{yuan_text(offer.principal)}"
    if offer.principal > wanted_amount:
        return Text(
            f"您想借 {asked} 元，这个产品借 {lent} 元，比您需要的多。多借要多还。",
            f"You asked for {asked} yuan; this one lends {lent}, more than you need. Borrowing more costs more.",
        )
    if offer.principal < wanted_amount:
        return Text(
            f"您想借 {asked} 元，这个产品只借 {lent} 元。",
            f"You asked for {asked} yuan; this one lends only {lent}.",
        )
    return None


def shuffled(items: Sequence[T], seed: bytes) -> tuple[T, ...]:
    """The items in an order drawn from `seed`: Fisher-Yates, each order equally likely.

    Anyone with the seed draws the same order again, so the evidence can show that no lender was put first.
    """
    found = list(items)
    draws = _words(seed)
    for last in range(len(found) - 1, 0, -1):
        chosen = _below(last + 1, draws)
        found[last], found[chosen] = found[chosen], found[last]
    return tuple(found)


def neutral_order(offers: Iterable[Id], seed: bytes) -> tuple[Id, ...]:
    """The ids in the order that the seed draws, whatever order they came in: nobody can put one first by listing it
    first."""
    return shuffled(sorted(offers), seed)


def _words(seed: bytes) -> Iterator[int]:
    """32-bit numbers: HMAC-SHA256(seed, "mingshi-shuffle" || counter), cut into words."""
    counter = 0
    while True:
        block = hmac.new(seed, b"mingshi-shuffle" + counter.to_bytes(8, "big"), hashlib.sha256).digest()
        yield from (int.from_bytes(block[at : at + 4], "big") for at in range(0, len(block), 4))
        counter += 1


def _below(bound: int, draws: Iterator[int]) -> int:
    """A number below `bound`; words of the incomplete last run are thrown away, which a plain modulo
    would give to the first few numbers."""
    whole = 2**32 - 2**32 % bound
    return next(word for word in draws if word < whole) % bound


def _row(offer: Offer) -> ComparisonRow:
    found = figures(offer)
    return ComparisonRow(
        offer=offer.id,
        provider=offer.provider.name,
        product=offer.product,
        principal=found.principal,
        received=found.received,
        annual_simple=found.annual_simple,
        annual_compound=found.annual_compound,
        first_payment=found.first_payment,
        largest_payment=found.largest_payment,
        payments=found.payments,
        months=offer.periods,
        total_repaid=found.total_repaid,
        cost=found.cost_more_than_received,
        per_100_yuan=found.per_100_yuan,
        late_10_days=found.late_10_days,
        prepayment_rate=found.prepayment_rate,
        method=METHODS[offer.method],
        burden=found.monthly_burden,
        commission=commission(offer),
    )
