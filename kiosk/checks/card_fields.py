"""What a printed field says: plain text, dates, closed lists. None or "" where it can't be what the card prints."""

import re
import unicodedata
from datetime import date

from kiosk.domain.borrower import ETHNIC_GROUPS, LONG_TERM

_YEAR_MONTH_DAY = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})(?!\d)")
_POINTED = re.compile(r"(\d{4})[.,](\d{2})[.,](\d{2})")
_PLACE = re.compile(r"[\u4e00-\u9fff\d A-Za-z\-()#]+")
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003134f]{2,}|[\u3400-\u9fff·]{3,}")
_AUTHORITY = re.compile(r"[\u4e00-\u9fff]{2,}(?:局|处|厅|队)")


def plain(text: str) -> str:
    """Without white space, full-width forms narrowed (NFKC); nothing else is guessed."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def number_text(text: str) -> str:
    """Digits and X only, if that is all there is besides spaces; else ""."""
    bare = plain(text).upper()
    return bare if re.fullmatch(r"\d{17}[\dX]", bare) and bare.isascii() else ""


def name_text(text: str) -> str:
    """A name in Chinese characters, the point between its parts unified; "" if it is none."""
    bare = re.sub(r"[•・．.‧∙]", "·", plain(text))
    return bare if _NAME.fullmatch(bare) and not bare.startswith("·") and not bare.endswith("·") else ""


def ethnic_text(text: str) -> str:
    """One of the closed list, else ""."""
    bare = plain(text)
    return bare if bare in ETHNIC_GROUPS else bare[:-1] if bare[:-1] in ETHNIC_GROUPS and bare[-1:] == "族" else ""


def place_text(text: str) -> str:
    """An address: Chinese characters, digits, letters, hyphens; "" if anything else is among them."""
    bare = re.sub(r"[—–－―]", "-", plain(text))
    return bare if _PLACE.fullmatch(bare) and len(bare) >= 6 else ""


def authority_text(text: str) -> str:
    """A police authority; "" if it does not end as one."""
    bare = plain(text)
    return bare if _AUTHORITY.fullmatch(bare) else ""


def birth_date(text: str) -> date | None:
    """年 月 日 as printed; what stands between the figures may be misread, the figures may not."""
    found = _YEAR_MONTH_DAY.findall(plain(text))
    return _date(*found[0]) if len(found) == 1 else None


def validity(text: str) -> tuple[date, date | None] | None:
    """From and to (None: long-term); None if it is no such pair. A misread comma for a point is let pass."""
    bare = plain(text)
    dates = [_date(*parts) for parts in _POINTED.findall(bare)]
    tail = re.sub(r"[^\u4e00-\u9fff]", "", bare)
    match dates:
        case [date() as first] if tail == LONG_TERM:
            return first, None
        case [date() as first, date() as last] if first < last and not tail:
            return first, last
    return None


def only_start(text: str) -> date | None:
    """The date of a validity that goes on with one or two characters that are no figures; else None."""
    bare = plain(text)
    found = _POINTED.match(bare)
    tail = re.sub(r"[-.,—~]", "", bare[found.end() :]) if found else ""
    return _date(*found.groups()) if found and re.fullmatch(r"[\u4e00-\u9fff]{1,2}", tail) else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
