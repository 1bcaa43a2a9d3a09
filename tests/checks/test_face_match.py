"""Three outcomes, and nothing refused by itself."""

import pytest

from kiosk.checks.face_match import MatchOutcome, MatchThresholds, judge_match
from kiosk.ports.face import Comparison, NotComparable

LIMITS = MatchThresholds(0.36, 0.5)


@pytest.mark.parametrize(
    ("distance", "outcome"),
    [
        (0.0, MatchOutcome.MATCH),
        (0.36, MatchOutcome.MATCH),
        (0.3601, MatchOutcome.STAFF_LOOK),
        (0.5, MatchOutcome.STAFF_LOOK),
        (0.5001, MatchOutcome.STAFF_WARNING),
        (float("nan"), MatchOutcome.STAFF_WARNING),
        (float("inf"), MatchOutcome.STAFF_WARNING),
    ],
)
def test_outcomes(distance: float, outcome: MatchOutcome) -> None:
    assert judge_match(Comparison(distance, None), LIMITS) is outcome


def test_not_comparable_is_not_done() -> None:
    assert judge_match(NotComparable("probe", "no_face")) is MatchOutcome.NOT_DONE


def test_the_librarys_default_is_out_of_reach_of_a_match() -> None:
    assert judge_match(Comparison(0.55, None)) is MatchOutcome.STAFF_WARNING


@pytest.mark.parametrize("limits", [(0.5, 0.4), (0.0, 0.4), (-1.0, 0.5), (0.3, 1.2)])
def test_thresholds_out_of_order(limits: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="match_at_most"):
        MatchThresholds(*limits)
