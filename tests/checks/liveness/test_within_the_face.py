"""Passive detection takes a mask and a synthetic clip for a person. So whatever is left out as hard, a session asks for
something that moves within the face (mouth, blink, digits), and without it nothing passes."""

from dataclasses import replace

import pytest

from kiosk.checks.liveness import (
    FACE_MOVES,
    INNER_MOVES,
    TURNS,
    Liveness,
    Measured,
    Move,
    Parts,
    Plan,
    Response,
    draw_challenge,
    judge_liveness,
    judge_measured,
    judge_parts,
    without,
)
from kiosk.checks.liveness.digits import DigitsSummary
from kiosk.checks.liveness.parallax import ParallaxSummary
from kiosk.checks.liveness.passive import PassiveSummary
from tests.checks.liveness.test_verdict import measured

STEPS = (*FACE_MOVES, Move.SAY_DIGITS, Move.SCREEN_LIGHT)


def session_plans() -> set[Plan]:
    """What a session begins with, and every plan that leaving steps out leads to."""
    found: set[Plan] = set()
    due = [Plan(), Plan(light=4)]
    while due:
        plan = due.pop()
        if plan not in found:
            found.add(plan)
            due += [easier for step in STEPS if (easier := without(plan, step)) is not None]
    return found


def test_every_drawn_challenge_asks_for_a_turn_and_for_something_within_the_face() -> None:
    plans = session_plans()
    assert len(plans) > 4
    for plan in plans:
        for place in range(60):
            challenge = draw_challenge(place.to_bytes(16, "big"), plan)
            assert set(challenge.moves) & set(TURNS), plan
            assert challenge.digits or set(challenge.moves) & set(INNER_MOVES), plan


def test_what_passes_the_models_alone_is_never_passed() -> None:
    assert judge_liveness(Liveness.PASSED, Parts((), Response.NO_MEASURE)) is not Liveness.PASSED
    everything_live = Measured(PassiveSummary(80, 80, 80), injection_due=False)
    for place in range(40):
        challenge = draw_challenge(place.to_bytes(16, "big"), Plan())
        assert judge_measured(challenge, everything_live) is not Liveness.PASSED


@pytest.mark.parametrize("plan", sorted(session_plans(), key=repr))
def test_a_mask_that_turns_and_has_a_nose_but_no_lips_or_lids_does_not_pass(plan: Plan) -> None:
    """The models call it live, it turns, its nose stands out: only what lies within the face is missing."""
    for place in range(20):
        challenge = draw_challenge(place.to_bytes(16, "big"), plan)
        person = measured(challenge)
        stiff = tuple(
            replace(move, lids_least=1000, mouth_most=move.mouth_rest) if move is not None else None
            for move in person.moves
        )
        mask = replace(
            person,
            passive=PassiveSummary(80, 80, 80),
            parallax=ParallaxSummary(6, 200, 500, 20),
            moves=stiff,
            digits=DigitsSummary(challenge.digits, 1500, 20, 0, 1000) if challenge.digits else None,
        )
        parts = judge_parts(challenge, mask)
        assert parts.parallax is Response.MADE
        assert judge_measured(challenge, person) is Liveness.PASSED
        assert judge_measured(challenge, mask) is not Liveness.PASSED, challenge
