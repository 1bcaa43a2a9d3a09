"""Staff at the kiosk itself, and the kiosk's own look at what a console sends."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.facts import StaffAct
from kiosk.consent.machine import facts_of
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.domain.ids import DeviceId, StaffId
from kiosk.evidence.review_staff import staff_faults, unproven
from kiosk.evidence.staff_proof import StaffWord, holds
from kiosk.evidence.staff_register import public_keys
from kiosk.rehearsal.stories import STORIES
from kiosk.runtime.staff_door import Doing, StaffDoor
from kiosk.runtime.supervision_watch import SupervisionWatch
from kiosk.supervision import messages as ms
from kiosk.supervision import pins
from kiosk.supervision.proofs import proven
from kiosk.supervision.staff import Member, Refusal, Role, SignIn, roster
from kiosk.supervision.tries import TriesStore
from tests.consent.stage import play

NUMBERS = {"1001": "271828", "1002": "081573", "2001": "662607", "3001": "864209"}
KEPT = {number: pins.kept(pin) for number, pin in NUMBERS.items()}
LOOKED = ("card_in_hand", "face_against_card", "name_and_birth")
NONCE = "ab" * 16


@pytest.fixture
def waiting(context, opening) -> st.State:
    return play(context, opening, STORIES["refuses_face"], until=st.AwaitingStaff).state


@pytest.fixture
def people(opening):
    sold = opening.case.consultant.id
    return roster([
        Member(StaffId("a"), "1001", Role.SUPERVISOR, KEPT["1001"]),
        Member(StaffId("b"), "1002", Role.CLERK, KEPT["1002"]),
        Member(StaffId("c"), "2001", Role.CONSULTANT, KEPT["2001"]), Member(sold, "3001", Role.CLERK, KEPT["3001"]),
    ])  # fmt: skip


@pytest.fixture
def door(people, tmp_path, simulated_clock: SimulatedClock) -> Iterator[StaffDoor]:
    tries = TriesStore(tmp_path / "tries.db")
    made = StaffDoor(SignIn(people, tries), DeviceId("kiosk-1"), simulated_clock)
    yield made
    made.close()
    tries.close()


def doing(purpose: str = "identity", **changed) -> Doing:
    return replace(Doing(purpose, True, LOOKED, "looked"), **changed)


def test_an_act_comes_with_its_person_role_time_and_signature(door, people, waiting, simulated_clock):
    found = door.sign(" 1001 ", "271828 ", doing(), lambda: waiting).result(20)
    assert isinstance(found, StaffAct)
    assert (found.staff, found.mark.role, found.checks) == ("a", Role.SUPERVISOR, LOOKED)
    assert found.at == simulated_clock.now().mono
    word = StaffWord(
        "kiosk-1", facts_of(waiting).opening.session, found.mark.nonce, 0, waiting.step, "a", verdict="approved",
        checks=LOOKED,
    )  # fmt: skip
    assert holds(word, found.mark.signature, public_keys(people.by_id["a"])[1])
    assert not holds(replace(word, verdict="not_approved"), found.mark.signature, public_keys(people.by_id["a"])[1])
    again = door.sign("1001", "271828", doing(), lambda: waiting).result(20)
    assert again.mark.nonce != found.mark.nonce, "each signature is of its own act"


@pytest.mark.parametrize(
    ("number", "pin", "what", "why"),
    [("1001", "000000", doing(), "wrong"), ("9999", "271828", doing(), "wrong"), ("2001", "662607", doing(), "role"),
     ("3001", "864209", doing(), "involved"), ("3001", "864209", doing(approved=False), "involved"),
     ("1001", "271828", doing(taken=frozenset({StaffId("a")})), "same_person")],
)  # fmt: skip
def test_who_may_not_is_told_why(door, waiting, number, pin, what, why):
    assert door.sign(number, pin, what, lambda: waiting).result(20) == Refusal(why)


@pytest.mark.parametrize("number", ["1002", "2001", "3001"])
def test_what_the_consultant_promised_anybody_of_staff_may_enter(door, waiting, number):
    found = door.sign(number, NUMBERS[number], doing("promise"), lambda: waiting).result(20)
    assert isinstance(found, StaffAct)


def test_for_a_session_that_is_over_nothing_is_signed(door):
    for state in (st.Attract(), st.Closed("staff"), st.OutOfOrder("paper")):
        assert door.sign("1001", "271828", doing(), lambda s=state: s).result(20) == Refusal("no_session")


class Watched:
    """A watch with a session at its place, and what it posted."""

    def __init__(self, context, clock, door, state) -> None:
        self.posted: list[ev.Event] = []
        self.watch = SupervisionWatch(context, clock, self.posted.append, door.proven)
        self.watch.saw(state)
        self.session = facts_of(state).opening.session


def keys(*numbers: str):
    return tuple(pins.unlocked(KEPT[number], NUMBERS[number]) for number in numbers)


def approve(session: str, *numbers: str, **changed) -> ms.Command:
    ids = {"1001": "a", "1002": "b", "2001": "c"}
    command = ms.Approve(
        NONCE, 1, session, ids[numbers[0]], ids[numbers[1]], ms.Matter.IDENTITY, ms.Reason.DEVICE_FAULT, LOOKED
    )
    return proven(replace(command, **changed), "kiosk-1", tuple(k.settling for k in keys(*numbers)))


def test_what_two_people_signed_is_taken_and_what_they_did_not_is_not(context, simulated_clock, door, waiting, opening):
    here = Watched(context, simulated_clock, door, waiting)
    good = approve(here.session, "1001", "1002")
    assert here.watch.take(replace(good, proofs=())) is ms.Outcome.NOT_PROVEN
    assert here.watch.take(replace(good, reason=ms.Reason.LOOKED_IN_PERSON)) is ms.Outcome.NOT_PROVEN
    assert here.watch.take(approve(here.session, "1001", "2001")) is ms.Outcome.NOT_PROVEN
    assert here.watch.take(approve(here.session, "1001", "1001")) is ms.Outcome.NOT_TWO_PEOPLE
    assert here.posted == []
    assert here.watch.take(good) is ms.Outcome.TAKEN
    [event] = here.posted
    assert isinstance(event, ev.StaffApproved)
    assert [a.mark.signature for a in (event.first, event.second)] == list(good.proofs)


def test_the_consultant_is_told_apart_by_the_kiosk(context, simulated_clock, door, waiting, people, opening):
    here, sold = Watched(context, simulated_clock, door, waiting), str(opening.case.consultant.id)
    first, second = keys("1001", "3001")
    command = ms.Approve(NONCE, 1, here.session, "a", sold, ms.Matter.IDENTITY, ms.Reason.DEVICE_FAULT, LOOKED)
    assert here.watch.take(proven(command, "kiosk-1", (first.settling, second.settling))) is ms.Outcome.INVOLVED
    assert here.posted == []


def test_a_command_for_a_session_that_ended_does_nothing(context, simulated_clock, door, waiting):
    here = Watched(context, simulated_clock, door, waiting)
    good = approve(here.session, "1001", "1002")
    here.watch.saw(st.Attract())
    assert here.watch.take(good) is ms.Outcome.OTHER_SESSION
    here.watch.saw(waiting)
    other = approve("00000000-0000-4000-8000-0000000000ff", "1001", "1002")
    assert here.watch.take(other) is ms.Outcome.OTHER_SESSION
    assert here.posted == []


def test_a_kiosk_without_a_register_takes_no_command(context, simulated_clock, waiting):
    posted: list[ev.Event] = []
    watch = SupervisionWatch(context, simulated_clock, posted.append)
    watch.saw(waiting)
    session = facts_of(waiting).opening.session
    assert watch.take(approve(session, "1001", "1002")) is ms.Outcome.NOT_PROVEN
    assert posted == []


def test_the_kiosk_is_closed_and_opened_by_somebody_it_knows(context, simulated_clock, door, waiting):
    here, told = Watched(context, simulated_clock, door, waiting), []
    close, opens = (
        proven(made(NONCE, number, "a"), "kiosk-1", (keys("1001")[0].desk,))
        for number, made in ((1, ms.CloseKiosk), (2, ms.OpenKiosk))
    )
    assert here.watch.take(close) is ms.Outcome.NOT_NOW, "nobody there who could"
    here.watch.serves(lambda opened, staff: told.append((opened, staff)))
    assert here.watch.take(replace(close, staff="b")) is ms.Outcome.NOT_PROVEN
    assert here.watch.take(close) is ms.Outcome.TAKEN
    assert here.watch.take(opens) is ms.Outcome.TAKEN
    assert told == [(False, "a"), (True, "a")]
    assert here.posted == []


def test_headquarters_checks_each_act_with_the_register_alone(
    context, opening, simulated_clock, door, people, waiting
) -> None:
    world = play(context, opening, STORIES["refuses_face"], until=st.AwaitingStaff)
    here = Watched(context, simulated_clock, door, world.state)
    coming = proven(ms.ComeOver(NONCE, 1, here.session, "b"), "kiosk-1", (keys("1002")[0].desk,))
    handed = proven(
        ms.HandOver(NONCE, 2, here.session, "b", "a"), "kiosk-1", tuple(k.desk for k in keys("1002", "1001"))
    )
    for command in (coming, handed, approve(here.session, "1001", "1002")):
        assert here.watch.take(command) is ms.Outcome.TAKEN
        world.touch(here.posted[-1])
    world.touch(ev.PresenceChanged(ev.Seen.OTHER, 6.0, ev.Stage.PAUSE))
    looked = Doing("presence", True, ("same_person", "asked_birth"), "looked")
    world.touch(ev.StaffActed(door.sign("1001", "271828", looked, lambda: world.state).result(20)))
    opened = {"session": here.session, "device": "kiosk-1", "mode": "live", "consultant": "x"}
    entries = [replace(e, data=opened) if e.kind == "session.opened" else e for e in world.entries(opening.session)]
    acted = [e for e in entries if e.kind == "staff.acted"]
    assert [e.data["what"] for e in acted][:5] == ["come_over", "hand_over", "hand_over", "identity", "identity"]
    assert len(acted) == 6
    assert list(unproven(entries, people)) == []
    assert list(staff_faults(entries)) == []
    for name, other in (("staff", "c"), ("what", "presence"), ("verdict", "no"), ("proof", "ab" * 64), ("number", 9)):
        for act in acted:
            forged = [replace(e, data={**e.data, name: other}) if e is act else e for e in entries]
            assert [seq for seq, _ in unproven(forged, people)] == [act.seq], (name, act.data["what"])
    bare = [replace(e, data={k: v for k, v in e.data.items() if k != "proof"}) for e in entries]
    assert len([says for _, says in staff_faults(bare) if "no signature" in says]) == 6


def test_the_console_is_told_how_many_terms_were_told(context, opening, simulated_clock: SimulatedClock):
    watch = SupervisionWatch(context, simulated_clock)
    watch.saw(play(context, opening, STORIES["signs"], until=st.ReadingTerm).state)
    assert watch.standing().meter.terms[0] == 0
    watch.saw(play(context, opening, STORIES["signs"], until=st.TeachingBack).state)
    told, of = watch.standing().meter.terms
    assert told == of > 30
