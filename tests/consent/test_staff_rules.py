"""Who may settle something, within which time, and that closing the kiosk ends no session."""

from dataclasses import replace

import pytest

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.events_staff import CLOSED, FAULTS
from kiosk.consent.facts import IdentityPath, StaffAct
from kiosk.consent.machine import facts_of, step
from kiosk.domain.ids import StaffId
from kiosk.domain.staff import StaffMark, StaffRole
from kiosk.evidence.review import review
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import play
from tests.consent.test_supervised import ONE, TWO, act, approval

SELLS = StaffMark(StaffRole.CONSULTANT)


def consultant(world) -> StaffId:
    return facts_of(world.state).opening.case.consultant.id


@pytest.mark.parametrize("approved", [True, False])
def test_the_consultant_of_this_case_settles_nothing_at_the_kiosk(context, opening, approved):
    world = play(context, opening, STORIES["refuses_face"], until=st.AwaitingStaff)
    assert world.post(ev.StaffActed(act(consultant(world), approved=approved))).ignored
    assert world.post(ev.StaffActed(act(ONE, approved=approved, mark=SELLS))).ignored
    assert facts_of(world.state).identity.staff == ()


def test_nor_from_the_console(context, opening):
    world = play(context, opening, STORIES["refuses_face"], until=st.AwaitingStaff)
    sold = consultant(world)
    for both in (approval(first=sold), approval(second=sold), approval(mark=SELLS)):
        assert step(context, world.state, both).ignored


def test_nor_who_sits_there_nor_what_differs(context, opening):
    world = play(context, opening, STORIES["signs"], until=st.ReadingTerm)
    sold = StaffActed(consultant(world), "presence")
    world.touch(ev.PresenceChanged(ev.Seen.OTHER, 6.0, ev.Stage.PAUSE))
    assert step(context, world.state, sold).ignored
    world.touch(ev.StaffActed(act(ONE, "presence")))
    assert isinstance(world.state, st.ReadingTerm)


def StaffActed(staff: StaffId, matter: str) -> ev.StaffActed:  # noqa: N802 - reads as the event
    return ev.StaffActed(act(staff, matter))


def test_a_difference_is_not_explained_away_by_who_made_it(context, opening):
    world = play(context, opening, STORIES["promised"], until=st.ShowingDifferences)
    done = StaffAct(consultant(world), approved=True, checked="", checks=("difference_explained",))
    assert step(context, world.state, ev.StaffActed(done)).ignored
    assert not step(context, world.state, ev.StaffActed(replace(done, staff=ONE))).ignored


def test_the_second_of_two_comes_soon_or_the_first_signs_in_anew(context, opening):
    world = play(context, opening, STORIES["refuses_face"], until=st.AwaitingStaff)
    late = context.delays.two_people + 1
    world.touch(ev.StaffActed(act(ONE, at=10.0)))
    world.touch(ev.StaffActed(act(TWO, at=10.0 + late)))
    assert isinstance(world.state, st.AwaitingStaff)
    assert [a.staff for a in facts_of(world.state).identity.staff] == [TWO]
    world.touch(ev.StaffActed(act(ONE, at=20.0 + late)))
    assert facts_of(world.state).identity.path is IdentityPath.STAFF


def test_a_shift_is_handed_over_and_nothing_else_happens(context, opening):
    world = play(context, opening, STORIES["signs"], until=st.ReadingTerm)
    world.touch(ev.StaffComing(ONE))
    before = world.state
    turn = world.post(ev.ShiftHandedOver(ONE, TWO))
    assert not turn.ignored
    assert (turn.state, turn.effects) == (before, ())
    acted = [i.data for i in world.items if i.kind == "staff.acted"][-2:]
    assert [(d["what"], d["staff"], d["second"], d["role"]) for d in acted] == [
        ("hand_over", ONE, TWO, "clerk"), ("hand_over", TWO, ONE, "clerk"),
    ]  # fmt: skip
    assert step(context, world.state, ev.ShiftHandedOver(ONE, ONE)).ignored


def test_an_act_stands_in_the_evidence_with_role_and_signature(context, opening):
    world = play(context, opening, STORIES["refuses_face"], until=st.AwaitingStaff)
    mark = StaffMark(StaffRole.SUPERVISOR, "ab" * 16, 7, "cd" * 64)
    world.touch(ev.StaffActed(act(ONE, mark=mark)))
    data = next(i.data for i in world.items if i.kind == "staff.acted")
    assert (data["role"], data["nonce"], data["number"], data["proof"]) == ("supervisor", "ab" * 16, 7, "cd" * 64)
    world.touch(ev.StaffActed(act(TWO)))
    world.touch(ev.Broken("enough"))
    assert not [f for f in review(world.entries(opening.session)) if "sign" in f.says and f.invariant == 4]


STANDS = (st.Attract(), *(st.Closed(reason) for reason in CLOSED), *(st.OutOfOrder(fault) for fault in FAULTS))


@pytest.mark.parametrize("state", STANDS, ids=repr)
def test_what_is_missing_stands_there_and_goes_with_its_cause(context, state):
    for fault in FAULTS:
        turn = step(context, state, ev.ServiceChanged(fault, "hours"))
        assert turn.state == st.OutOfOrder(fault), "a fault stands before the hours"
    for reason in CLOSED:
        assert step(context, state, ev.ServiceChanged("", reason)).state == st.Closed(reason)
    assert step(context, state, ev.ServiceChanged()).state == st.Attract()
    for nonsense in (ev.ServiceChanged("coffee"), ev.ServiceChanged("", "mood")):
        assert step(context, state, nonsense).state == state


@pytest.mark.parametrize("reason", ["internal", "broken"])
def test_a_broken_program_is_not_put_right_by_a_look_at_its_devices(context, reason):
    for event in (ev.ServiceChanged(), ev.ServiceChanged("paper"), ev.ServiceChanged("", "staff")):
        assert step(context, st.OutOfOrder(reason), event).ignored


@pytest.mark.parametrize("until", [st.Welcoming, st.ReadingTerm, st.Signing])
def test_nobody_who_sits_there_is_sent_away(context, opening, until):
    world = play(context, opening, STORIES["signs"], until=until)
    for event in (ev.ServiceChanged("paper"), ev.ServiceChanged("", "staff"), ev.ServiceChanged()):
        turn = step(context, world.state, event)
        assert turn.ignored
        assert turn.state is world.state


def test_nobody_begins_where_it_is_closed(context, opening):
    for state in STANDS[1:]:
        assert step(context, state, ev.SessionOpened(opening)).ignored
