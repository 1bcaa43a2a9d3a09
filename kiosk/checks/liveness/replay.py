"""A check written down, and judged again by whoever reads it: the challenge from its nonce, the verdict from the
recorded numbers. No picture, no score and no template is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

from kiosk.checks.liveness.challenge import VERSION, Challenge, Glow, Move, Plan, Side, draw_challenge
from kiosk.checks.liveness.digits import DigitsSummary
from kiosk.checks.liveness.injection import InjectionSummary
from kiosk.checks.liveness.light import LightSummary
from kiosk.checks.liveness.moves import MoveSummary
from kiosk.checks.liveness.outcomes import Liveness
from kiosk.checks.liveness.parallax import ParallaxSummary
from kiosk.checks.liveness.passive import PassiveSummary
from kiosk.checks.liveness.thresholds import LivenessThresholds
from kiosk.checks.liveness.verdict import Measured, judge_measured

Record = dict[str, Any]
"""JSON: objects, arrays, strings, whole numbers, booleans."""

Summary = TypeVar(
    "Summary", PassiveSummary, MoveSummary, ParallaxSummary, DigitsSummary, LightSummary, InjectionSummary
)


@dataclass(frozen=True, slots=True)
class Replay:
    """`follows`: the recorded verdict follows from the record; else `reasons`. `simulated` is what `passed` becomes
    where a simulator stood in."""

    follows: bool
    reasons: tuple[str, ...]
    verdict: Liveness


def record_challenge(challenge: Challenge, plan: Plan) -> Record:
    """What was drawn, and from what plan; the nonce itself is recorded by the session."""
    drawn = {
        "moves": list(map(str, challenge.moves)),
        "digits": challenge.digits,
        "light": list(map(str, challenge.light)),
    }
    allowed = {"allowed": list(map(str, plan.allowed)), "moves": plan.moves, "digits": plan.digits, "light": plan.light,
               "inner": plan.inner}  # fmt: skip
    return {"version": challenge.version, "plan": allowed, "drawn": drawn}


def record_measured(measured: Measured) -> Record:
    """The numbers of a check."""
    return asdict(measured)


def replay(
    seed: bytes, challenge: Mapping[str, Any], measured: Mapping[str, Any], verdict: str,
    thresholds: LivenessThresholds | None = None,
) -> Replay:  # fmt: skip
    """Draw and judge again. Never raises for a broken record: it then does not follow."""
    try:
        plan, drawn = _read_challenge(challenge)
        numbers = _read_measured(measured)
        due = draw_challenge(seed, plan)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        return Replay(False, (f"the record can't be read ({type(error).__name__})",), Liveness.NOT_DONE)
    reasons = []
    if challenge.get("version") != VERSION:
        reasons.append("the challenge is of another version")
    if due != drawn:
        reasons.append("the challenge was not drawn from this nonce")
    judged = judge_measured(due, numbers, thresholds or LivenessThresholds())
    expected = {str(judged)} | ({str(Liveness.SIMULATED)} if judged is Liveness.PASSED else set())
    if verdict not in expected:
        reasons.append(f"the numbers say {judged}, the record says {verdict}")
    return Replay(not reasons, tuple(reasons), judged)


def _read_challenge(record: Mapping[str, Any]) -> tuple[Plan, Challenge]:
    drawn = record["drawn"]
    light = []
    for glow in drawn["light"]:
        colour, side = str(glow).split(":")
        light.append(Glow(colour, Side(side)))
    moves = tuple(map(Move, drawn["moves"]))
    return (
        _plan(record["plan"]),
        Challenge(moves, str(drawn["digits"]), tuple(light), _whole(record["version"])),
    )


def read_plan(challenge: Mapping[str, Any]) -> Plan | None:
    """The plan of a recorded challenge; None where it can't be read."""
    try:
        return _plan(challenge["plan"])
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def _plan(record: Mapping[str, Any]) -> Plan:
    allowed = tuple(map(Move, record["allowed"]))
    return Plan(allowed, *(_whole(record[name]) for name in ("moves", "digits", "light", "inner")))


def _read_measured(record: Mapping[str, Any]) -> Measured:
    moves: Sequence[Any] = record["moves"]
    due = record["injection_due"]
    if not isinstance(due, bool):
        raise TypeError("injection_due")
    passive = _summary(PassiveSummary, record["passive"])
    if passive is None:
        raise ValueError("passive")
    return Measured(
        passive, tuple(_summary(MoveSummary, move) for move in moves),
        _summary(ParallaxSummary, record["parallax"]), _summary(DigitsSummary, record["digits"]),
        _summary(LightSummary, record["light"]), _summary(InjectionSummary, record["injection"]), due,
    )  # fmt: skip


def _summary(kind: type[Summary], record: Mapping[str, Any] | None) -> Summary | None:
    """Every field, of its type, and no other."""
    if record is None:
        return None
    wanted = {field.name: field.type for field in fields(kind)}
    if set(record) != set(wanted):
        raise ValueError(kind.__name__)
    return kind(**{name: _typed(record[name], wanted[name]) for name in wanted})


def _typed(value: object, kind: object) -> Any:
    if kind is Move or kind == "Move":
        return Move(str(value))
    if kind is str or kind == "str":
        if not isinstance(value, str):
            raise TypeError("text")
        return value
    return _whole(value)


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("a whole number")
    return value
