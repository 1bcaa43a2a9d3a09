"""Who gave a command: a console that was tampered with can name nobody who did not type his PIN for it."""

from dataclasses import replace

import pytest

from kiosk.evidence.staff_proof import signed
from kiosk.supervision import messages as ms
from kiosk.supervision import pins
from kiosk.supervision.proofs import marks_of, proven, words_of
from kiosk.supervision.protocol import decode, encode
from kiosk.supervision.staff import Role
from tests.supervision.test_desk import PEOPLE, PINS, SESSION

NONCE = "ab" * 16
FIRST, SECOND, SELLS = (
    pins.unlocked(PINS[number], pin) for number, pin in (("1001", "271828"), ("1002", "081573"), ("2001", "662607"))
)
assert FIRST is not None
assert SECOND is not None
assert SELLS is not None
APPROVE = ms.Approve(
    NONCE, 4, SESSION, "staff-1001", "staff-1002", ms.Matter.IDENTITY, ms.Reason.DEVICE_FAULT, ("card_in_hand",)
)
HAND_OVER = ms.HandOver(NONCE, 5, SESSION, "staff-1001", "staff-1002")
BY_ONE = (
    ms.ComeOver(NONCE, 1, SESSION, "staff-1001"),
    ms.PauseScript(NONCE, 1, SESSION, "staff-1001"),
    ms.EndSession(NONCE, 1, SESSION, "staff-1001", ms.Reason.WRONG_CASE),
    ms.CloseKiosk(NONCE, 1, "staff-1001"),
    ms.OpenKiosk(NONCE, 1, "staff-1001"),
)


def taken(command: ms.Command, device: str = "kiosk-1") -> bool:
    return marks_of(command, device, PEOPLE) is not None


@pytest.mark.parametrize("command", BY_ONE, ids=lambda c: type(c).__name__)
def test_one_person_signs_with_the_key_of_his_desk(command):
    good = proven(command, "kiosk-1", (FIRST.desk,))
    assert taken(good)
    assert decode(encode(good)) == good
    assert not taken(command), "nobody signed"
    assert not taken(proven(command, "kiosk-1", (SECOND.desk,))), "somebody else did"
    assert not taken(proven(command, "kiosk-2", (FIRST.desk,))), "for another kiosk"
    assert not taken(replace(good, nonce="cd" * 16)), "of another connection"
    assert not taken(replace(good, number=2)), "replayed under another number"
    assert not taken(replace(good, staff="staff-1002")), "another name put in"
    assert not taken(replace(good, proofs=(*good.proofs, "ab" * 64))), "one signature too many"


def test_two_people_sign_with_the_keys_that_a_pin_opens_for_this_act():
    good = proven(APPROVE, "kiosk-1", (FIRST.settling, SECOND.settling))
    marks = marks_of(good, "kiosk-1", PEOPLE)
    assert marks is not None
    assert [mark.role for mark in marks] == [Role.SUPERVISOR, Role.CLERK]
    assert not taken(proven(APPROVE, "kiosk-1", (FIRST.desk, SECOND.desk))), "who is on duty has not approved"
    assert not taken(proven(APPROVE, "kiosk-1", (FIRST.settling, FIRST.settling))), "one person twice"
    assert not taken(replace(good, proofs=good.proofs[::-1])), "each for himself"
    assert not taken(replace(good, proofs=good.proofs[:1]))
    for changed in (
        {"matter": ms.Matter.PRESENCE}, {"reason": ms.Reason.LOOKED_IN_PERSON}, {"checks": ()},
        {"second": "staff-1001"}, {"session": SESSION.replace("3", "4", 1)},
    ):  # fmt: skip
        assert not taken(replace(good, **changed)), changed


def test_a_console_with_one_persons_keys_makes_no_second_person():
    """Everything of the first is at its hands: keys, register, connection."""
    words = words_of(APPROVE, "kiosk-1")
    own = (FIRST.settling, FIRST.desk)
    for one in own:
        for other in own:
            forged = replace(APPROVE, proofs=(signed(words[0], one), signed(words[1], other)))
            assert not taken(forged)
    invented = replace(APPROVE, second="staff-1003")
    assert not taken(proven(invented, "kiosk-1", (FIRST.settling, FIRST.settling)))


def test_who_sells_commands_nothing():
    for command in (*BY_ONE, APPROVE, HAND_OVER):
        named = replace(command, staff="staff-2001")
        keys = (SELLS.settling, SECOND.settling) if isinstance(command, ms.Approve) else (SELLS.desk, SECOND.desk)
        assert not taken(proven(named, "kiosk-1", keys[: len(words_of(named, "kiosk-1"))]))


def test_a_shift_is_handed_over_by_both():
    assert taken(proven(HAND_OVER, "kiosk-1", (FIRST.desk, SECOND.desk)))
    assert not taken(proven(HAND_OVER, "kiosk-1", (FIRST.desk, FIRST.desk)))
