"""Numbers and amounts in words and back, and what is no number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.dialogue.numbers import Unit, digit_words, money_words, number_words, parse_amount
from kiosk.domain.speech import Language

ZH, EN = Language.ZH_CN, Language.EN

SAID = [
    (ZH, "三万二", "32000", Unit.NONE),
    (ZH, "三万零二", "30002", Unit.NONE),
    (ZH, "两年", "2", Unit.YEAR),
    (ZH, "九千一百零六块六毛四", "9106.64", Unit.YUAN),
    (ZH, "9106块6毛4", "9106.64", Unit.YUAN),
    (ZH, "9,106.64元", "9106.64", Unit.YUAN),
    (ZH, "3万2", "32000", Unit.NONE),
    (ZH, "3.2万", "32000", Unit.NONE),
    (ZH, "三点五万", "35000", Unit.NONE),
    (ZH, "328万1138.48", "3281138.48", Unit.NONE),
    (ZH, "三百二十八万一千一百三十八点四八", "3281138.48", Unit.NONE),
    (ZH, "一百零五", "105", Unit.NONE),
    (ZH, "一百五", "150", Unit.NONE),
    (ZH, "一千五", "1500", Unit.NONE),
    (ZH, "一千零五", "1005", Unit.NONE),
    (ZH, "一千零五十", "1050", Unit.NONE),
    (ZH, "两万零三百", "20300", Unit.NONE),
    (ZH, "十", "10", Unit.NONE),
    (ZH, "二十三", "23", Unit.NONE),
    (ZH, "一十五", "15", Unit.NONE),
    (ZH, "零", "0", Unit.NONE),
    (ZH, "百分之六点五", "6.5", Unit.PERCENT),
    (ZH, "22.60%", "22.6", Unit.PERCENT),
    (ZH, "三块五", "3.5", Unit.YUAN),
    (ZH, "五毛", "0.5", Unit.YUAN),
    (ZH, "四角五分", "0.45", Unit.YUAN),
    (ZH, "五分钱", "0.05", Unit.YUAN),
    (ZH, "十元零五分", "10.05", Unit.YUAN),
    (ZH, "大概九千一百块钱左右", "9100", Unit.YUAN),
    (ZH, "每个月还三千七百六十五元。", "3765", Unit.YUAN),
    (ZH, "我想借五万", "50000", Unit.NONE),
    (ZH, "三个月", "3", Unit.MONTH),
    (ZH, "十五号", "15", Unit.DAY),
    (ZH, "第二家", "2", Unit.COUNT),
    (EN, "thirty-two thousand", "32000", Unit.NONE),
    (EN, "thirty two thousand yuan", "32000", Unit.YUAN),
    (EN, "32 thousand", "32000", Unit.NONE),
    (EN, "a hundred and five", "105", Unit.NONE),
    (EN, "9,106.64", "9106.64", Unit.NONE),
    (EN, "nine thousand one hundred and six point six four", "9106.64", Unit.NONE),
    (EN, "8600 and 6", "8606", Unit.NONE),
    (EN, "About fifteen hundred, I", None, Unit.NONE),
    (EN, "about fifteen", "15", Unit.NONE),
    (EN, "6.5 percent", "6.5", Unit.PERCENT),
    (EN, "zero", "0", Unit.NONE),
    (EN, "two years", "2", Unit.YEAR),
    (EN, "six yuan and sixty-four fen", "6.64", Unit.YUAN),
    (EN, "five fen", "0.05", Unit.YUAN),
    (EN, "three million two hundred thousand and one", "3200001", Unit.NONE),
]
NOT_A_NUMBER = [
    *((ZH, text) for text in (
        "", "万", "百", "元", "点", "一二三", "三百零五千三百三十四", "1 2 3", "9月1日", "不是五万", "没有五万",
        "五万还是六万", "五万六万", "一点", "零五", "十百", "一万五万", "1.2.3", "12,34", "三三",
        "１ ２", "一亿一亿", "分", "五分五角", "十分",
    )),
    *((EN, text) for text in (
        "", "hundred", "and", "five five five", "one two", "five twenty", "two thousand and", "one thousand thousand",
        "six fen and five yuan", "one hundred fen", "yuan and five fen",
        "not five", "five or six", "point five five", "the", "42 line Bible", "1 2 3", "one hundred and and one",
    )),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "value", "unit"), SAID)
def test_said(language: Language, text: str, value: str | None, unit: Unit) -> None:
    found = parse_amount(text, language)
    if value is None:
        assert found is None
        return
    assert found is not None
    assert (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(("language", "text"), NOT_A_NUMBER)
def test_what_is_not_wholly_one_number_is_none(language: Language, text: str) -> None:
    assert parse_amount(text, language) is None


@pytest.mark.parametrize("language", list(Language))
@given(value=st.integers(0, 999_999_999))
def test_whole_numbers_come_back(language: Language, value: int) -> None:
    words = number_words(value, language)
    assert not any(sign.isdigit() for sign in words)
    found = parse_amount(words, language)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize("language", list(Language))
@given(value=st.decimals(0, 99_999, places=2))
def test_decimals_come_back(language: Language, value: Decimal) -> None:
    found = parse_amount(number_words(value, language), language)
    assert found is not None
    assert found.value == value


@given(fen=st.integers(100, 10**10))
def test_money_in_words_comes_back_to_the_fen(fen: int) -> None:
    words = money_words(fen, ZH)
    found = parse_amount(words, ZH)
    assert found is not None, words
    assert found.value * 100 == fen


@pytest.mark.parametrize("language", list(Language))
@given(text=st.text(alphabet="零一二两三十百千万亿点元块毛角分第 0123456789.,%个月年abcdefghinorstuwvxy-", max_size=14))
def test_no_text_breaks_it(language: Language, text: str) -> None:
    found = parse_amount(text, language)
    assert found is None or found.value >= 0


def test_money_words() -> None:
    assert money_words(910664, ZH) == "九千一百零六元六角四分"
    assert money_words(1005, ZH) == "十元零五分"
    assert money_words(0, ZH) == "零元"
    assert money_words(60, ZH) == "六角"
    assert money_words(910664, EN) == "nine thousand one hundred and six yuan and sixty-four fen"
    assert money_words(5, EN) == "five fen"


def test_digit_words() -> None:
    assert digit_words("12378", ZH) == "一二三七八"
    assert digit_words("400", EN) == "four zero zero"
