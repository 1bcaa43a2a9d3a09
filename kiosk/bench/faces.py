"""`measure faces`: all pairs within each group, as they are and with one side made a worn portrait.

The figures at the top are those of the groups whose name begins with `east_asian`. A genuine pair counts against us
whenever it is not a match: sent to staff, warned of, or one face not found. False matches are counted among the
impostor pairs that were compared.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np

from kiosk.bench.adapters import FaceEmbedder, Numbers, ReadPicture, WearPortrait
from kiosk.bench.intervals import rate_of
from kiosk.bench.labels import Labelled, read_labels
from kiosk.bench.measure import Figures
from kiosk.checks.face_match import MatchOutcome, MatchThresholds, judge_match
from kiosk.domain.errors import DeviceError
from kiosk.ports.face import Comparison

HEADLINE = "east_asian"

_FOLDS = 5
_FMR_AIM = 0.002
"""What a refit aims at for the match threshold; the warning threshold then leaves 3 % of true pairs above it."""
_WARNED_AIM = 0.03


@dataclass(frozen=True, slots=True, eq=False)
class _Sample:
    person: str
    group: str
    plain: Numbers | None
    worn: Numbers | None


@dataclass(frozen=True, slots=True)
class Pair:
    """`distance` None: one of the faces was not found. `folds`: of both persons."""

    genuine: bool
    distance: float | None
    folds: frozenset[int]


ThresholdsFor = Callable[[Pair], MatchThresholds]
"""Which thresholds a pair is judged by."""


def measure_faces(
    folder: Path,
    cross_validate: bool,
    read: ReadPicture,
    faces: FaceEmbedder,
    wear: WearPortrait,
    thresholds: MatchThresholds,
) -> Figures:
    """The figures of DESIGN section 6."""
    rows = read_labels(folder, "person", "group")
    samples = [_sample(row, read, faces, wear) for row in rows]
    fold_of = {person: place % _FOLDS for place, person in enumerate(sorted({s.person for s in samples}))}
    groups = sorted({sample.group for sample in samples})
    by_group = {g: _variants([s for s in samples if s.group == g], fold_of) for g in groups}
    headline = [g for g in groups if g.startswith(HEADLINE)] or groups
    pooled = tuple(sum((by_group[g][variant] for g in headline), start=()) for variant in (0, 1))
    everything = tuple(sum((by_group[g][variant] for g in groups), start=()) for variant in (0, 1))

    def figures(pairs: tuple[Pair, ...], fitted_on: tuple[Pair, ...]) -> Figures:
        return _figures(pairs, _refitted(fitted_on) if cross_validate else lambda _: thresholds)

    return {
        "pictures": len(samples),
        "headline_groups": headline,
        **figures(pooled[0], everything[0]),
        "portrait": figures(pooled[1], everything[1]),
        "groups": {
            g: {
                **figures(by_group[g][0], everything[0]),
                "portrait": figures(by_group[g][1], everything[1]),
            }
            for g in groups
        },
    }


def _sample(row: Labelled, read: ReadPicture, faces: FaceEmbedder, wear: WearPortrait) -> _Sample:
    picture = read(row.path)
    nothing = _Sample(row["person"], row["group"], None, None)
    if picture is None:
        return nothing
    try:
        found = faces.embed(picture)
        if found is None:
            return nothing
        face, plain = found
        worn = faces.embed(wear(picture, face, row.path.name))
    except DeviceError:
        return nothing
    return _Sample(row["person"], row["group"], plain, worn[1] if worn is not None else None)


def _variants(samples: list[_Sample], fold_of: dict[str, int]) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """The pairs as they are, and with the first of each pair worn."""
    plain, worn = [], []
    for first, second in combinations(samples, 2):
        folds = frozenset({fold_of[first.person], fold_of[second.person]})
        genuine = first.person == second.person
        plain.append(Pair(genuine, _distance(first.plain, second.plain), folds))
        worn.append(Pair(genuine, _distance(first.worn, second.plain), folds))
    return tuple(plain), tuple(worn)


def _distance(first: Numbers | None, second: Numbers | None) -> float | None:
    return None if first is None or second is None else float(np.linalg.norm(first - second))


def _figures(pairs: tuple[Pair, ...], thresholds_for: ThresholdsFor) -> Figures:
    genuine = [pair for pair in pairs if pair.genuine]
    compared = [pair for pair in pairs if not pair.genuine and pair.distance is not None]
    outcome_genuine = [_outcome(pair, thresholds_for) for pair in genuine]
    outcome_impostor = [_outcome(pair, thresholds_for) for pair in compared]
    missed = sum(pair.distance is None for pair in pairs)
    look, warning = MatchOutcome.STAFF_LOOK, MatchOutcome.STAFF_WARNING
    return {
        "genuine": len(genuine),
        "impostor": len(compared),
        "fmr": rate_of(outcome_impostor.count(MatchOutcome.MATCH), len(compared)),
        "fnmr": rate_of(len(genuine) - outcome_genuine.count(MatchOutcome.MATCH), len(genuine)),
        "referred": {
            "genuine": rate_of(outcome_genuine.count(look), len(genuine)),
            "impostor": rate_of(outcome_impostor.count(look), len(compared)),
        },
        "warned": {
            "genuine": rate_of(outcome_genuine.count(warning), len(genuine)),
            "impostor": rate_of(outcome_impostor.count(warning), len(compared)),
        },
        "failure_to_acquire": rate_of(missed, len(pairs)),
        "fnmr_at_fmr_1e2": _fnmr_at(pairs, 0.01),
        "fnmr_at_fmr_1e3": _fnmr_at(pairs, 0.001),
    }


def _outcome(pair: Pair, thresholds_for: ThresholdsFor) -> MatchOutcome:
    if pair.distance is None:
        return MatchOutcome.NOT_DONE
    return judge_match(Comparison(pair.distance, None), thresholds_for(pair))


def _fnmr_at(pairs: Iterable[Pair], fmr: float) -> dict[str, float | None]:
    """FNMR at the largest distance that lets no more than this share of the impostors pass."""
    pairs = tuple(pairs)
    at_most = _distance_at_fmr(pairs, fmr)
    genuine = [pair.distance for pair in pairs if pair.genuine]
    return rate_of(sum(d is None or d > at_most for d in genuine), len(genuine))


def _distance_at_fmr(pairs: Iterable[Pair], fmr: float) -> float:
    impostor = sorted(p.distance for p in pairs if not p.genuine and p.distance is not None)
    allowed = int(fmr * len(impostor))
    # Just below the first impostor that must not pass; with no impostor nothing can be said, so nothing passes.
    return float(np.nextafter(impostor[allowed], 0)) if impostor else 0.0


def _refitted(pairs: tuple[Pair, ...]) -> ThresholdsFor:
    """Thresholds for a pair, fitted on pairs that share no fold of persons with it."""

    @cache
    def fitted(folds: frozenset[int]) -> MatchThresholds:
        others = tuple(pair for pair in pairs if not pair.folds & folds)
        match = min(max(_distance_at_fmr(others, _FMR_AIM), 0.01), 0.98)
        genuine = sorted(p.distance for p in others if p.genuine and p.distance is not None)
        warn = genuine[int((1 - _WARNED_AIM) * (len(genuine) - 1))] if genuine else 0.99
        return MatchThresholds(match, min(max(warn, match + 0.01), 1.0))

    return lambda pair: fitted(pair.folds)
