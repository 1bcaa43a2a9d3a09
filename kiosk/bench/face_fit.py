"""Thresholds of the face comparison, fitted on pairs: how those of the settings were made, and how `measure` refits.

Few numbers are fitted, since the pairs come from few people: one weight and two thresholds for both models together,
two thresholds for dlib alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.checks.face_match import DistanceThresholds, FusedThresholds, MatchThresholds
from kiosk.ports.face import Comparison

FMR_AIM = 0.0005
"""Half of what is allowed: the next set's people are others, and a threshold is always best on its own."""
WARNED_AIM = 0.02
"""Share of true pairs that a member of staff is warned of."""

_Numbers = NDArray[np.float64]
_STEPS = 50


@dataclass(frozen=True, slots=True)
class Pair:
    """`compared` None: one of the faces was not found. `folds`: of both persons."""

    genuine: bool
    compared: Comparison | None
    folds: frozenset[int]


def fit_thresholds(pairs: Sequence[Pair]) -> MatchThresholds:
    """Of these pairs. With nothing to fit on, nothing passes."""
    compared = [(pair.genuine, pair.compared) for pair in pairs if pair.compared is not None]
    genuine = np.array([own for own, _ in compared], bool)
    distance = np.array([each.distance for _, each in compared], float)
    alone = _fit_distance(distance, genuine)
    both = [(own, each.distance, each.cosine) for own, each in compared if each.cosine is not None]
    if not both:
        return MatchThresholds(FusedThresholds(0.5, 1.0, 0.99), alone)
    own = np.array([row[0] for row in both], bool)
    return MatchThresholds(_fit_fused(np.array([row[1:] for row in both], float), own), alone)


def _fit_distance(distance: _Numbers, genuine: NDArray[np.bool_]) -> DistanceThresholds:
    match = -_passing_at(-distance, genuine, FMR_AIM, -0.01)
    warn = -_warned_below(-distance, genuine, -0.99)
    match = min(max(match, 0.01), 0.98)
    return DistanceThresholds(match, min(max(warn, match + 0.01), 1.0))


def _fit_fused(both: _Numbers, genuine: NDArray[np.bool_]) -> FusedThresholds:
    """`both`: distance and cosine a row."""
    weight = _distance_weight(both, genuine)
    score = both[:, 1] - weight * both[:, 0]
    match = min(_passing_at(score, genuine, FMR_AIM, 1.0), 1.0)
    return FusedThresholds(weight, match, min(_warned_below(score, genuine, match - 0.01), match - 0.01))


def _passing_at(score: _Numbers, genuine: NDArray[np.bool_], fmr: float, nothing: float) -> float:
    """Just above the first impostor that must not pass; with no impostor nothing can be said, so nothing passes."""
    impostor = np.sort(score[~genuine])[::-1]
    return float(np.nextafter(impostor[int(fmr * len(impostor))], np.inf)) if len(impostor) else nothing


def _warned_below(score: _Numbers, genuine: NDArray[np.bool_], nothing: float) -> float:
    own = np.sort(score[genuine])
    return float(own[int(WARNED_AIM * (len(own) - 1))]) if len(own) else nothing


def _distance_weight(both: _Numbers, genuine: NDArray[np.bool_]) -> float:
    """Logistic regression by Newton's steps, both kinds of pair of equal weight; the ratio of its two slopes."""
    if genuine.all() or not genuine.any():
        return 0.5
    rows = np.column_stack([(both - both.mean(axis=0)) / np.maximum(both.std(axis=0), 1e-9), np.ones(len(both))])
    share = np.where(genuine, 0.5 / genuine.sum(), 0.5 / (~genuine).sum())
    ridge = np.diag([1e-4, 1e-4, 1e-6])  # pairs that a line parts wholly would let the slopes grow for ever
    slopes = np.zeros(3)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ slopes, -30, 30)))
        uphill = rows.T @ (share * (genuine - chance)) - ridge @ slopes
        bend = (rows * (share * chance * (1 - chance))[:, None]).T @ rows + ridge
        step = np.linalg.solve(bend, uphill)
        slopes += step
        if np.abs(step).max() < 1e-9:
            break
    by_distance, by_cosine = slopes[:2] / np.maximum(both.std(axis=0), 1e-9)
    return float(np.clip(-by_distance / by_cosine, 0.0, 10.0)) if by_cosine > 0 else 10.0
