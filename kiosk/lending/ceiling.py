"""The all-in ceiling and the longest term: an offer beyond them is refused with its figure."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kiosk.domain.money import percent_text
from kiosk.domain.speech import Text
from kiosk.lending.figures import Figures

MAX_CONSUMER_PERIODS = 60
"""Five years (Measures for Personal Loans 2024, art. 8)."""


class RateBasis(StrEnum):
    """Which annual figure the ceiling is held against."""

    SIMPLE = "simple"
    COMPOUND = "compound"


@dataclass(frozen=True, slots=True)
class Ceiling:
    """`rate`: the highest all-in cost a year that may be offered, a fraction (DISCLOSURE D.1, item 10)."""

    rate: Decimal = Decimal("0.24")
    basis: RateBasis = RateBasis.SIMPLE


DEFAULT_CEILING = Ceiling()


def ceiling_refusal(figures: Figures, ceiling: Ceiling = DEFAULT_CEILING) -> Text | None:
    """Why an offer with these figures may not be shown, or None. Rates are held as they are shown (0.01 %)."""
    simple = ceiling.basis is RateBasis.SIMPLE
    rate = figures.annual_simple if simple else figures.annual_compound
    if rate > ceiling.rate:
        found, limit = percent_text(rate), percent_text(ceiling.rate)
        return Text(
            f"综合年化成本 {found}（{'单利' if simple else '复利'}），超过了 {limit} 的上限，不能提供。",
            f"The all-in annual cost is {found} ({ceiling.basis}), above the ceiling of {limit}: it can't be offered.",
        )
    if figures.schedule.terms.periods > MAX_CONSUMER_PERIODS:
        return Text(
            f"期限 {figures.schedule.terms.periods} 个月，超过了五年，不能提供。",
            f"{figures.schedule.terms.periods} months are longer than five years: it can't be offered.",
        )
    return None
