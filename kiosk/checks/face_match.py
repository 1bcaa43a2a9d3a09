"""One-to-one comparison of the borrower with the portrait on the card: three outcomes, never an automatic refusal.

The thresholds stand in the settings, with where they come from. `measure faces` prints what they let through, with
exact bounds, and fits them anew.
"""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.speech import Text
from kiosk.ports.face import Comparison, NotComparable


class MatchOutcome(StrEnum):
    """`match` settles; both others go to a member of staff, who sees both pictures, the last one with a warning."""

    MATCH = "match"
    STAFF_LOOK = "staff_look"
    STAFF_WARNING = "staff_warning"
    NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True)
class FusedThresholds:
    """Of `cosine - distance_weight * distance`: a match from `match_at_least`, a warning under `warn_below`."""

    distance_weight: float = 0.67
    match_at_least: float = 0.592
    warn_below: float = 0.40

    def __post_init__(self) -> None:
        if not 0 <= self.distance_weight <= 10 or not -10 < self.warn_below < self.match_at_least <= 1:
            raise ValueError("0 <= distance_weight <= 10 and warn_below < match_at_least <= 1")

    def score(self, distance: float, cosine: float) -> float:
        """Higher is more alike. Never shown, never logged."""
        return cosine - self.distance_weight * distance


@dataclass(frozen=True, slots=True)
class DistanceThresholds:
    """Of dlib's distance alone, where there is no second opinion: stricter, since it errs more on East Asian people.

    The library's default, 0.6, takes 33-46 % of different East Asian people for the same.
    """

    match_at_most: float = 0.315
    warn_above: float = 0.51

    def __post_init__(self) -> None:
        if not 0 < self.match_at_most < self.warn_above <= 1:
            raise ValueError("0 < match_at_most < warn_above <= 1")


@dataclass(frozen=True, slots=True)
class MatchThresholds:
    """`fused` where both models answered, `alone` without faceres."""

    fused: FusedThresholds = FusedThresholds()
    alone: DistanceThresholds = DistanceThresholds()

    def score(self, comparison: Comparison) -> float:
        """Higher is more alike; to rank by in `measure`, never shown in a session."""
        if comparison.cosine is None:
            return -comparison.distance
        return self.fused.score(comparison.distance, comparison.cosine)


_DEFAULT = MatchThresholds()


def judge_match(comparison: Comparison | NotComparable, thresholds: MatchThresholds = _DEFAULT) -> MatchOutcome:
    """What is not comparable is not done: the borrower may try again, or a member of staff looks."""
    if isinstance(comparison, NotComparable):
        return MatchOutcome.NOT_DONE
    if comparison.cosine is None:
        alone = thresholds.alone
        return _outcome(comparison.distance <= alone.match_at_most, comparison.distance <= alone.warn_above)
    fused = thresholds.fused
    score = fused.score(comparison.distance, comparison.cosine)
    return _outcome(score >= fused.match_at_least, score >= fused.warn_below)


def _outcome(match: bool, near: bool) -> MatchOutcome:
    """What is not a number is neither a match nor near."""
    if match:
        return MatchOutcome.MATCH
    return MatchOutcome.STAFF_LOOK if near else MatchOutcome.STAFF_WARNING


STAFF_LOOK_TEXT = Text(
    "接下来请工作人员看一看您和证件照，这是正常的一步。",
    "A member of staff will now look at you and the photograph on the card. This is a usual step.",
)
"""Said for both staff outcomes alike: a score is never shown, nor hinted at."""
