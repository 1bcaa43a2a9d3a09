"""The borrower as the ID card shows him. Values of these classes never reach the ordinary log."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CardSide(StrEnum):
    """Which side of the resident identity card; PAGE: the one side of a travel document that has its zone."""

    FRONT = "front"
    BACK = "back"
    PAGE = "page"


class Sex(StrEnum):
    """As printed on the card."""

    MALE = "男"
    FEMALE = "女"


FIELDS_FRONT = ("name", "sex", "ethnicity", "birth", "address", "number")
FIELDS_BACK = ("authority", "valid_from", "valid_to")
FIELDS_PAGE = ("name", "nationality", "sex", "birth", "number", "issuer", "valid_to")
"""Of the machine-readable zone of a travel document (ICAO Doc 9303)."""
CARD_SIDES = (CardSide.FRONT, CardSide.BACK)
LONG_TERM = "长期"
"""What `valid_to` says on a card without an end (GA 448)."""


@dataclass(frozen=True, slots=True)
class CardField:
    """One field as it was settled.

    `settled_by`: `agreement` of two readers, `rule` (an independent rule decided), `borrower` (corrected;
    `was_read` keeps what the reader said), or `open` (not settled: must be looked at).
    """

    name: str
    value: str
    settled_by: str
    was_read: str = ""


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """Both sides, confirmed by the borrower."""

    name: str
    sex: Sex
    ethnicity: str
    birth: date
    address: str
    number: str
    authority: str
    valid_from: date
    valid_to: date | None
    """None: long-term."""


@dataclass(frozen=True, slots=True)
class ForeignDocument:
    """Passport or card of another state, as its machine-readable zone has it, confirmed by the borrower.

    `nationality`, `issuer`: codes of ICAO Doc 9303-3. `sex`: F, M, or X where it does not say.
    """

    name: str
    nationality: str
    sex: str
    birth: date
    number: str
    issuer: str
    valid_to: date


IdentityDocument = IdentityCard | ForeignDocument
