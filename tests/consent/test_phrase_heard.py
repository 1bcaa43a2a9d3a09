"""A banned phrase in a session: an entry and an alert; nothing is stopped, shown or said."""

import json

import pytest
from hypothesis import given

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.machine import base
from kiosk.domain.consents import DataClass
from kiosk.evidence.review import review
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import World, play
from tests.consent.test_invariants import HISTORY, _random, walk

HEARD = ev.PhraseHeard(("zero_interest", "sign_at_once"), "零利率，马上签", 12.3456, 14.5)


@_random
@given(history=HISTORY)
def test_wherever_a_session_stands_it_changes_nothing_but_the_evidence(shipped, history):
    context, opening = shipped.content
    world = walk(context, opening, history)
    before, effects = world.state, len(world.effects)
    world.touch(HEARD)
    assert world.state == before
    assert len(world.effects) == effects
    flagged = [item for item in world.items if item.kind == "phrase.flagged" and item.data["begins_ms"] == 12346]
    under = base(before)
    assert len(flagged) == (2 if under is not None and under.facts.recording else 0)


def test_the_entry_names_the_phrase_and_its_place_and_the_words_lie_in_a_blob(context, opening):
    world = play(context, opening, STORIES["signs"], until=st.ReadingTerm)
    world.touch(HEARD)
    world.touch(ev.Broken("over"))
    entries = [entry for entry in world.entries(opening.session) if entry.kind == "phrase.flagged"]
    assert [entry.data["phrase"] for entry in entries] == ["zero_interest", "sign_at_once"]
    for entry in entries:
        assert (entry.data["begins_ms"], entry.data["ends_ms"]) == (12346, 14500)
        assert entry.data["step"] == "disclosure.terms"
        assert [reference.data_class for reference in entry.references] == [DataClass.RECORD]
        assert "利率" not in json.dumps({k: str(v) for k, v in entry.data.items()}, ensure_ascii=False)
    assert review(world.entries(opening.session)) == ()


@pytest.mark.parametrize("recording", [True, False])
def test_without_consent_to_recording_nothing_is_kept(context, opening, recording):
    world = World(context)
    world.open(opening)
    if recording:
        world = play(context, opening, STORIES["signs"], until=st.ReadingTerm)
    world.touch(HEARD)
    assert ("phrase.flagged" in [item.kind for item in world.items]) is recording
