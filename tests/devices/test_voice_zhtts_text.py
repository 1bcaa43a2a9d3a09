"""Mandarin text as signs: readings that lending needs, and nothing left out or guessed."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices import voice_zhtts_text
from kiosk.devices.voice_zhtts_text import breaths
from kiosk.dialogue.spoken import spoken
from kiosk.domain.speech import Language

SIGNS = voice_zhtts_text._SIGNS


def said(text: str) -> str:
    """Syllables as they are said, a stop as a bar."""
    found = breaths(text)
    assert found is not None, text
    lines = []
    for breath in found:
        signs = [SIGNS[number] for number in breath.signs]
        assert (signs[0], signs[-2:]) == ("sil", ["sil", "eos"])
        syllables = " ".join(signs[1:-2]).split(" #0 ")
        lines.append(" ".join(syllable.replace("^ ", "").replace(" ", "") for syllable in syllables))
    return " | ".join(lines)


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("您好", "nin2 hao3"),
        ("利率", "li4 lv4"),
        ("下月", "xia4 ve4"),
        ("去学校", "qv4 xve2 xiao4"),
        ("全军", "qvan2 jvn1"),
        ("女", "nv3"),
        ("略", "lve4"),
        ("四十是日子", "sii4 shiii2 shiii4 riii4 zii5"),
        ("吃此", "chiii1 cii3"),
        ("六会论", "liou4 huei4 luen4"),
        ("我问翁五娃", "uo3 uen4 ueng1 u3 ua2"),
        ("有用于云", "iou3 iong4 v2 vn2"),
        ("一二", "i1 er4"),
        ("嗯", "en2"),
        ("爱", "ai4"),
    ],
)
def test_syllables_are_taken_apart_as_the_model_learned_them(text: str, syllables: str) -> None:
    assert said(text) == syllables


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("每月还三千元", "huan2"),
        ("还款日", "huan2"),
        ("提前还清", "huan2"),
        ("一直不还会怎样", "huan2"),
        ("还不上", "huan2"),
        ("还得起", "huan2"),
        ("一共要还多少", "huan2"),
        ("借新还旧", "huan2"),
        ("晚还要多付", "huan2"),
        ("提前还可以吗", "huan2"),
        ("替您还了", "huan2"),
        ("没有能力还款", "huan2"),
        ("还有一条", "hai2"),
        ("还没有说完", "hai2"),
        ("您还在吗", "hai2"),
        ("还是请人来", "hai2"),
        ("还不清楚", "hai2"),
        ("还不清", "huan2"),
        ("签了字还可以撤", "hai2"),
        ("记录还要保留", "hai2"),
        ("您还能怎么办", "hai2"),
        ("还差两位", "hai2"),
        ("银行还有哪", "hai2"),
        ("银行", "hang2"),
        ("先生行吗", "xing2"),
        ("借多长时间", "chang2"),
        ("家长", "zhang3"),
        ("重写一遍", "chong2"),
        ("重要", "zhong4"),
        ("看得清", "de5"),
        ("必须得办", "dei3"),
        ("不得骚扰", "de2"),
        ("加密发送", "fa1"),
        ("理发", "fa4"),
        ("难处", "chu4"),
        ("应还本金", "ing1"),
        ("一个月", "i2"),
        ("一条", "i4"),
        ("长一点", "i4"),
        ("第一期", "i1"),
        ("二十一期", "i1"),
        ("一月十六号", "i1"),
        ("零点一", "i1"),
        ("百分之一", "i1"),
        ("一三八", "i1"),
        ("不是", "bu2"),
        ("可以", "ke2"),
        ("了解", "liao2"),
    ],
)
def test_words_of_lending_are_read_right(text: str, hidden: str) -> None:
    assert hidden in said(text).split()


def test_stops_are_longer_after_a_sentence_than_after_a_word() -> None:
    found = breaths("看清、听懂，再签。好")
    assert found is not None
    word, clause, sentence, end = (breath.pause for breath in found)
    assert 0 < word < clause < sentence
    assert end == 0


def test_stops_beside_each_other_are_one() -> None:
    found = breaths("“好。”——他说")
    assert found is not None
    assert [breath.pause for breath in found] == [max(breaths("好。好")[0].pause, 0), 0]  # type: ignore[index]


def test_a_long_breath_is_cut_into_equal_parts() -> None:
    found = breaths("本" * 100 + "。")
    assert found is not None
    assert [len(breath.signs) for breath in found] == [3 + 25 * 3 - 1] * 4
    assert [breath.pause > 0 for breath in found] == [False, False, False, True]


@pytest.mark.parametrize("text", ["", "。", " \n", "……", "（）"])
def test_nothing_to_say(text: str) -> None:
    assert breaths(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "3 期",
        "二0",
        "iPhone15",
        "50%",
        "¥",
        "😀",
        "好😀",
        "𠮷",
        "\0",
        "にほん",
        "한",
        "é",
        "①",
    ],
)
def test_what_has_no_mandarin_reading_is_never_left_out(text: str) -> None:
    assert breaths(text) is None


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("请点 English，我就改", ["请点", "English", "我就改"]),
        ("Touch the screen，好", ["Touch the screen", "好"]),
        ("我的iPhone呢", ["我的", "iPhone", "呢"]),
        ("ABCDEFGH", ["ABCDEFGH"]),
        ("say AI now", ["say AI now"]),
        ("don't", ["don't"]),
    ],
)
def test_english_words_stand_apart(text: str, pieces: list[str]) -> None:
    found = breaths(text)
    assert found is not None
    assert len(found) == len(pieces)
    for breath, piece in zip(found, pieces, strict=True):
        assert breath.english == (piece if piece[0].isascii() else "")
        assert bool(breath.signs) != bool(breath.english)


def test_capitals_are_named_one_by_one() -> None:
    assert said("我是AI") == "uo3 shiii4 ei1 ai4"
    assert said("LPR利率") == "ai2 le5 pi4 a4 li4 lv4"


def guide_texts(root: Path) -> list[str]:
    files = ["assets/scripts/consent.toml", "assets/texts/zh_CN.toml", "assets/consents.toml"]
    files += [str(path.relative_to(root)) for path in (root / "assets" / "knowledge").glob("*.toml")]
    found: list[str] = []

    def walk(value: object) -> None:
        match value:
            case dict():
                for inner in value.values():
                    walk(inner)
            case list():
                for inner in value:
                    walk(inner)
            case str() if any("\u4e00" <= sign <= "\u9fff" for sign in value) and "{" not in value:
                found.append(value)

    for file in files:
        walk(tomllib.loads((root / file).read_text(encoding="utf-8")))
    return found


def test_every_sentence_of_the_guide_can_be_said(root: Path) -> None:
    texts = guide_texts(root)
    assert len(texts) > 500
    unsaid = [text for text in texts if breaths(spoken(text, Language.ZH_CN)) is None]
    assert unsaid == []


def test_every_common_character_has_one_syllable() -> None:
    """The 3,755 of the first level of GB 2312."""
    common = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
    for character in common.decode("gb2312", errors="ignore"):
        assert len(said(character).split()) == 1


@given(st.text())
def test_any_text_is_said_wholly_or_not_at_all(text: str) -> None:
    found = breaths(text)
    if found is not None:
        assert all(1 <= number < len(SIGNS) for breath in found for number in breath.signs)
        assert all(bool(breath.signs) != bool(breath.english) for breath in found)
        assert all(len(breath.signs) <= 3 + 32 * 3 - 1 for breath in found)


@given(st.text(alphabet="还不要有没得行长重发着处一二三、，。AIé1 "))
def test_each_character_is_one_syllable(text: str) -> None:
    found = breaths(text)
    if found is None:
        assert any(sign in "é1" for sign in text)
    else:
        english = sum(sign.isalpha() for breath in found for sign in breath.english)
        wanted = sum(sign not in "、，。 " for sign in text) - english
        assert sum((len(breath.signs) - 2) // 3 for breath in found if breath.signs) == wanted
