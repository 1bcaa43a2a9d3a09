"""The figures of an offer as every page of the choice shows them: the same, in the same order and units, for each."""

import re
import threading
from collections.abc import Callable
from functools import lru_cache

from kiosk.domain.money import percent_text, yuan_text
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Language
from kiosk.lending.comparison import ComparisonRow, compare

IN_YUAN = frozenset({"received", "instalment", "largest", "total", "more", "late", "commission"})
"""Names of amounts: their unit stands in the name of the row, or behind each."""
PROMINENT = "rate"
"""The all-in annual cost stands larger than daily or monthly figures (PBOC notice 2021 no. 3)."""
COLUMNS: tuple[tuple[str, Callable[[ComparisonRow, Language], str]], ...] = (
    ("rate", lambda row, _: percent_text(row.annual_simple)),
    ("received", lambda row, _: yuan_text(row.received)),
    ("instalment", lambda row, _: yuan_text(row.first_payment)),
    ("total", lambda row, _: yuan_text(row.total_repaid)),
    ("more", lambda row, _: yuan_text(row.cost)),
    ("late", lambda row, _: yuan_text(row.late_10_days)),
    ("commission", lambda row, _: yuan_text(row.commission) if row.commission is not None else "—"),
    ("months", lambda row, _: str(row.months)),
    ("payments", lambda row, _: str(row.payments)),
    ("largest", lambda row, _: yuan_text(row.largest_payment)),
    ("early", lambda row, _: percent_text(row.prepayment_rate)),
    ("method", lambda row, language: re.split("[：:，,；;]", row.method[language])[0]),
)
"""The same rows in the same units for each; the unit stands once, in the name."""


@lru_cache(maxsize=32)
def figures_row(offer: Offer) -> ComparisonRow:
    """One offer's figures. Worked out ahead by `prepare`: it takes longer than the GUI thread may wait."""
    return compare((offer,))[0]


def prepare(offers: tuple[Offer, ...]) -> threading.Thread:
    """Work out the figures while the borrower is being welcomed."""
    thread = threading.Thread(target=lambda: [figures_row(offer) for offer in offers], name="figures", daemon=True)
    thread.start()
    return thread


def forget() -> None:
    """Nothing of a session stays (invariant 12)."""
    figures_row.cache_clear()
