"""Teach-back in own words within a session: asked for by voice, graded, recorded; never a way round the figures."""

import pytest

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.dialogue.teachback_words import OpenQuestion
from kiosk.domain.speech import Channel, Intent, Understood
from kiosk.evidence.review import review
from kiosk.rehearsal.own_words import in_own_words
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import World, play


@pytest.fixture
def asked(context, opening) -> World:
    """Somebody who was understood by voice is asked the first fact."""
    return play(context, opening, STORIES["own_words"], until=st.TeachingBack)


def say(world: World, words: str) -> None:
    world.touch(ev.Replied(Understood(Intent.WORDS, words), Channel.VOICE))
    assert isinstance(world.state, st.Confirming), "what was said is shown before it counts"
    world.touch(ev.ReplyConfirmed())


def grades(world: World) -> list[tuple[object, object]]:
    return [(item.data["verdict"], item.data["reason"]) for item in world.items if item.kind == "fact.worded"]


def test_who_touches_is_asked_by_touch_and_who_speaks_in_own_words(context, opening, asked):
    assert isinstance(asked.state.worded, OpenQuestion)
    touching = play(context, opening, STORIES["signs"], until=st.TeachingBack)
    assert touching.state.worded is None


def test_right_words_leave_one_fresh_figure_to_say(asked):
    fact = asked.state.question.fact
    say(asked, in_own_words(asked.state.worded))
    assert isinstance(asked.state, st.TeachingBack)
    assert (asked.state.worded, asked.state.pending, asked.state.question.fact) == (None, (), fact)
    assert grades(asked) == [("right", "figures_and_notions")]
    assert not asked.state.facts.taught


def test_wrong_words_are_a_miss_and_are_explained_with_an_example_in_cash(asked):
    example = asked.state.worded.example
    say(asked, in_own_words(asked.state.worded, wrong=True))
    assert asked.state.attempt == 1
    assert asked.state.worded is None
    assert example.zh in asked.state.hint.zh
    assert grades(asked) == [("wrong", "other_figure")]
    failed = [item.data for item in asked.items if item.kind == "fact.graded"]
    assert [(each["verdict"], each["attempt"]) for each in failed] == [("failed", 1)]


@pytest.mark.parametrize("words", ["知道了", "是的", "好", "我都明白", "嗯", "真正到您手里的，是多少钱？"])
def test_a_yes_or_the_question_itself_is_asked_again_by_touch_and_passes_nothing(asked, words):
    questions = (asked.state.question, *asked.state.pending)
    say(asked, words)
    assert asked.state.worded is None
    assert (asked.state.question, *asked.state.pending) == questions
    assert asked.state.attempt == 0
    assert grades(asked)[0][0] == "unclear"
    assert not asked.state.facts.taught


def test_one_touch_leads_to_the_touch_question(asked):
    asked.touch(ev.Replied(Understood(Intent.CONTINUE, "x"), Channel.TOUCH))
    assert asked.state.worded is None
    assert grades(asked) == []


@pytest.mark.parametrize("intent", [Intent.YES, Intent.NUMBER, Intent.CHOICE, Intent.UNDERSTOOD])
def test_nothing_but_words_answers_an_open_question(asked, intent):
    before = asked.state
    asked.touch(ev.Replied(Understood(intent, "1", choice="1"), Channel.TOUCH))
    assert asked.state == before


def test_words_that_were_not_meant_so_are_rejected_and_count_for_nothing(asked):
    asked.touch(ev.Replied(Understood(Intent.WORDS, "到手三千万元"), Channel.VOICE))
    asked.touch(ev.ReplyRejected())
    assert isinstance(asked.state.worded, OpenQuestion)
    assert grades(asked) == []


def test_the_story_in_own_words_keeps_words_sound_grade_and_reason_in_the_evidence(context, opening):
    world = play(context, opening, STORIES["own_words"])
    found = grades(world)
    assert [verdict for verdict, _ in found].count("right") == 5
    assert found[0] == ("wrong", "other_figure")
    for item in world.items:
        if item.kind == "fact.worded":
            assert item.values[0].content.decode()
    assert review(world.entries(opening.session)) == ()
    lines = " ".join(str(item.data) for item in world.items)
    assert "到手" not in lines
