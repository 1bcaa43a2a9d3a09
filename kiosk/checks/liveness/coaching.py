"""What is said: one instruction at a time, help instead of "try again", and never a word of suspicion or a score."""

from dataclasses import replace

from kiosk.checks.liveness.challenge import Move, Plan
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
CANNOT_TEXT = Text("这个动作不方便？没关系，换一个。", "Not easy for you? That is fine. We take another one.")
PERSON_TEXT = Text(
    "没关系，我请一位同事来帮您，一样快。", "That is fine. A colleague will help you now; it is just as quick."
)
LIGHT_QUESTION = Text(
    "屏幕会慢慢变几次颜色，不会闪。您愿意吗？不愿意也没关系。",
    "The screen will slowly change colour a few times, without flashing. Is that all right? You may say no.",
)
"""Asked first: some people do not bear changing light."""


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
    """The plan for somebody to whom a step is not easy; None when too little is left and a person takes over.

    Without any turn nothing shows the depth of the face: the check then ends with a person, as it must.
    """
    match move:
        case Move.SAY_DIGITS:
            return None if plan.digits == 0 else replace(plan, digits=0)
        case Move.SCREEN_LIGHT:
            return replace(plan, light=0)
    left = tuple(other for other in plan.allowed if other is not move)
    return replace(plan, allowed=left) if len(set(left)) >= 2 else None
