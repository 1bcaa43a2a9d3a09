"""A challenge that was seen and left counts as a try; the light waits for the guide."""

import pytest

from kiosk.checks.liveness import Move, Plan
from kiosk.consent.effects import CheckFace
from kiosk.consent.events import FaceStepAsked
from kiosk.domain.speech import Language
from kiosk.runtime.face_gate import TOO_OFTEN
from tests.runtime.test_face_gate import Room


@pytest.fixture
def room(tmp_path, simulated_clock) -> Room:
    return Room(tmp_path, simulated_clock)


def begin(room: Room, seed: bytes, number: str = "n1") -> None:
    room.events.clear()
    room.gate.check(CheckFace(seed, 0, room.portrait, Plan(), number, Language.ZH_CN))


def wait_until_asked(room: Room) -> None:
    while not [event for event in room.events if isinstance(event, FaceStepAsked)]:
        room.clock.sleep(0.1)
    room.clock.sleep(0.3)


def test_who_leaves_challenge_after_challenge_is_looked_at_by_a_person(room):
    for n in range(5):
        begin(room, bytes([n]) * 16)
        wait_until_asked(room)
        room.gate.stop()
    assert room.check(b"n" * 16, Plan()).reason == TOO_OFTEN
    assert room.check(b"n" * 16, Plan(), number="n2").reason == "looked"


def test_another_draw_in_place_of_one_that_was_seen_counts_too(room):
    for n in range(6):
        begin(room, bytes([n]) * 16)
        if [event for event in room.events if not isinstance(event, FaceStepAsked)]:
            break
        wait_until_asked(room)
    assert [event.reason for event in room.events] == [TOO_OFTEN]


def test_a_challenge_that_nobody_saw_does_not_count(room):
    for n in range(9):
        begin(room, bytes([n]) * 16)
    assert room.check(b"n" * 16, Plan()).reason == "looked"


def test_a_check_that_was_judged_counts_once(room):
    for _ in range(4):
        room.check(b"n" * 16, Plan(), answers=False)
        room.gate.stop()
    assert room.check(b"n" * 16, Plan()).reason == "looked"


def test_the_light_begins_when_the_guide_has_said_that_it_comes(room):
    lit: list[bool] = []
    speaks = {"now": False}
    room.gate._speaking = lambda: speaks["now"]
    follow = room.actor.follow

    def watch(language: Language) -> None:
        asked = room.gate.instruction.peek()
        if asked is not None and asked.step is Move.SCREEN_LIGHT:
            speaks["now"] = len(lit) < 20
            lit.append(asked.glow is not None)
        follow(language)

    room.actor.follow = watch
    checked = room.check(b"l" * 16, Plan(digits=0, light=6))
    assert not any(lit[:20])
    assert any(lit[20:])
    assert checked.record.measured.light.steps == 6
