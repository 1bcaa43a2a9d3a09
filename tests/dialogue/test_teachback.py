"""Six facts, two fresh questions each, and no answer that can be guessed from the words."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kiosk.dialogue.question import tolerance
from kiosk.dialogue.teachback import FACTS, Question, QuestionKind, Right, Wrong, grade, questions
from kiosk.domain.money import yuan_of
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Intent, Language, Understood
from kiosk.lending.figures import figures

SEEDS = [bytes([n]) * 32 for n in range(1, 25)]


def every(offers: tuple[Offer, ...], language: Language = Language.ZH_CN) -> list[tuple[Offer, Question]]:
    return [
        (offer, question)
        for offer, found in ((offer, figures(offer)) for offer in offers)
        for seed in SEEDS
        for question in questions(offer, found, seed, language)
    ]


def told(value: Decimal | str) -> Understood:
    return Understood(Intent.NUMBER, str(value), value=Decimal(value))


def chosen(key: str) -> Understood:
    return Understood(Intent.CHOICE, key, choice=key)


@pytest.mark.parametrize("language", list(Language))
def test_two_questions_a_fact_in_order(offers: tuple[Offer, ...], language: Language) -> None:
    for offer in offers:
        found = figures(offer)
        for seed in SEEDS:
            asked = questions(offer, found, seed, language)
            assert [question.fact for question in asked] == [fact for fact in FACTS for _ in range(2)]
            assert len({question.id for question in asked}) == len(asked)


def test_the_same_seed_asks_the_same_and_another_asks_afresh(offers: tuple[Offer, ...]) -> None:
    offer = offers[0]
    first = questions(offer, figures(offer), SEEDS[0], Language.ZH_CN)
    assert first == questions(offer, figures(offer), SEEDS[0], Language.ZH_CN)
    found = figures(offer)
    drawn = {tuple(q.id for q in questions(offer, found, seed, Language.ZH_CN)) for seed in SEEDS}
    assert len(drawn) > len(SEEDS) // 2


def test_languages_ask_the_same_questions(offers: tuple[Offer, ...]) -> None:
    zh = every(offers, Language.ZH_CN)
    en = every(offers, Language.EN)
    assert [(q.id, q.kind) for _, q in zh] == [(q.id, q.kind) for _, q in en]
    assert [q.answer for _, q in zh] == [q.answer for _, q in en]


def test_every_fact_has_numbers_and_choices_over_the_seeds(offers: tuple[Offer, ...]) -> None:
    kinds = {(q.fact, q.kind) for _, q in every(offers)}
    assert {(fact, QuestionKind.NUMBER) for fact in FACTS} <= kinds
    assert len({q.id for _, q in every(offers)}) >= 3 * len(FACTS)


@pytest.mark.parametrize("language", list(Language))
def test_the_right_answer_is_right_and_every_other_choice_is_wrong(
    offers: tuple[Offer, ...], language: Language
) -> None:
    for _, question in every(offers, language):
        if question.kind is QuestionKind.NUMBER:
            assert grade(question, told(question.answer)) == Right()
            assert isinstance(grade(question, chosen("1")), Wrong)
            continue
        assert 2 <= len(question.choices) <= 4
        assert len({choice.text for choice in question.choices}) == len(question.choices)
        right = [choice.key for choice in question.choices if grade(question, chosen(choice.key)) == Right()]
        assert right == [question.answer]


def test_the_right_choice_stands_in_every_place(offers: tuple[Offer, ...]) -> None:
    places = {q.answer for _, q in every(offers) if q.kind is QuestionKind.CHOICE}
    assert places >= {"1", "2", "3"}


def test_the_principal_is_never_taken_for_what_is_received(offers: tuple[Offer, ...]) -> None:
    met = 0
    known = {offer.id: figures(offer) for offer in offers}
    for offer, question in every(offers):
        found = known[offer.id]
        if question.id == "received.amount" and found.received != found.principal:
            met += 1
            assert isinstance(grade(question, told(yuan_of(found.principal))), Wrong)
            assert grade(question, told(yuan_of(found.received) + 1)) == Right()
    assert met


def test_zero_and_counts_are_exact(offers: tuple[Offer, ...]) -> None:
    for _, question in every(offers):
        if question.id in ("monthly.day", "parties.count"):
            assert isinstance(grade(question, told(Decimal(question.answer) + 1)), Wrong)
        if question.kind is QuestionKind.NUMBER and question.answer == "0.00":
            assert isinstance(grade(question, told("0.5")), Wrong)


def test_yes_is_never_an_answer(offers: tuple[Offer, ...]) -> None:
    for _, question in every(offers):
        assert not question.grammar.intents & {Intent.YES, Intent.UNDERSTOOD, Intent.CONTINUE}
        assert isinstance(grade(question, Understood(Intent.YES, "是")), Wrong)


def test_explanations_are_there_in_both_languages(offers: tuple[Offer, ...]) -> None:
    for _, question in every(offers):
        assert question.explanation.zh
        assert question.explanation.en
        assert "{" not in question.text + question.explanation.zh + question.explanation.en


def test_a_loan_without_up_front_fees_has_nothing_kept(offers: tuple[Offer, ...]) -> None:
    free = replace(offers[0], fees=())
    found = figures(free)
    asked = [q for seed in SEEDS for q in questions(free, found, seed, Language.ZH_CN)]
    assert {q.answer for q in asked if q.id == "received.kept"} == {"0.00"}
    assert {q.answer for q in asked if q.id == "parties.count"} == {"0"}


def test_no_seed_is_refused(offers: tuple[Offer, ...]) -> None:
    with pytest.raises(ValueError, match="seed"):
        questions(offers[0], figures(offers[0]), b"", Language.ZH_CN)


@pytest.mark.parametrize(
    ("answer", "tempting", "expected"),
    [("97000", (), "970"), ("0.40", (), "1"), ("99500", ("100000",), "200"), ("50", ("50",), "1")],
)
def test_tolerance(answer: str, tempting: tuple[str, ...], expected: str) -> None:
    assert tolerance(Decimal(answer), tuple(Decimal(each) for each in tempting)) == Decimal(expected)
