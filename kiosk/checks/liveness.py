"""Liveness: a passive score and a challenge drawn from the session's nonce. Fails closed.

Thin so far: the challenge is judged from head pose and the openness of the eyes, which a bent and turned print can
imitate; parallax, light and lips come with a later issue. Therefore `passed` needs the passive verdict as well.
"""

import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.speech import Text
from kiosk.ports.attack_detector import LiveScore, NoResponse


class Move(StrEnum):
    """What the borrower may be asked to do; left and right are his own."""

    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    NOD = "nod"
    BLINK = "blink"


MOVE_TEXTS = {
    Move.TURN_LEFT: Text("请慢慢把头转向左边，再转回来。", "Please turn your head slowly to the left, and back."),
    Move.TURN_RIGHT: Text("请慢慢把头转向右边，再转回来。", "Please turn your head slowly to the right, and back."),
    Move.NOD: Text("请点一下头。", "Please nod once."),
    Move.BLINK: Text("请眨一下眼睛。", "Please blink once."),
}


class Liveness(StrEnum):
    """`challenge_unanswered`: seen, but not doing what was asked (or a recording); people with stiff necks come here
    too, so it leads to a member of staff, never to a refusal."""

    PASSED = "passed"
    FAILED = "failed"
    CHALLENGE_UNANSWERED = "challenge_unanswered"
    SIMULATED = "simulated"
    """Training only: a simulator stood in for the attack detector, so nothing is proven."""
    NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True)
class LivenessThresholds:
    """`least_live`: the lowest passive score of a live face. Degrees for the moves; `eyes_closed` as a share of the
    median openness; `least_scores`: passive answers that a verdict needs; `least_share` of them must be live."""

    least_live: float = 0.5
    least_scores: int = 5
    least_share: float = 0.6
    turn_degrees: float = 15.0
    nod_degrees: float = 8.0
    eyes_closed: float = 0.6
    move_seconds: float = 6.0
    rest_degrees: float = 8.0


@dataclass(frozen=True, slots=True)
class PoseSample:
    """One measurement. Degrees, right and up positive as the camera's owner turns; `eyes`: openness or None."""

    seconds: float
    yaw: float
    pitch: float
    eyes: float | None


@dataclass(frozen=True, slots=True)
class Challenge:
    """`moves` in the order asked; drawn from a seed, so that the evidence can show which were due."""

    moves: tuple[Move, ...]


_DEFAULT = LivenessThresholds()


def draw_challenge(seed: bytes, allowed: tuple[Move, ...] = tuple(Move), count: int = 3) -> Challenge:
    """HMAC-SHA-256 of the seed picks each move; no move follows itself. Raises ValueError for a seed under 16 bytes."""
    if len(seed) < 16 or len(set(allowed)) < 2:
        raise ValueError("a challenge needs 16 bytes of seed and two different moves")
    moves: list[Move] = []
    for place in range(count):
        digest = hmac.digest(seed, b"mingshi liveness challenge" + place.to_bytes(2, "big"), hashlib.sha256)
        choice = [move for move in dict.fromkeys(allowed) if not moves or move is not moves[-1]]
        # 64 bits modulo at most 4: the bias is below 1e-18.
        moves.append(choice[int.from_bytes(digest[:8], "big") % len(choice)])
    return Challenge(tuple(moves))


def judge_passive(scores: tuple[LiveScore | NoResponse, ...], thresholds: LivenessThresholds = _DEFAULT) -> Liveness:
    """PASSED, FAILED, or NOT_DONE without enough answers. A NoResponse counts against, never for."""
    answered = [score for score in scores if isinstance(score, LiveScore)]
    if len(answered) < thresholds.least_scores:
        return Liveness.NOT_DONE
    live = sum(score.live >= thresholds.least_live for score in answered)
    return Liveness.PASSED if live / len(scores) >= thresholds.least_share else Liveness.FAILED


def answered(
    challenge: Challenge, seen: tuple[tuple[PoseSample, ...], ...], thresholds: LivenessThresholds = _DEFAULT
) -> bool:
    """Whether each move was made in its own window: `seen` has the samples of each, from when it was asked."""
    if len(seen) != len(challenge.moves) or not challenge.moves:
        return False
    return all(_made(move, window, thresholds) for move, window in zip(challenge.moves, seen, strict=True))


def judge_liveness(passive: Liveness, challenge_answered: bool | None) -> Liveness:
    """Both must hold. `challenge_answered` None: no challenge was asked."""
    match passive, challenge_answered:
        case Liveness.FAILED, _:
            return Liveness.FAILED
        case Liveness.PASSED, True:
            return Liveness.PASSED
        case Liveness.PASSED, False:
            return Liveness.CHALLENGE_UNANSWERED
    return Liveness.NOT_DONE


def _made(move: Move, window: tuple[PoseSample, ...], thresholds: LivenessThresholds) -> bool:
    """The move and back to rest, so that the next one begins there; another turn in the same window spoils it."""
    samples = [s for s in window if s.seconds - window[0].seconds <= thresholds.move_seconds]
    if len(samples) < 5:
        return False
    first = samples[0]
    yaw = [s.yaw - first.yaw for s in samples]
    pitch = [s.pitch - first.pitch for s in samples]
    match move:
        case Move.TURN_LEFT:
            back = abs(yaw[-1]) <= thresholds.rest_degrees
            return min(yaw) <= -thresholds.turn_degrees and max(yaw) < thresholds.turn_degrees and back
        case Move.TURN_RIGHT:
            back = abs(yaw[-1]) <= thresholds.rest_degrees
            return max(yaw) >= thresholds.turn_degrees and min(yaw) > -thresholds.turn_degrees and back
        case Move.NOD:
            came_back = (
                pitch.index(min(pitch)) < len(pitch) - 1 and pitch[-1] - min(pitch) >= thresholds.nod_degrees / 2
            )
            return min(pitch) <= -thresholds.nod_degrees and came_back and max(map(abs, yaw)) < thresholds.turn_degrees
        case Move.BLINK:
            return _blinked(samples, thresholds) and max(map(abs, yaw)) < thresholds.rest_degrees


def _blinked(samples: list[PoseSample], thresholds: LivenessThresholds) -> bool:
    """Open, closed, open again."""
    eyes = [s.eyes for s in samples if s.eyes is not None]
    if len(eyes) < 5:
        return False
    usual = sorted(eyes)[len(eyes) // 2]
    lowest = eyes.index(min(eyes))
    closed = usual > 0 and eyes[lowest] <= thresholds.eyes_closed * usual
    return closed and 0 < lowest < len(eyes) - 1 and max(eyes[lowest:]) > 0.85 * usual
