"""Questions in people's own words: an answer beside the point is worse than none."""

from collections import Counter

import pytest

from benchmarks.questions import JUDGED, Judged, judge, report
from kiosk.dialogue.knowledge import KnowledgeBase
from kiosk.dialogue.retrieval import sound_of
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Language

FITTED = JUDGED.with_name("questions_fitted.tsv")


@pytest.fixture(scope="module")
def judged(knowledge: KnowledgeBase, offers: tuple[Offer, ...]) -> list[Judged]:
    return judge(knowledge, offers[0])


def test_the_judged_set_is_large_enough_and_its_own(judged: list[Judged], knowledge: KnowledgeBase) -> None:
    entries = (*knowledge.entries, *knowledge.beside)
    approved = {sound_of(way, language) for each in entries for language, ways in each.ask for way in ways}
    assert not [each.words for each in judged if sound_of(each.words, each.language) in approved]
    lines = [line.split("\t") for line in FITTED.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert not {each.words for each in judged} & {words for _, _, words in lines}
    ids = {entry.id for entry in knowledge.entries} | {"-"}
    for language in Language:
        mine = [each for each in judged if each.language is language]
        assert sum(not each.beside for each in mine) >= 60
        assert sum(each.beside for each in mine) >= 40
        assert all(set(each.may) <= ids for each in mine)


@pytest.mark.parametrize("language", list(Language))
def test_at_most_three_in_a_hundred_are_answered_wrongly(judged: list[Judged], language: Language) -> None:
    mine = [each for each in judged if each.language is language]
    wrong = [f"{each.words}: {each.said}" for each in mine if each.outcome == "wrong"]
    assert len(wrong) <= 0.03 * len(mine), wrong


@pytest.mark.parametrize(("language", "least"), [(Language.ZH_CN, 0.45), (Language.EN, 0.4)])
def test_it_does_not_refuse_everything(judged: list[Judged], language: Language, least: float) -> None:
    mine = [each for each in judged if each.language is language and not each.beside]
    assert sum(each.outcome == "right" for each in mine) >= least * len(mine)


def test_the_report_counts_every_question_once(judged: list[Judged]) -> None:
    found = report(judged)
    outcomes = Counter(each.outcome for each in judged)
    for outcome, count in outcomes.items():
        assert sum(found[f"{language} all"][outcome] for language in Language) == count
    assert found["all languages"]["questions"] == len(judged)


def test_what_counts_as_right_unknown_and_wrong() -> None:
    beside = Judged(Language.EN, ("-",), "the weather", "lender")
    assert (beside.outcome, beside.beside) == ("wrong", True)
    assert Judged(Language.EN, ("-", "advice"), "should I", "advice").outcome == "right"
    assert Judged(Language.EN, ("late",), "when late", "-").outcome == "unknown"
