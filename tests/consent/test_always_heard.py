"""What may be said at any time, in every state of whole sessions; and twice not understood, then by touch."""

from collections.abc import Iterator
from typing import get_args

import pytest

from kiosk.consent import effects as ef
from kiosk.consent import states as st
from kiosk.consent.context import Context
from kiosk.consent.events import Misheard, QuestionAsked, RepeatAsked, Replied
from kiosk.consent.facts import VOLUMES, Opening
from kiosk.consent.journal import journal
from kiosk.consent.machine import base, facts_of, step
from kiosk.consent.wording import grammar
from kiosk.domain.speech import ALWAYS_HEARD, Channel, Grammar, Intent, Language, Understood
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import play

_PLAYED = ("signs", "asks", "declines", "staff", "light")


@pytest.fixture(scope="module")
def reached(context: Context, opening: Opening) -> list[st.State]:
    """One state of each kind and step that whole sessions come to, with somebody in it."""
    found: dict[tuple[str, str], st.State] = {}
    for name, story in STORIES.items():
        if name in _PLAYED or story.misses or story.promised:
            for state in play(context, opening, story).states:
                under = base(state)
                if under is not None:
                    found.setdefault((type(state).__name__, under.step), state)
    return list(found.values())


def told(effects: tuple[ef.Effect, ...]) -> Iterator[str]:
    return (effect.key for effect in effects if isinstance(effect, ef.Say))


def say(context: Context, state: st.State, intent: Intent):
    words = {Intent.QUESTION: "利息是怎么算的"}.get(intent, "")
    return step(context, state, Replied(Understood(intent, words), Channel.VOICE))


def test_the_states_are_enough(reached: list[st.State]) -> None:
    kinds = {type(state) for state in reached}
    assert len(kinds & set(get_args(st.ScriptState))) > 15
    assert len(reached) > 30


@pytest.mark.parametrize("intent", sorted(ALWAYS_HEARD))
def test_it_is_taken_in_every_state_or_the_state_stays(
    context: Context, reached: list[st.State], intent: Intent
) -> None:
    for state in reached:
        turn = say(context, state, intent)
        where = f"{intent} in {type(state).__name__}"
        if turn.ignored:
            assert isinstance(base(state), st.Parting), where  # it has ended: there is nothing left to stop
            continue
        under = base(turn.state)
        assert under is not None, where
        before = base(state)
        assert before is not None
        assert under.step == before.step or isinstance(under, st.Parting), where
        assert facts_of(turn.state).consents == facts_of(state).consents, where  # type: ignore[union-attr]


def test_stop_asks_once_and_then_ends(context: Context, reached: list[st.State]) -> None:
    for state in reached:
        if isinstance(base(state), st.Parting):
            continue
        first = state if isinstance(state, st.AskingToLeave) else say(context, state, Intent.STOP).state
        assert isinstance(first, st.AskingToLeave), type(state).__name__
        assert isinstance(say(context, first, Intent.STOP).state, st.Parting)


@pytest.mark.parametrize(
    ("intent", "kind"),
    [(Intent.WAIT, st.Paused), (Intent.HELP, st.CallingStaff), (Intent.EXPLAIN, st.Explaining)],
)
def test_a_command_leads_to_its_page_and_back(
    context: Context, reached: list[st.State], intent: Intent, kind: type[st.State]
) -> None:
    for state in reached:
        turn = say(context, state, intent)
        if isinstance(base(state), st.Parting) and turn.ignored:
            continue
        if intent is Intent.EXPLAIN and isinstance(state, st.Explaining):
            continue  # "what does that mean" to an answer: other words, or a person
        assert isinstance(turn.state, kind), f"{intent} in {type(state).__name__}: {type(turn.state).__name__}"
        assert list(told(turn.effects)), type(state).__name__
        back = say(context, turn.state, Intent.CONTINUE).state
        assert type(base(back)) is type(base(state))


def test_slower_is_slower_at_once_and_repeat_says_it_again(context: Context, reached: list[st.State]) -> None:
    for state in reached:
        slower = say(context, state, Intent.SLOWER)
        assert facts_of(slower.state).rate <= facts_of(state).rate  # type: ignore[union-attr]
        again = say(context, state, Intent.REPEAT)
        assert type(again.state) is type(state)
        assert list(told(slower.effects)) == list(told(again.effects)), type(state).__name__


@pytest.mark.parametrize(("intent", "step_by"), [(Intent.LOUDER, 1), (Intent.QUIETER, -1)])
def test_louder_and_softer_are_so_at_once_in_every_state_and_in_the_evidence(
    context: Context, reached: list[st.State], intent: Intent, step_by: int
) -> None:
    for state in reached:
        turn = say(context, state, intent)
        again = say(context, state, Intent.REPEAT)
        if turn.ignored:
            assert again.ignored, type(state).__name__
            continue
        assert type(turn.state) is type(state)
        wanted = facts_of(state).volume + step_by  # type: ignore[union-attr]
        assert facts_of(turn.state).volume == wanted  # type: ignore[union-attr]
        assert list(told(turn.effects)) == list(told(again.effects)), type(state).__name__
        assert {each.volume for each in turn.effects if isinstance(each, ef.Say)} <= {wanted}
        items = journal(context, state, Replied(Understood(intent, ""), Channel.VOICE), turn)
        changed = [each.data for each in items if each.kind == "setting.changed"]
        assert changed == [{"setting": "volume", "value": wanted, "channel": "voice"}]


@pytest.mark.parametrize(("intent", "edge"), [(Intent.LOUDER, VOLUMES[-1]), (Intent.QUIETER, VOLUMES[0])])
def test_there_is_a_loudest_and_a_softest(context: Context, reached: list[st.State], intent: Intent, edge: int) -> None:
    state = next(each for each in reached if isinstance(each, st.AskingConsent))
    for _ in range(4):
        turn = say(context, state, intent)
        assert not turn.ignored
        state = turn.state  # type: ignore[assignment]
    assert facts_of(state).volume == edge  # type: ignore[union-attr]
    assert list(told(turn.effects)) == list(told(say(context, state, Intent.REPEAT).effects))


def _asked_by_voice(context: Context, reached: list[st.State]) -> Iterator[tuple[st.State, Grammar]]:
    for state in reached:
        answers = grammar(context, state)
        if answers is not None and answers.intents:
            yield state, answers


def test_twice_not_understood_is_by_touch_and_never_a_third_time(context: Context, reached: list[st.State]) -> None:
    states = list(_asked_by_voice(context, reached))
    assert len(states) > 20
    for state, answers in states:
        first = step(context, state, Misheard("嗯那个", "unknown"))
        assert list(told(first.effects)) == ["misheard"], type(state).__name__
        assert [e.grammar for e in first.effects if isinstance(e, ef.Listen)] == [answers]
        second = step(context, first.state, Misheard("嗯那个", "unknown"))
        assert list(told(second.effects)) == ["misheard_touch"]
        assert [e.grammar.intents for e in second.effects if isinstance(e, ef.Listen)] == [frozenset()]
        third = step(context, second.state, Misheard("嗯那个", "unknown"))
        assert not third.ignored
        assert list(told(third.effects)) == []
        for event in (RepeatAsked(), Replied(Understood(Intent.REPEAT, "再说一遍"), Channel.VOICE)):
            repeated = step(context, third.state, event)
            assert [e.grammar.intents for e in repeated.effects if isinstance(e, ef.Listen)] == [frozenset()]


def test_the_next_question_may_be_answered_by_voice_again(context: Context, reached: list[st.State]) -> None:
    state = next(each for each in reached if isinstance(each, st.AskingConsent) and each.rest)
    for _ in range(2):
        state = step(context, state, Misheard("嗯", "unknown")).state
    turn = step(context, state, Replied(Understood(Intent.YES, "同意"), Channel.TOUCH))
    assert isinstance(turn.state, st.AskingConsent)
    assert [e.grammar.intents for e in turn.effects if isinstance(e, ef.Listen)] == [{Intent.YES, Intent.NO}]


def test_a_question_in_between_does_not_begin_the_count_anew(context: Context, reached: list[st.State]) -> None:
    state = next(each for each in reached if isinstance(each, st.AskingConsent))
    state = step(context, state, Misheard("嗯", "unknown")).state
    state = step(context, state, QuestionAsked("利息是怎么算的", Channel.VOICE)).state
    state = say(context, state, Intent.CONTINUE).state
    assert isinstance(state, st.AskingConsent)
    assert list(told(step(context, state, Misheard("嗯", "unknown")).effects)) == ["misheard_touch"]


def test_what_is_said_where_nothing_is_asked_is_recorded_only(context: Context, reached: list[st.State]) -> None:
    state = next(each for each in reached if isinstance(each, st.ReadingCard))
    turn = step(context, state, Misheard("往左一点", "unknown"))
    assert not turn.ignored
    assert list(told(turn.effects)) == []


def test_the_evidence_counts_the_attempts(context: Context, reached: list[st.State]) -> None:
    state: st.State = next(each for each in reached if isinstance(each, st.AskingConsent))
    counts = []
    for _ in range(3):
        event = Misheard("嗯", "unknown")
        turn = step(context, state, event)
        counts += [i.data["attempts"] for i in journal(context, state, event, turn) if i.kind == "reply.not_understood"]
        state = turn.state
    assert counts == [1, 2, 3]


def test_both_languages_say_how_to_go_on(context: Context) -> None:
    words = context.script.lines["misheard_touch"]
    assert "点" in words[Language.ZH_CN]
    assert "touch" in words[Language.EN]


def test_who_answers_in_the_other_language_is_offered_it(context: Context, reached: list[st.State]) -> None:
    state: st.State = next(each for each in reached if isinstance(each, st.AskingConsent))
    turn = step(context, state, Misheard("Yes.", "other_language"))
    assert list(told(turn.effects)) == ["other_language"]
    assert list(told(step(context, turn.state, Misheard("Yes.", "other_language")).effects)) == ["misheard_touch"]


def test_who_answers_together_with_somebody_is_asked_to_speak_alone(context: Context, reached: list[st.State]) -> None:
    state: st.State = next(each for each in reached if isinstance(each, st.AskingConsent))
    turn = step(context, state, Misheard("我同意", "two_voices"))
    assert list(told(turn.effects)) == ["two_voices"]
    assert list(told(step(context, turn.state, Misheard("我同意", "two_voices")).effects)) == ["misheard_touch"]
    words = context.script.lines["two_voices"]
    assert "一个人" in words[Language.ZH_CN]
    assert "you alone" in words[Language.EN]
