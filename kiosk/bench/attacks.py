"""`measure spoof` and `measure motion`: what the passive detector makes of attacks and of live people.

No response counts as refused and stays in the denominator: a detector that answers nothing has APCER 0 and BPCER 1.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Protocol

from kiosk.bench.adapters import ReadFrames, ReadPicture
from kiosk.bench.intervals import rate_of
from kiosk.bench.labels import Labelled, read_labels
from kiosk.bench.measure import Figures
from kiosk.checks.liveness import LivenessThresholds
from kiosk.domain.errors import DeviceError
from kiosk.ports.attack_detector import AttackDetector, LiveScore
from kiosk.ports.camera import Image
from kiosk.ports.face import Face

ATTACK, BONA_FIDE = "attack", "bona_fide"
_FRAMES_A_CLIP = 15
_FOLDS = 5
_APCER_AIM = 0.01


class FaceFinder(Protocol):
    """All that detection needs of a face analyser."""

    def find(self, picture: Image) -> tuple[Face, ...]:
        """All faces, the largest first."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One presentation. `live`: the score, or None for no response. `subject`: who or what must not be split."""

    attack: bool
    species: str
    subject: str
    live: float | None


@dataclass(frozen=True, slots=True)
class Detection:
    """The adapters and the threshold of a run."""

    faces: FaceFinder
    detector: AttackDetector
    thresholds: LivenessThresholds

    def live(self, picture: Image | None) -> float | None:
        """The score of the largest face; None where there is no answer."""
        if picture is None:
            return None
        try:
            found = self.faces.find(picture)
            score = self.detector.score(picture, found[0]) if found else None
        except DeviceError:
            return None
        return score.live if isinstance(score, LiveScore) else None


def measure_spoof(folder: Path, cross_validate: bool, read: ReadPicture, detection: Detection) -> Figures:
    """Single pictures."""
    rows = read_labels(folder, "label", "species")
    trials = [_trial(row, detection.live(read(row.path))) for row in rows]
    return _figures(trials, cross_validate, detection.thresholds.least_live)


def measure_motion(folder: Path, cross_validate: bool, read: ReadFrames, detection: Detection) -> Figures:
    """Clips and folders of frames: the median of frames spread over each. A drawn challenge can't be put to a clip."""
    trials = [_trial(row, _clip_live(read(row.path, _FRAMES_A_CLIP), detection)) for row in _motion_rows(folder)]
    figures = _figures(trials, cross_validate, detection.thresholds.least_live)
    return {**figures, "challenge": "not_tested", "parallax": "not_tested"}


def _motion_rows(folder: Path) -> Iterable[Labelled]:
    return read_labels(folder, "label", "species")


def _clip_live(frames: Iterable[Image], detection: Detection) -> float | None:
    """A frame without an answer counts as an attack's, unless none of them has one."""
    scores = [detection.live(frame) for frame in frames]
    if all(score is None for score in scores):
        return None
    return median(score if score is not None else 0.0 for score in scores)


def _trial(row: Labelled, live: float | None) -> Trial:
    stem = row.path.stem
    return Trial(row["label"] != BONA_FIDE, row["species"] or "unstated", stem.split("_")[0], live)


def _figures(trials: list[Trial], cross_validate: bool, least_live: float) -> Figures:
    threshold = _refitted(trials) if cross_validate else lambda _: least_live
    attacks = [trial for trial in trials if trial.attack]
    bona_fide = [trial for trial in trials if not trial.attack]

    def passes(trial: Trial) -> bool:
        return trial.live is not None and trial.live >= threshold(trial)

    def apcer(some: list[Trial]) -> dict[str, float | None]:
        return rate_of(sum(map(passes, some)), len(some))

    species = sorted({trial.species for trial in attacks})
    return {
        "attacks": len(attacks),
        "bona_fide": len(bona_fide),
        "apcer": apcer(attacks),
        "species": {
            name: {"attacks": len(some), "apcer": apcer(some)}
            for name in species
            for some in [[trial for trial in attacks if trial.species == name]]
        },
        "bpcer": rate_of(sum(not passes(trial) for trial in bona_fide), len(bona_fide)),
        "no_response": {
            "attacks": sum(trial.live is None for trial in attacks),
            "bona_fide": sum(trial.live is None for trial in bona_fide),
        },
    }


def _refitted(trials: list[Trial]) -> Callable[[Trial], float]:
    """For each trial the threshold that its fold's other subjects call for: as low as APCER 1 % lets it be."""
    fold_of = {name: place % _FOLDS for place, name in enumerate(sorted({trial.subject for trial in trials}))}
    fitted: dict[int, float] = {}
    for fold in range(_FOLDS):
        others = [t.live for t in trials if t.attack and t.live is not None and fold_of[t.subject] != fold]
        others.sort(reverse=True)
        allowed = int(_APCER_AIM * len(others))
        fitted[fold] = min(others[allowed] + 1e-6, 1.0) if others else 1.0
    return lambda trial: fitted[fold_of[trial.subject]]
