"""Teach-back in own words: nothing wrong, parroted, empty, contradictory or foreign is ever taken for right."""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.dialogue.free_numbers import numbers_in
from kiosk.dialogue.knowledge import load
from kiosk.dialogue.numbers import money_words, number_words
from kiosk.dialogue.teachback_facts import FACTS
from kiosk.dialogue.teachback_open import OPEN_FORMS, open_question
from kiosk.dialogue.teachback_words import OpenQuestion, Verdict, grade_words
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Language
from kiosk.lending.figures import figures
from kiosk.lending.sheet import build_sheet

TABLE = Path(__file__).parent / "data/teachback_words.tsv"
_LANGUAGES = {"zh": Language.ZH_CN, "en": Language.EN}
_OFFERS = {"free": "jianghe-steady", "fees": "zhonghe-fast", "partner": "anhe-easy", "season": "fenghe-season"}
SEED = bytes(range(32))


@dataclass(frozen=True)
class Row:
    language: Language
    offer: str
    fact: str
    want: Verdict
    words: str


def rows() -> list[Row]:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    cells = [line.split("\t") for line in lines]
    return [Row(_LANGUAGES[a], _OFFERS[b], c, Verdict(d), e) for a, b, c, d, e in cells]


def filled(row: Row, offer: Offer, question: OpenQuestion) -> str:
    found = figures(offer)
    days = next((int(claim.values[0]) for claim in question.claims if claim.name == "days"), 10)
    fen = {
        "principal": found.principal, "received": found.received, "kept": found.principal - found.received,
        "payment": found.first_payment, "repaid": found.total_repaid, "more": found.cost_more_than_received,
        "late": found.late_cost(1, days), "fees": found.total_fees, "other": 3_777_700,
    }  # fmt: skip
    unit = {Language.ZH_CN: "元", Language.EN: ""}[row.language]
    words = {name: money_words(amount, row.language) for name, amount in fen.items()}
    digits = {f"{name}#": f"{Decimal(amount) / 100:f}{unit}" for name, amount in fen.items()}
    bare = {f"{name}_bare": number_words(Decimal(amount) / 100, row.language) for name, amount in fen.items()}
    names = {
        "day": str(found.due_day), "days": str(days), "days_other": str(days + 7),
        "lender": offer.provider.name[row.language],
        "stranger": offer.partners[0].name[row.language] if offer.partners else "",
    }  # fmt: skip
    text = row.words
    for name, value in {**words, **digits, **bare, **names}.items():
        text = text.replace("{" + name + "}", value)
    assert "{" not in text
    return text


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.language}-{row.fact}-{row.want}-{row.words[:20]}")
def test_each_judged_answer(row: Row, offers: tuple[Offer, ...]) -> None:
    offer = next(offer for offer in offers if offer.id == row.offer)
    question = open_question(row.fact, offer, figures(offer), SEED, row.language)
    said = filled(row, offer, question)
    graded = grade_words(question, said)
    assert graded.verdict is row.want, (said, graded.reason)


def test_the_table_is_large_and_holds_every_fact_language_and_verdict() -> None:
    found = rows()
    assert len(found) >= 120
    counts = Counter((row.language, row.fact, row.want) for row in found)
    assert {key[:2] for key in counts} >= {(Language.ZH_CN, fact) for fact in FACTS}
    assert all(counts[(Language.ZH_CN, fact, verdict)] for fact in FACTS for verdict in Verdict)


def test_every_fact_has_one_open_form_that_can_be_read_out(offers: tuple[Offer, ...]) -> None:
    assert OPEN_FORMS.keys() == FACTS.keys()
    for offer in offers:
        for fact in FACTS:
            for language in Language:
                question = open_question(fact, offer, figures(offer), SEED, language)
                assert question.fact == fact
                for words in (question.text, question.explanation[language], question.example[language]):
                    assert words.strip()
                    assert ".." not in words
                    assert "。。" not in words


@given(some.text(max_size=60))
def test_rubbish_is_never_right(offers: tuple[Offer, ...], words: str) -> None:
    for fact in FACTS:
        for language in Language:
            question = open_question(fact, offers[0], figures(offers[0]), SEED, language)
            assert grade_words(question, words).verdict is not Verdict.RIGHT


def test_nothing_that_explains_a_fact_passes_when_it_is_read_back_at_any_time(offers: tuple[Offer, ...]) -> None:
    for offer in offers:
        for fact in FACTS:
            for language in Language:
                question = open_question(fact, offer, figures(offer), SEED, language)
                heard = f"{question.explanation[language]}{question.example[language]}"
                for said in (question.text, question.explanation[language], question.example[language], heard):
                    assert grade_words(question, said).verdict is not Verdict.RIGHT, said
                    assert grade_words(question, said, (heard,)).verdict is not Verdict.RIGHT, said


@cache
def said_in_a_session(root: Path, offer: Offer, language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sheet as it is read, and all the rest that the guide may say."""
    script = tomllib.loads((root / "assets/scripts/consent.toml").read_text("utf-8"))
    part = {Language.ZH_CN: "zh", Language.EN: "en"}[language]
    lines = (words[part] for words in script["lines"].values())
    steps = (step["say"][part] for step in script["step"] if "say" in step)
    sheet = tuple(item.body[language] for item in build_sheet(offer).items)
    return sheet, (*lines, *steps, *load(root / "assets/knowledge").sayings(language, offer))


@pytest.mark.parametrize("language", Language)
def test_no_sentence_of_the_guide_passes_whenever_it_was_said(
    root: Path, offers: tuple[Offer, ...], language: Language
) -> None:
    """And what the guide says elsewhere takes no honest answer for a parrot."""
    refused = 0
    for offer in (offer for offer in offers if offer.id == "zhonghe-fast"):
        sheet, rest = said_in_a_session(root, offer, language)
        whole = (*sheet, *rest)
        said = {each for text in whole for each in (text, *re.split("(?<=[。！？])|(?<=[.!?]) ", text))}
        for fact in FACTS:
            question = open_question(fact, offer, figures(offer), SEED, language)
            tempting = [each for each in said if grade_words(question, each).verdict is Verdict.RIGHT]
            refused += len(tempting)
            passed = [each for each in tempting if grade_words(question, each, sheet, rest).verdict is Verdict.RIGHT]
            assert passed == []
    assert refused > 5, "without the guide's own words some would have passed"
    for row in (row for row in rows() if row.want is Verdict.RIGHT and row.language is language):
        offer = next(offer for offer in offers if offer.id == row.offer)
        question = open_question(row.fact, offer, figures(offer), SEED, row.language)
        graded = grade_words(question, filled(row, offer, question), *said_in_a_session(root, offer, language))
        assert graded.verdict is Verdict.RIGHT, row.words


def test_any_other_figure_in_the_place_of_the_right_one_is_not_right(offers: tuple[Offer, ...]) -> None:
    right = [row for row in rows() if row.want is Verdict.RIGHT]
    for row in right:
        offer = next(offer for offer in offers if offer.id == row.offer)
        question = open_question(row.fact, offer, figures(offer), SEED, row.language)
        said = filled(row, offer, question)
        for number in numbers_in(said, row.language):
            if number.amount is None or not number.is_money:
                continue
            for wrong in (number.amount.value * 2 + 11, number.amount.value / 2 + 7):
                spoken = number_words(wrong.quantize(Decimal(1)), row.language)
                unit = "元" if row.language is Language.ZH_CN else " yuan "
                changed = said[: number.begins] + spoken + unit + said[number.ends :]
                assert grade_words(question, changed).verdict is not Verdict.RIGHT, changed


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("一共要还五万三千八百三十五元九角三分", Language.ZH_CN, ["53835.93"]),
        ("每个月1号还2243块1毛7", Language.ZH_CN, ["1", "2243.17"]),
        ("借五万到手四万九千五", Language.ZH_CN, ["50000", "49500"]),
        ("第一期晚十天，一次也不行，一定一样", Language.ZH_CN, ["10"]),
        ("in all fifty-three thousand eight hundred and thirty-five yuan", Language.EN, ["53835"]),
        ("on day 1 I pay 2,243.17 yuan", Language.EN, ["1", "2243.17"]),
        ("eighty-four yuan and seventy-six fen more", Language.EN, ["84.76"]),
        ("on the 21st, two thousand and five yuan", Language.EN, ["21", "2005"]),
    ],
)
def test_numbers_are_found_in_free_words(text: str, language: Language, values: list[str]) -> None:
    assert [str(each.amount.value) for each in numbers_in(text, language) if each.amount] == values


def test_a_number_that_cant_be_read_is_named() -> None:
    assert any(each.amount is None for each in numbers_in("到手五万六万块", Language.ZH_CN))
