"""Thresholds of the face comparison, fitted on pairs: how those of the settings were made, and how `measure` refits.

As little as possible is fitted, since the pairs come from few people: of the impostors of each group only mean and
spread. The two models count alike, each by its own spread. The match threshold lies so many spreads above the mean of
the group that is worst off that less than a thousandth of the pairs pass whose people were left out of the fit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.checks.face_match import DistanceThresholds, FusedThresholds, MatchThresholds
from kiosk.ports.face import Comparison

_SPREADS = 3.25
"""Chosen by cross-validation (docs/adr/0017): 3.09, a thousandth of a normal distribution, lets more than that pass."""
_WARNED_AIM = 0.02
"""Share of true pairs that a member of staff is warned of."""

_Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pair:
    """`compared` None: one of the faces was not found. `group`: whose impostors are taken together. `folds`: of both
    persons."""

    genuine: bool
    compared: Comparison | None
    group: str
    folds: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Compared:
    genuine: NDArray[np.bool_]
    group: NDArray[np.str_]
    distance: _Numbers
    cosine: _Numbers
    """Not a number without faceres."""


def fit_thresholds(pairs: Sequence[Pair]) -> MatchThresholds:
    """Of these pairs. With nothing to fit on, nothing passes."""
    found = [(pair, pair.compared) for pair in pairs if pair.compared is not None]
    compared = _Compared(
        np.array([pair.genuine for pair, _ in found], bool),
        np.array([pair.group for pair, _ in found], str),
        np.array([each.distance for _, each in found], float),
        np.array([np.nan if each.cosine is None else each.cosine for _, each in found], float),
    )
    return MatchThresholds(_fused(compared), _alone(compared))


def _fused(pairs: _Compared) -> FusedThresholds:
    impostor = ~pairs.genuine & ~np.isnan(pairs.cosine)
    if impostor.sum() < 2:
        return FusedThresholds(1.0, 1.0, 0.99)
    spread = max(float(pairs.distance[impostor].std()), 1e-9)
    weight = min(float(pairs.cosine[impostor].std()) / spread, 10.0)
    score = pairs.cosine - weight * pairs.distance
    match = min(max(_beyond(score, pairs)), 1.0)
    return FusedThresholds(weight, match, max(min(_warned_below(score, pairs, match), match - 0.01), -9.0))


def _alone(pairs: _Compared) -> DistanceThresholds:
    match = min(max(-max(_beyond(-pairs.distance, pairs), default=-0.01), 0.01), 0.98)
    warn = -_warned_below(-pairs.distance, pairs, -match)
    return DistanceThresholds(match, min(max(warn, match + 0.01), 1.0))


def _beyond(score: _Numbers, pairs: _Compared) -> Iterator[float]:
    """For each group: what a thousandth of its impostors exceeds."""
    for group in np.unique(pairs.group):
        impostor = score[~pairs.genuine & (pairs.group == group) & ~np.isnan(score)]
        if len(impostor) > 1:
            yield float(impostor.mean() + _SPREADS * impostor.std())


def _warned_below(score: _Numbers, pairs: _Compared, nothing: float) -> float:
    own = np.sort(score[pairs.genuine & ~np.isnan(score)])
    return float(own[int(_WARNED_AIM * (len(own) - 1))]) if len(own) else nothing
