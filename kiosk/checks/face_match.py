"""One-to-one comparison of the borrower with the portrait on the card: three outcomes, never an automatic refusal."""

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
class MatchThresholds:
    """Distances of dlib's 128 numbers, for people of all groups alike; a site's own model has thresholds of its own.

    The library's default accepts 33-46 % of different East Asian people as the same and is not for a lender. Measured
    on labelled photographs (East Asian groups, 4672 pairs of different people): at 0.40 0.11 % of them pass (webcam
    pictures 0.3 %), 81 % of true pairs, 67 % against a worn portrait; above 0.52 lie 88 % of different people and 0.3 %
    of true pairs, 8 % against a worn portrait. `measure faces` prints the figures with their bounds.
    """

    match_at_most: float = 0.40
    warn_above: float = 0.52

    def __post_init__(self) -> None:
        if not 0 < self.match_at_most < self.warn_above <= 1:
            raise ValueError("0 < match_at_most < warn_above <= 1")


_DEFAULT = MatchThresholds()


def judge_match(comparison: Comparison | NotComparable, thresholds: MatchThresholds = _DEFAULT) -> MatchOutcome:
    """What is not comparable is not done: the borrower may try again, or a member of staff looks."""
    match comparison:
        case NotComparable():
            return MatchOutcome.NOT_DONE
        case Comparison(distance) if distance <= thresholds.match_at_most:
            return MatchOutcome.MATCH
        case Comparison(distance) if distance <= thresholds.warn_above:
            return MatchOutcome.STAFF_LOOK
    return MatchOutcome.STAFF_WARNING  # far apart, or not a number at all


STAFF_LOOK_TEXT = Text(
    "接下来请工作人员看一看您和证件照，这是正常的一步。",
    "A member of staff will now look at you and the photograph on the card. This is a usual step.",
)
"""Said for both staff outcomes alike: a score is never shown, nor hinted at."""
