"""What the session makes of somebody who goes, comes, or sits beside the borrower."""

import pytest

from kiosk.checks.presence import Seen, Stage
from kiosk.consent import effects as ef
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.facts import StaffAct
from kiosk.consent.machine import base, facts_of
from kiosk.domain.consents import Ending
from kiosk.domain.ids import StaffId
from kiosk.evidence.review import review
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import World, play
from tests.consent.test_invariants import walk

STAFF = StaffAct(StaffId("A"), True, "looked", ("same_person",))


@pytest.fixture
def world(context, opening) -> World:
    world = walk(context, opening, [None] * 16)
    assert facts_of(world.state).identity.path == "face"
    return world


def seen(world, who, stage, seconds=5.0):
    return world.touch(ev.PresenceChanged(who, seconds, stage))


def test_watching_begins_when_identity_stands_and_ends_with_the_script(context, opening):
    kinds = [type(effect) for effect in play(context, opening, STORIES["signs"]).effects]
    assert kinds.count(ef.WatchPresence) == 1
    assert kinds.index(ef.WatchPresence) > kinds.index(ef.CheckFace)
    assert ef.StopWatching in kinds[kinds.index(ef.WatchPresence) :]


@pytest.mark.parametrize("story", ["refuses_face", "by_staff", "enquires"])
def test_nobody_is_watched_whose_face_was_not_used(context, opening, enquiry, story):
    world = play(context, enquiry if STORIES[story].enquiry else opening, STORIES[story])
    assert not [effect for effect in world.effects if isinstance(effect, ef.WatchPresence)]


@pytest.mark.parametrize("who", [Seen.AWAY, Seen.HIDDEN, Seen.SECOND])
def test_a_pause_and_back_to_the_same_place(world, who):
    before = base(world.state)
    seen(world, who, Stage.EVENT, 2.0)
    assert world.state is before
    seen(world, who, Stage.PAUSE)
    assert world.state == st.AskingPresence(before, who)
    seen(world, who, Stage.BACK, 9.0)
    assert world.state == before


def test_each_change_is_recorded_in_numbers(world):
    seen(world, Seen.AWAY, Stage.EVENT, 2.04)
    [item] = [item for item in world.items if item.kind == "presence.event"]
    assert item.data == {"what": "away", "stage": "event", "since_ms": 2040}


def test_who_does_not_come_back_has_decided_nothing(world):
    seen(world, Seen.AWAY, Stage.PAUSE)
    world.touch(ev.TimedOut(ev.Timer.IDLE_ANSWER))
    assert isinstance(world.state, st.Parting)
    assert world.state.ending is Ending.INTERRUPTED


def test_another_person_needs_a_member_of_staff(world):
    before = base(world.state)
    seen(world, Seen.OTHER, Stage.PAUSE)
    assert isinstance(world.state, st.CheckingPresence)
    assert ef.CallStaff("presence") in world.effects
    assert world.touch(ev.Resumed()).ignored
    world.touch(ev.StaffActed(STAFF))
    assert world.state == before
    assert world.effects[-1] == ef.VouchPresence() or ef.VouchPresence() in world.effects


def test_staff_who_find_somebody_else_refer_the_session(world, opening):
    seen(world, Seen.OTHER, Stage.PAUSE)
    world.touch(ev.StaffActed(StaffAct(StaffId("A"), False, "somebody else")))
    assert isinstance(world.state, st.Parting)
    assert world.state.ending is Ending.REFERRED
    world.touch(ev.TimedOut(ev.Timer.FAREWELL))
    assert review(world.entries(opening.session)) == ()


def test_a_named_companion_is_no_change_any_more(world):
    before = base(world.state)
    seen(world, Seen.SECOND, Stage.PAUSE)
    world.touch(ev.StaffActed(StaffAct(StaffId("A"), True, "daughter reads", ("companion_only_helps",))))
    assert base(world.state).step == before.step
    assert facts_of(world.state).companion
    assert ef.ExpectCompanion() in world.effects
    assert [item.kind for item in world.items].count("companion.named") == 1
    later = world.state
    seen(world, Seen.SECOND, Stage.PAUSE)
    assert world.state is later


def test_staff_name_nobody_for_somebody_who_only_went_away(world):
    seen(world, Seen.AWAY, Stage.PAUSE)
    assert world.touch(ev.StaffActed(STAFF)).ignored


def test_a_prompted_answer_is_recorded_and_blocks_nothing(world):
    before = world.state
    seen(world, Seen.PROMPTED, Stage.EVENT, 0.0)
    assert world.state is before
    assert world.items[-1].data["what"] == "prompted"
