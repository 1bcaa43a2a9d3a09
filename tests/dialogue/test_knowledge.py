"""Approved answers, word for word; and "I don't know" for everything else."""

import re
from pathlib import Path

import pytest

from kiosk.dialogue.knowledge import PLACEHOLDERS, KnowledgeBase, load
from kiosk.dialogue.knowledge_figures import figures_of
from kiosk.domain.errors import ConfigurationError
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Language
from kiosk.lending.sheet import build_sheet

ENTRY = """[[entry]]
id = "x"
clause.zh = "条"
clause.en = "clause"
ask.zh = ["问"]
ask.en = ["ask"]
answer.zh = "答 {lender}"
answer.en = "answer {lender}"
"""


def test_every_way_to_ask_finds_its_own_entry(knowledge: KnowledgeBase, offers: tuple[Offer, ...]) -> None:
    for entry in knowledge.entries:
        for language, ways in entry.ask:
            for way in ways:
                found = knowledge.answer(way, language, offers[0])
                assert found is not None, way
                assert found.id == entry.id, way
                assert found.clause
                assert "{" not in found.text


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("请问一下，提前还款要多少钱啊？", Language.ZH_CN, "prepay"),
        ("提钱还款要多少前", Language.ZH_CN, "prepay"),
        ("那我要是晚还几天，要多付多少呢", Language.ZH_CN, "late"),
        ("投诉的电话是多少", Language.ZH_CN, "complain"),
        ("Could you tell me, can I pay early?", Language.EN, "prepay"),
        ("so who lends me the money", Language.EN, "lender"),
    ],
)
def test_other_words_find_it_too(
    knowledge: KnowledgeBase, offers: tuple[Offer, ...], question: str, language: Language, expected: str
) -> None:
    found = knowledge.answer(question, language, offers[0])
    assert found is not None
    assert found.id == expected


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("", Language.ZH_CN),
        ("。。。", Language.ZH_CN),
        ("今天天气怎么样", Language.ZH_CN),
        ("附近有没有好吃的饭馆", Language.ZH_CN),
        ("股票会涨吗", Language.ZH_CN),
        ("what is the weather like today", Language.EN),
        ("who won the match", Language.EN),
        ("the the the", Language.EN),
    ],
)
def test_the_rest_is_not_known(
    knowledge: KnowledgeBase, offers: tuple[Offer, ...], question: str, language: Language
) -> None:
    assert knowledge.answer(question, language, offers[0]) is None


def test_without_an_offer_no_figures_are_made_up(knowledge: KnowledgeBase) -> None:
    assert knowledge.answer("一共要还多少", Language.ZH_CN, None) is None
    assert knowledge.answer("为什么要刷脸", Language.ZH_CN, None) is not None


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    "question",
    [
        "{balance}",
        "{0.__class__}",
        "\x00\u202e",
        "👵💰",
        "％％",
        "呃" * 20_000,
        "um " * 20_000,
        "嗯 the 那个 of",
        "不",
        "no",
    ],
)
def test_rubbish_is_not_known(
    knowledge: KnowledgeBase, offers: tuple[Offer, ...], question: str, language: Language
) -> None:
    assert knowledge.answer(question, language, offers[0]) is None


def test_a_question_in_the_other_language_is_not_known(knowledge: KnowledgeBase, offers: tuple[Offer, ...]) -> None:
    assert knowledge.answer("can i pay early", Language.ZH_CN, offers[0]) is None
    assert knowledge.answer("可以提前还款吗", Language.EN, offers[0]) is None


def test_before_a_choice_some_answers_have_words_without_figures(knowledge: KnowledgeBase) -> None:
    found = knowledge.answer("投诉电话是多少", Language.ZH_CN, None)
    assert found is not None
    assert "12378" in found.text


def test_there_are_at_least_sixty_and_each_is_at_most_three_sentences(knowledge: KnowledgeBase) -> None:
    assert len(knowledge.entries) >= 60
    for entry in knowledge.entries:
        for words in (entry.answer, entry.before):
            if words is not None:
                assert len(re.findall(r"[。！？]", words.zh)) <= 3, entry.id
                assert len(re.findall(r"[.!?](?= |$)", words.en)) <= 3, entry.id


def test_every_answer_can_be_filled_from_every_offer(knowledge: KnowledgeBase, offers: tuple[Offer, ...]) -> None:
    for offer in offers:
        for language in Language:
            given = figures_of(offer, language)
            assert given.keys() == PLACEHOLDERS
            assert all(given.values())
            for entry in knowledge.entries:
                for words in (entry.answer, entry.again):
                    said = words[language].format(**given) if words is not None else ""
                    assert "。。" not in said, entry.id
                    assert ".." not in said, entry.id


def test_the_figures_are_those_of_the_sheet(offers: tuple[Offer, ...]) -> None:
    for offer in offers:
        sheet = build_sheet(offer)
        given = figures_of(offer, Language.ZH_CN)
        for name, item in (
            ("last_payment", "instalments"),
            ("first_day", "instalments"),
            ("last_day", "instalments"),
            ("half_total", "prepayment_penalty"),
            ("half_saved", "prepayment_penalty"),
            ("misuse_rate", "misappropriation_penalty_interest"),
            ("partners", "partners"),
            ("valid_until", "valid_until"),
        ):
            assert given[name] in sheet.item(item).body.zh, (offer.id, name)


def test_what_is_most_asked_has_other_words_that_are_short(knowledge: KnowledgeBase) -> None:
    worded = [entry for entry in knowledge.entries if entry.again is not None]
    assert len(worded) >= 25
    for entry in worded:
        assert entry.again is not None
        assert entry.again != entry.answer
        assert len(re.findall(r"[。！？]", entry.again.zh)) <= 5, entry.id
        assert len(entry.again.zh) <= 110, entry.id


def test_other_words_come_with_the_answer_and_never_without_the_figures_they_need(
    knowledge: KnowledgeBase, offers: tuple[Offer, ...]
) -> None:
    late = knowledge.answer("晚还会怎么样", Language.ZH_CN, offers[0])
    assert late is not None
    assert late.again.startswith("打个比方")
    assert "{" not in late.again
    taken_home = knowledge.answer("可以带回家商量吗", Language.ZH_CN, None)
    assert taken_home is not None
    assert taken_home.again == ""


def test_the_version_is_over_the_files_that_were_approved(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(ENTRY, encoding="utf-8")
    first = load(tmp_path).version
    (tmp_path / "a.toml").write_text(ENTRY + "# a remark\n", encoding="utf-8")
    assert len(first) == 64
    assert load(tmp_path).version != first


def test_what_is_often_asked_comes_first(knowledge: KnowledgeBase) -> None:
    often = [entry.often for entry in knowledge.entries]
    assert often == sorted(often, reverse=True)
    assert sum(often) >= 8


def test_a_good_file_loads(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(ENTRY, encoding="utf-8")
    assert [entry.id for entry in load(tmp_path).entries] == ["x"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "entry"),
        ("# nothing\n", "entry"),
        ("not toml", "TOML"),
        ("other = 1\n" + ENTRY, "nothing else"),
        (ENTRY.replace('ask.en = ["ask"]\n', ""), r"entry x.*ask\.en"),
        (ENTRY.replace('["问"]', "[]"), r"entry x.*ask\.zh"),
        (ENTRY.replace('"答 {lender}"', '" "'), "entry x.*empty"),
        (ENTRY.replace('clause.en = "clause"\n', ""), "entry x.*both languages"),
        (ENTRY + 'by = "me"\n', "entry x.*the keys"),
        (ENTRY.replace("{lender}", "{balance}"), "entry x.*placeholders"),
        (ENTRY.replace("{lender}", "{lender"), "entry x.*placeholders"),
        (ENTRY.replace("{lender}", "{offer.provider}"), "entry x.*placeholders"),
        (ENTRY.replace("{lender}", "{lender!r}"), "entry x.*placeholders"),
        (ENTRY.replace('id = "x"', 'id = "X y"'), "id of small letters"),
        (ENTRY + ENTRY, r"line 9, entry x.*stands once"),
        ("\n\n" + ENTRY + ENTRY.replace('"x"', '"y"'), r"line 11, entry y.*x does not have: '问'"),
        (ENTRY.replace('["问"]', '["？！"]'), r"line 1, entry x.*words of its language"),
        (ENTRY.replace('["问"]', '["问", 3]'), r"line 1, entry x.*ask\.zh"),
        (ENTRY.replace("ask.en", 'ask.fr = ["demander"]\nask.en'), r"entry x.*no other"),
        (ENTRY + "often = 1\n", r"entry x.*true or false"),
        (ENTRY + 'before.zh = "先选 {lender}"\nbefore.en = "first"\n', r"entry x.*without figures"),
        (ENTRY.replace(" {lender}", "") + 'before.zh = "先"\nbefore.en = "first"\n', r"entry x.*needs some"),
        (ENTRY + '[[beside]]\nid = "b"\nask.zh = ["天气"]\nask.en = ["ask"]\n', r"line 9, beside b.*x does not have"),
        (ENTRY + '[[beside]]\nid = "b"\nanswer.zh = "晴"\n', r"line 9, beside b.*exactly the keys"),
        (ENTRY + 'about.zh = []\nabout.en = ["ask"]\n', r"line 1, entry x.*about\.zh"),
        ("entry = 3\n", r"\[\[entry\]\]"),
        ("[[entry]]\nid = 3\n", r"line 1, entry 3.*the keys"),
    ],
)
def test_a_broken_file_is_refused_with_file_and_reason(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "broken.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=reason) as refusal:
        load(tmp_path)
    assert str(tmp_path) in str(refusal.value)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_bytes(b"\xff\xfe\0")
    with pytest.raises(ConfigurationError, match=r"broken\.toml"):
        load(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="at least one"):
        load(tmp_path)
