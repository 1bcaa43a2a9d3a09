"""Verdicts on a card, with what the borrower is told: may the picture be used, and the card itself today?"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.checks.id_number import parse_number
from kiosk.checks.travel_document import CHECKED_FIELDS, breaks_own_check, is_zone
from kiosk.domain.borrower import CardField, CardSide, IdentityCard, IdentityDocument
from kiosk.domain.speech import Text
from kiosk.ports.card_reader import CardQuality, CardReading

ADULT_AT = 18
"""Full capacity for civil acts: Civil Code, article 17."""


@dataclass(frozen=True, slots=True)
class CardThresholds:
    """Set on labelled photographs of cards: grey copies measure 0 there, colour photographs 4.1 and more;
    sharpness is 14 and more, glare at most 0.39 on pictures that both readers still read.

    The grid of a display was measured on renderings only: 2.7 to 5.8 from 2.7 pixels a grid line on, while photographs
    of cards stay under 1.2 and printed specimens under 2.4.

    `least_saturation`: mean 0..255 with the lamp's colour taken out; `least_sharpness`, `most_glare`: of CardQuality.
    """

    least_saturation: float = 2.5
    least_sharpness: float = 6.0
    most_glare: float = 0.6
    most_grid: float = 3.0


class CardFault(StrEnum):
    """Why a picture of a card, or a card, is not taken."""

    COPY = "copy"
    SCREEN = "screen"
    NO_PORTRAIT = "no_portrait"
    EMPTY = "empty"
    BLURRED = "blurred"
    GLARE = "glare"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    UNDER_AGE = "under_age"
    NUMBER_WRONG = "number_wrong"
    BIRTH_DIFFERS = "birth_differs"
    SEX_DIFFERS = "sex_differs"
    ZONE_UNCHECKED = "zone_unchecked"


FAULT_TEXTS = {
    CardFault.COPY: Text(
        "这看起来是复印件。请把身份证原件放上来。", "This looks like a photocopy. Please put the card itself here."
    ),
    CardFault.SCREEN: Text(
        "这看起来是屏幕上的照片。请把证件原件放上来。",
        "This looks like a picture on a screen. Please put the document itself here.",
    ),
    CardFault.NO_PORTRAIT: Text(
        "没有看到证件上的照片。请把有照片的一面朝上，放平。",
        "The photograph on the card can't be seen. Please lay the card flat, photograph up.",
    ),
    CardFault.EMPTY: Text(
        "证件上的字没有读出来。请放平一些，再试一次。",
        "The print on the card can't be read. Please lay it flat and try again.",
    ),
    CardFault.BLURRED: Text(
        "画面有些模糊。请放好，手先不要动。", "The picture is blurred. Please hold still for a moment."
    ),
    CardFault.GLARE: Text(
        "证件反光了。请转动一点点，避开灯光。",
        "The card reflects the light. Please turn it a little, away from the lamp.",
    ),
    CardFault.EXPIRED: Text(
        "这张身份证已经过了有效期，今天不能用它办理。工作人员会告诉您怎么换新证。",
        "This card has expired and can't be used today. A member of staff will tell you how to renew it.",
    ),
    CardFault.NOT_YET_VALID: Text(
        "这张身份证的有效期还没有开始。请工作人员来看一下。",
        "This card is not valid yet. A member of staff will have a look.",
    ),
    CardFault.UNDER_AGE: Text(
        "未满18周岁不能借款。谢谢您的理解。", "Nobody under 18 may take out a loan. Thank you for understanding."
    ),
    CardFault.NUMBER_WRONG: Text(
        "身份证号码的校验没有通过。请核对，或请工作人员来看一下。",
        "The card number does not pass its own check. Please compare it, or let a member of staff have a look.",
    ),
    CardFault.BIRTH_DIFFERS: Text(
        "出生日期和身份证号码对不上。请核对一下。",
        "The date of birth does not fit the card number. Please compare them.",
    ),
    CardFault.SEX_DIFFERS: Text(
        "性别和身份证号码对不上。请核对一下。", "The sex does not fit the card number. Please compare them."
    ),
    CardFault.ZONE_UNCHECKED: Text(
        "证件号码或日期的校验没有通过。请工作人员来核对一下。",
        "The document's number or a date does not pass its own check. A member of staff will compare it.",
    ),
}


@dataclass(frozen=True, slots=True)
class CardAccepted:
    """The picture shows a card in colour, filled in; nothing is said about its genuineness."""


@dataclass(frozen=True, slots=True)
class CardRefused:
    """Not taken; `text` says what to do."""

    fault: CardFault

    @property
    def text(self) -> Text:
        """For the screen and the voice."""
        return FAULT_TEXTS[self.fault]


_DEFAULT = CardThresholds()


def accept_card(reading: CardReading, thresholds: CardThresholds = _DEFAULT) -> CardAccepted | CardRefused:
    """Whether the picture may be used: sharp, in colour, with its portrait, filled in."""
    page = reading.side is CardSide.PAGE
    if page and breaks_own_check(reading.fields) and not is_zone(reading.fields):
        return CardRefused(CardFault.ZONE_UNCHECKED)
    fault = picture_fault(reading.quality, thresholds)
    # White paper is clipped without any lamp: a page whose zone is read has not too much of it.
    if fault is not None and not (page and fault is CardFault.GLARE and is_zone(reading.fields)):
        return CardRefused(fault)
    if _needs_portrait(reading) and not reading.quality.portrait:
        return CardRefused(CardFault.NO_PORTRAIT)
    if not _filled_in(reading):
        return CardRefused(CardFault.EMPTY)
    return CardAccepted()


def picture_fault(quality: CardQuality, thresholds: CardThresholds = _DEFAULT) -> CardFault | None:
    """What makes this picture unusable, or None."""
    if quality.sharpness < thresholds.least_sharpness:
        return CardFault.BLURRED
    if quality.glare > thresholds.most_glare:
        return CardFault.GLARE
    if quality.grid > thresholds.most_grid:
        return CardFault.SCREEN
    return CardFault.COPY if quality.saturation < thresholds.least_saturation else None


def _needs_portrait(reading: CardReading) -> bool:
    """A front does, and a passport's page; a card of three zone lines (TD1) has its portrait on the other side."""
    passport = reading.side is CardSide.PAGE and len(reading.fields) == 2
    return passport or reading.side in (CardSide.FRONT, CardSide.PORTRAIT)


def _filled_in(reading: CardReading) -> bool:
    """A front shows most of a number, a back something after its two labels, a page a zone; a template none of it."""
    if reading.side is CardSide.PORTRAIT:
        return True
    if reading.side is CardSide.PAGE:
        return is_zone(reading.fields)
    texts = {field.name: max(field.first, field.second, key=len) for field in reading.fields}
    if reading.side is CardSide.FRONT:
        return sum(character.isdigit() for character in texts.get("number", "")) >= 12
    return sum(c.isdigit() for c in texts.get("validity", "")) >= 6 and len(texts.get("authority", "")) >= 3


def card_faults(card: IdentityCard, today: date) -> tuple[CardRefused, ...]:
    """Everything that keeps this card from being used today; empty if nothing does."""
    found: list[CardFault] = []
    number = parse_number(card.number)
    if number is None:
        found.append(CardFault.NUMBER_WRONG)
    elif number.birth != card.birth:
        found.append(CardFault.BIRTH_DIFFERS)
    elif number.sex is not card.sex:
        found.append(CardFault.SEX_DIFFERS)
    if card.valid_from > today:
        found.append(CardFault.NOT_YET_VALID)
    if card.valid_to is not None and card.valid_to < today:
        found.append(CardFault.EXPIRED)
    if age_on(card.birth, today) < ADULT_AT:
        found.append(CardFault.UNDER_AGE)
    return tuple(CardRefused(fault) for fault in found)


def document_faults(document: IdentityDocument, today: date) -> tuple[CardRefused, ...]:
    """The same for a card or a travel document."""
    if isinstance(document, IdentityCard):
        return card_faults(document, today)
    found: list[CardFault] = []
    if document.valid_to < today:
        found.append(CardFault.EXPIRED)
    if document.birth > today or age_on(document.birth, today) < ADULT_AT:
        found.append(CardFault.UNDER_AGE)
    return tuple(CardRefused(fault) for fault in found)


def unchecked_faults(page: tuple[CardField, ...]) -> tuple[CardRefused, ...]:
    """A number or date of a travel document that its check digit does not vouch for: people compare it."""
    typed = any(field.name in CHECKED_FIELDS and field.settled_by == "borrower" for field in page)
    return (CardRefused(CardFault.ZONE_UNCHECKED),) if typed else ()


def age_on(birth: date, today: date) -> int:
    """Full years; a birthday on 29 February counts from 1 March in other years."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
