"""The 综合融资成本明示表: every item that a fair disclosure must show (DISCLOSURE D.1), from one offer.

The sheet refuses to exist when an item is missing: there is no sheet "with gaps".
"""

from dataclasses import dataclass

from kiosk.domain.errors import LendingError
from kiosk.domain.ids import CaseId
from kiosk.domain.money import Fen, yuan_of
from kiosk.domain.offer import FeeTiming, Offer
from kiosk.domain.speech import Text
from kiosk.lending.ceiling import DEFAULT_CEILING, Ceiling, ceiling_refusal
from kiosk.lending.figures import Figures, figures
from kiosk.lending.items import SheetItem, build_items
from kiosk.lending.wording import SHEET_TITLE, TITLES, TRIAL

__all__ = ["MANDATORY", "Charge", "Figures", "Sheet", "SheetItem", "build_sheet", "figures", "sheet_json"]

SHEET_VERSION = "1"
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


@dataclass(frozen=True, slots=True)
class Sheet:
    """A complete sheet. `case` is None for an enquiry: then it is marked 试算 and binds nobody."""

    version: str
    case: CaseId | None
    offer: Offer
    figures: Figures
    charges: tuple[Charge, ...]
    items: tuple[SheetItem, ...]

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
    """The sheet of an offer. Raises LendingError naming what is missing, or the figure above the ceiling."""
    found = figures(offer)
    refusal = ceiling_refusal(found, ceiling)
    if refusal is not None:
        raise LendingError(f"offer {offer.id}: {refusal.en}")
    sheet = Sheet(SHEET_VERSION, case, offer, found, _charges(offer), build_items(offer, found, ceiling))
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


def sheet_json(sheet: Sheet) -> dict[str, object]:
    """Plain JSON: amounts as strings in yuan, rates as strings holding fractions."""
    found = sheet.figures
    offer = sheet.offer
    return {
        "version": sheet.version,
        "case": sheet.case,
        "trial": sheet.case is None,
        "offer": offer.id,
        "offer_version": offer.version,
        "provider": offer.provider.name.zh,
        "product": offer.product.zh,
        "principal": _yuan(found.principal),
        "received": _yuan(found.received),
        "periods": offer.periods,
        "method": offer.method.value,
        "nominal_rate": str(offer.nominal_rate),
        "cost_rate": str(found.annual_simple),
        "cost_rate_compound": str(found.annual_compound),
        "total_repaid": _yuan(found.total_repaid),
        "total_paid": _yuan(found.total_paid),
        "cost_more_than_received": _yuan(found.cost_more_than_received),
        "valid_until": offer.valid_until.isoformat(),
        "charges": [_charge_json(charge) for charge in sheet.charges],
        "schedule": schedule_json(found),
        "items": [
            {
                "id": item.id,
                "title": {"zh": item.title.zh, "en": item.title.en},
                "body": {"zh": item.body.zh, "en": item.body.en},
                "mandatory": item.mandatory,
            }
            for item in sheet.items
        ],
    }


def schedule_json(found: Figures) -> list[dict[str, object]]:
    """The instalments, as `main.py loan --json` has them too."""
    return [
        {
            "n": row.n,
            "date": row.date.isoformat(),
            "principal": _yuan(row.principal),
            "interest": _yuan(row.interest),
            "fees": _yuan(row.fees),
            "amount": _yuan(row.amount),
            "balance": _yuan(row.balance),
        }
        for row in found.schedule.instalments
    ]


def _charges(offer: Offer) -> tuple[Charge, ...]:
    return tuple(
        Charge(fee.id, fee.name, fee.charger, fee.timing, fee.amount, times, Fen(fee.amount * times))
        for fee in offer.fees
        for times in (offer.periods if fee.timing is FeeTiming.MONTHLY else 1,)
    )


def _charge_json(charge: Charge) -> dict[str, object]:
    return {
        "id": charge.id,
        "name": charge.name.zh,
        "org_name": charge.charger.zh,
        "timing": charge.timing.value,
        "amount": _yuan(charge.amount),
        "times": charge.times,
        "total": _yuan(charge.total),
    }


def _yuan(fen: int) -> str:
    return str(yuan_of(fen))
