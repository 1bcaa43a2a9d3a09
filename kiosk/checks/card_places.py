"""Address and police authority settled: two readers, the shape of single characters, and the table of regions.

A place name that both readers do not share stands only if the table knows it and nothing else in the table is as near
to the other reading. Street and house number are in no list: each of their characters needs two opinions.
"""

from kiosk.checks.card_fields import authority_text, place_text, plain
from kiosk.checks.id_number import IdNumber
from kiosk.checks.regions import address_starts, authorities, lone_nearest, place_of, start_of
from kiosk.domain.borrower import CardField
from kiosk.ports.card_reader import FieldReading

AGREEMENT, RULE, OPEN = "agreement", "rule", "open"


def settle_authority(field: FieldReading) -> CardField:
    """Readers agree, or the closed list of authorities decides."""
    first, second = authority_text(field.first), authority_text(field.second)
    if first and (first == second or first == plain(field.third)):
        return CardField("authority", first, AGREEMENT)
    if first and any(lone_nearest(first, plain(other), authorities()) for other in (field.second, field.third)):
        return CardField("authority", first, RULE)
    return CardField("authority", first or plain(field.first) or plain(field.second), OPEN)


def settle_address(field: FieldReading, number: IdNumber | None) -> CardField:
    """Readers agree; or the table decides down to the county, and the rest has two opinions a character."""
    first, second, third = place_text(field.first), place_text(field.second), plain(field.third)
    if first and first in (second, third):
        return CardField("address", first, AGREEMENT)
    others = tuple(other for other in (plain(field.second), third) if len(other) == len(first))
    if first and others:
        start = start_of(first)
        end = len(start) if start and _start_decided(start, others, number) else 0
        rest = range(end, len(first))
        if all(any(other[place] == first[place] for other in others) for place in rest):
            return CardField("address", first, RULE if end else AGREEMENT)
    return CardField("address", first or plain(field.first) or plain(field.second), OPEN)


def _start_decided(start: str, others: tuple[str, ...], number: IdNumber | None) -> bool:
    """The number's own region code says the same, or the table has nothing else as near to another reading."""
    seen = tuple(other[: len(start)] for other in others)
    if start in seen or any(lone_nearest(start, other, address_starts()) for other in seen):
        return True
    place = place_of(number.text[:6]) if number is not None else None
    # At least half of it must have been seen by somebody else: most people live where their number says, not all.
    half = any(2 * sum(a == b for a, b in zip(start, other, strict=True)) >= len(start) for other in seen)
    return (
        place is not None
        and half
        and any(start.endswith(county) for county in place.counties)
        and (any(start.startswith(province) for province in place.provinces))
    )
