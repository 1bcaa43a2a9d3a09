"""The passive part: scores of the attack detector over the frames of a check."""

from dataclasses import dataclass

from kiosk.checks.liveness.outcomes import Liveness
from kiosk.checks.liveness.thresholds import LivenessThresholds
from kiosk.ports.attack_detector import LiveScore, NoResponse

_DEFAULT = LivenessThresholds()


@dataclass(frozen=True, slots=True)
class PassiveSummary:
    """`frames` looked at, `answered` by the detector, `live` among them."""

    frames: int
    answered: int
    live: int


def summarise_passive(
    scores: tuple[LiveScore | NoResponse, ...], thresholds: LivenessThresholds = _DEFAULT
) -> PassiveSummary:
    """Counts only: no score leaves this function."""
    answered = [score for score in scores if isinstance(score, LiveScore)]
    return PassiveSummary(len(scores), len(answered), sum(score.live >= thresholds.least_live for score in answered))


def judge_passive_summary(summary: PassiveSummary, thresholds: LivenessThresholds = _DEFAULT) -> Liveness:
    """PASSED, FAILED, or NOT_DONE without enough answers. A frame without an answer counts against, never for."""
    if summary.answered < thresholds.least_scores or summary.frames < summary.answered:
        return Liveness.NOT_DONE
    enough = summary.live <= summary.answered and summary.live / summary.frames >= thresholds.least_share
    return Liveness.PASSED if enough else Liveness.FAILED


def judge_passive(scores: tuple[LiveScore | NoResponse, ...], thresholds: LivenessThresholds = _DEFAULT) -> Liveness:
    """The same from the scores themselves."""
    return judge_passive_summary(summarise_passive(scores, thresholds), thresholds)
