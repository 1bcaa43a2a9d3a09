"""Help instead of "try again": short, in both languages, one thing at a time."""

from dataclasses import replace

import pytest

from kiosk.checks.liveness import (
    COACH_TEXTS,
    FACE_MOVES,
    MOVE_TEXTS,
    TURNS,
    Move,
    MoveSummary,
    Plan,
    Response,
    coach,
    without,
)
from kiosk.checks.liveness.coaching import (
    BACK_TEXT,
    CANNOT_TEXT,
    CLEARER_TEXT,
    LIGHT_QUESTION,
    OTHER_WAY_TEXT,
    PERSON_TEXT,
)
from kiosk.domain.speech import Text

STILL = MoveSummary(Move.TURN_LEFT, 12, 200, 0, 0, 0, 0, 0, 1000, 1000, 1000, 50, 50, 50, 900)
FORBIDDEN = ("重试", "再试", "失败", "可疑", "try again", "failed", "suspicious", "score")


@pytest.mark.parametrize(
    "text",
    [*MOVE_TEXTS.values(), *COACH_TEXTS.values(), BACK_TEXT, OTHER_WAY_TEXT, CLEARER_TEXT, CANNOT_TEXT, PERSON_TEXT,
     LIGHT_QUESTION],
)  # fmt: skip
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
    assert without(plan, Move.SAY_DIGITS) == replace(plan, digits=0)
    assert without(Plan(digits=0), Move.SAY_DIGITS) is None
    stiff = plan
    for move in TURNS:
        eased = without(stiff, move)
        assert eased is not None
        assert move not in eased.allowed
        stiff = eased
    assert without(Plan(FACE_MOVES[:2]), FACE_MOVES[0]) is None, "nothing is left to draw: a person"
