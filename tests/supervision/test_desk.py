"""Who works at the console: sign-in, growing lock-out, five minutes, two people, hand-over, and what is noted."""

import datetime as dt
from concurrent.futures import Future
from pathlib import Path

import pytest

from kiosk.domain.errors import ConfigurationError
from kiosk.domain.ids import StaffId
from kiosk.supervision import messages as ms
from kiosk.supervision.board import NOTHING, Board
from kiosk.supervision.desk import IDLE_SECONDS, UNREACHABLE, Desk
from kiosk.supervision.staff import Member, Refusal, Role, SignIn, hashed, load_roster, roster
from kiosk.supervision.store import ConsoleStore

SESSION = "3f0c1d3a-1a52-4c8b-9d0e-1c2b3a4d5e6f"
CARD = "a" * 64
PINS = {number: hashed(pin) for number, pin in (("1001", "4711"), ("1002", "0815"), ("2001", "1234"))}
PEOPLE = roster(
    [
        Member(StaffId("staff-1001"), "1001", Role.SUPERVISOR, PINS["1001"]),
        Member(StaffId("staff-1002"), "1002", Role.CLERK, PINS["1002"]),
        Member(StaffId("staff-2001"), "2001", Role.CONSULTANT, PINS["2001"]),
    ]
)


class Clock:
    def __init__(self) -> None:
        self.at = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.at

    def mono(self) -> float:
        return self.at.timestamp()

    def pass_by(self, seconds: float) -> None:
        self.at += dt.timedelta(seconds=seconds)


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


def desk(store, clock, kiosks: Kiosks | None = None) -> Desk:
    return Desk(kiosks or Kiosks(), SignIn(PEOPLE, store, clock), store, clock.mono)


def test_a_number_and_its_pin_sign_in(store, clock):
    here = desk(store, clock)
    assert here.sign_in("1001", "4711") is None
    assert here.member is not None
    assert here.member.id == "staff-1001"
    assert [act.act for act in store.acts()] == ["sign_in"]


@pytest.mark.parametrize(
    ("number", "pin"), [("1001", "0000"), ("9999", "4711"), ("", ""), ("1001", ""), ("1001", "4711 or 1"),
                        ("x" * 500, "4711"), ("1001", "四七一一"), ("'; --", "4711")],
)  # fmt: skip
def test_what_does_not_fit_signs_nobody_in_and_does_not_say_why(store, clock, number, pin):
    here = desk(store, clock)
    assert here.sign_in(number, pin) == Refusal("wrong")
    assert here.member is None


def test_the_lock_out_grows_and_survives_a_restart(store, clock):
    here = desk(store, clock)
    waits = []
    for _ in range(7):
        found = here.sign_in("1001", "0000")
        assert found is not None
        waits.append(found.wait)
        clock.pass_by(found.wait)
    assert waits == [0, 0, 30, 60, 120, 240, 480]
    found = here.sign_in("1001", "0000")
    assert found is not None
    again = desk(store, clock)
    assert again.sign_in("1001", "4711") == Refusal("locked", 960)
    clock.pass_by(960)
    assert again.sign_in("1001", "4711") is None
    assert store.tries("1001")[0] == 0


def test_a_lock_out_has_an_end_and_a_clock_turned_back_does_not_open_it(store, clock):
    here = desk(store, clock)
    for _ in range(40):
        found = here.sign_in("1001", "0000")
        assert found is not None
        assert found.wait <= 3600
        clock.pass_by(found.wait)
    here.sign_in("1001", "0000")
    clock.pass_by(-7200)
    assert here.sign_in("1001", "4711") == Refusal("locked", 3600)


def test_one_persons_lock_out_is_nobody_elses(store, clock):
    here = desk(store, clock)
    for _ in range(5):
        here.sign_in("1001", "0000")
    assert here.sign_in("1002", "0815") is None


def test_a_consultant_supervises_nothing(store, clock):
    assert desk(store, clock).sign_in("2001", "1234") == Refusal("role")


def test_five_minutes_without_a_touch_lock_the_desk(store, clock):
    here = desk(store, clock)
    here.sign_in("1001", "4711")
    clock.pass_by(IDLE_SECONDS - 1)
    here.touched()
    clock.pass_by(IDLE_SECONDS - 1)
    assert here.member is not None
    clock.pass_by(2)
    assert here.member is None
    assert here.come_over("kiosk-1") == Refusal("nobody")
    assert [act.act for act in store.acts()] == ["sign_in", "locked"]


def test_nobody_signed_in_commands_nothing(store, clock):
    kiosks = Kiosks()
    here = desk(store, clock, kiosks)
    for refused in (
        here.come_over("kiosk-1"), here.pause("kiosk-1"), here.end("kiosk-1", ms.Reason.PRESSURE_SEEN),
        here.approve("kiosk-1", "1002", "0815", ms.Matter.IDENTITY, ms.Reason.DEVICE_FAULT, ()),
        here.hand_over("1002", "0815"),
    ):  # fmt: skip
        assert refused == Refusal("nobody")
    assert kiosks.told == []


def test_each_act_is_noted_with_its_person_and_what_came_of_it(store, clock):
    here = desk(store, clock)
    here.sign_in("1001", "4711")
    here.come_over("kiosk-1")
    here.end("kiosk-1", ms.Reason.BORROWER_UNWELL)
    assert [(a.staff, a.act, a.device, a.session, a.reason, a.outcome) for a in store.acts()[1:]] == [
        ("staff-1001", "come_over", "kiosk-1", SESSION, "", "taken"),
        ("staff-1001", "end", "kiosk-1", SESSION, "borrower_unwell", "taken"),
    ]


def test_what_never_arrived_is_noted_as_such(store, clock):
    here = desk(store, clock, Kiosks(answer=None))
    here.sign_in("1001", "4711")
    here.pause("kiosk-1")
    assert store.acts()[-1].outcome == UNREACHABLE


def test_two_people_settle_a_matter(store, clock):
    kiosks = Kiosks()
    here = desk(store, clock, kiosks)
    here.sign_in("1001", "4711")
    done = here.approve("kiosk-1", "1002", "0815", ms.Matter.IDENTITY, ms.Reason.DEVICE_FAULT, ("card_in_hand",))
    assert not isinstance(done, Refusal)
    command = kiosks.told[-1]
    assert isinstance(command, ms.Approve)
    assert (command.staff, command.second, command.checks) == ("staff-1001", "staff-1002", ("card_in_hand",))
    assert (store.acts()[-1].staff, store.acts()[-1].second) == ("staff-1001", "staff-1002")


@pytest.mark.parametrize(
    ("number", "pin", "why"), [("1001", "4711", "same_person"), ("1002", "9999", "wrong"), ("2001", "1234", "role")]
)
def test_one_person_is_not_two(store, clock, number, pin, why):
    kiosks = Kiosks()
    here = desk(store, clock, kiosks)
    here.sign_in("1001", "4711")
    found = here.approve("kiosk-1", number, pin, ms.Matter.IDENTITY, ms.Reason.DEVICE_FAULT, ())
    assert isinstance(found, Refusal)
    assert found.reason == why
    assert kiosks.told == []


def test_a_reason_of_another_kind_is_none(store, clock):
    here = desk(store, clock)
    here.sign_in("1001", "4711")
    assert here.end("kiosk-1", ms.Reason.LOOKED_IN_PERSON) == Refusal("reason")
    approved = here.approve("kiosk-1", "1002", "0815", ms.Matter.IDENTITY, ms.Reason.BRANCH_CLOSES, ())
    assert approved == Refusal("reason")


@pytest.mark.parametrize("device", ["kiosk-2", "kiosk-9"])
def test_without_a_session_there_is_nothing_to_command(store, clock, device):
    here = desk(store, clock)
    here.sign_in("1001", "4711")
    assert here.come_over(device) == Refusal("no_session")


def test_a_shift_is_handed_over_to_somebody_else(store, clock):
    here = desk(store, clock)
    here.sign_in("1001", "4711")
    assert here.hand_over("1001", "4711") == Refusal("same_person")
    assert here.hand_over("1002", "0815") is None
    assert here.member is not None
    assert here.member.id == "staff-1002"
    last = store.acts()[-1]
    assert (last.act, last.staff, last.second, last.reason) == ("hand_over", "staff-1001", "staff-1002", "0 calls open")


def test_what_was_noted_can_not_be_taken_out(store, clock, tmp_path):
    import sqlite3

    here = desk(store, clock)
    here.sign_in("1001", "4711")
    raw = sqlite3.connect(tmp_path / "console.db")
    for sql in ("DELETE FROM acts", "UPDATE acts SET staff = 'x'"):
        with pytest.raises(sqlite3.DatabaseError, match="append only"):
            raw.execute(sql)
    raw.close()


def test_a_card_says_who_and_the_pin_that_it_is_he(tmp_path, store, clock):
    import hashlib

    card = hashlib.sha256(b"CARD-77").hexdigest()
    people = f'[[staff]]\nid="a"\nnumber="1001"\nrole="clerk"\npin="{PINS["1001"]}"\ncard="{card}"\n'
    people += f'[[staff]]\nid="b"\nnumber="1002"\nrole="clerk"\npin="{PINS["1002"]}"\n'
    (tmp_path / "staff.toml").write_text(people)
    sign_in = SignIn(load_roster(tmp_path / "staff.toml"), store, clock)
    found = sign_in.sign_in("CARD-77", "4711")
    assert isinstance(found, Member)
    assert found.id == "a"
    assert sign_in.sign_in("CARD-77", "") == Refusal("wrong")


_ENTRY = '[[staff]]\nid="{id}"\nnumber="{number}"\nrole="{role}"\npin="{pin}"\n'


def _people(**changed: str) -> str:
    first = {"id": "a", "number": "1001", "role": "clerk", "pin": PINS["1001"], **changed}
    second = {"id": "b", "number": "1002", "role": "clerk", "pin": PINS["1002"]}
    return _ENTRY.format(**first) + _ENTRY.format(**second)


_ROSTERS = {
    "one person": (_ENTRY.format(id="a", number="1001", role="clerk", pin=PINS["1001"]), "at least two people"),
    "nobody": ("", "at least two people"),
    "a PIN in the clear": (_people(pin="4711"), "staff 1: pin"),
    "a role that there is not": (_people(role="boss"), "staff 1: role"),
    "a number in words": (_people(number="one"), "staff 1: number"),
    "a number twice": (_people(number="1002"), "number"),
    "an id twice": (_people(id="b"), "id"),
    "a name": (_people() + 'name="x"\n', "staff 2"),
    "no TOML": ("staff = [", "the file"),
    "something else besides": ("x = 1\n" + _people(), "staff"),
}


@pytest.mark.parametrize(("text", "place"), _ROSTERS.values(), ids=_ROSTERS.keys())
def test_a_roster_with_a_fault_is_refused_with_its_place(tmp_path, text, place):
    path = tmp_path / "staff.toml"
    path.write_text(text)
    with pytest.raises(ConfigurationError, match=place):
        load_roster(path)


@pytest.mark.parametrize("pin", ["", "123", "1" * 13, "12 34", "abcd", "１２３４"])
def test_what_is_no_pin_is_not_hashed(pin):
    with pytest.raises(ConfigurationError, match="PIN"):
        hashed(pin)


def test_a_kiosk_nobody_knows_is_not_on_the_board():
    assert Board().stood("kiosk-1", NOTHING, 0.0).kiosks == {}
    assert Board().lost("kiosk-1").kiosks == {}
