"""The quiet way out: whoever watches sees and hears the ordinary decline; only evidence and console know more."""

from typing import get_args

import pytest
from hypothesis import given

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.guide_words import grammar, speech
from kiosk.consent.machine import base
from kiosk.dialogue.lexicon import PHRASES, QUIET
from kiosk.dialogue.quiet import asks_quietly
from kiosk.dialogue.understanding import understand
from kiosk.domain.consents import Ending
from kiosk.domain.speech import Channel, Grammar, Intent, Language, Transcript, Understood
from kiosk.evidence.review import review
from kiosk.evidence.transcript import transcript
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import World, play
from tests.consent.test_invariants import HISTORY, _random, walk

SENTENCES = {Language.ZH_CN: "我想先问问家里人。", Language.EN: "I'd like to ask my family first."}
ORDINARY = {Language.ZH_CN: "我不借了", Language.EN: "I don't want the loan"}
_SHOWN_BY = ("signs", "declines", "refuses_face", "asks", "hard_of_hearing")


def said(words: str, language: Language = Language.ZH_CN, answers: Grammar | None = None) -> ev.Replied:
    """As the hearing hands it over."""
    heard = Transcript(words, language, -0.2, max(1.2, len(words) * (0.3 if language is Language.ZH_CN else 0.08)))
    found = understand(heard, answers or Grammar(frozenset()), language)
    assert isinstance(found, Understood), found
    return ev.Replied(found, Channel.VOICE, b"RIFF")


def kinds(world: World) -> list[str]:
    return [item.kind for item in world.items]


@pytest.fixture(scope="module")
def standing(context, opening) -> dict[type, st.State]:
    """A state of every class that a session can stand in."""
    found: dict[type, st.State] = {}
    for name in _SHOWN_BY:
        if name in STORIES:
            for state in play(context, opening, STORIES[name]).states:
                found.setdefault(type(state), state)
    for event in (ev.PauseAsked(), ev.HelpAsked(), ev.LeaveAsked(), ev.KnownAsked(), ev.TimedOut(ev.Timer.IDLE),
                  ev.DeviceFailed("microphone", "gone"), ev.QuestionAsked("提前还款要收钱吗", Channel.VOICE),
                  ev.QuestionAsked("如果第六个月提前还清呢", Channel.VOICE)):  # fmt: skip
        world = World(context, found[st.ReadingTerm])
        world.post(event)
        found.setdefault(type(world.state), world.state)
    return found


@pytest.mark.parametrize("language", Language)
def test_each_sentence_is_taken_for_a_wish_to_stop_and_known_for_what_it_is(language):
    for sentence in QUIET[language]:
        reply = said(sentence, language)
        assert reply.understood.intent is Intent.STOP
        assert asks_quietly(reply.understood.text), sentence
    for sentence in PHRASES[language][Intent.STOP]:
        assert asks_quietly(sentence) is (sentence in QUIET[language]), sentence


@pytest.mark.parametrize(
    "words",
    ["我想先问问家里人", "我想先闻闻家里人", "我想先问问家里仁", "我像先问问家里人", "I'd like to ask my family first!",
     "i would like to ask my famly first"],
)  # fmt: skip
def test_a_sign_heard_otherwise_does_not_hide_it(words):
    assert asks_quietly(words)


@pytest.mark.parametrize(
    "words",
    ["", "我不想问家里人", "我想问利息", "家里人同意", "我家里有四口人", "不用问家里人", "我没有家里人", "停止",
     "我要走了",     "I don't want to ask my family", "my family agrees", "stop", "let me think"],
)  # fmt: skip
def test_what_only_sounds_a_little_like_it_is_not_it(words):
    assert not asks_quietly(words)


@pytest.mark.parametrize("language", Language)
def test_it_works_from_every_state_and_looks_like_every_other_wish_to_stop(context, standing, language):
    inside = {kind: state for kind, state in standing.items() if base(state) is not None}
    unseen = set(get_args(st.ScriptState) + get_args(st.Overlay)) - set(inside)
    assert len(unseen) <= 12, "most states are here"
    for state in inside.values():
        quietly, plainly = World(context, state), World(context, state)
        answers = grammar(context, state)
        assert answers is not None, f"nobody listens in {type(state).__name__}"
        one, other = (
            world.post(said(words[language], language, answers))
            for world, words in ((quietly, SENTENCES), (plainly, ORDINARY))
        )
        assert one == other, type(state).__name__
        assert speech(context, quietly.state) == speech(context, plainly.state)
        assert kinds(quietly).count("quiet.asked") == 1
        assert "quiet.asked" not in kinds(plainly)
        assert [kind for kind in kinds(quietly) if kind != "quiet.asked"] == kinds(plainly)
        if not isinstance(base(state), st.Parting):
            assert isinstance(quietly.state, st.AskingToLeave | st.Parting), type(state).__name__


def test_by_touch_it_is_an_entry_of_the_leave_page_and_leaves_like_the_other(context, standing):
    quietly, plainly = World(context, standing[st.AskingToLeave]), World(context, standing[st.AskingToLeave])
    assert quietly.post(ev.LeaveConfirmed(family=True)) == plainly.post(ev.LeaveConfirmed())
    assert isinstance(quietly.state, st.Parting)
    assert quietly.state.ending is Ending.DECLINED
    (asked,) = [item for item in quietly.items if item.kind == "quiet.asked"]
    assert asked.data == {"channel": "touch", "step": standing[st.AskingToLeave].resume.step}
    assert not asked.values, "nothing of it is kept in words"


@_random
@given(history=HISTORY)
def test_wherever_a_session_stands_screen_speech_papers_and_receipt_are_those_of_a_decline(shipped, history):
    """Screens, papers and the receipt are functions of state, effects and facts (tests/ui holds it of screens)."""
    context, opening = shipped.content
    begun = walk(context, opening, history)
    if base(begun.state) is None or isinstance(base(begun.state), st.Parting):
        return
    worlds = [World(context, begun.state, list(begun.items)) for _ in range(4)]
    for world, words in zip(worlds, (SENTENCES, ORDINARY, SENTENCES, ORDINARY), strict=True):
        touch = world in worlds[2:]
        world.touch(ev.LeaveAsked() if touch else said(words[Language.ZH_CN]))
        if isinstance(world.state, st.AskingToLeave):
            world.touch(ev.LeaveConfirmed(family=words is SENTENCES))
        world.touch(ev.TimedOut(ev.Timer.FAREWELL))
    for quietly, plainly in (worlds[:2], worlds[2:]):
        assert quietly.states == plainly.states
        assert quietly.effects == plainly.effects
        assert "quiet.asked" in kinds(quietly)
        assert "quiet.asked" not in kinds(plainly)
        entries = quietly.entries(opening.session)
        assert review(entries) == review(plainly.entries(opening.session))
        assert not any("quiet" in line.words for line in transcript(entries, ()))


def test_said_after_the_pen_was_lifted_it_changes_nothing_and_is_known(context, standing):
    world = World(context, standing[st.Parting])
    assert world.post(said(SENTENCES[Language.ZH_CN])).ignored
    assert kinds(world) == ["event.ignored", "quiet.asked"]


def test_without_a_session_there_is_nothing_to_hear(context):
    world = World(context)
    world.post(said(SENTENCES[Language.ZH_CN]))
    assert kinds(world) == ["event.ignored"]


def test_typed_as_a_question_it_is_known_too(context, standing):
    world = World(context, standing[st.ReadingTerm])
    world.post(ev.QuestionAsked("我想先问问家里人", Channel.TYPED))
    assert "quiet.asked" in kinds(world)
