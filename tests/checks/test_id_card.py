"""Two readings settled: agreement, a rule, or open. No wrong value may be accepted."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.checks.id_card import corrected, identity_card, open_fields, settle
from kiosk.domain.borrower import CardField, CardSide, IdentityCard, Sex
from kiosk.ports.card_reader import CardQuality, CardReading, FieldReading

TODAY = date(2026, 1, 1)

CARD = np.zeros((540, 856, 3), np.uint8)
QUALITY = CardQuality(100.0, 0.0, 10.0, True, 0.4)
NUMBER = "11010519491231002X"
FRONT = {
    "name": ("样本甲", "样本甲"),
    "sex": ("女", "女"),
    "ethnicity": ("汉", "汉"),
    "birth": ("1949年12月31日", "1949年12月31日"),
    "address": ("北京市样本区样本路1号", "北京市样本区样本路1号"),
    "number": (NUMBER, NUMBER),
}
BACK = {
    "authority": ("北京市公安局样本分局", "北京市公安局样本分局"),
    "validity": ("2020.01.01-长期", "2020.01.01-长期"),
}


def reading(side: CardSide, texts: dict[str, tuple[str, str]], confidence: float = 0.99) -> CardReading:
    fields = tuple(FieldReading(name, first, second, confidence) for name, (first, second) in texts.items())
    return CardReading(side, CARD, None, fields, QUALITY)


def front(**changed: tuple[str, str]) -> dict[str, CardField]:
    return {field.name: field for field in settle(reading(CardSide.FRONT, {**FRONT, **changed}), TODAY)}


def back(**changed: tuple[str, str]) -> dict[str, CardField]:
    return {field.name: field for field in settle(reading(CardSide.BACK, {**BACK, **changed}), TODAY)}


def test_agreement_settles_all() -> None:
    fields = tuple(front().values())
    assert open_fields(fields) == ()
    assert {field.settled_by for field in fields} == {"agreement"}
    assert [field.value for field in fields] == ["样本甲", "女", "汉", "1949-12-31", "北京市样本区样本路1号", NUMBER]


def test_a_full_card() -> None:
    card = identity_card(tuple(front().values()), tuple(back().values()))
    assert card == IdentityCard(
        "样本甲", Sex.FEMALE, "汉", date(1949, 12, 31), "北京市样本区样本路1号", NUMBER, "北京市公安局样本分局",
        date(2020, 1, 1), None,
    )  # fmt: skip


def test_disagreement_on_free_text_stays_open() -> None:
    fields = front(name=("样本甲", "样木甲"), address=("北京市样本区样本路1号", "北京市样本区样本路7号"))
    assert open_fields(tuple(fields.values())) == ("name", "address")
    assert fields["name"].value == "样本甲"


def test_the_check_character_decides_between_two_numbers() -> None:
    fields = front(number=("11010519491281002X", NUMBER))
    assert (fields["number"].value, fields["number"].settled_by) == (NUMBER, "rule")
    assert fields["birth"].settled_by == "agreement"


def test_an_agreed_number_that_does_not_hold_is_open() -> None:
    wrong = "110105194912310021"
    assert front(number=(wrong, wrong))["number"].settled_by == "open"


def test_two_numbers_that_both_hold_are_open() -> None:
    other = "440305197409161574"
    assert front(number=(NUMBER, other))["number"].settled_by == "open"


def test_birth_and_sex_need_the_number_or_agreement() -> None:
    fields = front(birth=("1949年12月31日", "1949年12月37日"), sex=("女", ""))
    assert (fields["birth"].settled_by, fields["sex"].settled_by) == ("rule", "rule")
    fields = front(birth=("1949年12月30日", "1949年12月30日"), sex=("男", "男"))
    assert (fields["birth"].settled_by, fields["sex"].settled_by) == ("open", "open")
    fields = front(number=("", ""), birth=("1949年12月31日", ""), sex=("女", ""))
    assert (fields["birth"].settled_by, fields["sex"].settled_by) == ("open", "open")


@pytest.mark.parametrize(
    ("readings", "settled_by"),
    [
        (("士家", "土家"), "rule"),
        (("维吾尔", "维耕尔"), "rule"),
        (("汉", ""), "open"),
        (("土", "土家"), "open"),
        (("满", "滿"), "open"),
        (("益", "益"), "open"),
    ],
)
def test_ethnic_group(readings: tuple[str, str], settled_by: str) -> None:
    assert front(ethnicity=readings)["ethnicity"].settled_by == settled_by


@pytest.mark.parametrize(
    ("readings", "value", "settled_by"),
    [
        (("2015.10.08-2025.10.08", "2015.10.08-2025.10.0B"), "2025-10-08", "rule"),
        (("2015.10.08-2025.10.08", "2015.10.08-2035.10.08"), "2025-10-08", "open"),
        (("2015.10.08-2025.10.03", "2015.10.08-2025.10.08"), "2025-10-08", "rule"),
        (("2015.10.08-2025.10.03", "2015.10.08-2025.10.03"), "2025-10-03", "open"),
        (("2015.10.08-长期", "2015.10.08-长耻"), "长期", "rule"),
        (("2015.10.08-长期", "2015.10.09-长期"), "长期", "open"),
        (("2015.10.08-长期", "2015.10.08-2035"), "长期", "open"),
        (("2015.10.08-长期", "2015.10.08"), "长期", "open"),
        (("2015.10.08-长耻", "2015.10.08-长期"), "长期", "open"),
        (("2004.02.29-2014.02.28", "2004.02.29-2014.02.28"), "2014-02-28", "agreement"),
    ],
)
def test_validity(readings: tuple[str, str], value: str, settled_by: str) -> None:
    fields = back(validity=readings)
    assert (fields["valid_to"].value, fields["valid_to"].settled_by) == (value, settled_by)


def test_missing_fields_are_open() -> None:
    fields = settle(reading(CardSide.FRONT, {}), TODAY)
    assert open_fields(fields) == ("name", "sex", "ethnicity", "birth", "address", "number")
    assert identity_card(fields, ()) == (
        "name", "sex", "ethnicity", "birth", "address", "number", "authority", "valid_from", "valid_to",
    )  # fmt: skip


def test_a_correction_keeps_what_was_read() -> None:
    once = corrected(CardField("name", "样木甲", "open"), "样本甲")
    assert once == CardField("name", "样本甲", "borrower", was_read="样木甲")
    assert corrected(once, "样本乙").was_read == "样木甲"
    assert corrected(CardField("name", "样本甲", "agreement"), "样本甲").settled_by == "agreement"
    assert corrected(CardField("name", "样本甲", "open"), "样本甲") == CardField("name", "样本甲", "borrower")


def test_a_correction_in_no_right_form_is_named() -> None:
    fields = [corrected(f, "31.12.1949") if f.name == "birth" else f for f in front().values()]
    assert identity_card(tuple(fields), tuple(back().values())) == ("birth",)


_TEXT = st.text("0123456789X男女汉土家年月日.-长期样本甲 路号", max_size=24)


@given(st.sampled_from(sorted(FRONT)), _TEXT)
def test_one_reader_alone_never_brings_in_another_value(name: str, second: str) -> None:
    """Whatever the second reader makes of one field: the true value stands, or the field is open."""
    field = front(**{name: (FRONT[name][0], second)})[name]
    assert field.settled_by == "open" or field.value == front()[name].value


@given(st.sampled_from(sorted(FRONT)), _TEXT, _TEXT)
def test_any_two_readings_have_an_answer(name: str, first: str, second: str) -> None:
    fields = front(**{name: (first, second)})
    assert len(fields) == 6
