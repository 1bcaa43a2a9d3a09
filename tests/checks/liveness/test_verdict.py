"""The verdict fails closed, and follows from what is recorded."""

import itertools
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.checks.liveness import (
    FACE_MOVES,
    HEAD_MOVES,
    TURNS,
    VERSION,
    Challenge,
    DigitsSummary,
    InjectionSummary,
    LightSummary,
    Liveness,
    Measured,
    Move,
    MoveSummary,
    ParallaxSummary,
    Parts,
    PassiveSummary,
    Plan,
    Response,
    Side,
    draw_challenge,
    judge_liveness,
    judge_measured,
    read_plan,
    record_challenge,
    record_measured,
    replay,
)

SEED = bytes(range(32))
PLAN = Plan(light=4)
RESPONSES = st.sampled_from(Response)
MAYBE = st.one_of(st.none(), RESPONSES)


def move_made(move: Move) -> MoveSummary:
    still = MoveSummary(move, 12, 200, 0, 0, 0, 0, 0, 1000, 1000, 1000, 50, 50, 50, 900)
    match move:
        case Move.TURN_LEFT:
            return replace(still, yaw_least=-200)
        case Move.TURN_RIGHT:
            return replace(still, yaw_most=200)
        case Move.NOD:
            return replace(still, nod_before=120, nod=110)
        case Move.OPEN_MOUTH:
            return replace(still, mouth_most=400)
        case _:
            return replace(still, lids_least=300)


def measured(challenge: Challenge) -> Measured:
    return Measured(
        PassiveSummary(20, 20, 20),
        tuple(map(move_made, challenge.moves)),
        ParallaxSummary(6, 200, 300, 20),
        DigitsSummary(challenge.digits, 1500, 20, 800, 4000),
        LightSummary(4, 990, 150, 900),
        InjectionSummary(25, 30_000, 0, 0, 1000, 1100),
    )


DRAWN = draw_challenge(SEED, PLAN)
GOOD = measured(DRAWN)


@given(st.binary(min_size=16, max_size=40), st.integers(1, 4), st.integers(0, 6), st.sampled_from([0, 2, 5]))
def test_a_full_answer_passes_and_its_record_replays(seed: bytes, moves: int, digits: int, light: int) -> None:
    plan = Plan(moves=moves, digits=digits, light=light)
    challenge = draw_challenge(seed, plan)
    assert any(move in TURNS for move in challenge.moves), "parallax needs a turn"
    assert len(challenge.digits) == digits
    assert {glow.side for glow in challenge.light} == ({Side.LEFT, Side.RIGHT} if light else set())
    answer = replace(measured(challenge), light=LightSummary(max(light, 2), 990, 150, 900) if light else None)
    assert judge_measured(challenge, answer) is Liveness.PASSED
    drawn, numbers = json.loads(json.dumps([record_challenge(challenge, plan), record_measured(answer)]))
    assert replay(seed, drawn, numbers, "passed").follows
    assert replay(seed, drawn, numbers, "simulated").follows
    assert not replay(seed + b"x", drawn, numbers, "passed").follows or draw_challenge(seed + b"x", plan) == challenge
    assert not replay(seed, drawn, numbers, "failed").follows


@given(
    st.sampled_from([Liveness.PASSED, Liveness.FAILED, Liveness.NOT_DONE]),
    st.lists(RESPONSES, max_size=3), RESPONSES, MAYBE, MAYBE, MAYBE,
)  # fmt: skip
def test_passed_needs_every_part(
    passive: Liveness, moves: list[Response], parallax: Response, digits: Response | None, light: Response | None,
    injection: Response | None,
) -> None:  # fmt: skip
    verdict = judge_liveness(passive, Parts(tuple(moves), parallax, digits, light, injection))
    asked = [*moves, parallax, *(part for part in (digits, light) if part is not None)]
    whole = bool(moves) and all(part is Response.MADE for part in asked) and injection is not Response.NOT_MADE
    assert (verdict is Liveness.PASSED) is (whole and passive is Liveness.PASSED)
    if Response.NOT_MADE in (parallax, light, injection) or passive is Liveness.FAILED:
        assert verdict is Liveness.FAILED


@pytest.mark.parametrize(
    ("taken", "verdict"),
    [
        ({"moves": ()}, Liveness.CHALLENGE_UNANSWERED),
        ({"moves": (None,) * len(DRAWN.moves)}, Liveness.CHALLENGE_UNANSWERED),
        ({"moves": GOOD.moves[:1]}, Liveness.CHALLENGE_UNANSWERED),
        ({"moves": tuple(move_made(Move.NOD) for _ in DRAWN.moves)}, Liveness.CHALLENGE_UNANSWERED),
        ({"parallax": None}, Liveness.CHALLENGE_UNANSWERED),
        ({"parallax": ParallaxSummary(6, 200, 40, 10)}, Liveness.FAILED),
        ({"digits": None}, Liveness.CHALLENGE_UNANSWERED),
        ({"digits": DigitsSummary("0000", 1500, 20, 800, 4000)}, Liveness.CHALLENGE_UNANSWERED),
        ({"light": None}, Liveness.CHALLENGE_UNANSWERED),
        ({"light": LightSummary(4, 990, 5, 900)}, Liveness.FAILED),
        ({"injection": InjectionSummary(25, 3, 0, 0, 1000, 1100)}, Liveness.FAILED),
        ({"passive": PassiveSummary(20, 20, 3)}, Liveness.FAILED),
        ({"passive": PassiveSummary(20, 0, 0)}, Liveness.NOT_DONE),
        ({"passive": PassiveSummary(4, 20, 20)}, Liveness.NOT_DONE),
        ({"passive": PassiveSummary(20, 20, 40)}, Liveness.FAILED),
    ],
)
def test_what_is_taken_away_never_passes(taken: dict[str, Any], verdict: Liveness) -> None:
    assert judge_measured(DRAWN, GOOD) is Liveness.PASSED
    assert judge_measured(DRAWN, replace(GOOD, **taken)) is verdict


def test_the_light_counts_only_where_it_was_asked_for() -> None:
    dark = replace(DRAWN, light=())
    assert judge_measured(dark, replace(GOOD, light=None)) is Liveness.PASSED


def test_a_declared_file_or_simulator_owes_no_sensor() -> None:
    assert judge_measured(DRAWN, replace(GOOD, injection=None, injection_due=False)) is Liveness.PASSED


def test_a_record_that_was_changed_does_not_follow() -> None:
    challenge, numbers = record_challenge(DRAWN, PLAN), record_measured(GOOD)
    assert replay(SEED, challenge, numbers, "passed").follows
    easier = {**challenge, "drawn": {**challenge["drawn"], "digits": "0000"}}
    assert "not drawn from this nonce" in replay(SEED, easier, numbers, "passed").reasons[0]
    assert not replay(SEED, {**challenge, "plan": {**challenge["plan"], "light": 0}}, numbers, "passed").follows
    flat = {**numbers, "parallax": {**numbers["parallax"], "relief": 10}}
    assert replay(SEED, challenge, flat, "passed").reasons == ("the numbers say failed, the record says passed",)


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"passive": None},
        {"moves": 3},
        {"parallax": {"relief": 300}},
        {"parallax": {"pairs": 6, "turn": 200, "relief": 300, "spread": "20"}},
        {"digits": {"heard": 1, "speech": 1, "pictures": 1, "in_time": 1, "livelier": 1}},
        {"light": {"steps": 4.0, "agreement": 990, "gain": 150, "shape": 900}},
        {"light": {"steps": True, "agreement": 990, "gain": 150, "shape": 900}},
        {"injection_due": 0},
        {"injection": []},
    ],
)
def test_a_broken_record_is_told_and_never_raises(broken: dict[str, Any]) -> None:
    challenge, numbers = record_challenge(DRAWN, PLAN), record_measured(GOOD)
    bad = {**numbers, **broken} if broken else {}
    told = replay(SEED, challenge, bad, "passed")
    assert not told.follows
    assert "can't be read" in told.reasons[0]
    assert not replay(SEED, {"version": 1, "plan": {}, "drawn": {}}, numbers, "passed").follows
    assert not replay(b"short", challenge, numbers, "passed").follows


@pytest.mark.parametrize("broken", [{}, {"plan": {}}, {"plan": None}, {"plan": {"allowed": ["fly"]}}, {"plan": [1]}])
def test_a_plan_that_can_not_be_read_is_none(broken: dict[str, Any]) -> None:
    assert read_plan(broken) is None
    assert read_plan(record_challenge(DRAWN, PLAN)) == PLAN


@given(st.sets(st.sampled_from(FACE_MOVES), min_size=2), st.integers(1, 6), st.binary(min_size=16, max_size=16))
def test_of_any_kinds_no_move_follows_itself_and_a_turn_is_drawn(kinds: set[Move], count: int, seed: bytes) -> None:
    allowed = tuple(move for move in FACE_MOVES if move in kinds)
    moves = draw_challenge(seed, Plan(allowed, count)).moves
    assert len(moves) == count
    assert set(moves) <= kinds
    assert all(a is not b for a, b in itertools.pairwise(moves))
    assert not kinds & set(TURNS) or set(moves) & set(TURNS)


def test_another_version_does_not_replay() -> None:
    challenge = {**record_challenge(DRAWN, PLAN), "version": VERSION + 1}
    assert "the challenge is of another version" in replay(SEED, challenge, record_measured(GOOD), "passed").reasons


def test_a_plan_without_turns_is_drawn_without_them() -> None:
    stiff = Plan(tuple(move for move in FACE_MOVES if move not in TURNS))
    for number in range(50):
        assert not set(draw_challenge(SEED + bytes([number]), stiff).moves) & set(TURNS)
    only_left = Plan((Move.TURN_LEFT, Move.NOD, Move.BLINK), moves=4)
    for number in range(50):
        moves = draw_challenge(SEED + bytes([number]), only_left).moves
        assert Move.TURN_LEFT in moves
        assert all(a is not b for a, b in itertools.pairwise(moves))


@pytest.mark.parametrize("plan", [Plan(light=1), Plan(light=13), Plan(digits=-1), Plan(digits=13), Plan(moves=0),
                                  Plan(inner=2), Plan(moves=1, inner=1), Plan(HEAD_MOVES, inner=1)])  # fmt: skip
def test_a_plan_that_can_not_be_drawn_is_refused(plan: Plan) -> None:
    with pytest.raises(ValueError, match=r"light|move"):
        draw_challenge(SEED, plan)
