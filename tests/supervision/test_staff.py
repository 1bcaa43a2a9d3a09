"""Who may sign in: PINs as keys, weak ones, the growing wait for person and device, registers with a fault."""

import datetime as dt
from pathlib import Path

import pytest

from kiosk.domain.consents import Mode
from kiosk.domain.errors import ConfigurationError, EvidenceError
from kiosk.domain.ids import StaffId
from kiosk.evidence.certificates import load_trust
from kiosk.evidence.signed import SignedKind, UntrustedSignerError, sign_payload
from kiosk.evidence.staff_register import card_hash, read_members, signed_roster, written
from kiosk.supervision import pins
from kiosk.supervision.staff import Member, Refusal, Role, SignIn, Unlocked, load_roster, roster
from kiosk.supervision.tries import Tried, TriesStore
from tests.hq.rig import new_home
from tests.supervision.test_desk import PEOPLE, PINS, Clock


@pytest.fixture
def tries(tmp_path: Path):
    made = TriesStore(tmp_path / "tries.db")
    yield made
    made.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def wrong(sign_in: SignIn, number: str = "1001") -> Refusal:
    found = sign_in.sign_in(number, "000000")
    assert isinstance(found, Refusal)
    return found


def test_the_wait_grows_and_survives_a_restart(tmp_path, tries, clock):
    sign_in, waits = SignIn(PEOPLE, tries, clock), []
    for _ in range(7):
        waits.append(wrong(sign_in).wait)
        clock.pass_by(waits[-1])
    assert waits == [0, 0, 30, 60, 120, 240, 480]
    assert wrong(sign_in) == Refusal("wrong", 960)
    again = TriesStore(tmp_path / "tries.db")
    try:
        anew = SignIn(PEOPLE, again, clock)
        assert anew.sign_in("1001", "271828") == Refusal("locked", 960)
        clock.pass_by(960)
        assert isinstance(anew.sign_in("1001", "271828"), Unlocked)
        assert again.tried("staff staff-1001") == Tried()
    finally:
        again.close()


def test_a_wait_ends_after_an_hour_at_most(tries, clock):
    sign_in = SignIn(PEOPLE, tries, clock)
    for _ in range(40):
        found = wrong(sign_in)
        assert found.wait <= 3600
        clock.pass_by(found.wait)


def test_no_wall_clock_frees_anybody_and_a_reboot_shortens_nothing(tries, clock):
    sign_in = SignIn(PEOPLE, tries, clock)
    for _ in range(6):
        clock.pass_by(wrong(sign_in).wait)
    assert wrong(sign_in) == Refusal("wrong", 480)
    clock.at = 100.0  # the machine was started anew 100 s ago
    assert sign_in.sign_in("1001", "271828") == Refusal("locked", 380)


def test_one_persons_wait_is_nobody_elses(tries, clock):
    sign_in = SignIn(PEOPLE, tries, clock)
    for _ in range(5):
        wrong(sign_in)
    assert isinstance(sign_in.sign_in("1002", "081573"), Unlocked)


def test_who_tries_everybodys_numbers_waits_at_the_device(tries, clock):
    sign_in = SignIn(PEOPLE, tries, clock)
    for number in range(3000, 3009):
        assert wrong(sign_in, str(number)) == Refusal("wrong")
    assert wrong(sign_in, "3009") == Refusal("wrong", 30)
    assert sign_in.sign_in("1002", "081573") == Refusal("locked", 30)
    clock.pass_by(30)
    assert isinstance(sign_in.sign_in("1002", "081573"), Unlocked)
    clock.pass_by(3601)
    assert wrong(sign_in, "3010") == Refusal("wrong")


def test_a_lock_does_not_tell_who_works_here(tries, clock):
    sign_in = SignIn(PEOPLE, tries, clock)
    known = [wrong(sign_in, "1001") for _ in range(4)]
    unknown = [wrong(sign_in, "7777") for _ in range(4)]
    assert known == unknown == [Refusal("wrong"), Refusal("wrong"), Refusal("wrong", 30), Refusal("locked", 30)]


def test_who_is_unknown_costs_as_much_as_a_wrong_pin(tries, clock, monkeypatch):
    """Not timed: the same derivation runs for both."""
    made = []
    real = pins._derived
    monkeypatch.setattr(pins, "_derived", lambda pin, salt: made.append(len(pin)) or real(pin, salt))
    sign_in = SignIn(PEOPLE, tries, clock)
    for number, pin in (("1001", "000000"), ("9999", "000000"), ("x" * 500, "no PIN at all"), ("1001", "")):
        before = len(made)
        assert sign_in.sign_in(number, pin) in (Refusal("wrong"), Refusal("wrong", 30))
        assert len(made) == before + 1


def test_roles_say_who_may_sign_in_for_what(tries, clock):
    sign_in = SignIn(PEOPLE, tries, clock)
    assert sign_in.sign_in("2001", "662607") == Refusal("role")
    assert isinstance(sign_in.sign_in("2001", "662607", (Role.CONSULTANT,)), Unlocked)


def test_the_file_of_wrong_tries_is_its_owners(tmp_path, tries):
    assert (tmp_path / "tries.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("pin", "why"),
    [("1234", "length"), ("12345", "length"), ("", "length"), ("27182a", "length"), ("１２３４５６", "length"),
     ("123456", "run"), ("987654", "run"), ("135798642", ""), ("111111", "repeated"), ("121212", "repeated"),
     ("123123", "repeated"), ("112233", "repeated"), ("110000", "repeated"), ("800315", "date"), ("150380", "date"),
     ("031580", "date"), ("19800315", "date"), ("15031980", "date"), ("19001399", ""), ("001001", "number"),
     ("271828", ""), ("864209", "")],
)  # fmt: skip
def test_a_pin_that_anybody_would_guess_is_not_set(pin, why):
    assert pins.pin_fault(pin, "1001001") == why


def test_a_pin_opens_its_own_keys_only():
    known = pins.kept("271828")
    assert pins.kept("271828") != known, "another salt"
    keys = pins.unlocked(known, "271828")
    assert keys is not None
    assert keys.desk.private_bytes_raw() != keys.settling.private_bytes_raw()
    for other in ("271829", "", "27182", "2718280", "二七一八二八"):
        assert pins.unlocked(known, other) is None


@pytest.mark.parametrize("pin", ["", "123", "1" * 13, "12 34", "abcd", "１２３４"])
def test_what_is_no_pin_is_not_kept(pin):
    with pytest.raises(ConfigurationError, match="PIN"):
        pins.kept(pin)


def test_a_card_says_who_and_the_pin_that_it_is_he(tmp_path, tries, clock):
    people = [Member(StaffId("a"), "1001", Role.CLERK, PINS["1001"], card_hash("CARD-77")),
              Member(StaffId("b"), "1002", Role.CLERK, PINS["1002"])]  # fmt: skip
    (tmp_path / "staff.toml").write_text(written(people))
    assert read_members(tmp_path / "staff.toml") == people
    sign_in = SignIn(load_roster(tmp_path / "staff.toml"), tries, clock)
    found = sign_in.sign_in("CARD-77", "271828")
    assert isinstance(found, Unlocked)
    assert found.member.id == "a"
    assert sign_in.sign_in("CARD-77", "") == Refusal("wrong")


_ENTRY = '[[staff]]\nid="{id}"\nnumber="{number}"\nrole="{role}"\nkeys="{keys}"\n'


def _people(**changed: str) -> str:
    first = {"id": "a", "number": "1001", "role": "clerk", "keys": PINS["1001"], **changed}
    second = {"id": "b", "number": "1002", "role": "clerk", "keys": PINS["1002"]}
    return _ENTRY.format(**first) + _ENTRY.format(**second)


_ROSTERS = {
    "one person": (_ENTRY.format(id="a", number="1001", role="clerk", keys=PINS["1001"]), "at least two people"),
    "nobody": ("", "at least two people"),
    "a PIN in the clear": (_people(keys="271828"), "staff 1: keys"),
    "one person's keys twice": (_people(keys=PINS["1002"]), "keys"),
    "a role that there is not": (_people(role="boss"), "staff 1: role"),
    "a number in words": (_people(number="one"), "staff 1: number"),
    "a number twice": (_people(number="1002"), "number"),
    "an id twice": (_people(id="b"), "id"),
    "a name": (_people() + 'name="x"\n', "staff 2"),
    "no TOML": ("staff = [", "the file"),
    "something else besides": ("x = 1\n" + _people(), "staff"),
}


@pytest.mark.parametrize(("text", "place"), _ROSTERS.values(), ids=_ROSTERS.keys())
def test_a_register_with_a_fault_is_refused_with_its_place(tmp_path, text, place):
    path = tmp_path / "staff.toml"
    path.write_text(text)
    with pytest.raises(ConfigurationError, match=place):
        load_roster(path)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return new_home(tmp_path_factory.mktemp("hq"))


def _signed(home, **changed) -> bytes:
    from hq.authority.case_signing import case_signer

    staff = [{"id": str(m.id), "number": m.number, "role": str(m.role), "keys": m.keys} for m in PEOPLE.members]
    payload = {"branch": "branch-1", "expires": "2036-12-31", "staff": staff, **changed}
    return sign_payload(SignedKind.STAFF, {k: v for k, v in payload.items() if v is not None}, case_signer(home))


NOW = dt.datetime.now(dt.UTC)


def test_what_headquarters_signed_is_the_register(home):
    found = signed_roster(_signed(home), load_trust(home.trust), Mode.TRAINING, "branch-1", NOW)
    assert found == roster(list(PEOPLE.members))


_FORGED = {
    "another branch": ({"branch": "branch-2"}, EvidenceError),
    "without an end": ({"expires": None}, EvidenceError),
    "expired": ({"expires": "2026-11-01"}, EvidenceError),
    "one person": ({"staff": []}, ConfigurationError),
}


@pytest.mark.parametrize(("changed", "fault"), _FORGED.values(), ids=_FORGED.keys())
def test_a_signed_register_that_is_not_for_here_and_now_is_refused(home, changed, fault):
    with pytest.raises(fault):
        signed_roster(_signed(home, **changed), load_trust(home.trust), Mode.TRAINING, "branch-1", NOW)


def test_nobody_makes_himself_a_supervisor(home, tmp_path):
    changed = _signed(home).replace(b'"consultant"', b'"supervisor"')
    with pytest.raises(EvidenceError, match="changed after signing"):
        signed_roster(changed, load_trust(home.trust), Mode.TRAINING, "branch-1", NOW)
    stranger = new_home(tmp_path / "other")
    with pytest.raises(UntrustedSignerError):
        signed_roster(_signed(stranger), load_trust(home.trust), Mode.TRAINING, "branch-1", NOW)
