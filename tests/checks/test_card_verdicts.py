"""Verdicts on a card and its picture, with what the borrower is told."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kiosk.checks.card_verdicts import (
    FAULT_TEXTS,
    CardAccepted,
    CardFault,
    CardRefused,
    accept_card,
    age_on,
    card_faults,
)
from kiosk.domain.borrower import CardSide, IdentityCard, Sex
from kiosk.ports.card_reader import CardQuality, CardReading, FieldReading

GOOD = CardQuality(120.0, 0.01, 9.0, True, 0.4)
CARD = IdentityCard(
    "样本甲", Sex.FEMALE, "汉", date(1949, 12, 31), "北京市样本区样本路1号", "11010519491231002X",
    "北京市公安局样本分局", date(2020, 1, 1), None,
)  # fmt: skip
TODAY = date(2026, 5, 1)


def front(quality: CardQuality = GOOD, number: str = "11010519491231002X") -> CardReading:
    fields = (FieldReading("number", number, "", 0.9),)
    return CardReading(CardSide.FRONT, np.zeros((540, 856, 3), np.uint8), None, fields, quality)


def test_a_good_front() -> None:
    assert accept_card(front()) == CardAccepted()


@pytest.mark.parametrize(
    ("reading", "fault"),
    [
        (front(replace(GOOD, saturation=0.0)), CardFault.COPY),
        (front(replace(GOOD, portrait=False)), CardFault.NO_PORTRAIT),
        (front(replace(GOOD, sharpness=1.0)), CardFault.BLURRED),
        (front(replace(GOOD, glare=0.9)), CardFault.GLARE),
        (front(number="公民身份号码"), CardFault.EMPTY),
    ],
)
def test_pictures_that_are_not_taken(reading: CardReading, fault: CardFault) -> None:
    assert accept_card(reading) == CardRefused(fault)


def test_an_empty_back_is_refused_and_a_filled_one_taken() -> None:
    quality = replace(GOOD, portrait=False)
    blank = np.zeros((540, 856, 3), np.uint8)
    empty = CardReading(CardSide.BACK, blank, None, (FieldReading("authority", "", "", 0.0),), quality)
    filled = replace(
        empty,
        fields=(
            FieldReading("authority", "北京市公安局样本分局", "", 0.9),
            FieldReading("validity", "2020.01.01-长期", "", 0.9),
        ),
    )
    assert accept_card(empty) == CardRefused(CardFault.EMPTY)
    assert accept_card(filled) == CardAccepted()


@pytest.mark.parametrize(
    ("card", "faults"),
    [
        (CARD, ()),
        (replace(CARD, valid_to=date(2026, 5, 1)), ()),
        (replace(CARD, valid_to=date(2026, 4, 30)), (CardFault.EXPIRED,)),
        (replace(CARD, valid_from=date(2026, 5, 2)), (CardFault.NOT_YET_VALID,)),
        (replace(CARD, birth=date(1949, 12, 30)), (CardFault.BIRTH_DIFFERS,)),
        (replace(CARD, sex=Sex.MALE), (CardFault.SEX_DIFFERS,)),
        (replace(CARD, number="110105194912310021"), (CardFault.NUMBER_WRONG,)),
        (
            replace(CARD, number="110105201001010010", birth=date(2010, 1, 1), sex=Sex.MALE),
            (CardFault.UNDER_AGE,),
        ),
    ],
)
def test_the_card_today(card: IdentityCard, faults: tuple[CardFault, ...]) -> None:
    from kiosk.checks.id_number import check_character

    if card.number.startswith("1101052010"):
        card = replace(card, number=card.number[:17] + check_character(card.number[:17]))
    assert tuple(refused.fault for refused in card_faults(card, TODAY)) == faults


def test_age() -> None:
    assert age_on(date(2008, 5, 2), TODAY) == 17
    assert age_on(date(2008, 5, 1), TODAY) == 18
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17


@pytest.mark.parametrize("fault", list(CardFault))
def test_each_fault_has_its_sentence_in_both_languages(fault: CardFault) -> None:
    text = CardRefused(fault).text
    assert text is FAULT_TEXTS[fault]
    assert text.zh.endswith("。")
    assert text.en.endswith(".")
