"""Three outcomes, and nothing refused by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.checks.face_match import (
    DistanceThresholds,
    FusedThresholds,
    MatchOutcome,
    MatchThresholds,
    judge_match,
)
from kiosk.ports.face import Comparison, NotComparable

LIMITS = MatchThresholds(FusedThresholds(0.5, 0.6, 0.4), DistanceThresholds(0.36, 0.5))
NAN, INFINITE = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("distance", "outcome"),
    [
        (0.0, MatchOutcome.MATCH),
        (0.36, MatchOutcome.MATCH),
        (0.3601, MatchOutcome.STAFF_LOOK),
        (0.5, MatchOutcome.STAFF_LOOK),
        (0.5001, MatchOutcome.STAFF_WARNING),
        (NAN, MatchOutcome.STAFF_WARNING),
        (INFINITE, MatchOutcome.STAFF_WARNING),
    ],
)
def test_dlib_alone(distance: float, outcome: MatchOutcome) -> None:
    assert judge_match(Comparison(distance, None), LIMITS) is outcome


@pytest.mark.parametrize(
    ("distance", "cosine", "outcome"),
    [
        (0.0, 0.6, MatchOutcome.MATCH),
        (0.4, 0.8, MatchOutcome.MATCH),
        (0.4, 0.799, MatchOutcome.STAFF_LOOK),
        (0.4, 0.601, MatchOutcome.STAFF_LOOK),
        (0.4, 0.599, MatchOutcome.STAFF_WARNING),
        (0.1, 0.3, MatchOutcome.STAFF_WARNING),  # dlib alone would have called it a match
        (NAN, 0.9, MatchOutcome.STAFF_WARNING),
        (0.1, NAN, MatchOutcome.STAFF_WARNING),
        (INFINITE, 1.0, MatchOutcome.STAFF_WARNING),
    ],
)
def test_both_models(distance: float, cosine: float, outcome: MatchOutcome) -> None:
    assert judge_match(Comparison(distance, cosine), LIMITS) is outcome


def test_not_comparable_is_not_done() -> None:
    assert judge_match(NotComparable("probe", "no_face")) is MatchOutcome.NOT_DONE


def test_the_librarys_default_is_out_of_reach_of_a_match() -> None:
    assert judge_match(Comparison(0.55, None)) is MatchOutcome.STAFF_WARNING


@given(some.floats(0, 1.5), some.floats(-1, 1), some.floats(0, 0.5), some.floats(0, 0.5))
def test_more_alike_is_never_judged_worse(distance: float, cosine: float, nearer: float, more: float) -> None:
    order = [MatchOutcome.STAFF_WARNING, MatchOutcome.STAFF_LOOK, MatchOutcome.MATCH]
    before = judge_match(Comparison(distance, cosine), LIMITS)
    after = judge_match(Comparison(distance - nearer, cosine + more), LIMITS)
    assert order.index(after) >= order.index(before)


@pytest.mark.parametrize("limits", [(0.5, 0.4), (0.0, 0.4), (-1.0, 0.5), (0.3, 1.2)])
def test_distances_out_of_order(limits: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="match_at_most"):
        DistanceThresholds(*limits)


@pytest.mark.parametrize(
    "limits", [(0.5, 0.4, 0.4), (0.5, 0.4, 0.5), (-0.1, 0.6, 0.4), (11.0, 0.6, 0.4), (0.5, NAN, 0.4)]
)
def test_scores_out_of_order(limits: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="match_at_least"):
        FusedThresholds(*limits)
