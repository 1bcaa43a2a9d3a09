"""The corner's topics: the shipped ones hold, broken files are refused by name, quizzes are right by the cash flow."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.dialogue.lexicon import PHRASES
from kiosk.dialogue.phrases import found
from kiosk.dialogue.phrases_file import load_phrases
from kiosk.dialogue.quiet import asks_quietly
from kiosk.domain.errors import ConfigurationError
from kiosk.domain.speech import Intent, Language, Text
from kiosk.education.corner_file import LEAST_PAGES, MOST_PAGES, load
from kiosk.education.figures import figures, quiet_sentence
from kiosk.education.lesson import HOTLINE, Audience, Corner, Group, Scene, Topic


@pytest.fixture(scope="session")
def corner(root: Path) -> Corner:
    return load(root / "assets/corner")


def _texts(topic: Topic) -> Iterator[Text]:
    yield from (topic.title, topic.line, *topic.examples.values())
    for page in topic.pages:
        yield from (page.head, page.body)
    for quiz in topic.quizzes:
        yield quiz.ask
        for answer in quiz.answers:
            yield from (answer.words, answer.because)


class TestShipped:
    def test_what_the_corner_has_to_teach_is_there(self, corner: Corner) -> None:
        fraud = {topic.id for topic in corner.topics if topic.group is Group.FRAUD}
        assert fraud >= {
            "fees_first", "no_interest", "fake_staff", "lent_name", "shared_screen", "refinancing", "false_voice",
            "tied",
        }  # fmt: skip
        assert {topic.id for topic in corner.topics} >= {"flat", "late", "guarantee", "consent", "face", "complaint"}
        assert {topic.scene for topic in corner.topics} == set(Scene), "each drawn picture is used"
        for topic in corner.topics:
            for audience in (None, *Audience):
                assert LEAST_PAGES <= len(topic.pages_for(audience)) <= MOST_PAGES

    def test_an_audience_reorders_and_leaves_nothing_out(self, corner: Corner) -> None:
        orders = [tuple(topic.id for topic in corner.ordered(audience)) for audience in Audience]
        assert len(set(orders)) == len(Audience)
        assert all(set(order) == {topic.id for topic in corner.topics} for order in orders)
        for audience in Audience:
            ranks = [topic.rank[audience] for topic in corner.topics]
            assert len(set(ranks)) == len(ranks), audience

    def test_examples_fit_their_audience(self, corner: Corner) -> None:
        for topic in corner.topics:
            assert len({text.zh for text in topic.examples.values()}) == len(Audience), topic.id
            for audience in Audience:
                assert topic.pages_for(audience)[1].body == topic.examples[audience]

    def test_every_answer_says_why(self, corner: Corner) -> None:
        for topic in corner.topics:
            for quiz in topic.quizzes:
                assert [answer.right for answer in quiz.answers].count(True) == 1
                assert len({answer.because.zh for answer in quiz.answers}) == len(quiz.answers)

    def test_no_blank_stands_between_two_chinese_signs(self, corner: Corner) -> None:
        """A figure ends with its unit, and the sentence goes on behind it."""
        for topic in corner.topics:
            pages = [page for audience in Audience for page in topic.pages_for(audience)]
            texts = [topic.title, topic.line, *(text for page in pages for text in (page.head, page.body))]
            for quiz in topic.quizzes:
                texts += [quiz.ask, *(text for answer in quiz.answers for text in (answer.words, answer.because))]
            for text in texts:
                assert not re.search("[\u4e00-\u9fff] [\u4e00-\u9fff]", text.zh), text.zh

    def test_the_right_answer_is_not_always_in_one_place(self, corner: Corner) -> None:
        places = {[a.right for a in quiz.answers].index(True) for topic in corner.topics for quiz in topic.quizzes}
        assert places == {0, 1, 2}

    def test_no_text_promises_or_presses(self, corner: Corner, root: Path) -> None:
        """What is quoted of a swindler stands in quotation marks; nothing else may be on the list of banned phrases."""
        phrases = load_phrases(root / "assets/phrases.toml")
        for topic in corner.topics:
            for text in (topic.title, topic.line, *(page.head for page in topic.pages)):
                for language in Language:
                    plain = re.sub('“[^”]*”|"[^"]*"', "", text[language])
                    assert not found(plain, phrases), text[language]


class TestQuietSentence:
    def test_what_is_taught_is_what_the_dialogue_takes(self, corner: Corner) -> None:
        taught = quiet_sentence()
        thinking = corner.topic("thinking")
        assert thinking is not None
        words = [text for text in _texts(thinking) if taught.zh in text.zh]
        assert words, "it is taught"
        assert all(taught.en in text.en for text in words)
        for language in Language:
            assert asks_quietly(taught[language])
            assert taught[language].lower() in PHRASES[language][Intent.STOP]

    def test_a_reader_learns_of_no_meaning_beside_stopping(self, corner: Corner) -> None:
        telling = (
            "暗号",
            "暗语",
            "求助",
            "报警",
            "值守",
            "总部",
            "通知",
            "alert",
            "console",
            "secret",
            "signal",
            "headquarters",
            "police",
        )
        thinking = corner.topic("thinking")
        assert thinking is not None
        for text in _texts(thinking):
            assert not [word for word in telling if word in text.zh or word in text.en.lower()], text

    def test_it_is_taught_in_one_place_alone(self, corner: Corner) -> None:
        taught = quiet_sentence()
        others = [topic for topic in corner.topics if topic.id != "thinking"]
        assert not [topic.id for topic in others for text in _texts(topic) if taught.zh in text.zh]


GOOD = """
[[topic]]
id = "one"
group = "fraud"
scene = "late"
rank = { owner = 1, elder = 2, rural = 3 }
title = { zh = "题目", en = "Title" }
line = { zh = "一句话。", en = "One sentence." }
[[topic.page]]
head = { zh = "甲", en = "A" }
body = { zh = "借 {flat_sum}。", en = "Borrow {flat_sum}." }
[[topic.page]]
head = { zh = "乙", en = "B" }
body = { zh = "打 {hotline}。", en = "Call {hotline}." }
[topic.example]
owner = { zh = "老板。", en = "Owner." }
elder = { zh = "老人。", en = "Elder." }
rural = { zh = "农民。", en = "Farmer." }
[[topic.quiz]]
ask = { zh = "多少？", en = "How much?" }
computed = "flat_real"
[[topic.quiz.answer]]
words = { zh = "{flat_real}", en = "{flat_real}" }
right = true
because = { zh = "对。", en = "Yes." }
[[topic.quiz.answer]]
words = { zh = "{flat_quoted}", en = "{flat_quoted}" }
right = false
because = { zh = "不对。", en = "No." }
"""

SECOND = GOOD[GOOD.rindex("[[topic.page]]") : GOOD.index("[topic.example]")]
HOSTILE = {
    "not TOML": ("[[topic]", "TOML"),
    "empty": ("", "one or more"),
    "no topic": ("x = 1", "one or more"),
    "a topic that is no table": ("topic = [1]", "topic 1: exactly the keys"),
    "an unknown key": (GOOD.replace('scene = "late"', 'scene = "late"\ncolour = "red"'), "topic one: exactly the keys"),
    "a missing key": (GOOD.replace('group = "fraud"\n', ""), "topic one: exactly the keys"),
    "an id with a space": (GOOD.replace('id = "one"', 'id = "o ne"'), "an id of small letters"),
    "an unknown picture": (GOOD.replace('"late"', '"../late"'), "scene: one of"),
    "an unknown group": (GOOD.replace('"fraud"', '"advertising"'), "group: one of"),
    "a group that is a list": (GOOD.replace('"fraud"', '["fraud"]'), "group: one of"),
    "a rank that is true": (GOOD.replace("owner = 1", "owner = true"), "a whole number from 1 to 99"),
    "a rank of zero": (GOOD.replace("owner = 1", "owner = 0"), "a whole number from 1 to 99"),
    "an audience left out": (GOOD.replace("owner = 1, ", ""), "rank: exactly the keys"),
    "one language only": (GOOD.replace(', en = "Title"', ""), "title: exactly the keys en, zh"),
    "an empty text": (GOOD.replace('zh = "题目"', 'zh = "  "'), "words, not an empty text"),
    "a text that is a number": (GOOD.replace('zh = "题目"', "zh = 7"), "words, not an empty text"),
    "a line break": (GOOD.replace('zh = "题目"', 'zh = "题\\n目"'), "control characters"),
    "a right-to-left override": (GOOD.replace('zh = "题目"', 'zh = "题\\u202e目"'), "control characters"),
    "a written figure": (GOOD.replace("打 {hotline}", "一年 6 厘"), "no digits"),
    "a wide digit": (GOOD.replace("打 {hotline}", "一年６厘"), "no digits"),
    "an unknown figure": (GOOD.replace("打 {hotline}", "打 {my_phone}"), "only figures that are computed"),
    "an attribute in braces": (GOOD.replace("打 {hotline}", "打 {hotline.__class__}"), "no braces"),
    "an open brace": (GOOD.replace("打 {hotline}", "打 {hotline"), "no braces"),
    "a figure in one language": (GOOD.replace("打 {hotline}", "打热线"), "the same figures in both languages"),
    "a text too long": (GOOD.replace("打 {hotline}", "打 {hotline}" + "啊" * 200), "at most 110 letters"),
    "one page": (GOOD.replace(SECOND, ""), "page: 2 to 4"),
    "two right answers": (GOOD.replace("right = false", "right = true"), "exactly one right answer"),
    "no right answer": (GOOD.replace("right = true", "right = false"), "exactly one right answer"),
    "right in words": (GOOD.replace("right = true", 'right = "yes"'), "right: true or false"),
    "the same answer twice": (GOOD.replace("flat_quoted", "flat_real"), "answers that differ"),
    "a right answer that is not computed": (
        GOOD.replace('computed = "flat_real"', 'computed = "flat_quoted"'), "in the right answer",
    ),
    "computed from nothing": (GOOD.replace('computed = "flat_real"', 'computed = "guess"'), "the name of a figure"),
    "no quiz": (GOOD.split("[[topic.quiz]]", maxsplit=1)[0], "exactly the keys"),
    "the same id twice": (GOOD + GOOD, "an id that stands once"),
}  # fmt: skip


class TestHostileFiles:
    def test_the_pattern_itself_is_taken(self, tmp_path: Path) -> None:
        (tmp_path / "a.toml").write_text(GOOD, "utf-8")
        assert [topic.id for topic in load(tmp_path).topics] == ["one"]

    @pytest.mark.parametrize("fault", HOSTILE)
    def test_a_broken_file_is_refused_by_name(self, tmp_path: Path, fault: str) -> None:
        text, reason = HOSTILE[fault]
        path = tmp_path / "broken.toml"
        path.write_text(text, "utf-8")
        with pytest.raises(ConfigurationError) as refused:
            load(tmp_path)
        assert str(path) in str(refused.value)
        assert reason in str(refused.value)

    def test_one_broken_file_refuses_the_corner(self, tmp_path: Path, root: Path) -> None:
        shutil.copytree(root / "assets/corner", tmp_path, dirs_exist_ok=True)
        (tmp_path / "4_more.toml").write_bytes(b"\xff\xfe topic")
        with pytest.raises(ConfigurationError, match=r"4_more\.toml.*UTF-8"):
            load(tmp_path)

    def test_an_empty_folder_is_no_corner(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError, match="at least one topic"):
            load(tmp_path)

    def test_the_same_id_in_two_files(self, tmp_path: Path) -> None:
        for name in "ab":
            (tmp_path / f"{name}.toml").write_text(GOOD, "utf-8")
        with pytest.raises(ConfigurationError, match=r"b\.toml: topic one: an id that stands once"):
            load(tmp_path)


def test_the_hotline_is_the_regulators() -> None:
    assert HOTLINE == "12378"
    assert figures()["hotline"].zh == HOTLINE
