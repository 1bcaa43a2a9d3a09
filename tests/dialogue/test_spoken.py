"""What is shown, as it is spoken: money first. The cases stand in data/spoken_zh.toml and data/spoken_en.toml."""

import json
import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.dialogue.numbers import parse_amount
from kiosk.dialogue.spoken import pieces, spoken
from kiosk.domain.money import percent_text, yuan_of
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Language
from kiosk.lending.terms_file import parse_terms
from kiosk.lending.wording import day_text, yuan
from tests.dialogue.sayable import sayable

ZH, EN = Language.ZH_CN, Language.EN
_DATA = Path(__file__).parent / "data"
_FILES = {ZH: _DATA / "spoken_zh.toml", EN: _DATA / "spoken_en.toml"}
TABLES: dict[Language, dict[str, list[list[str]]]] = {
    language: tomllib.loads(path.read_text("utf-8")) for language, path in _FILES.items()
}
CASES = [
    pytest.param(language, shown, said, id=f"{language}-{kind}-{shown}")
    for language, table in TABLES.items()
    for kind, cases in table.items()
    for shown, said in cases
]
LEFT = re.compile(r"[0-9%‰‱¥￥$€£+=/~&<>#@*_^|\\×÷≤≥±（）()《》“”\"…—–]|[A-Z]{2,}")
"""What a voice could read in several ways, or not at all."""
DIGITS = {ZH: "[零幺一二三四五六七八九]", EN: "zero|one|two|three|four|five|six|seven|eight|nine"}


@pytest.mark.parametrize(("language", "shown", "said"), CASES)
def test_said(language: Language, shown: str, said: str) -> None:
    assert spoken(shown, language) == said
    assert spoken(said, language) == said
    assert "".join(piece.shown for piece in pieces(shown, language)) == shown


@pytest.mark.parametrize("language", list(Language))
def test_the_table_is_large_and_each_case_is_its_own(language: Language) -> None:
    shown = [case[0] for cases in TABLES[language].values() for case in cases]
    assert len(set(shown)) == len(shown) >= 110


@pytest.fixture(scope="module")
def every_offer(root: Path, offers: tuple[Offer, ...]) -> tuple[Offer, ...]:
    path = root / "assets/offers/catalogue.json"
    return (*offers, *parse_terms(path.read_text("utf-8"), date(2026, 8, 1), path.name).offers)


@pytest.mark.parametrize("language", list(Language))
def test_nothing_that_the_guide_can_say_is_left_to_the_voice(
    root: Path, every_offer: tuple[Offer, ...], language: Language
) -> None:
    texts = set(sayable(root, every_offer, language))
    assert len(texts) > 500
    for text in texts:
        said = spoken(text, language)
        assert not LEFT.search(said), said
        assert spoken(said, language) == said
        if language is ZH:
            assert not re.search(r"，[，。；：！？]", said), said
        else:
            assert not re.search(r" [,.;:!?]|,,|  ", said), said


@pytest.mark.parametrize("language", list(Language))
@given(fen=st.one_of(st.integers(0, 30_000), st.integers(0, 10**10)))
def test_an_amount_of_the_house_comes_back_to_the_fen(language: Language, fen: int) -> None:
    words = spoken(yuan(fen)[language], language)
    assert not LEFT.search(words)
    found = parse_amount(words, language)
    assert found is not None, words
    assert found.value == yuan_of(fen), words


@pytest.mark.parametrize("language", list(Language))
@given(rate=st.decimals(0, 10, places=4))
def test_a_rate_of_the_house_comes_back(language: Language, rate: Decimal) -> None:
    found = parse_amount(spoken(percent_text(rate), language), language)
    assert found is not None
    assert found.value == rate * 100


@pytest.mark.parametrize("language", list(Language))
@given(day=st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_a_day_is_said_the_same_however_it_is_written(language: Language, day: date) -> None:
    said = spoken(day_text(day)[language], language)
    assert said == spoken(day.isoformat(), language) == spoken(f"{day:%Y/%m/%d}", language)
    assert not LEFT.search(said)


@pytest.mark.parametrize("language", list(Language))
@given(
    number=st.from_regex(r"1[3-9][0-9]{9}|400-[0-9]{3}-[0-9]{4}|0[0-9]{2,3}-[0-9]{8}|[0-9]{17}[0-9X]", fullmatch=True)
)
def test_digits_that_are_called_keep_their_count(language: Language, number: str) -> None:
    said = spoken(f"电话 {number}。" if language is ZH else f"call {number}.", language)
    words = said.replace("电话", "").replace("call", "")
    assert len(re.findall(DIGITS[language], words)) == sum(sign.isdigit() for sign in number), said


@pytest.mark.parametrize("language", list(Language))
@given(text=st.text(alphabet="借款到手还 abcdfz,.!?;:，。！？；：、", max_size=40))
def test_words_stay_as_they_are(language: Language, text: str) -> None:
    plain = re.sub(
        r"(?<=[,.!?;:，。！？；：、\s])\s*[，,\s]+|[，,\s]+(?=\s*[,.!?;:，。！？；：、])|^[，,\s]+|[，,\s]+$", "", text
    )
    assert spoken(plain, language) == plain


_ODD = "0123456789０９.,-–~～/%‰¥元万月日年:：+*X xAI()（）“”第个 \n。，;；#=&'号yuanthof"


@pytest.mark.parametrize("language", list(Language))
@given(text=st.text(alphabet=_ODD, max_size=30))
def test_no_text_breaks_it_and_what_was_said_stays(language: Language, text: str) -> None:
    said = spoken(text, language)
    assert not re.search(r"[0-9%‰¥+=/~]", said), said
    assert "".join(piece.shown for piece in pieces(text, language)) == text
    assert spoken(said, language) == said


@pytest.mark.parametrize("shown", ["..5", "9" * 400, "9" * 400 + " 元", "1:99", "2026-99-99", "%", "元", "0" * 50])
@pytest.mark.parametrize("language", list(Language))
def test_odd_numbers_do_not_break_it(shown: str, language: Language) -> None:
    assert not re.search("[0-9%]", json.dumps(spoken(shown, language), ensure_ascii=False))
