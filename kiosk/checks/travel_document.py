"""A travel document judged: two readings of its machine-readable zone settled to fields.

Same duty as for the identity card: no wrong field is accepted. Number and dates stand when both readers agree and the
check digit holds, or when exactly one reading holds and the digit can tell the two apart. What no check digit covers
(name, nationality, sex, issuer) stands only when both readers agree, or when a closed list knows one of them alone.
"""

import re
from dataclasses import dataclass
from datetime import date

from kiosk.checks.mrz import Mrz, MrzSize, parse_mrz, same_to_the_check, size_of
from kiosk.checks.states_iso3166 import STATES
from kiosk.domain.borrower import FIELDS_PAGE, CardField, ForeignDocument
from kiosk.ports.card_reader import FieldReading

AGREEMENT, RULE, OPEN = "agreement", "rule", "open"
LINE_NAMES = ("mrz_1", "mrz_2", "mrz_3")
"""Names of the readings that the adapter gives, from the top."""
CHECKED_FIELDS = frozenset({"number", "birth", "valid_to"})
"""Each has a check digit of its own."""
_YEARS_AHEAD = 50
"""An expiry lies within so many years of today: passports are valid for ten."""
_OLDEST_AGE, _GROWN_UP = 115, 18
_SHORTEST_NUMBER = 6
"""Fewer characters are found by chance."""
_MOST_DIFFERING, _MOST_DIFFERING_COVERED = 2, 4


@dataclass(frozen=True, slots=True)
class _Element:
    """One reader's text of an element. `figures`: it can hold nothing else, so each single misreading is found."""

    text: str
    holds: bool
    composite: bool
    figures: bool


def read_zones(readings: tuple[FieldReading, ...]) -> tuple[Mrz | None, Mrz | None]:
    """The zone as each reader has it; the size is the one that either of them shows."""
    lines = {field.name: field for field in readings}
    found = tuple(lines[name] for name in LINE_NAMES if name in lines)
    firsts, seconds = tuple(f.first for f in found), tuple(f.second for f in found)
    size = size_of(firsts) or size_of(seconds)
    if size is None or len(found) != size.value[0]:
        return None, None
    return parse_mrz(size, firsts), parse_mrz(size, seconds)


def is_zone(readings: tuple[FieldReading, ...]) -> bool:
    """Whether this is a machine-readable zone beyond doubt: of one size, two of its three check digits holding."""
    return any(zone is not None and zone.holding >= 2 for zone in read_zones(readings))


def breaks_own_check(readings: tuple[FieldReading, ...]) -> bool:
    """Whether both readers read the same number or date and its own check digit contradicts it."""
    one, two = read_zones(readings)
    if one is None or two is None:
        return False
    pairs = (
        (one.number, two.number, one.number_holds, two.number_holds),
        (one.birth, two.birth, one.birth_holds, two.birth_holds),
        (one.expiry, two.expiry, one.expiry_holds, two.expiry_holds),
    )
    return any(a and a == b and not held and not other for a, b, held, other in pairs)


def settle_page(readings: tuple[FieldReading, ...], today: date) -> tuple[CardField, ...]:
    """The fields of FIELDS_PAGE in their order; all open and empty if there is no zone."""
    one, two = read_zones(readings)
    a, b = one or _EMPTY, two or _EMPTY
    zones = (a, b)
    birth = _checked("birth", *(_Element(z.birth, z.birth_holds, z.composite_holds, figures=True) for z in zones))
    expiry = _checked("valid_to", *(_Element(z.expiry, z.expiry_holds, z.composite_holds, figures=True) for z in zones))
    until = expires(expiry.value, today)
    return (
        _agreed("name", _name(a), _name(b)),
        _listed("nationality", a.nationality, b.nationality),
        _agreed("sex", _sex(a), _sex(b)),
        _dated(
            birth, born(birth.value, min(today, until or today)), sure=not _either_century(birth.value, today, until)
        ),
        _checked("number", *(_Element(z.number, z.number_holds, z.composite_holds, figures=False) for z in zones)),
        _listed("issuer", a.issuer, b.issuer),
        _dated(expiry, until),
    )


def same_document(readings: tuple[FieldReading, ...], page: tuple[CardField, ...]) -> tuple[CardField, ...]:
    """The number of the zone, if it stands on the side with the portrait too; else nothing ties the two sides.

    What looks alike is taken for alike: that number was read elsewhere, and is only found again here.
    """
    number = next((field.value for field in page if field.name == "number"), "")
    rows = [_look_alike(row) for field in readings for row in field.first.split("\n")]
    found = len(number) >= _SHORTEST_NUMBER and any(_look_alike(number) in row for row in rows)
    return (CardField("number", number, RULE),) if found else ()


def _look_alike(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper()).translate(str.maketrans("OQDIZSGB", "00012568"))


def born(figures: str, today: date) -> date | None:
    """YYMMDD in the latest century that is not to come."""
    for century in (today.year // 100, today.year // 100 - 1):
        if (day := _date(century, figures)) is not None and day <= today:
            return day
    return None


def expires(figures: str, today: date) -> date | None:
    """YYMMDD in the century that lies within fifty years of today."""
    for century in (today.year // 100, today.year // 100 + 1, today.year // 100 - 1):
        day = _date(century, figures)
        if day is not None and -_YEARS_AHEAD <= day.year - today.year < _YEARS_AHEAD:
            return day
    return None


def foreign_document(fields: tuple[CardField, ...]) -> ForeignDocument | tuple[str, ...]:
    """The document, or the names of the fields that are missing, open or in no right form."""
    by_name = {field.name: field for field in fields}
    value = {name: by_name[name].value for name in by_name if by_name[name].settled_by != OPEN}
    wanting = tuple(name for name in FIELDS_PAGE if not value.get(name))
    if wanting:
        return wanting
    dates = {name: _iso(value[name]) for name in ("birth", "valid_to")}
    wrong = tuple(name for name, day in dates.items() if day is None)
    if wrong or dates["birth"] is None or dates["valid_to"] is None:
        return wrong
    if value["sex"] not in ("F", "M", "X"):
        return ("sex",)
    return ForeignDocument(
        name=value["name"],
        nationality=value["nationality"],
        sex=value["sex"],
        birth=dates["birth"],
        number=value["number"],
        issuer=value["issuer"],
        valid_to=dates["valid_to"],
    )


_EMPTY = Mrz(
    size=MrzSize.TD3, code="", issuer="", surname="", given_names="", nationality="", number="", birth="", sex="",
    expiry="", number_holds=False, birth_holds=False, expiry_holds=False, composite_holds=False,
)  # fmt: skip


def _checked(name: str, one: _Element, two: _Element) -> CardField:
    if one.text and one.text == two.text and one.holds and two.holds:
        return CardField(name, one.text, AGREEMENT)
    if one.holds != two.holds:
        held, other = (one, two) if one.holds else (two, one)
        if _told_apart(held, other):
            return CardField(name, held.text, RULE)
    return CardField(name, one.text if one.holds or not two.text else two.text, OPEN)


def _told_apart(held: _Element, other: _Element) -> bool:
    """Whether check digits alone decide.

    With one digit the other reading must be a witness: different in a place or two only, as one text in ten holds by
    chance. With the composite digit too, it need not be; but a number may hold pairs that no digit tells apart, so
    there the other reading must have as many characters and agree on those.
    """
    if held.figures and held.composite:
        return True
    if len(held.text) != len(other.text):
        return False
    differing = [(a, b) for a, b in zip(held.text, other.text, strict=True) if a != b]
    # None differing: only the check digit itself was misread by one of them.
    few = len(differing) <= (_MOST_DIFFERING_COVERED if held.composite else _MOST_DIFFERING)
    return few and not any(same_to_the_check(a, b) for a, b in differing)


def _agreed(name: str, first: str, second: str) -> CardField:
    return CardField(name, first or second, AGREEMENT if first and first == second else OPEN)


def _listed(name: str, first: str, second: str) -> CardField:
    if first == second and first in STATES:
        return CardField(name, first, AGREEMENT)
    listed = [code for code in (first, second) if code in STATES]
    if len(listed) == 1 and len(first) == len(second) and sum(a != b for a, b in zip(first, second, strict=True)) == 1:
        return CardField(name, listed[0], RULE)
    return CardField(name, first or second, OPEN)


def _either_century(figures: str, today: date, until: date | None) -> bool:
    """Whether a child and somebody very old could both be meant: then a person looks."""
    day = born(figures, min(today, until or today))
    if day is None:
        return False
    oldest = (until or today).year - (day.year - 100)
    return oldest < _OLDEST_AGE or today.year - day.year < _GROWN_UP


def _dated(field: CardField, day: date | None, *, sure: bool = True) -> CardField:
    if day is None:
        return CardField(field.name, field.value, OPEN)
    return CardField(field.name, day.isoformat(), field.settled_by if sure else OPEN)


def _name(zone: Mrz) -> str:
    return ", ".join(part for part in (zone.surname, zone.given_names) if part)


def _sex(zone: Mrz) -> str:
    return "X" if zone.sex == "<" else zone.sex


def _date(century: int, figures: str) -> date | None:
    if len(figures) != 6 or not figures.isdigit():
        return None
    try:
        return date(century * 100 + int(figures[:2]), int(figures[2:4]), int(figures[4:]))
    except ValueError:
        return None


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
