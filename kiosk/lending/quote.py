"""A quote to take home: the figures of one sheet, until when they hold, and the code that finds them again.

The code holds nothing of a person: five digits for case and offer, six for the figures, one that catches a slip.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from kiosk.domain.case import Case
from kiosk.lending.sheet import Sheet
from kiosk.lending.sheet_json import sheet_json

PREFIX = "mingshi:quote:1:"
DIGITS = 12
"""Five for case and offer, six for the figures, one to check."""
_PLACE, _FIGURES = 5, 6
_CODE = re.compile(rf"{PREFIX}(\d{{12}}):([0-9a-f]{{64}})")
_DIGITS = re.compile(r"\d{12}")
_SPACED = re.compile(r"[\s\-—·]")


@dataclass(frozen=True, slots=True)
class QuoteCode:
    """As it stands on the page. `figures`: SHA-256 of the sheet's data; empty where the digits were typed."""

    digits: str
    figures: str = ""

    @property
    def spaced(self) -> str:
        """To be read aloud and typed: three groups of four."""
        return " ".join(self.digits[at : at + 4] for at in range(0, len(self.digits), 4))

    @property
    def words(self) -> str:
        """What the QR code says."""
        return f"{PREFIX}{self.digits}:{self.figures}"


@dataclass(frozen=True, slots=True)
class Quote:
    """`until`: the last day on which the lender holds to it. `code` None: a trial calculation (试算) binds nobody."""

    sheet: Sheet
    until: date
    code: QuoteCode | None


def build_quote(sheet: Sheet, case: Case | None) -> Quote:
    """The quote of a sheet: no offer holds longer than its case."""
    if case is None:
        return Quote(sheet, sheet.offer.valid_until, None)
    return Quote(sheet, min(sheet.offer.valid_until, case.expires), quote_code(sheet))


def quote_code(sheet: Sheet) -> QuoteCode:
    """The same for the same case, offer and figures, whenever it is made."""
    figures = str(sheet_json(sheet)["sheet_sha256"])
    digits = _place(sheet) + _decimal(figures, _FIGURES)
    return QuoteCode(digits + _check(digits), figures)


def same_amounts(one: Sheet, other: Sheet) -> bool:
    """Whether both say the same but for the days: the same offer, each amount, rate and rule, paid out on another day.

    A case may pay out on the day of signing; then every due day of a quote moves with the day on which he comes back.
    """
    return _without_days(one) == _without_days(other)


def _without_days(sheet: Sheet) -> dict[str, object]:
    data = sheet_json(sheet)
    rows = data["schedule"]
    assert isinstance(rows, list)
    schedule = [{name: value for name, value in row.items() if name != "date"} for row in rows]
    worded = ("items", "sheet_sha256")
    return {**{name: value for name, value in data.items() if name not in worded}, "schedule": schedule}


def read_code(text: str) -> QuoteCode | None:
    """What was scanned or typed, of any origin; None: it is not the code of a quote."""
    whole = _CODE.fullmatch(text.strip())
    digits, figures = whole.groups() if whole else (_SPACED.sub("", text[:64]), "")
    if not digits.isascii() or not _DIGITS.fullmatch(digits) or _check(digits[:-1]) != digits[-1]:
        return None
    return QuoteCode(digits, figures)


def is_slip(text: str) -> bool:
    """Twelve digits that are no number of a quote: one of them was typed or copied wrongly."""
    digits = _SPACED.sub("", text[:64])
    return digits.isascii() and _DIGITS.fullmatch(digits) is not None and read_code(digits) is None


def same_place(code: QuoteCode, sheet: Sheet) -> bool:
    """Whether it names this case and this offer, whatever their figures are now."""
    return code.digits.startswith(_place(sheet))


def same_figures(code: QuoteCode, sheet: Sheet) -> bool:
    """Whether the sheet, built anew, is the one that was taken home."""
    now = quote_code(sheet)
    return code.digits == now.digits and code.figures in ("", now.figures)


def _place(sheet: Sheet) -> str:
    return _decimal(hashlib.sha256(f"{sheet.case}\n{sheet.offer.id}".encode()).hexdigest(), _PLACE)


def _decimal(digest: str, width: int) -> str:
    return f"{int(digest, 16) % 10**width:0{width}d}"


def _check(digits: str) -> str:
    """Luhn's digit: any one wrong digit, and nearly every swapped pair, is noticed."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        twice = int(digit) * (2 if place % 2 == 0 else 1)
        total += twice - 9 if twice > 9 else twice
    return str(-total % 10)
