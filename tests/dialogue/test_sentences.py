"""Sentences: the text again when joined, and never cut where a voice would stumble."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.dialogue.sentences import sentences
from kiosk.dialogue.spoken import spoken
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Language
from tests.dialogue.sayable import sayable

ZH, EN = Language.ZH_CN, Language.EN
CASES = [
    (ZH, "好的，我等您。准备好了请点继续。", ["好的，我等您。", "准备好了请点继续。"]),
    (ZH, "年化 7.20%。第3.2条。好！", ["年化 7.20%。", "第3.2条。", "好！"]),
    (ZH, "说“停止。不办了。”就行。不收一分钱！", ["说“停止。不办了。”就行。", "不收一分钱！"]),
    (ZH, "您说的是：“要。”对吗？对。", ["您说的是：“要。”对吗？", "对。"]),
    (ZH, "31 日（没有这一天的月份，在月末。）还。", ["31 日（没有这一天的月份，在月末。）还。"]),
    (ZH, "他说：“好。不要。", ["他说：“好。", "不要。"]),
    (ZH, "江禾：400-000-0001；热线：12378。", ["江禾：400-000-0001；", "热线：12378。"]),
    (ZH, "真的吗？！好。", ["真的吗？！", "好。"]),
    (ZH, "请稍等……马上好。", ["请稍等……", "马上好。"]),
    (ZH, "1. 先看表。2. 再签。", ["1. 先看表。", "2. 再签。"]),
    (ZH, "第一行\n第二行", ["第一行\n", "第二行"]),
    (ZH, "好。 \n", ["好。 \n"]),
    (ZH, "……", ["……"]),
    (ZH, "", []),
    (EN, "All right, I wait. Touch go on.", ["All right, I wait. ", "Touch go on."]),
    (EN, "See art. 670. It is 7.20% a year.", ["See art. 670. ", "It is 7.20% a year."]),
    (EN, "No. Every extra may be refused. No. 9 of 2022.", ["No. ", "Every extra may be refused. ", "No. 9 of 2022."]),
    (EN, "Bring papers, e.g. an ID card. Thanks.", ["Bring papers, e.g. an ID card. ", "Thanks."]),
    (EN, "Open till 9 p.m. every day. Come!", ["Open till 9 p.m. every day. ", "Come!"]),
    (EN, "Say “stop. now” please. Ok?  Yes!", ["Say “stop. now” please. ", "Ok?  ", "Yes!"]),
    (EN, "(See below. It is short.) Then sign.", ["(See below. It is short.) Then sign."]),
    (EN, "Call 400-000-0001; it is free.", ["Call 400-000-0001; ", "it is free."]),
    (EN, "1. Read. 2. Sign.", ["1. Read. ", "2. Sign."]),
    (EN, "J. Smith signed. Well.", ["J. Smith signed. ", "Well."]),
    (EN, " Hello. ", [" Hello. "]),
]


@pytest.mark.parametrize(("language", "text", "parts"), CASES)
def test_sentences(language: Language, text: str, parts: list[str]) -> None:
    assert list(sentences(text, language)) == parts


def test_a_long_one_is_cut_at_its_commas_but_not_in_brackets_or_times() -> None:
    text = "每月还款（连同已有的债，一共）3,477.73 元，到14：00为止，请想一想。好。"
    assert sentences(text, ZH, 12) == (
        "每月还款（连同已有的债，一共）3,477.73 元，",
        "到14：00为止，",
        "请想一想。",
        "好。",
    )
    assert sentences(text, ZH, 30) == (
        "每月还款（连同已有的债，一共）3,477.73 元，",
        "到14：00为止，请想一想。",
        "好。",
    )
    assert sentences("You pay 9,106.64 yuan, once, at 9:05.", EN, 10) == (
        "You pay 9,106.64 yuan, ",
        "once, ",
        "at 9:05.",
    )


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("longest", [None, 1, 9])
@given(text=st.text(alphabet="ab1290借款.。,，!！?？;；:：“”（）()\"' \n%-…", max_size=40))
def test_joined_they_are_the_text(language: Language, longest: int | None, text: str) -> None:
    parts = sentences(text, language, longest)
    assert "".join(parts) == text
    assert all(parts)
    for before, after in pairwise(parts):
        assert re.search(r"\w", before)
        assert not before[-1].isdigit()
        assert not (re.search(r"\d[.,]$", before) and after[0].isdigit())


@pytest.mark.parametrize("language", list(Language))
def test_what_the_guide_says_is_said_the_same_sentence_by_sentence(
    root: Path, offers: tuple[Offer, ...], language: Language
) -> None:
    for text in set(sayable(root, offers[:1], language)):
        parts = sentences(text, language)
        assert "".join(spoken(part, language) for part in parts) == spoken(text, language)
        assert max(map(len, parts), default=0) < (110 if language is ZH else 260), parts


@pytest.mark.parametrize("language", list(Language))
def test_no_amount_of_a_day_or_number_is_cut(language: Language) -> None:
    text = f"{date(2026, 8, 1):%Y.%m.%d} 9,106.64 22.60% 400-000-0001 9:05 3.10"
    assert sentences(text, language) == (text,)
