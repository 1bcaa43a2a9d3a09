"""Approved answers, word for word; and "I don't know" for everything else."""

from pathlib import Path

import pytest

from kiosk.dialogue.knowledge import KnowledgeBase, load
from kiosk.domain.errors import ConfigurationError
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Language

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


def test_a_good_file_loads(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(ENTRY, encoding="utf-8")
    assert [entry.id for entry in load(tmp_path).entries] == ["x"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "entry"),
        ("not toml", "TOML"),
        ("other = 1\n" + ENTRY, "nothing else"),
        (ENTRY.replace('ask.en = ["ask"]\n', ""), r"entry x.*ask\.en"),
        (ENTRY.replace('["问"]', "[]"), r"entry x.*ask\.zh"),
        (ENTRY.replace('"答 {lender}"', '" "'), "entry x.*empty"),
        (ENTRY.replace('clause.en = "clause"\n', ""), "entry x.*both languages"),
        (ENTRY + 'by = "me"\n', "entry x.*exactly the keys"),
        (ENTRY.replace("{lender}", "{balance}"), "entry x.*placeholders"),
        (ENTRY.replace("{lender}", "{lender"), "entry x.*placeholders"),
        (ENTRY.replace("{lender}", "{offer.provider}"), "entry x.*placeholders"),
        (ENTRY.replace("{lender}", "{lender!r}"), "entry x.*placeholders"),
        (ENTRY.replace('id = "x"', 'id = "X y"'), "id of small letters"),
        (ENTRY + ENTRY, "stands once"),
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
