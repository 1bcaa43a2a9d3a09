"""The promise check in a session: the consultant's own version, three columns, and no way on unexplained."""

import pytest

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.facts import PromiseTold, StaffAct
from kiosk.domain.case import PromiseTopic
from kiosk.domain.consents import Ending
from kiosk.domain.ids import StaffId
from kiosk.domain.speech import Channel, Intent, Understood
from kiosk.evidence.review import review
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import World, play

_BY = StaffAct(StaffId("S003"), True, "said himself", ("consultant_told",))
_RATE = (PromiseTold(PromiseTopic.RATE, "0.03"),)


@pytest.fixture
def asked(context, opening) -> World:
    return play(context, opening, STORIES["signs"], until=st.AskingPromised)


def touch(world: World, intent: Intent) -> None:
    world.touch(ev.Replied(Understood(intent, "x"), Channel.TOUCH))


def kinds(world: World) -> list[str]:
    return [item.kind for item in world.items if item.kind.startswith("promise.")]


def test_the_consultants_version_never_touches_the_borrowers_answers(asked):
    before = asked.state.facts
    asked.touch(ev.ConsultantStated(_BY, _RATE))
    assert isinstance(asked.state, st.AskingPromised)
    assert asked.state.facts.consultant == _RATE
    assert (asked.state.facts.promised, asked.state.facts.replies) == (before.promised, before.replies)


@pytest.mark.parametrize(
    "event",
    [
        ev.ConsultantStated(StaffAct(StaffId("S003"), False, "x"), _RATE),
        ev.ConsultantStated(_BY, (PromiseTold(PromiseTopic.RATE, "low"),)),
        ev.ConsultantStated(_BY, (PromiseTold(PromiseTopic.FEES, "-1"),)),
        ev.ConsultantStated(_BY, (PromiseTold(PromiseTopic.FEES, "NaN"),)),
        ev.ConsultantStated(_BY, (PromiseTold(PromiseTopic.BUNDLED, "maybe"),)),
        ev.ConsultantStated(_BY, (*_RATE, *_RATE)),
    ],
)
def test_a_version_that_is_not_one_is_not_taken(asked, event):
    assert asked.touch(event).ignored
    assert asked.state.facts.consultant is None


def test_it_is_taken_nowhere_else(context, opening):
    world = play(context, opening, STORIES["signs"], until=st.ReadingTerm)
    assert world.touch(ev.ConsultantStated(_BY, _RATE)).ignored


def test_a_difference_is_shown_in_three_columns_and_stops_the_session_until_it_is_explained(asked):
    asked.touch(ev.ConsultantStated(_BY, _RATE))
    touch(asked, Intent.NO)  # nobody promised me anything, says the borrower
    assert isinstance(asked.state, st.ShowingDifferences)
    rate = next(row for row in asked.state.rows if row.topic is PromiseTopic.RATE)
    assert (rate.heard.zh, rate.says.zh) == ("没有说到", "3.00%")
    touch(asked, Intent.YES)
    assert isinstance(asked.state, st.Explaining), "explained before anything goes on"
    asked.touch(ev.Resumed())
    assert asked.state.explained
    touch(asked, Intent.YES)
    assert asked.state.facts.promises_settled
    assert kinds(asked)[-3:] == ["promise.explained", "promise.told", "promise.compared"]


def test_a_member_of_staff_explains_it_or_the_session_ends_with_a_person(asked):
    asked.touch(ev.ConsultantStated(_BY, _RATE))
    touch(asked, Intent.NO)
    world = World(asked.context, asked.state)
    world.touch(ev.StaffActed(StaffAct(StaffId("S004"), True, "explained", ("difference_explained",))))
    assert world.state.explained
    other = World(asked.context, asked.state)
    other.touch(ev.StaffActed(StaffAct(StaffId("S004"), False, "not explained")))
    assert other.state.ending is Ending.REFERRED


def test_what_is_not_clear_explains_nothing(asked):
    asked.touch(ev.ConsultantStated(_BY, _RATE))
    touch(asked, Intent.NO)
    touch(asked, Intent.YES)
    for _ in range(2):
        asked.touch(ev.Resumed(clear=False))
    asked.touch(ev.Resumed())
    assert isinstance(asked.state, st.ShowingDifferences)
    assert not asked.state.explained


def test_a_missing_version_is_stated_in_the_evidence(context, opening):
    world = play(context, opening, STORIES["signs"])
    compared = next(item.data for item in world.items if item.kind == "promise.compared")
    assert compared["consultant"] == "missing"


@pytest.mark.parametrize("name", ["promised", "consultant_differs"])
def test_the_stories_leave_evidence_that_review_accepts_and_passing_over_is_found(context, opening, name):
    world = play(context, opening, STORIES[name])
    entries = world.entries(opening.session)
    assert review(entries) == ()
    passed_over = tuple(entry for entry in entries if entry.kind != "promise.explained")
    assert 4 in {finding.invariant for finding in review(passed_over)}
    assert "0.03" not in " ".join(str(item.data) for item in world.items)
