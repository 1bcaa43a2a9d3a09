"""Help instead of "try again": short, in both languages, one thing at a time."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.checks.liveness import (
    COACH_TEXTS,
    FACE_MOVES,
    INNER_MOVES,
    MOVE_TEXTS,
    TURNS,
    Move,
    MoveSummary,
    Plan,
    Response,
    coach,
    draw_challenge,
    no_easier,
    without,
)
from kiosk.checks.liveness.coaching import (
    BACK_TEXT,
    CLEARER_TEXT,
    OTHER_WAY_TEXT,
)
from kiosk.domain.speech import Text

STILL = MoveSummary(Move.TURN_LEFT, 12, 200, 0, 0, 0, 0, 0, 1000, 1000, 1000, 50, 50, 50, 900)
FORBIDDEN = ("重试", "再试", "失败", "可疑", "try again", "failed", "suspicious", "score")


@pytest.mark.parametrize(
    "text",
    [*MOVE_TEXTS.values(), *COACH_TEXTS.values(), BACK_TEXT, OTHER_WAY_TEXT, CLEARER_TEXT],
)
def test_texts_are_short_and_warm(text: Text) -> None:
    assert 4 <= len(text.zh) <= 36
    assert 10 <= len(text.en) <= 120
    assert not any(word in text.zh + text.en.lower() for word in FORBIDDEN)


def test_what_was_made_needs_no_help() -> None:
    assert all(coach(move, Response.MADE, STILL) is None for move in Move)


def test_help_fits_what_was_seen() -> None:
    assert coach(Move.TURN_LEFT, Response.NOT_MADE, STILL) == COACH_TEXTS[Move.TURN_LEFT]
    assert coach(Move.TURN_LEFT, Response.NOT_MADE, replace(STILL, yaw_most=250)) == OTHER_WAY_TEXT
    assert coach(Move.TURN_RIGHT, Response.NOT_MADE, replace(STILL, yaw_least=-250)) == OTHER_WAY_TEXT
    assert coach(Move.TURN_RIGHT, Response.NOT_MADE, replace(STILL, yaw_most=250)) == BACK_TEXT
    assert coach(Move.NOD, Response.NO_MEASURE, None) == CLEARER_TEXT
    assert coach(Move.SAY_DIGITS, Response.NO_MEASURE) == COACH_TEXTS[Move.SAY_DIGITS]


def test_a_step_that_is_not_easy_is_left_out() -> None:
    plan = Plan(light=5)
    assert without(plan, Move.SCREEN_LIGHT) == replace(plan, light=0)
    for move in FACE_MOVES:
        eased = without(plan, move)
        assert eased is not None
        assert eased.allowed == tuple(other for other in FACE_MOVES if other is not move)
        assert replace(eased, allowed=plan.allowed) == plan


def test_two_moves_take_the_place_of_the_digits_and_one_of_them_is_within_the_face() -> None:
    plan = without(Plan(), Move.SAY_DIGITS)
    assert plan is not None
    assert (plan.digits, plan.moves, plan.inner) == (0, 4, 1)
    for number in range(300):
        moves = draw_challenge(bytes([number % 256, number // 256]) * 8, plan).moves
        assert set(moves) & set(INNER_MOVES)
        assert set(moves) & set(TURNS)


@pytest.mark.parametrize(
    "hard",
    [
        (Move.TURN_LEFT, Move.TURN_RIGHT),  # nothing would show the depth of the face
        (Move.NOD, Move.BLINK, Move.OPEN_MOUTH),
        (Move.SAY_DIGITS, Move.OPEN_MOUTH, Move.BLINK),
        (Move.SAY_DIGITS, Move.SAY_DIGITS),
        (Move.NOD, Move.NOD),
    ],
)
def test_where_too_little_is_left_a_person_comes(hard: tuple[Move, ...]) -> None:
    plan: Plan | None = Plan()
    for move in hard:
        assert plan is not None
        plan = without(plan, move)
    assert plan is None


@given(st.permutations(list(Move)), st.binary(min_size=16, max_size=16))
def test_whatever_is_left_out_as_much_is_still_to_show(order: list[Move], seed: bytes) -> None:
    """The light apart, which anybody may refuse."""
    plan: Plan | None = Plan(light=6)
    for move in order:
        plan = without(plan, move)
        if plan is None:
            return
        challenge = draw_challenge(seed, plan)
        assert move not in challenge.steps
        assert len(challenge.moves) + 2 * bool(challenge.digits) >= 4
        assert set(challenge.moves) & set(TURNS)
        assert challenge.digits or set(challenge.moves) & set(INNER_MOVES)


@pytest.mark.parametrize("hard", [(), (Move.NOD, Move.BLINK), (Move.SAY_DIGITS, Move.NOD)])
def test_nobody_can_know_beforehand_what_will_be_asked(hard: tuple[Move, ...]) -> None:
    plan: Plan | None = Plan()
    for move in hard:
        assert plan is not None
        plan = without(plan, move)
    assert plan is not None
    drawn = Counter(draw_challenge(number.to_bytes(16, "big"), plan) for number in range(6000))
    assert drawn.most_common(1)[0][1] / 6000 <= 1 / 30


def test_a_plan_is_compared_part_by_part() -> None:
    plan = Plan()
    assert no_easier(plan, plan)
    assert no_easier(replace(plan, light=6), plan)
    for easier in (replace(plan, moves=1), replace(plan, digits=3), replace(plan, allowed=plan.allowed[1:])):
        assert not no_easier(easier, plan)
    without_digits = without(plan, Move.SAY_DIGITS)
    assert without_digits is not None
    assert not no_easier(replace(without_digits, inner=0), without_digits)
