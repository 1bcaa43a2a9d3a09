"""The 综合融资成本明示表: every item that a fair disclosure must show (DISCLOSURE D.1), from one offer.

The sheet refuses to exist when an item is missing: there is no sheet "with gaps".
"""

from dataclasses import dataclass

from kiosk.domain.errors import LendingError
from kiosk.domain.ids import CaseId
from kiosk.domain.money import Fen
from kiosk.domain.offer import FeeKind, FeeTiming, Offer
from kiosk.domain.speech import Text
from kiosk.lending.ceiling import DEFAULT_CEILING, Ceiling, ceiling_refusal
from kiosk.lending.figures import Figures, figures
from kiosk.lending.items import SheetItem, build_items
from kiosk.lending.unlisted import require_listed
from kiosk.lending.wording import SHEET_TITLE, TITLES, TRIAL

__all__ = ["MANDATORY", "Charge", "Figures", "Sheet", "SheetItem", "build_sheet", "figures", "require_complete"]

SHEET_VERSION = "2"
MANDATORY = tuple(TITLES)
"""Ids that each sheet must hold, in the order of the sheet; one `fee.<id>` for each fee comes besides."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One fee of normal performance. `amount`: each time, `times` times."""

    id: str
    name: Text
    charger: Text
    timing: FeeTiming
    amount: Fen
    times: int
    total: Fen
    kind: FeeKind
    standard: Text


@dataclass(frozen=True, slots=True)
class Sheet:
    """A complete sheet. `case` is None for an enquiry: then it is marked 试算 and binds nobody."""

    version: str
    case: CaseId | None
    offer: Offer
    figures: Figures
    charges: tuple[Charge, ...]
    items: tuple[SheetItem, ...]
    ceiling: Ceiling = DEFAULT_CEILING

    @property
    def title(self) -> Text:
        """With the mark of a trial calculation where it is one."""
        if self.case is not None:
            return SHEET_TITLE
        return Text(f"{SHEET_TITLE.zh}（{TRIAL.zh}）", f"{SHEET_TITLE.en} ({TRIAL.en})")

    def item(self, id: str) -> SheetItem:  # noqa: A002
        """The item of an id; LendingError when there is none."""
        for item in self.items:
            if item.id == id:
                return item
        raise LendingError(f"sheet item {id}: there is none")


def build_sheet(offer: Offer, case: CaseId | None = None, ceiling: Ceiling = DEFAULT_CEILING) -> Sheet:
    """The sheet of an offer. Raises LendingError naming what is missing or unlisted, or the rate above the ceiling."""
    require_listed(offer)
    found = figures(offer)
    refusal = ceiling_refusal(found, ceiling)
    if refusal is not None:
        raise LendingError(f"offer {offer.id}: {refusal.en}")
    sheet = Sheet(SHEET_VERSION, case, offer, found, _charges(offer), build_items(offer, found, ceiling), ceiling)
    require_complete(sheet)
    return sheet


def require_complete(sheet: Sheet) -> None:
    """LendingError naming the first mandatory item that is missing, blank or there twice."""
    ids = [item.id for item in sheet.items]
    for needed in (*MANDATORY, *(f"fee.{charge.id}" for charge in sheet.charges)):
        if ids.count(needed) != 1:
            raise LendingError(f"sheet item {needed}: must be there exactly once")
        item = sheet.item(needed)
        if not all(part.strip() for part in (item.title.zh, item.title.en, item.body.zh, item.body.en)):
            raise LendingError(f"sheet item {needed}: missing in Chinese or in English")


def _charges(offer: Offer) -> tuple[Charge, ...]:
    charges: list[Charge] = []
    for fee in offer.fees:
        times = offer.periods if fee.timing is FeeTiming.MONTHLY else 1
        total = Fen(fee.amount * times)
        charges.append(
            Charge(fee.id, fee.name, fee.charger, fee.timing, fee.amount, times, total, fee.kind, fee.standard)
        )
    return tuple(charges)
