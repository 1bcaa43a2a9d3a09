"""The protocol: strict, bounded, and without a word for an answer."""

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.consent import events as ev
from kiosk.domain.consents import Chapter, Mode
from kiosk.domain.staff import StaffMark
from kiosk.runtime.supervision_events import FromStaff, OfSession, event_of
from kiosk.supervision import messages as ms
from kiosk.supervision import protocol
from kiosk.supervision.protocol import MAX_FRAME, ProtocolError, decode, encode, from_console, from_kiosk

SESSION = "3f0c1d3a-1a52-4c8b-9d0e-1c2b3a4d5e6f"
_codes = some.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,20}", fullmatch=True)
_counts = some.integers(0, 9999)
_nonces = some.from_regex(r"[0-9a-f]{32}", fullmatch=True)
_sessions = some.uuids(version=4).map(str)
_checks = some.lists(some.from_regex(r"[a-z][a-z_]{0,20}", fullmatch=True), max_size=8, unique=True).map(tuple)
_proofs = some.lists(some.from_regex(r"[0-9a-f]{128}", fullmatch=True), max_size=2, unique=True).map(tuple)
TO_A_SESSION = some.one_of(
    some.builds(ms.ComeOver, _nonces, _counts, _sessions, _codes, _proofs),
    some.builds(ms.PauseScript, _nonces, _counts, _sessions, _codes, _proofs),
    some.builds(ms.EndSession, _nonces, _counts, _sessions, _codes, some.sampled_from(ms.Reason), _proofs),
    some.builds(ms.Approve, _nonces, _counts, _sessions, _codes, _codes, some.sampled_from(ms.Matter),
                some.sampled_from(ms.Reason), _checks, _proofs),
    some.builds(ms.HandOver, _nonces, _counts, _sessions, _codes, _codes, _proofs),
)  # fmt: skip
COMMANDS = some.one_of(
    TO_A_SESSION,
    some.builds(ms.CloseKiosk, _nonces, _counts, _codes, _proofs),
    some.builds(ms.OpenKiosk, _nonces, _counts, _codes, _proofs),
)
_pairs = some.tuples(_counts, _counts)
FROM_KIOSK = some.one_of(
    some.builds(ms.Greeting, _codes, some.text(min_size=1, max_size=100), some.sampled_from(Mode), _nonces,
                some.text(min_size=1, max_size=300)),
    some.builds(
        ms.Standing, some.one_of(some.just(""), _sessions), some.from_regex(r"[A-Z][A-Za-z]{0,20}", fullmatch=True),
        some.one_of(some.none(), some.sampled_from(Chapter)),
        some.builds(ms.Meter, _counts, _counts, _counts, _counts, _pairs, _pairs, _counts, _counts),
        some.one_of(some.none(), some.builds(ms.Call, some.sampled_from(ms.Wanted), _counts, some.booleans())),
        some.lists(some.sampled_from(ms.Alert), unique=True).map(tuple),
    ),
    some.builds(ms.Answered, _counts, some.sampled_from(ms.Outcome)),
)  # fmt: skip
FROM_CONSOLE = some.one_of(COMMANDS, some.builds(ms.Welcomed, _codes), some.builds(ms.HeadStored, _sessions, _counts))
ANSWERS = (
    ev.Replied, ev.ReplyConfirmed, ev.ReplyRejected, ev.ReplyTakenBack, ev.ReplyCorrectionAsked, ev.SideTouched,
    ev.CardCorrected, ev.CardConfirmed, ev.ConsultantStated, ev.Penned, ev.LeaveConfirmed, ev.QuestionAsked,
    ev.LanguageChosen, ev.WayChosen, ev.FaceChecked, ev.CardRead, ev.Spoken,
)  # fmt: skip
"""Events that say something in the borrower's place, or of him."""


@given(message=some.one_of(FROM_KIOSK, FROM_CONSOLE))
def test_every_message_comes_back_as_it_was_sent(message):
    frame = encode(message)
    assert decode(frame) == message
    assert len(frame.encode()) <= MAX_FRAME


@given(command=TO_A_SESSION)
def test_every_command_becomes_an_act_of_staff_and_no_answer(command):
    event = event_of(command, (StaffMark(), StaffMark()))
    assert isinstance(event, get_args(FromStaff))
    assert not isinstance(event, ANSWERS)


def test_each_message_a_console_can_send_is_known_here():
    """A new one has to be looked at: may it say something for the borrower?"""
    acts = {ms.ComeOver, ms.PauseScript, ms.EndSession, ms.Approve, ms.HandOver, ms.CloseKiosk, ms.OpenKiosk}
    assert set(get_args(ms.Command)) == acts
    assert set(get_args(OfSession)) == acts - {ms.CloseKiosk, ms.OpenKiosk}
    assert set(get_args(ms.FromConsole)) == acts | {ms.Welcomed, ms.HeadStored}
    assert set(get_args(FromStaff)) == {
        ev.StaffComing, ev.ScriptHeld, ev.EndedByStaff, ev.StaffApproved, ev.ShiftHandedOver,
    }  # fmt: skip
    assert not set(get_args(FromStaff)) & set(ANSWERS)


def test_no_field_of_a_command_can_hold_words():
    """Codes and lists of codes; what the borrower reads comes from the script, by a name of a closed list."""
    for text in ("我同意", "yes please", "a b", "x" * 65, ""):
        for name in ("staff", "second"):
            value = {**_approval(), name: text}
            with pytest.raises(ProtocolError):
                decode(_dumped(value))
        with pytest.raises(ProtocolError):
            decode(_dumped({**_approval(), "reason": text}))
        for name in ("checks", "proofs"):
            with pytest.raises(ProtocolError):
                decode(_dumped({**_approval(), name: [text]}))


@given(raw=some.one_of(some.binary(max_size=400), some.text(max_size=400)))
def test_random_bytes_are_refused(raw):
    with pytest.raises(ProtocolError):
        decode(raw)


_json = some.recursive(
    some.one_of(some.none(), some.booleans(), some.integers(), some.floats(allow_nan=False), some.text(max_size=20)),
    lambda inner: some.one_of(
        some.lists(inner, max_size=4), some.dictionaries(some.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(message=some.one_of(FROM_KIOSK, FROM_CONSOLE), key=some.integers(0, 20), value=_json)
def test_a_true_message_with_one_thing_changed_is_refused_or_another_true_one(message, key, value):
    frame = json.loads(encode(message))
    frame[sorted(frame)[key % len(frame)]] = value
    try:
        found = decode(_dumped(frame))
    except ProtocolError:
        return
    assert decode(encode(found)) == found


@given(message=FROM_KIOSK)
def test_a_kiosk_takes_nothing_that_another_kiosk_says(message):
    with pytest.raises(ProtocolError, match="console sends"):
        from_console(encode(message))


@given(message=FROM_CONSOLE)
def test_a_console_takes_no_command(message):
    with pytest.raises(ProtocolError, match="kiosk sends"):
        from_kiosk(encode(message))


_WRONG = {
    "another version": {"v": 1},
    "a version that is true": {"v": True},
    "a version in words": {"v": "1"},
    "a type that there is not": {"type": "answer"},
    "a type that is no text": {"type": 7},
    "a key too many": {"word": "yes"},
    "a session that is none": {"session": "1"},
    "a session in capitals": {"session": SESSION.upper()},
    "a number below zero": {"number": -1},
    "a number beyond all": {"number": 10**9},
    "a number that is true": {"number": True},
    "a fraction": {"number": 1.0},
    "a nonce too short": {"nonce": "ab"},
    "a matter that is not for staff": {"matter": "consent"},
    "a check twice": {"checks": ["explained", "explained"]},
    "too many checks": {"checks": [f"c{'a' * n}" for n in range(9)]},
}


@pytest.mark.parametrize("changed", _WRONG.values(), ids=_WRONG.keys())
def test_it_is_refused(changed):
    with pytest.raises(ProtocolError):
        decode(_dumped({**_approval(), **changed}))


@pytest.mark.parametrize(
    "key", ["v", "type", "staff", "second", "nonce", "number", "session", "checks", "reason", "proofs"]
)
def test_a_key_too_few_is_refused(key):
    value = _approval()
    del value[key]
    with pytest.raises(ProtocolError):
        decode(_dumped(value))


_SPELLINGS = {
    "a key twice": lambda frame: frame.replace('{"', '{"type":"approve","', 1),
    "blanks": lambda frame: frame.replace(",", ", "),
    "another order": lambda frame: _dumped(dict(reversed(list(json.loads(frame).items()))), sort=False),
    "a byte order mark": lambda frame: "\ufeff" + frame,
    "more behind it": lambda frame: frame + "{}",
    "cut off": lambda frame: frame[:-1],
    "half a character": lambda frame: frame.encode()[:-2] + b"\xff}",
    "too long": lambda frame: frame + " " * MAX_FRAME,
    "too deep": lambda frame: "[" * 5000 + "]" * 5000,
    "a lone surrogate": lambda frame: frame.replace("approve", "\ud800"),
}


@pytest.mark.parametrize("spelt", _SPELLINGS.values(), ids=_SPELLINGS.keys())
def test_only_the_one_spelling_is_taken(spelt):
    with pytest.raises(ProtocolError):
        decode(spelt(_dumped(_approval())))


def test_what_could_not_be_read_back_is_not_sent():
    with pytest.raises(ProtocolError):
        encode(ms.ComeOver("x", 1, SESSION, "staff-1"))
    with pytest.raises(ProtocolError):
        encode(ms.Greeting("kiosk-1", "b" * 101, Mode.TRAINING, "0" * 32, "pem"))


def test_reasons_are_those_that_the_script_has_words_for():
    from kiosk.consent.events_staff import APPROVED, ENDED

    assert {str(reason) for reason in ms.APPROVING} == set(APPROVED)
    assert {str(reason) for reason in ms.ENDING} == set(ENDED)
    assert set(ms.APPROVING) | set(ms.ENDING) == set(ms.Reason)
    assert protocol.VERSION == 2


def _approval() -> dict:
    return json.loads(
        encode(
            ms.Approve("0" * 32, 1, SESSION, "staff-1", "staff-2", ms.Matter.IDENTITY, ms.Reason.DEVICE_FAULT,
                       ("card_in_hand",))
        )
    )  # fmt: skip


def _dumped(value: object, *, sort: bool = True) -> str:
    return json.dumps(value, sort_keys=sort, separators=(",", ":"), ensure_ascii=False)
