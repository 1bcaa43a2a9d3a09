"""The parts brought together: what was measured, what each part says, and the verdict. Fails closed."""

from dataclasses import dataclass, field

from kiosk.checks.liveness.challenge import Challenge, Move
from kiosk.checks.liveness.digits import DigitsSummary, judge_digits
from kiosk.checks.liveness.injection import InjectionSummary, judge_injection
from kiosk.checks.liveness.light import LightSummary, judge_light
from kiosk.checks.liveness.moves import MoveSummary, judge_move
from kiosk.checks.liveness.outcomes import Liveness, Response, worst
from kiosk.checks.liveness.parallax import ParallaxSummary, judge_parallax
from kiosk.checks.liveness.passive import PassiveSummary, judge_passive_summary
from kiosk.checks.liveness.thresholds import LivenessThresholds

_DEFAULT = LivenessThresholds()


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that was measured in one check, in whole numbers; this is what the evidence records.

    None: not measured. `injection_due`: False for a source that is declared as file or simulated anyway.
    """

    passive: PassiveSummary
    moves: tuple[MoveSummary | None, ...] = ()
    parallax: ParallaxSummary | None = None
    digits: DigitsSummary | None = None
    light: LightSummary | None = None
    injection: InjectionSummary | None = None
    injection_due: bool = True


@dataclass(frozen=True, slots=True)
class Parts:
    """What each part came to; None: it was not asked for."""

    moves: tuple[Response, ...]
    parallax: Response
    digits: Response | None = None
    light: Response | None = None
    injection: Response | None = field(default=None)


def judge_parts(challenge: Challenge, measured: Measured, thresholds: LivenessThresholds = _DEFAULT) -> Parts:
    """Each part by its own rule. Windows that do not fit the challenge count as none."""
    fitting = len(measured.moves) == len(challenge.moves)
    moves = tuple(
        judge_move(summary, thresholds)
        if fitting and summary is not None and summary.move is move
        else Response.NO_MEASURE
        for move, summary in zip(challenge.moves, measured.moves or (None,) * len(challenge.moves), strict=False)
    )
    return Parts(
        moves if fitting else (Response.NO_MEASURE,),
        judge_parallax(measured.parallax, thresholds),
        judge_digits(challenge.digits, measured.digits, thresholds) if challenge.digits else None,
        judge_light(challenge.light, measured.light, thresholds) if challenge.light else None,
        judge_injection(measured.injection, thresholds) if measured.injection_due else None,
    )


def missed(challenge: Challenge, measured: Measured, thresholds: LivenessThresholds = _DEFAULT) -> Move | None:
    """The first step that was not seen to be made; None where each was."""
    parts = judge_parts(challenge, measured, thresholds)
    answers = [*parts.moves, *(part for part in (parts.digits, parts.light) if part is not None)]
    steps = zip(challenge.steps, answers, strict=False)
    return next((step for step, answer in steps if answer is not Response.MADE), None)


def judge_liveness(passive: Liveness, challenge: Parts) -> Liveness:
    """All must hold. What looks like an attack is FAILED; what could not be shown is CHALLENGE_UNANSWERED. Neither
    refuses anybody: both lead to coaching and then to a person."""
    against = (challenge.parallax, challenge.light, challenge.injection)
    if passive is Liveness.FAILED or Response.NOT_MADE in against:
        return Liveness.FAILED
    asked = (*challenge.moves, challenge.parallax, challenge.digits, challenge.light)
    if not challenge.moves or worst(tuple(part for part in asked if part is not None)) is not Response.MADE:
        # Also without a detector: the challenge was put, and was not answered.
        return Liveness.CHALLENGE_UNANSWERED
    return Liveness.PASSED if passive is Liveness.PASSED else Liveness.NOT_DONE


def judge_measured(challenge: Challenge, measured: Measured, thresholds: LivenessThresholds = _DEFAULT) -> Liveness:
    """The verdict from what was measured, and from nothing else."""
    passive = judge_passive_summary(measured.passive, thresholds)
    return judge_liveness(passive, judge_parts(challenge, measured, thresholds))
