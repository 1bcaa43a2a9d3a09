"""What is said: one instruction at a time, help instead of "try again", and never a word of suspicion or a score."""

from dataclasses import replace

from kiosk.checks.liveness.challenge import INNER_MOVES, TURNS, Move, Plan
from kiosk.checks.liveness.moves import MoveSummary
from kiosk.checks.liveness.outcomes import Response
from kiosk.checks.liveness.thresholds import LivenessThresholds
from kiosk.domain.speech import Text

MOVE_TEXTS = {
    Move.TURN_LEFT: Text("请慢慢把头转向左边，再转回来。", "Please turn your head slowly to the left, and back."),
    Move.TURN_RIGHT: Text("请慢慢把头转向右边，再转回来。", "Please turn your head slowly to the right, and back."),
    Move.NOD: Text("请点一下头。", "Please nod once."),
    Move.OPEN_MOUTH: Text("请把嘴张开一下，再合上。", "Please open your mouth, then close it."),
    Move.BLINK: Text("请慢慢闭一下眼睛，再睁开。", "Please close your eyes slowly, then open them."),
    Move.SAY_DIGITS: Text("请把屏幕上的数字念出来。", "Please read the digits on the screen aloud."),
    Move.SCREEN_LIGHT: Text(
        "屏幕会变几次柔和的颜色。请看着屏幕，不用动。", "The screen will change its soft colours. Just look at it."
    ),
}
"""The instruction of each step; the digits themselves stand on the screen below it."""

COACH_TEXTS = {
    Move.TURN_LEFT: Text(
        "往左边再多转一点点就好，不用勉强。", "A little more to the left is enough. Only as far as is easy."
    ),
    Move.TURN_RIGHT: Text(
        "往右边再多转一点点就好，不用勉强。", "A little more to the right is enough. Only as far as is easy."
    ),
    Move.NOD: Text("下巴往下轻轻点一点，再抬起来就好。", "Lower your chin a little, then lift it again."),
    Move.OPEN_MOUTH: Text("像说“啊”那样张一下嘴就好。", "Just open your mouth as if to say “ah”."),
    Move.BLINK: Text("闭上眼睛，心里数一下“一”，再睁开。", "Close your eyes, count to one, and open them."),
    Move.SAY_DIGITS: Text("不着急，看着屏幕，一个一个地念。", "No hurry. Look at the screen and read them one by one."),
    Move.SCREEN_LIGHT: Text(
        "请再靠近屏幕一点，看着它就好。", "Please come a little closer and just look at the screen."
    ),
}
"""What helps when a step was not seen."""

BACK_TEXT = Text("很好，请慢慢转回来看屏幕。", "Good. Now please turn back to the screen slowly.")
OTHER_WAY_TEXT = Text("很好。这次请往另一边转。", "Good. This time please turn to the other side.")
CLEARER_TEXT = Text("请坐正一点，让我看清楚您的脸。", "Please sit a little straighter, so that I can see your face.")

_KINDS_WITH_DIGITS, _KINDS_WITHOUT = 3, 4
"""Of moves that must stay: four digits alone are one in ten thousand; four moves of four kinds one in sixty or more."""


def coach(move: Move, response: Response, summary: MoveSummary | None = None) -> Text | None:
    """What helps after a step, or None when it was made. `summary`: what was seen of a head or face move."""
    if response is Response.MADE:
        return None
    if response is Response.NO_MEASURE or summary is None:
        return COACH_TEXTS[move] if move in (Move.SAY_DIGITS, Move.SCREEN_LIGHT) else CLEARER_TEXT
    limits = LivenessThresholds()
    left, right = summary.yaw_least <= -10 * limits.turn_degrees, summary.yaw_most >= 10 * limits.turn_degrees
    match move:
        case Move.TURN_LEFT if right and not left:
            return OTHER_WAY_TEXT
        case Move.TURN_RIGHT if left and not right:
            return OTHER_WAY_TEXT
        case Move.TURN_LEFT | Move.TURN_RIGHT if left or right:
            return BACK_TEXT
    return COACH_TEXTS[move]


def without(plan: Plan, move: Move) -> Plan | None:
    """The plan for somebody to whom a step is not easy; None where too little would be left: a person takes over.

    What is left is never less to show: a turn for the depth of the face, something that moves within the face, and so
    many kinds that nobody can know beforehand which are asked. Two moves take the place of the digits.
    """
    match move:
        case Move.SAY_DIGITS if plan.digits:
            return _enough(replace(plan, digits=0, moves=plan.moves + 2, inner=1))
        case Move.SCREEN_LIGHT:
            return replace(plan, light=0)
    if move not in plan.allowed:
        return None
    return _enough(replace(plan, allowed=tuple(other for other in plan.allowed if other is not move)))


def _enough(plan: Plan) -> Plan | None:
    kinds = set(plan.allowed)
    needed = _KINDS_WITH_DIGITS if plan.digits else _KINDS_WITHOUT
    inner = bool(plan.digits) or bool(kinds & set(INNER_MOVES))
    return plan if len(kinds) >= needed and kinds & set(TURNS) and inner else None


def no_easier(plan: Plan, due: Plan) -> bool:
    """Whether as much is asked by `plan` as by `due`, the light apart: that is a free choice."""
    return (
        set(plan.allowed) >= set(due.allowed)
        and plan.moves >= due.moves
        and plan.digits >= due.digits
        and plan.inner >= due.inner
    )
