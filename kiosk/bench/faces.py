"""`measure faces`: all pairs within each group, as they are and with one side made a worn portrait.

The figures at the top are those of the groups whose name begins with `east_asian`. A genuine pair counts against us
whenever it is not a match: sent to staff, warned of, or one face not found. False matches are counted among the
impostor pairs that were compared. The bounds take each pair for a trial of its own; `people` says how few persons
stand behind them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from kiosk.bench.adapters import FaceEmbedder, ReadPicture, WearPortrait
from kiosk.bench.face_fit import Pair, fit_thresholds
from kiosk.bench.intervals import Rate, rate_of
from kiosk.bench.labels import Labelled, read_labels
from kiosk.bench.measure import Figures
from kiosk.checks.face_match import MatchOutcome, MatchThresholds, judge_match
from kiosk.domain.errors import DeviceError
from kiosk.ports.face import Comparison, FaceTemplate

HEADLINE = "east_asian"

_FOLDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class _Sample:
    person: str
    group: str
    plain: FaceTemplate | None
    worn: FaceTemplate | None


Pairs = tuple[Pair, ...]
ThresholdsFor = Callable[[Pair], MatchThresholds]
"""Which thresholds a pair is judged by."""


@dataclass(frozen=True, slots=True)
class _Variants:
    """The pairs as they are, and with the first of each pair worn."""

    plain: Pairs = ()
    worn: Pairs = ()

    def __add__(self, other: "_Variants") -> "_Variants":
        return _Variants(self.plain + other.plain, self.worn + other.worn)


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
    pooled = sum((by_group[g] for g in headline), start=_Variants())
    # As the settings' own were fitted: on the headline's people, with and without wear, for all groups alike.
    judged_by = _refitted(pooled.plain + pooled.worn) if cross_validate else lambda _: thresholds

    def figures(pairs: _Variants) -> Figures:
        return {**_figures(pairs.plain, judged_by), "portrait": _figures(pairs.worn, judged_by)}

    return {
        "pictures": len(samples),
        "people": len({s.person for s in samples if s.group in headline}),
        "headline_groups": headline,
        **figures(pooled),
        "groups": {g: figures(by_group[g]) for g in groups},
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
        worn = faces.embed(wear(picture, face, row.path.name), portrait=True)
    except DeviceError:
        return nothing
    return _Sample(row["person"], row["group"], plain, worn[1] if worn is not None else None)


def _variants(samples: list[_Sample], fold_of: dict[str, int]) -> _Variants:
    plain, worn = [], []
    for first, second in combinations(samples, 2):
        folds = frozenset({fold_of[first.person], fold_of[second.person]})
        genuine = first.person == second.person
        plain.append(Pair(genuine, _compared(first.plain, second.plain), first.group, folds))
        worn.append(Pair(genuine, _compared(first.worn, second.plain), f"{first.group} worn", folds))
    return _Variants(tuple(plain), tuple(worn))


def _compared(first: FaceTemplate | None, second: FaceTemplate | None) -> Comparison | None:
    return None if first is None or second is None else first.compare((second,))


def _figures(pairs: Pairs, thresholds_for: ThresholdsFor) -> Figures:
    genuine = [pair for pair in pairs if pair.genuine]
    compared = [pair for pair in pairs if not pair.genuine and pair.compared is not None]
    outcome_genuine = [_outcome(pair, thresholds_for) for pair in genuine]
    outcome_impostor = [_outcome(pair, thresholds_for) for pair in compared]
    missed = sum(pair.compared is None for pair in pairs)
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
        "fnmr_at_fmr_1e2": _fnmr_at(pairs, thresholds_for, 0.01),
        "fnmr_at_fmr_1e3": _fnmr_at(pairs, thresholds_for, 0.001),
    }


def _outcome(pair: Pair, thresholds_for: ThresholdsFor) -> MatchOutcome:
    return MatchOutcome.NOT_DONE if pair.compared is None else judge_match(pair.compared, thresholds_for(pair))


def _fnmr_at(pairs: Pairs, thresholds_for: ThresholdsFor, fmr: float) -> Rate:
    """FNMR at the least score that lets no more than this share of these impostors pass."""
    scores = [(p.genuine, None if p.compared is None else thresholds_for(p).score(p.compared)) for p in pairs]
    impostor = sorted((score for own, score in scores if not own and score is not None), reverse=True)
    genuine = [score for own, score in scores if own]
    # Above the first impostor that must not pass; with no impostor nothing can be said, so nothing passes.
    refused = sum(s is None or not impostor or s <= impostor[int(fmr * len(impostor))] for s in genuine)
    return rate_of(refused, len(genuine))


def _refitted(pairs: Pairs) -> ThresholdsFor:
    """Weight and thresholds for a pair, fitted on pairs that share no fold of persons with it."""

    @cache
    def fitted(folds: frozenset[int]) -> MatchThresholds:
        return fit_thresholds([pair for pair in pairs if not pair.folds & folds])

    return lambda pair: fitted(pair.folds)
