"""The face check on the rendered head: every kind of step, its record, and the limit of attempts."""

import dataclasses

import pytest

from kiosk.checks.face_match import MatchOutcome
from kiosk.checks.liveness import (
    COACH_TEXTS,
    FACE_MOVES,
    MOVE_TEXTS,
    Liveness,
    Move,
    Plan,
    draw_challenge,
    record_challenge,
    record_measured,
    replay,
)
from kiosk.consent.effects import CheckFace
from kiosk.consent.events import Event, FaceChecked, FaceStepAsked
from kiosk.devices.simulated.face import SimulatedFaceAnalyser
from kiosk.domain.consents import Source
from kiosk.domain.speech import Language
from kiosk.runtime.face_check import sound_levels
from kiosk.runtime.face_gate import TOO_OFTEN, FaceGate, IdentityRules
from kiosk.runtime.hearing import Hearing
from kiosk.runtime.session_faces import SessionFaces
from kiosk.runtime.training_hand import FaceActor
from tests.journeys.branch import quick_rig, settings_in

LONGEST = 60.0


class Room:
    """A gate, a head before its camera, and ears; no guide speaks."""

    def __init__(self, folder, clock) -> None:
        self.clock = clock
        rig = quick_rig(settings_in(folder), clock, inline=True)
        self.devices, self.stage = rig.devices, rig.stage
        self.events: list[Event] = []
        rules = IdentityRules()
        self.hearing = Hearing(self.devices, self.events.append, lambda work: work(), rules.acceptance)
        self.gate = FaceGate(
            self.devices, rules, self.events.append, lambda work: work(), self.hearing, lambda: False,
            SessionFaces(self.devices.face_analyser),
        )  # fmt: skip
        self.devices.face_camera.start(self.gate.push_frame, lambda failure: None)
        self.devices.microphone.start(self._heard, lambda failure: None)
        self.actor = FaceActor(self.stage, clock, self.gate.instruction.peek)
        self.portrait = self.devices.codec.encode(rig.devices.face_camera._footage.picture(0.0), 90)

    def _heard(self, chunk) -> None:
        self.hearing.hear(chunk)
        self.gate.push_chunk(chunk)

    def check(self, seed: bytes, plan: Plan, *, answers: bool = True, number: str = "n1") -> FaceChecked:
        from kiosk.domain.speech import Grammar

        self.events.clear()
        self.hearing.listen(Grammar(frozenset()), Language.ZH_CN)
        self.gate.check(CheckFace(seed, 0, self.portrait, plan, number, Language.ZH_CN))
        self.began = self.clock.now().mono
        while not [event for event in self.events if isinstance(event, FaceChecked)]:
            if answers:
                self.actor.follow(Language.ZH_CN)
            self.clock.sleep(0.1)
            assert self.clock.now().mono - self.began < LONGEST
        return next(event for event in self.events if isinstance(event, FaceChecked))


@pytest.fixture
def room(tmp_path, simulated_clock) -> Room:
    return Room(tmp_path, simulated_clock)


@pytest.mark.parametrize("move", FACE_MOVES)
def test_the_rendered_head_makes_each_move(room, move):
    # A turn is always drawn, so that the depth of the face is seen.
    plan = Plan(tuple(dict.fromkeys((move, Move.TURN_LEFT, Move.TURN_RIGHT))), 2, 0, 0)
    seed = next(s for n in range(200) if move in draw_challenge(s := bytes([n]) * 16, plan).moves)
    checked = room.check(seed, plan)
    assert (checked.match, checked.liveness) == (MatchOutcome.MATCH, Liveness.SIMULATED)
    assert move in [event.step for event in room.events if isinstance(event, FaceStepAsked)]


def test_it_reads_digits_aloud_and_its_lips_move_in_time(room):
    checked = room.check(b"d" * 16, Plan())
    assert checked.liveness is Liveness.SIMULATED
    assert checked.record.measured.digits.heard == checked.record.challenge.digits


def test_the_light_of_the_screen_is_seen_on_the_skin(room):
    checked = room.check(b"l" * 16, Plan(digits=0, light=6))
    assert checked.record.measured.light.steps == 6
    assert checked.liveness is Liveness.SIMULATED


def test_the_verdict_is_replayed_from_seed_and_record(room):
    checked, seed = room.check(b"r" * 16, Plan()), b"r" * 16
    record = checked.record
    drawn, numbers = record_challenge(record.challenge, record.plan), record_measured(record.measured)
    assert replay(seed, drawn, numbers, str(checked.liveness)).follows
    assert not replay(b"x" * 16, drawn, numbers, str(checked.liveness)).follows


def test_half_of_the_checks_on_the_rendered_head_take_less_than_eight_seconds(room):
    lasted = []
    for n in range(7):
        assert room.check(bytes([n]) * 16, Plan()).liveness is Liveness.SIMULATED
        lasted.append(room.clock.now().mono - room.began)
    assert sorted(lasted)[len(lasted) // 2] <= 8.0


def test_who_does_nothing_is_helped_and_then_not_judged_live(room):
    checked = room.check(b"n" * 16, Plan(), answers=False)
    assert checked.liveness is Liveness.CHALLENGE_UNANSWERED
    asked = [event for event in room.events if isinstance(event, FaceStepAsked)]
    assert len({event.step for event in asked}) == 1
    assert len({event.said.zh for event in asked}) == 2


def test_after_five_failures_a_person_comes_at_once_for_this_card_alone(room):
    for _ in range(5):
        room.check(b"n" * 16, Plan(), answers=False)
    assert room.check(b"n" * 16, Plan()).reason == TOO_OFTEN
    assert room.check(b"n" * 16, Plan(), number="n2").reason == "looked"
    room.clock.sleep(1801)
    assert room.check(b"n" * 16, Plan()).match is MatchOutcome.MATCH


def test_after_three_failures_help_comes_with_the_instruction(room):
    for _ in range(3):
        room.check(b"n" * 16, Plan(), answers=False)
    assert room.check(b"n" * 16, Plan()).liveness is Liveness.SIMULATED
    first = next(event for event in room.events if isinstance(event, FaceStepAsked))
    assert first.said.zh == MOVE_TEXTS[first.step].zh + COACH_TEXTS[first.step].zh


def test_no_number_of_a_card_is_kept(room):
    room.check(b"n" * 16, Plan(), answers=False, number="110101197001010024")
    assert "110101197001010024" not in repr(room.gate._attempts)


def test_a_stranger_is_no_match(room):
    room.stage.seat("stranger")
    assert room.check(b"s" * 16, Plan()).match is MatchOutcome.STAFF_WARNING


def test_the_portrait_is_made_ready_before_anything_is_asked(room):
    """Then only the probes are left for the decision after the last frame."""
    asked: list[tuple[int, int]] = []

    class Noting(SimulatedFaceAnalyser):
        def compare(self, reference, probes):
            asked.append((len(probes), sum(isinstance(event, FaceStepAsked) for event in room.events)))
            return super().compare(reference, probes)

    room.gate._faces = SessionFaces(lambda: Noting(told=lambda: room.stage.head_pose))
    for _ in range(2):
        asked.clear()
        room.check(b"s" * 16, Plan(FACE_MOVES, 2, 0, 0))
        assert asked[0] == (0, 0)
        assert [probes > 0 for probes, _ in asked] == [False, True]


def test_a_quiet_room_has_no_voice_in_it():
    assert all(level.voice == 0.0 for level in sound_levels([(n / 30, 20.0 + n % 5) for n in range(60)]))
    assert sound_levels([]) == ()


def test_only_a_device_is_looked_through_for_injected_pictures(room):
    record = room.check(b"i" * 16, Plan()).record
    assert room.devices.face_camera.source is Source.SIMULATED
    assert record.measured.injection_due is False
    assert record.measured.injection is None
    assert dataclasses.asdict(record.measured)["passive"]["frames"] > 0
