"""The ID card judged: two readings settled to fields, the picture accepted or not, the card's own dates.

The duty is that no wrong field is accepted. Where both readers agree and no rule speaks against it, a field stands;
where they differ, it stands only if a rule that owes nothing to the reader picks one of them (a check character,
another field, a closed list with only one such word near, a term that the law knows). All else is `open`: the
borrower or a person looks at it.
"""

from collections.abc import Callable
from datetime import date

from kiosk.checks.card_fields import (
    birth_date,
    ethnic_text,
    name_text,
    number_text,
    only_start,
    plain,
    validity,
)
from kiosk.checks.card_places import settle_address, settle_authority
from kiosk.checks.id_number import IdNumber, parse_number
from kiosk.checks.travel_document import foreign_document, settle_page
from kiosk.domain.borrower import LONG_TERM, CardField, CardSide, IdentityCard, IdentityDocument, Sex
from kiosk.ports.card_reader import CardReading, FieldReading

AGREEMENT, RULE, OPEN, BORROWER = "agreement", "rule", "open", "borrower"

_NOTHING = FieldReading("", "", "", 0.0)
_TERMS_YEARS = (5, 10, 20)
"""Validity by age at issue: Resident Identity Card Law, article 5."""


def settle(reading: CardReading, today: date) -> tuple[CardField, ...]:
    """All fields of the side, in the card's order. `today`: a page's dates have no century."""
    read = {field.name: field for field in reading.fields}
    match reading.side:
        case CardSide.FRONT:
            return _settle_front(read)
        case CardSide.BACK:
            return _settle_back(read)
        case CardSide.PAGE:
            return settle_page(reading.fields, today)
        case CardSide.PORTRAIT:
            return ()


def _settle_front(read: dict[str, FieldReading]) -> tuple[CardField, ...]:
    number, known = _number(read.get("number", _NOTHING))
    return (
        _agreed("name", read.get("name", _NOTHING), name_text),
        _sex(read.get("sex", _NOTHING), known),
        _ethnicity(read.get("ethnicity", _NOTHING)),
        _birth(read.get("birth", _NOTHING), known),
        settle_address(read.get("address", _NOTHING), known),
        number,
    )


def _settle_back(read: dict[str, FieldReading]) -> tuple[CardField, ...]:
    return (
        settle_authority(read.get("authority", _NOTHING)),
        *_validity(read.get("validity", _NOTHING)),
    )


def _agreed(name: str, field: FieldReading, form: Callable[[str], str]) -> CardField:
    first, second = form(field.first), form(field.second)
    if first and first in (second, form(field.third)):
        return CardField(name, first, AGREEMENT)
    return CardField(name, first or plain(field.first) or plain(field.second), OPEN)


def _number(field: FieldReading) -> tuple[CardField, IdNumber | None]:
    first, second = number_text(field.first), number_text(field.second)
    known_first, known_second = parse_number(first), parse_number(second)
    match known_first, known_second:
        case IdNumber(), IdNumber() if first == second:
            return CardField("number", first, AGREEMENT), known_first
        case IdNumber(), None:
            return CardField("number", first, RULE), known_first
        case None, IdNumber():
            return CardField("number", second, RULE), known_second
    # Two different numbers that both hold, or an agreed one that does not: a person looks.
    return CardField("number", first or second or plain(field.first), OPEN), None


def _sex(field: FieldReading, number: IdNumber | None) -> CardField:
    seen = [text for text in (plain(field.first), plain(field.second)) if text in (Sex.MALE, Sex.FEMALE)]
    if number is not None and seen and all(text == number.sex for text in seen):
        return CardField("sex", number.sex, AGREEMENT if len(seen) == 2 else RULE)
    if number is None and len(seen) == 2 and seen[0] == seen[1]:
        return CardField("sex", seen[0], AGREEMENT)
    return CardField("sex", seen[0] if seen else plain(field.first), OPEN)


def _ethnicity(field: FieldReading) -> CardField:
    first, second = ethnic_text(field.first), ethnic_text(field.second)
    if first and first in (second, ethnic_text(field.third)):
        return CardField("ethnicity", first, AGREEMENT)
    if first and not second and field.confidence >= 0.95 and _lone_word(plain(field.second), first):
        return CardField("ethnicity", first, RULE)
    if second and not first and _lone_word(plain(field.first), second):
        return CardField("ethnicity", second, RULE)
    return CardField("ethnicity", first or second or plain(field.first), OPEN)


def _lone_word(other: str, word: str) -> bool:
    """Whether the other reading supports the word: as long, and sharing a character (so at least two long)."""
    return len(other) == len(word) and any(a == b for a, b in zip(other, word, strict=True))


def _birth(field: FieldReading, number: IdNumber | None) -> CardField:
    first, second = birth_date(field.first), birth_date(field.second)
    seen = [day for day in (first, second) if day is not None]
    if number is not None and number.birth in seen:
        agreed = seen == [number.birth, number.birth]
        # Both agree on the printed date or one of them meets the number, which its own check character vouches for.
        return CardField("birth", number.birth.isoformat(), AGREEMENT if agreed else RULE)
    if number is None and first is not None and first == second:
        return CardField("birth", first.isoformat(), AGREEMENT)
    return CardField("birth", seen[0].isoformat() if seen else plain(field.first), OPEN)


def _validity(field: FieldReading) -> tuple[CardField, CardField]:
    first, second = validity(field.first), validity(field.second)
    if first is not None and first == second and _lawful_term(*first):
        return _term_fields(first, AGREEMENT)
    lawful = [term for term in (first, second) if term is not None and term[1] is not None and _lawful_term(*term)]
    other = second if lawful and lawful[0] == first else first
    # Same month and day after 5, 10 or 20 years: a misread figure breaks that. Long-term has no such check.
    if len(lawful) == 1 and (other is None or not _lawful_term(*other)):
        return _term_fields(lawful[0], RULE)
    if first is not None and first[1] is None and _lawful_term(*first) and only_start(field.second) == first[0]:
        # A card bears an end in figures or the one word for none: no figures, so it is the word.
        return _term_fields(first, RULE)
    if (read := first or second) is not None:
        return _term_fields(read, OPEN)
    return CardField("valid_from", plain(field.first), OPEN), CardField("valid_to", plain(field.first), OPEN)


def _term_fields(term: tuple[date, date | None], settled_by: str) -> tuple[CardField, CardField]:
    start, end = term
    return (
        CardField("valid_from", start.isoformat(), settled_by),
        CardField("valid_to", end.isoformat() if end else LONG_TERM, settled_by),
    )


def _lawful_term(start: date, end: date | None) -> bool:
    """A term of the law. The second generation of cards began in 2004."""
    if start < date(2004, 1, 1):
        return False
    if end is None:
        return True
    leap = (start.month, start.day) == (2, 29) and (end.month, end.day) in ((2, 28), (3, 1))
    return end.year - start.year in _TERMS_YEARS and (leap or (start.month, start.day) == (end.month, end.day))


def corrected(field: CardField, by_borrower: str) -> CardField:
    """The field as the borrower corrected it; what was read stays beside it."""
    if by_borrower == field.value:
        return CardField(field.name, field.value, BORROWER if field.settled_by == OPEN else field.settled_by)
    return CardField(field.name, by_borrower, BORROWER, was_read=field.was_read or field.value)


def open_fields(fields: tuple[CardField, ...]) -> tuple[str, ...]:
    """Names of the fields that still need a look."""
    return tuple(field.name for field in fields if field.settled_by == OPEN)


def identity_card(front: tuple[CardField, ...], back: tuple[CardField, ...]) -> IdentityCard | tuple[str, ...]:
    """The card of both sides, or the names of the fields that are missing, open or in no right form."""
    fields = {field.name: field for field in (*front, *back)}
    names = ("name", "sex", "ethnicity", "birth", "address", "number", "authority", "valid_from", "valid_to")
    wanting = tuple(
        name for name in names if name not in fields or fields[name].settled_by == OPEN or not fields[name].value
    )
    if wanting:
        return wanting
    value = {name: fields[name].value for name in names}
    try:
        return IdentityCard(
            name=value["name"],
            sex=Sex(value["sex"]),
            ethnicity=value["ethnicity"],
            birth=date.fromisoformat(value["birth"]),
            address=value["address"],
            number=value["number"],
            authority=value["authority"],
            valid_from=date.fromisoformat(value["valid_from"]),
            valid_to=None if value["valid_to"] == LONG_TERM else date.fromisoformat(value["valid_to"]),
        )
    except ValueError:
        return tuple(name for name in names if not _in_form(name, value[name]))


def identity_document(
    sides: tuple[tuple[CardSide, tuple[CardField, ...]], ...],
) -> IdentityDocument | tuple[str, ...]:
    """What the confirmed sides make: a travel document of its page, or the card of both sides; else what is wanting."""
    found = dict(sides)
    if CardSide.PAGE in found:
        return foreign_document(found[CardSide.PAGE])
    return identity_card(found.get(CardSide.FRONT, ()), found.get(CardSide.BACK, ()))


def _in_form(name: str, value: str) -> bool:
    try:
        match name:
            case "sex":
                Sex(value)
            case "birth" | "valid_from":
                date.fromisoformat(value)
            case "valid_to" if value != LONG_TERM:
                date.fromisoformat(value)
    except ValueError:
        return False
    return True
