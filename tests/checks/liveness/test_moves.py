"""Challenges drawn from a seed, moves judged from summaries, and verdicts that fail closed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.checks.liveness import (
    COACH_TEXTS,
    FACE_MOVES,
    MOVE_TEXTS,
    Challenge,
    FaceSample,
    Liveness,
    Move,
    Parts,
    Plan,
    Response,
    answered,
    draw_challenge,
    judge_liveness,
    judge_passive,
)
from kiosk.ports.attack_detector import LiveScore, NoResponse

SEED = bytes(range(32))


def window(
    *yaws: float,
    pitch: tuple[float, ...] = (),
    eyes: tuple[float, ...] = (),
    mouth: tuple[float, ...] = (),
    begin: float = 0.0,
) -> tuple[FaceSample, ...]:
    pitches = pitch or (0.0,) * len(yaws)
    lids = eyes or (1.0,) * len(yaws)
    lips = mouth or (0.05,) * len(yaws)
    rows = zip(yaws, pitches, lids, lips, strict=True)
    return tuple(FaceSample(begin + i * 0.2, y, p, e, m) for i, (y, p, e, m) in enumerate(rows))


def later(samples: tuple[FaceSample, ...], seconds: float = 10.0) -> tuple[FaceSample, ...]:
    return tuple(replace(s, seconds=s.seconds + seconds) for s in samples)


THREE_MOVES = Plan(FACE_MOVES, 3, 0)
RIGHT = window(0, 5, 18, 20, 10, 2)
LEFT = window(0, -5, -18, -20, -10, -2)
NOD = window(0, 1, 0, 1, 0, 0, pitch=(-20, -24, -30, -32, -24, -21))
BLINK = window(0, 0, 1, 0, 0, 0, eyes=(1.0, 0.98, 0.4, 0.5, 0.97, 1.0))
STILL = window(0, 1, 0, -1, 0, 1)
MOUTH = window(0, 0, 1, 0, 0, 0, mouth=(0.05, 0.06, 0.4, 0.5, 0.1, 0.05))
MADE = {Move.TURN_RIGHT: RIGHT, Move.TURN_LEFT: LEFT, Move.NOD: NOD, Move.BLINK: BLINK, Move.OPEN_MOUTH: MOUTH}


@pytest.mark.parametrize(
    "eyes",
    [(0.0, 0.9, 1.0, 1.0, 0.3, 1.0, 1.0), (1.0, 0.1, 1.0, 1.0, 0.2, 0.9, 1.0), (1.0, 0.9, 1.0, 0.2, 0.9, 1.0, 0.1)],
)
def test_a_blink_that_eyes_make_of_themselves_does_not_hide_the_one_that_was_asked_for(eyes: tuple[float, ...]) -> None:
    seen = window(*[0.0] * 7, eyes=eyes)
    assert answered(Challenge((Move.BLINK,), ""), (seen,))


@pytest.mark.parametrize(
    "eyes",
    [(0.0, 0.9, 1.0, 1.0, 1.0, 1.0, 1.0), (1.0, 0.9, 1.0, 0.8, 1.0, 0.9, 1.0), (1.0, 1.0, 1.0, 1.0, 1.0, 0.1, 0.1)],
)
def test_eyes_that_only_open_only_close_or_never_blink_have_not_answered(eyes: tuple[float, ...]) -> None:
    assert not answered(Challenge((Move.BLINK,), ""), (window(*[0.0] * 7, eyes=eyes),))


@given(st.binary(min_size=16, max_size=64))
def test_a_challenge_comes_from_its_seed_and_never_repeats_a_move_at_once(seed: bytes) -> None:
    challenge = draw_challenge(seed, THREE_MOVES)
    assert challenge == draw_challenge(seed, THREE_MOVES)
    assert len(challenge.moves) == 3
    assert all(a is not b for a, b in zip(challenge.moves, challenge.moves[1:], strict=False))


def test_seeds_draw_all_moves() -> None:
    drawn = {draw_challenge(SEED + bytes([n]), THREE_MOVES).moves for n in range(200)}
    assert {move for moves in drawn for move in moves} == set(FACE_MOVES)
    assert len(drawn) > 25


def test_a_short_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        draw_challenge(b"short", THREE_MOVES)
    with pytest.raises(ValueError, match="two different moves"):
        draw_challenge(SEED, Plan((Move.NOD, Move.NOD), 3, 0))


@pytest.mark.parametrize("asked", FACE_MOVES)
@pytest.mark.parametrize("shown", [*FACE_MOVES, None])
def test_only_the_move_that_was_asked_for_counts(asked: Move, shown: Move | None) -> None:
    seen = STILL if shown is None else MADE[shown]
    assert answered(Challenge((asked,)), (seen,)) is (shown is asked)


def test_shaking_the_head_answers_no_turn() -> None:
    shaken = window(0, -20, 20, -20, 20, 0)
    assert not answered(Challenge((Move.TURN_LEFT,)), (shaken,))
    assert not answered(Challenge((Move.TURN_RIGHT,)), (shaken,))


def test_a_turn_without_coming_back_is_not_over_yet() -> None:
    assert not answered(Challenge((Move.TURN_RIGHT,)), (window(0, 5, 18, 20, 20, 20),))


def test_too_late_is_unanswered() -> None:
    late = tuple(replace(s, seconds=s.seconds + (7 if n > 1 else 0)) for n, s in enumerate(RIGHT))
    assert not answered(Challenge((Move.TURN_RIGHT,)), (late,))


@pytest.mark.parametrize("move", FACE_MOVES)
def test_time_that_stands_goes_back_or_rushes_is_no_answer(move: Move) -> None:
    made = MADE[move]
    assert answered(Challenge((move,)), (made,))
    backwards = tuple(replace(s, seconds=-s.seconds) for s in made)
    standing = tuple(replace(s, seconds=1.0) for s in made)
    rushed = tuple(replace(s, seconds=s.seconds / 10) for s in made)
    torn = tuple(replace(s, seconds=s.seconds + (1.6 if n > 2 else 0)) for n, s in enumerate(made))
    for tricked in (backwards, standing, rushed, torn, made[:4], ()):
        assert not answered(Challenge((move,)), (tricked,))


@pytest.mark.parametrize("move", FACE_MOVES)
@pytest.mark.parametrize("broken", [float("nan"), float("inf"), None])
def test_what_was_not_measured_never_passes(move: Move, broken: float | None) -> None:
    pose = 0.0 if broken is None else broken
    blind = tuple(replace(s, yaw=pose, pitch=pose, eyes=broken, mouth=broken) for s in MADE[move])
    assert not answered(Challenge((move,)), (blind,))


def test_each_move_needs_its_window() -> None:
    both = Challenge((Move.TURN_RIGHT, Move.NOD))
    assert answered(both, (RIGHT, later(NOD)))
    assert not answered(both, (NOD, later(RIGHT)))
    assert not answered(both, (later(RIGHT), NOD)), "the second window began before the first"
    assert not answered(both, (RIGHT, NOD)), "both at once"
    assert not answered(both, (RIGHT,))
    assert not answered(Challenge(()), ())
    assert not answered(both, (RIGHT, ()))


def live(*scores: float) -> tuple[LiveScore, ...]:
    return tuple(LiveScore(score, "test") for score in scores)


def test_passive_verdicts() -> None:
    silent = (NoResponse("no_model"),)
    assert judge_passive(live(0.9, 0.9, 0.9, 0.2, 0.2)) is Liveness.PASSED
    assert judge_passive(live(0.9, 0.9, 0.2, 0.2, 0.2)) is Liveness.FAILED
    assert judge_passive(silent * 20) is Liveness.NOT_DONE
    assert judge_passive(live(0.9, 0.9, 0.9, 0.9)) is Liveness.NOT_DONE
    assert judge_passive(live(*[0.9] * 5) + silent * 10) is Liveness.FAILED
    assert judge_passive(live(*[float("nan")] * 6)) is Liveness.FAILED
    assert judge_passive(()) is Liveness.NOT_DONE


@pytest.mark.parametrize(
    ("passive", "moves", "verdict"),
    [
        (Liveness.PASSED, (Response.MADE, Response.MADE), Liveness.PASSED),
        (Liveness.PASSED, (Response.MADE, Response.NOT_MADE), Liveness.CHALLENGE_UNANSWERED),
        (Liveness.PASSED, (), Liveness.CHALLENGE_UNANSWERED),
        (Liveness.FAILED, (Response.MADE,), Liveness.FAILED),
        (Liveness.FAILED, (Response.NO_MEASURE,), Liveness.FAILED),
        (Liveness.NOT_DONE, (Response.MADE,), Liveness.NOT_DONE),
        (Liveness.NOT_DONE, (Response.NO_MEASURE,), Liveness.CHALLENGE_UNANSWERED),
    ],
)
def test_both_must_hold(passive: Liveness, moves: tuple[Response, ...], verdict: Liveness) -> None:
    assert judge_liveness(passive, Parts(moves, Response.MADE)) is verdict


def test_each_move_is_asked_for_in_both_languages() -> None:
    assert set(MOVE_TEXTS) == set(COACH_TEXTS) == set(Move)
