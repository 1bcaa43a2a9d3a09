"""What the console may do to a session, and that nothing of it is an answer."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.events_staff import APPROVED, ENDED
from kiosk.consent.facts import IdentityPath, StaffAct
from kiosk.consent.guide_words import speech
from kiosk.consent.journal import journal
from kiosk.consent.machine import base, facts_of, step
from kiosk.consent.notices import notice
from kiosk.consent.supervised import CHECKS
from kiosk.domain.consents import Ending
from kiosk.domain.ids import StaffId
from kiosk.domain.way import Way
from kiosk.evidence.review import review
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import play
from tests.consent.test_invariants import HISTORY, _random, walk

ONE, TWO = StaffId("staff-1"), StaffId("staff-2")
ANSWERS = (
    "opening", "consents", "card", "needs", "affordability", "offer", "quote", "sheet", "terms", "promised",
    "consultant", "promises_settled", "replies", "last_reply", "rendered", "signed", "language", "way", "place",
)  # fmt: skip
"""All that the borrower said, or that comes of it."""


def act(staff: StaffId = ONE, matter: str = "identity", **changed: object) -> StaffAct:
    values = {"approved": True, "checked": "", "checks": CHECKS[matter], **changed}
    return StaffAct(staff, **values)  # type: ignore[arg-type]


def approval(matter: str = "identity", first: StaffId = ONE, second: StaffId = TWO, **changed: object):
    return ev.StaffApproved(
        act(first, matter, **changed), act(second, matter, **changed), matter, "hard_for_borrower"
    )  # fmt: skip


CONSOLE = some.one_of(
    some.builds(ev.StaffComing, some.just(ONE)),
    some.builds(ev.ScriptHeld, some.just(ONE)),
    some.builds(ev.EndedByStaff, some.just(ONE), some.sampled_from([*ENDED, "because"])),
    some.builds(
        ev.StaffApproved,
        some.builds(StaffAct, some.sampled_from([ONE, TWO]), some.booleans(), some.just(""),
                    some.sampled_from([(), *CHECKS.values()])),
        some.builds(StaffAct, some.sampled_from([ONE, TWO]), some.booleans(), some.just(""),
                    some.sampled_from([(), *CHECKS.values()])),
        some.sampled_from([*CHECKS, "teach-back"]), some.sampled_from([*APPROVED, "because"]),
    ),
)  # fmt: skip


@_random
@given(history=HISTORY, done=some.lists(CONSOLE, min_size=1, max_size=4))
def test_wherever_a_session_stands_nothing_from_the_console_is_an_answer(shipped, history, done):
    context, opening = shipped.content
    world = walk(context, opening, history)
    for event in done:
        before, after = facts_of(world.state), facts_of(world.post(event).state)
        if before is None or after is None:
            assert before is after, "no session is opened or closed"
            continue
        for name in ANSWERS:
            assert getattr(after, name) == getattr(before, name), name
        assert all(result.by_person and not result.passed for result in after.taught[len(before.taught) :])
        assert not isinstance(world.state, st.Sealing)


def test_these_are_all_facts_but_what_staff_may_settle(context, opening):
    world = play(context, opening, STORIES["signs"], until=st.Choosing)
    others = {f.name for f in fields(facts_of(world.state))} - set(ANSWERS)
    assert others == {
        "text_size", "rate", "volume", "contrast", "pace", "identity", "taught", "recording", "missed", "companion",
        "doubted", "staff_reasons", "notice", "switches", "scan_seconds", "hand", "headphones",
    }  # fmt: skip


@_random
@given(history=some.lists(some.one_of(some.none(), some.none(), some.none(), CONSOLE), max_size=160))
def test_with_a_console_in_it_the_evidence_breaks_no_invariant(shipped, history):
    context, opening = shipped.content
    world = walk(context, opening, history)
    if base(world.state) is not None:
        world.touch(ev.Broken("the history is over"))
    assert review(world.entries(opening.session)) == ()


@pytest.mark.parametrize("until", [st.AskingConsent, st.ReadingTerm, st.TeachingBack])
def test_who_is_on_the_way_is_shown_and_interrupts_nothing(context, opening, until):
    world = play(context, opening, STORIES["signs"], until=until)
    under = world.state
    turn = world.post(ev.StaffComing(ONE))
    assert type(turn.state) is until
    assert turn.effects == ()
    assert "过来" in notice(context, facts_of(turn.state))
    assert base(turn.state).step == under.step


def test_who_sees_nothing_is_told_that_somebody_is_coming(context, opening):
    world = play(context, opening, STORIES["by_ear"], until=st.AskingConsent)
    assert facts_of(world.state).way is Way.BY_EAR
    world.touch(ev.StaffComing(ONE))
    assert isinstance(world.state, st.CallingStaff)
    assert "过来" in speech(context, world.state)[1]


def test_who_called_is_told_that_somebody_is_coming(context, opening):
    world = play(context, opening, STORIES["signs"], until=st.ReadingTerm)
    world.touch(ev.HelpAsked())
    world.touch(ev.StaffComing(ONE))
    assert speech(context, world.state)[0] == "calling_staff.coming"
    world.touch(ev.Resumed())
    assert facts_of(world.state).notice == ""


def test_a_held_script_says_so_and_the_borrower_goes_on_when_he_likes(context, opening):
    world = play(context, opening, STORIES["signs"], until=st.ReadingTerm)
    held = world.state
    world.touch(ev.ScriptHeld(ONE))
    assert isinstance(world.state, st.Paused)
    assert "请您稍等" in speech(context, world.state)[1]
    world.touch(ev.Resumed())
    assert base(world.state).step == held.step
    assert facts_of(world.state).notice == ""


def test_a_doubt_about_who_sits_there_is_not_paused_away(context, opening):
    world = play(context, opening, STORIES["signs"], until=st.ReadingTerm)
    world.touch(ev.PresenceChanged(ev.Seen.OTHER, 6.0, ev.Stage.PAUSE))
    assert isinstance(world.state, st.CheckingPresence)
    assert world.post(ev.ScriptHeld(ONE)).ignored
    world.touch(approval("presence"))
    assert isinstance(world.state, st.ReadingTerm)
    assert not facts_of(world.state).doubted


@pytest.mark.parametrize("reason", ENDED)
def test_staff_end_a_session_with_a_reason_that_the_borrower_hears(context, opening, reason):
    world = play(context, opening, STORIES["signs"], until=st.ReadingTerm)
    world.touch(ev.EndedByStaff(ONE, reason))
    assert isinstance(world.state, st.Parting)
    assert world.state.ending is Ending.REFERRED
    assert notice(context, world.state.facts) in speech(context, world.state)[1]
    world.touch(ev.TimedOut(ev.Timer.FAREWELL))
    assert isinstance(world.state, st.Ended)
    ending = next(item for item in world.items if item.kind == "session.ending")
    assert f"staff_{reason}" in str(ending.data["reason"])
    assert any(i.kind == "staff.acted" and i.data["staff"] == ONE and i.data["context"] == "console"
               for i in world.items)  # fmt: skip


def test_two_people_settle_identity_and_both_stand_in_the_evidence(context, opening):
    world = play(context, opening, STORIES["refuses_face"], until=st.AwaitingStaff)
    world.touch(approval())
    assert not isinstance(world.state, st.AwaitingStaff)
    assert facts_of(world.state).identity.path is IdentityPath.STAFF
    assert facts_of(world.state).notice == "approved_hard_for_borrower"
    acted = [item.data for item in world.items if item.kind == "staff.acted"]
    assert [(d["staff"], d["second"], d["reason"]) for d in acted] == [
        (ONE, TWO, "hard_for_borrower"), (TWO, ONE, "hard_for_borrower"),
    ]  # fmt: skip
    settled = next(item for item in world.items if item.kind == "identity.settled")
    assert settled.data["staff"] == [ONE, TWO]


def test_who_signed_in_at_the_kiosk_is_not_counted_twice(context, opening):
    world = play(context, opening, STORIES["refuses_face"], until=st.AwaitingStaff)
    world.touch(ev.StaffActed(act(ONE)))
    world.touch(approval(first=ONE, second=TWO))
    assert [a.staff for a in facts_of(world.state).identity.staff] == [ONE, TWO]


@pytest.mark.parametrize(
    "wrong",
    [
        approval(first=ONE, second=ONE),
        approval(checks=("card_in_hand",)),
        approval(checks=()),
        approval(approved=False),
        approval("teach_back"),
        approval("presence"),
        ev.StaffApproved(act(ONE), act(TWO), "identity", "because"),
        ev.StaffApproved(act(ONE), act(TWO), "consent", "device_fault"),
    ],
)
def test_one_person_or_half_a_look_settles_nothing(context, opening, wrong):
    world = play(context, opening, STORIES["refuses_face"], until=st.AwaitingStaff)
    turn = step(context, world.state, wrong)
    assert turn.ignored
    assert turn.state is world.state
    assert [item.kind for item in journal(context, world.state, wrong, turn)] == ["event.ignored"]


def test_a_fact_is_taken_over_by_persons_and_never_passed(context, opening):
    world = play(context, opening, STORIES["misses_thrice"], until=st.AwaitingStaff)
    assert world.state.purpose == "teach_back"
    before = facts_of(world.state).taught
    world.touch(approval("teach_back"))
    new = facts_of(world.state).taught[len(before) :]
    assert [(r.by_person, r.passed) for r in new] == [(True, False)]


@pytest.mark.parametrize("state", [st.Attract(), st.OutOfOrder("x")])
def test_without_a_session_there_is_nothing_to_do(context, state):
    for event in (ev.StaffComing(ONE), ev.ScriptHeld(ONE), ev.EndedByStaff(ONE, ENDED[0]), approval()):
        assert step(context, state, event).ignored
