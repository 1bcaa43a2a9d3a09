"""A change of language while something is open: its words follow, and nothing of it counts twice."""

import pytest

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.domain.speech import Channel, Language
from kiosk.evidence import ledger
from kiosk.evidence.review import review
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import World, play
from tests.consent.test_explaining import last_said

_TO_ENGLISH = ev.LanguageChosen(Language.EN)


def in_english(text: str) -> bool:
    return bool(text) and not any("\u4e00" <= sign <= "\u9fff" for sign in text)


@pytest.fixture
def reading(context, opening) -> World:
    return play(context, opening, STORIES["signs"], until=st.ReadingTerm)


def ledger_of(world: World) -> dict[str, object]:
    world.touch(ev.Broken("the test is over"))
    entries = world.entries(world.state.session)
    assert review(entries) == ()
    return dict(next(e.data for e in entries if e.kind == ledger.KIND))


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_an_explanation_goes_on_in_the_new_language_at_the_same_wording(reading: World, steps: int) -> None:
    reading.touch(ev.QuestionAsked("提前还款要收钱吗", Channel.TOUCH))
    for _ in range(steps):
        reading.touch(ev.Resumed(clear=False))
    before = reading.state
    assert isinstance(before, st.Explaining)
    reading.touch(_TO_ENGLISH)
    after = reading.state
    assert isinstance(after, st.Explaining)
    assert (after.wording, after.entry) == (before.wording, before.entry)
    assert in_english(after.answer)
    assert last_said(reading) == after.answer
    reading.touch(ev.LanguageChosen(Language.ZH_CN))
    assert reading.state.answer == before.answer
    assert reading.state.again == before.again


def test_what_is_not_known_is_said_in_the_new_language(reading: World) -> None:
    reading.touch(ev.QuestionAsked("今天天气怎么样", Channel.TOUCH))
    reading.touch(_TO_ENGLISH)
    assert reading.state.offers_person
    assert in_english(reading.state.answer)


def test_neither_language_nor_letters_make_it_a_second_question(reading: World) -> None:
    reading.touch(ev.QuestionAsked("提前还款要收钱吗", Channel.TOUCH))
    reading.touch(_TO_ENGLISH)
    reading.touch(ev.TextSizeChosen(4))
    reading.touch(ev.Resumed())
    found = ledger_of(reading)
    assert (found["questions"], found["clear"], found["unjudged"], found["left_for_help"]) == (1, 1, 0, 0)


def test_who_leaves_an_answer_for_help_is_counted_as_such(reading: World) -> None:
    reading.touch(ev.QuestionAsked("提前还款要收钱吗", Channel.TOUCH))
    reading.touch(ev.HelpAsked())
    found = ledger_of(reading)
    assert (found["questions"], found["left_for_help"], found["unjudged"]) == (1, 1, 0)


@pytest.mark.parametrize("story", ["signs", "own_words"])
def test_a_question_of_the_teach_back_is_the_same_in_the_new_language(context, opening, story: str) -> None:
    world = play(context, opening, STORIES[story], until=st.TeachingBack)
    before = world.state
    assert isinstance(before, st.TeachingBack)
    world.touch(ev.HelpAsked())
    world.touch(_TO_ENGLISH)
    world.touch(ev.Resumed())
    after = world.state
    assert isinstance(after, st.TeachingBack)
    assert (after.question.id, [q.id for q in after.pending]) == (before.question.id, [q.id for q in before.pending])
    assert in_english(after.question.text)
    assert all(in_english(question.text) for question in after.pending)
    assert (after.worded is None) == (before.worded is None)
    if after.worded is not None:
        assert in_english(after.worded.text)
        assert last_said(world) == after.worded.text
