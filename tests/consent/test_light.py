"""May the screen change its colours? Asked before anything is drawn; a no changes nothing else."""

from dataclasses import replace

import pytest

from kiosk.checks.liveness import LIGHT_SECONDS, Plan
from kiosk.consent import effects as ef
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.machine import facts_of
from kiosk.consent.wording import line
from kiosk.domain.consents import Ending
from kiosk.domain.speech import Channel, Intent, Language, Understood
from kiosk.evidence.review import review
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import World, play
from tests.consent.test_identity import until

LIT = Plan(light=6)


@pytest.fixture(scope="module")
def lit(context):
    return replace(context, challenge=LIT)


@pytest.fixture
def asking(lit, opening) -> World:
    return until(lit, opening, st.AskingLight)


def answer(world: World, intent: Intent, channel: Channel = Channel.TOUCH) -> None:
    world.touch(ev.Replied(Understood(intent, str(intent)), channel))


def of(world: World, kind: str) -> list[dict[str, object]]:
    return [item.data for item in world.items if item.kind == kind]


def test_it_is_asked_after_the_camera_was_chosen_and_before_anything_is_drawn(asking):
    assert of(asking, "challenge.drawn") == []
    assert not [effect for effect in asking.effects if isinstance(effect, ef.CheckFace)]
    said = [effect for effect in asking.effects if isinstance(effect, ef.Say)][-1]
    assert said.text == line(asking.context, "light_ask", Language.ZH_CN)


@pytest.mark.parametrize(("intent", "colours"), [(Intent.YES, 6), (Intent.NO, 0)])
def test_the_answer_is_recorded_and_is_what_the_challenge_is_drawn_from(asking, opening, intent, colours):
    answer(asking, intent)
    assert isinstance(asking.state, st.CheckingFace)
    [told] = of(asking, "light.answered")
    assert (told["agreed"], told["channel"]) == (intent is Intent.YES, "touch")
    [drawn] = of(asking, "challenge.drawn")
    assert drawn["challenge"]["plan"]["light"] == len(drawn["challenge"]["drawn"]["light"]) == colours
    assert asking.task.plan == replace(LIT, light=colours)
    asking.look()
    assert facts_of(asking.state).identity.path == "face"
    asking.touch(ev.Broken("end"))
    assert review(asking.entries(opening.session)) == ()


def test_all_but_the_light_is_the_same_for_who_refuses(lit, opening):
    drawn = {}
    for intent in (Intent.YES, Intent.NO):
        world = until(lit, opening, st.AskingLight)
        answer(world, intent)
        drawn[intent] = of(world, "challenge.drawn")[0]["challenge"]["drawn"]
    assert {**drawn[Intent.YES], "light": []} == drawn[Intent.NO]


def test_a_spoken_answer_is_shown_first(asking):
    answer(asking, Intent.YES, Channel.VOICE)
    assert isinstance(asking.state, st.Confirming)
    assert of(asking, "challenge.drawn") == []
    asking.touch(ev.ReplyRejected())
    assert isinstance(asking.state, st.AskingLight)
    answer(asking, Intent.NO, Channel.VOICE)
    asking.touch(ev.ReplyConfirmed())
    assert of(asking, "light.answered") == [{**of(asking, "light.answered")[0], "agreed": False, "channel": "voice"}]


@pytest.mark.parametrize("intent", [Intent.CONTINUE, Intent.UNDERSTOOD, Intent.NUMBER, Intent.CHOICE])
def test_nothing_but_yes_or_no_is_an_answer(asking, intent):
    answer(asking, intent)
    assert isinstance(asking.state, st.AskingLight)


def test_it_is_asked_once_whatever_comes_after(asking, lit):
    answer(asking, Intent.NO)
    asking.touch(ev.PauseAsked())
    asking.touch(ev.Resumed())
    for _ in range(lit.face_tries):
        asking.look(alive="challenge_unanswered")
    assert len(of(asking, "light.answered")) == 1
    assert all(drawn["challenge"]["plan"]["light"] == 0 for drawn in of(asking, "challenge.drawn"))


@pytest.mark.parametrize("story", ["refuses_face", "by_staff"])
def test_who_is_not_looked_at_is_not_asked(lit, opening, story):
    world = play(lit, opening, STORIES[story])
    assert not [state for state in world.states if isinstance(state, st.AskingLight)]


def test_where_it_is_switched_off_nobody_is_asked(context, opening):
    world = play(context, opening, STORIES["signs"])
    assert of(world, "light.answered") == []


@pytest.mark.parametrize("story", ["signs", "signs_en", "refuses_light"])
def test_stories_sign_with_and_without_it(lit, opening, story):
    world = play(lit, opening, STORIES[story])
    assert world.state.ending is Ending.SIGNED
    assert of(world, "light.answered")[0]["agreed"] is STORIES[story].light
    assert review(world.entries(opening.session)) == ()


def test_light_without_a_yes_is_found(lit, opening):
    world = until(lit, opening, st.AskingLight)
    answer(world, Intent.YES)
    for item in world.items:
        if item.kind == "light.answered":
            item.data["agreed"] = False
    world.touch(ev.Broken("end"))
    assert ["without a yes" in finding.says for finding in review(world.entries(opening.session))] == [True]


def test_a_yes_that_no_light_follows_is_found(lit, opening):
    world = until(lit, opening, st.AskingLight)
    answer(world, Intent.NO)
    for item in world.items:
        if item.kind == "light.answered":
            item.data["agreed"] = True
    world.touch(ev.Broken("end"))
    assert ["not drawn" in finding.says for finding in review(world.entries(opening.session))] == [True]


@pytest.mark.parametrize("language", list(Language))
def test_the_question_says_how_slow_and_that_no_is_an_answer(context, language):
    asked = line(context, "light_ask", language)
    assert 1 / LIGHT_SECONDS < 2
    for words in {Language.ZH_CN: ("一秒不到两次", "不会闪", "说不要"),
                  Language.EN: ("less than twice a second", "without flashing", "say no")}[language]:  # fmt: skip
        assert words in asked
