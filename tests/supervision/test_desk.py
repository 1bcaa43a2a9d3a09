"""Who works at the console: sign-in, five minutes, two people, hand-over, what is signed and what is noted."""

from concurrent.futures import Future
from pathlib import Path

import pytest

from kiosk.domain.ids import StaffId
from kiosk.supervision import messages as ms
from kiosk.supervision import pins
from kiosk.supervision.board import NOTHING, Board
from kiosk.supervision.desk import IDLE_SECONDS, UNREACHABLE, Desk
from kiosk.supervision.proofs import marks_of, words_of
from kiosk.supervision.staff import Member, Refusal, Role, SignIn, roster
from kiosk.supervision.store import ConsoleStore
from kiosk.supervision.tries import TriesStore

SESSION = "3f0c1d3a-1a52-4c8b-9d0e-1c2b3a4d5e6f"
PINS = {number: pins.kept(pin) for number, pin in (("1001", "271828"), ("1002", "081573"), ("2001", "662607"))}
PEOPLE = roster(
    [
        Member(StaffId("staff-1001"), "1001", Role.SUPERVISOR, PINS["1001"]),
        Member(StaffId("staff-1002"), "1002", Role.CLERK, PINS["1002"]),
        Member(StaffId("staff-2001"), "2001", Role.CONSULTANT, PINS["2001"]),
    ]
)


class Clock:
    """Running seconds of a machine."""

    def __init__(self) -> None:
        self.at = 5000.0

    def __call__(self) -> float:
        return self.at

    def pass_by(self, seconds: float) -> None:
        self.at += seconds


class Kiosks:
    """The server's place: one kiosk with a session, and what it was told."""

    def __init__(self, answer: ms.Outcome | None = ms.Outcome.TAKEN) -> None:
        self.board = Board().greeted("kiosk-1", "branch-1", 0.0)
        self.board = self.board.stood("kiosk-1", ms.Standing(SESSION, "AwaitingStaff", None, ms.Meter(), None, ()), 0.0)
        self.board = self.board.greeted("kiosk-2", "branch-1", 0.0)
        self.told: list[ms.Command] = []
        self.answer = answer

    def command(self, _device, made) -> "Future[ms.Outcome | None]":
        self.told.append(made("0" * 32, len(self.told) + 1))
        done: Future[ms.Outcome | None] = Future()
        done.set_result(self.answer)
        return done


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path):
    made = ConsoleStore(tmp_path / "console.db")
    yield made
    made.close()


@pytest.fixture
def tries(tmp_path: Path):
    made = TriesStore(tmp_path / "tries.db")
    yield made
    made.close()


@pytest.fixture
def desk(store, tries, clock):
    def made(kiosks: Kiosks | None = None) -> Desk:
        return Desk(kiosks or Kiosks(), SignIn(PEOPLE, tries, clock), store, clock)

    return made


def test_a_number_and_its_pin_sign_in(desk, store, clock):
    here = desk()
    assert here.sign_in("1001", "271828") is None
    assert here.member is not None
    assert here.member.id == "staff-1001"
    assert [act.act for act in store.acts()] == ["sign_in"]


@pytest.mark.parametrize(
    ("number", "pin"), [("1001", "0000"), ("9999", "271828"), ("", ""), ("1001", ""), ("1001", "271828 or 1"),
                        ("x" * 500, "271828"), ("1001", "二七一八二八"), ("'; --", "271828")],
)  # fmt: skip
def test_what_does_not_fit_signs_nobody_in_and_does_not_say_why(desk, store, clock, number, pin):
    here = desk()
    assert here.sign_in(number, pin) == Refusal("wrong")
    assert here.member is None


def test_a_consultant_supervises_nothing(desk, store, clock):
    assert desk().sign_in("2001", "662607") == Refusal("role")


def test_five_minutes_without_a_touch_lock_the_desk(desk, store, clock):
    here = desk()
    here.sign_in("1001", "271828")
    clock.pass_by(IDLE_SECONDS - 1)
    here.touched()
    clock.pass_by(IDLE_SECONDS - 1)
    assert here.member is not None
    clock.pass_by(2)
    assert here.member is None
    assert here.come_over("kiosk-1") == Refusal("nobody")
    assert [act.act for act in store.acts()] == ["sign_in", "locked"]


def test_nobody_signed_in_commands_nothing(desk, store, clock):
    kiosks = Kiosks()
    here = desk(kiosks)
    for refused in (
        here.come_over("kiosk-1"), here.pause("kiosk-1"), here.end("kiosk-1", ms.Reason.PRESSURE_SEEN),
        here.approve("kiosk-1", ("271828", "081573"), "1002", ms.Matter.IDENTITY, ms.Reason.DEVICE_FAULT, ()),
        here.hand_over("1002", "081573"),
    ):  # fmt: skip
        assert refused == Refusal("nobody")
    assert kiosks.told == []


def test_each_act_is_noted_with_its_person_and_what_came_of_it(desk, store, clock):
    here = desk()
    here.sign_in("1001", "271828")
    here.come_over("kiosk-1")
    here.end("kiosk-1", ms.Reason.BORROWER_UNWELL)
    assert [(a.staff, a.act, a.device, a.session, a.reason, a.outcome) for a in store.acts()[1:]] == [
        ("staff-1001", "come_over", "kiosk-1", SESSION, "", "taken"),
        ("staff-1001", "end", "kiosk-1", SESSION, "borrower_unwell", "taken"),
    ]


def test_what_never_arrived_is_noted_as_such(desk, store, clock):
    here = desk(Kiosks(answer=None))
    here.sign_in("1001", "271828")
    here.pause("kiosk-1")
    assert store.acts()[-1].outcome == UNREACHABLE


def test_two_people_settle_a_matter(desk, store, clock):
    kiosks = Kiosks()
    here = desk(kiosks)
    here.sign_in("1001", "271828")
    done = here.approve(
        "kiosk-1", ("271828", "081573"), "1002", ms.Matter.IDENTITY, ms.Reason.DEVICE_FAULT, ("card_in_hand",)
    )
    assert not isinstance(done, Refusal)
    command = kiosks.told[-1]
    assert isinstance(command, ms.Approve)
    assert (command.staff, command.second, command.checks) == ("staff-1001", "staff-1002", ("card_in_hand",))
    assert (store.acts()[-1].staff, store.acts()[-1].second) == ("staff-1001", "staff-1002")


@pytest.mark.parametrize(
    ("number", "pin", "why"), [("1001", "271828", "same_person"), ("1002", "9999", "wrong"), ("2001", "662607", "role")]
)
def test_one_person_is_not_two(desk, store, clock, number, pin, why):
    kiosks = Kiosks()
    here = desk(kiosks)
    here.sign_in("1001", "271828")
    found = here.approve("kiosk-1", ("271828", pin), number, ms.Matter.IDENTITY, ms.Reason.DEVICE_FAULT, ())
    assert isinstance(found, Refusal)
    assert found.reason == why
    assert kiosks.told == []


def test_a_reason_of_another_kind_is_none(desk, store, clock):
    here = desk()
    here.sign_in("1001", "271828")
    assert here.end("kiosk-1", ms.Reason.LOOKED_IN_PERSON) == Refusal("reason")
    approved = here.approve("kiosk-1", ("271828", "081573"), "1002", ms.Matter.IDENTITY, ms.Reason.BRANCH_CLOSES, ())
    assert approved == Refusal("reason")


@pytest.mark.parametrize("device", ["kiosk-2", "kiosk-9"])
def test_without_a_session_there_is_nothing_to_command(desk, store, clock, device):
    here = desk()
    here.sign_in("1001", "271828")
    assert here.come_over(device) == Refusal("no_session")


def test_a_shift_is_handed_over_to_somebody_else(desk, store, clock):
    here = desk()
    here.sign_in("1001", "271828")
    assert here.hand_over("1001", "271828") == Refusal("same_person")
    assert here.hand_over("1002", "081573") is None
    assert here.member is not None
    assert here.member.id == "staff-1002"
    last = store.acts()[-1]
    assert (last.act, last.staff, last.second, last.device) == ("hand_over", "staff-1001", "staff-1002", "kiosk-1")


def test_what_was_noted_can_not_be_taken_out(desk, store, clock, tmp_path):
    import sqlite3

    here = desk()
    here.sign_in("1001", "271828")
    raw = sqlite3.connect(tmp_path / "console.db")
    for sql in ("DELETE FROM acts", "UPDATE acts SET staff = 'x'"):
        with pytest.raises(sqlite3.DatabaseError, match="append only"):
            raw.execute(sql)
    raw.close()


def test_a_kiosk_nobody_knows_is_not_on_the_board():
    assert Board().stood("kiosk-1", NOTHING, 0.0).kiosks == {}
    assert Board().lost("kiosk-1").kiosks == {}


def test_every_command_is_signed_by_its_person_for_this_kiosk_alone(desk, store, clock):
    kiosks = Kiosks()
    here = desk(kiosks)
    here.sign_in("1001", "271828")
    here.come_over("kiosk-1")
    here.pause("kiosk-1")
    here.end("kiosk-1", ms.Reason.DEVICE_FAULT)
    here.close("kiosk-2")
    here.open("kiosk-2")
    here.approve("kiosk-1", ("271828", "081573"), "1002", ms.Matter.IDENTITY, ms.Reason.DEVICE_FAULT, ("explained",))
    here.hand_over("1002", "081573")
    assert [type(command) for command in kiosks.told] == [
        ms.ComeOver, ms.PauseScript, ms.EndSession, ms.CloseKiosk, ms.OpenKiosk, ms.Approve, ms.HandOver,
    ]  # fmt: skip
    for command in kiosks.told:
        device = "kiosk-2" if isinstance(command, ms.CloseKiosk | ms.OpenKiosk) else "kiosk-1"
        marks = marks_of(command, device, PEOPLE)
        assert marks is not None
        assert [mark.role for mark in marks] == [Role.SUPERVISOR, Role.CLERK][: len(words_of(command, device))]
        assert marks_of(command, "kiosk-3", PEOPLE) is None


def test_without_his_own_pin_again_nobody_settles_a_matter(desk, store, clock):
    kiosks = Kiosks()
    here = desk(kiosks)
    here.sign_in("1001", "271828")
    for both in (("", "081573"), ("081573", "081573"), ("271828", "")):
        found = here.approve("kiosk-1", both, "1002", ms.Matter.IDENTITY, ms.Reason.DEVICE_FAULT, ())
        assert isinstance(found, Refusal)
        assert found.reason in ("wrong", "locked")
    assert kiosks.told == []


def test_what_is_open_is_handed_over_and_stands_in_each_sessions_evidence(desk, store, clock):
    kiosks = Kiosks()
    call = ms.Standing(SESSION, "CallingStaff", None, ms.Meter(), ms.Call(ms.Wanted.HELP, 40), ())
    kiosks.board = kiosks.board.stood("kiosk-1", call, 0.0)
    here = desk(kiosks)
    here.sign_in("1001", "271828")
    assert [view.device for view in here.open_now()] == ["kiosk-1"]
    assert here.hand_over("1002", "081573") is None
    [command] = kiosks.told
    assert isinstance(command, ms.HandOver)
    assert (command.session, command.staff, command.second) == (SESSION, "staff-1001", "staff-1002")
    noted = [(a.act, a.staff, a.second, a.device, a.reason) for a in store.acts()[1:]]
    assert noted == [
        ("hand_over", "staff-1001", "staff-1002", "", "1 calls, 1 kiosks open"),
        ("hand_over", "staff-1001", "staff-1002", "kiosk-1", "help"),
    ]


def test_no_pin_and_no_key_is_ever_written_or_shown(desk, store, clock, tmp_path):
    here = desk()
    here.sign_in("1001", "271828")
    here.sign_in("1002", "555001")
    shown = f"{here._here!r} {here._sign_in.sign_in('1001', '271828')!r}"
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir()) + shown.encode()
    assert b"271828" not in kept
    assert b"555001" not in kept
    assert b"PrivateKey" not in kept
