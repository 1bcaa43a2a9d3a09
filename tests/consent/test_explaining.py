"""Questions: clear or not, other words, a person, and the ledger that sums them."""

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given

from kiosk.consent import effects as ef
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.machine import base
from kiosk.domain.speech import Channel, Intent, Language, Understood
from kiosk.evidence import ledger
from kiosk.evidence.review import review
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import World, play
from tests.consent.test_invariants import ANY_EVENT, HISTORY, _random, walk

_EARLY = "提前还款要收钱吗"


@pytest.fixture
def asked(context, opening) -> World:
    """A question that is known stands answered, at the first term."""
    world = walk(context, opening, [None] * 24)
    while not isinstance(world.state, st.ReadingTerm):
        world = walk(context, opening, [None] * (len(world.states) + 1))
    world.touch(ev.QuestionAsked(_EARLY, Channel.TOUCH))
    assert isinstance(world.state, st.Explaining)
    return world


def spoken(intent: Intent) -> ev.Replied:
    return ev.Replied(Understood(intent, "x"), Channel.VOICE)


def last_said(world: World) -> str:
    return next(effect.text for effect in reversed(world.effects) if isinstance(effect, ef.Say))


@pytest.mark.parametrize(
    "clear", [ev.Resumed(), spoken(Intent.UNDERSTOOD), spoken(Intent.YES), spoken(Intent.CONTINUE)]
)
def test_what_is_clear_leads_back_to_the_same_term(asked, clear):
    item = base(asked.state).item
    asked.touch(clear)
    assert isinstance(asked.state, st.ReadingTerm)
    assert asked.state.item == item
    judged = [item.data for item in asked.items if item.kind == "question.judged"]
    assert [(each["clear"], each["wording"], each["term"]) for each in judged] == [(True, 0, item.id)]


@pytest.mark.parametrize("not_clear", [ev.Resumed(clear=False), spoken(Intent.NO), spoken(Intent.EXPLAIN)])
def test_what_is_not_clear_is_said_in_other_words_and_then_by_a_person(asked, not_clear):
    first = asked.state.answer
    asked.touch(not_clear)
    assert asked.state.wording == 1
    assert asked.state.answer == last_said(asked)
    assert asked.state.answer not in ("", first)
    asked.touch(not_clear)
    assert asked.state.offers_person
    asked.touch(spoken(Intent.YES))
    assert isinstance(asked.state, st.CallingStaff)
    asked.touch(ev.Resumed())
    assert isinstance(asked.state, st.ReadingTerm)


@pytest.mark.parametrize("answer", [spoken(Intent.NO), ev.Resumed()])
def test_whoever_wants_no_person_goes_on_at_the_same_place(asked, answer):
    asked.touch(ev.QuestionAsked("今天天气怎么样", Channel.TOUCH))
    assert asked.state.offers_person
    asked.touch(answer)
    assert isinstance(asked.state, st.ReadingTerm)


def test_a_number_is_no_word_on_whether_it_is_clear(asked):
    assert asked.touch(spoken(Intent.NUMBER)).ignored
    assert isinstance(asked.state, st.Explaining)


def test_the_hash_is_of_the_words_that_are_said(asked):
    answered = [item.data for item in asked.items if item.kind == "question.answered"][-1]
    assert answered["answer_sha256"] == sha256(last_said(asked).encode()).hexdigest()
    assert answered["version"] == asked.context.knowledge.version != ""


def test_the_ledger_of_a_story_with_questions(context, opening):
    world = play(context, opening, STORIES["asks"])
    data = next(e.data for e in world.entries(opening.session) if e.kind == ledger.KIND)
    assert (data["questions"], data["answered"], data["unknown"]) == (4, 3, 1)
    assert data["not_clear"] >= 1
    assert data["clear"] == 2
    assert data["terms"]["principal"]["questions"] == 1
    assert data["terms"]["principal"]["read_ms"] >= data["terms"]["principal"]["explained_ms"] > 0
    assert data["version"] == context.knowledge.version


@pytest.mark.parametrize("key", ["questions", "clear", "repeats", "explained_ms", "version"])
def test_a_ledger_that_says_something_else_is_found(context, opening, key):
    entries = play(context, opening, STORIES["asks"]).entries(opening.session)
    place = next(n for n, e in enumerate(entries) if e.kind == ledger.KIND)
    value = entries[place].data[key]
    false = replace(entries[place], data={**entries[place].data, key: value + 1 if isinstance(value, int) else "x"})
    found = review((*entries[:place], false, *entries[place + 1 :]))
    assert [finding.invariant for finding in found] == [5]


def test_a_missing_or_second_ledger_is_found(context, opening):
    entries = play(context, opening, STORIES["asks"]).entries(opening.session)
    place = next(n for n, e in enumerate(entries) if e.kind == ledger.KIND)
    assert [f.invariant for f in review((*entries[:place], *entries[place + 1 :]))] == [5]
    assert 5 in [f.invariant for f in review((*entries, entries[place]))]


@_random
@given(history=HISTORY, event=ANY_EVENT)
def test_no_event_under_an_explanation_moves_the_script(shipped, history, event):
    context, opening = shipped.content
    world = walk(context, opening, history)
    before = base(world.state)
    if before is None or isinstance(before, st.Parting):
        return
    world.touch(ev.QuestionAsked(_EARLY, Channel.VOICE))
    if not isinstance(world.state, st.Explaining):
        return
    world.touch(event)
    after = base(world.state)
    assert after is None or after.step == before.step


def test_both_languages_have_the_offer_of_a_person(context):
    for language in Language:
        assert context.script.lines["explain_person"][language]
