"""`measure spoof` and `measure motion`: what the passive part makes of attacks and of live people.

No response counts as refused and stays in the denominator: a detector that answers nothing has APCER 0 and BPCER 1.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Protocol

from kiosk.bench.adapters import ReadFrames, ReadPicture
from kiosk.bench.attack_fit import Trial, thresholds_of
from kiosk.bench.intervals import rate_of
from kiosk.bench.labels import Labelled, read_labels
from kiosk.bench.measure import Figures
from kiosk.checks.liveness import (
    FaceSample,
    LivenessThresholds,
    Response,
    judge_parallax,
    sample_of,
    summarise_parallax,
)
from kiosk.domain.errors import DeviceError
from kiosk.ports.attack_detector import AttackDetector, LiveScore
from kiosk.ports.camera import Image
from kiosk.ports.face import Face, Tracked

BONA_FIDE = "bona_fide"
_FRAMES_A_CLIP = 24
_FRAME_SECONDS = 0.2
"""Frames spread over a clip are judged as if they came at the session's 5 Hz; parallax asks for their order only."""
_FEW = 10
"""Of so few attacks of a species no rate can be told: each is listed."""


class FaceTracker(Protocol):
    """All that detection needs of a face analyser."""

    def find(self, picture: Image) -> tuple[Face, ...]:
        """All faces, the largest first."""

    def track(self, picture: Image, *, eyes: bool = True) -> Tracked:
        """All faces, and what can be measured on the largest."""


@dataclass(frozen=True, slots=True)
class Detection:
    """The adapters and the thresholds of a run."""

    faces: FaceTracker
    detector: AttackDetector
    thresholds: LivenessThresholds

    def live(self, picture: Image | None) -> float | None:
        """The score of the largest face; None where there is no answer."""
        if picture is None:
            return None
        try:
            return self._score(picture, self.faces.find(picture))
        except DeviceError:
            return None

    def watch(self, picture: Image, seconds: float) -> tuple[float | None, FaceSample | None]:
        """The same, with what parallax needs."""
        try:
            tracked = self.faces.track(picture, eyes=False)
            score = self._score(picture, tracked.faces)
        except DeviceError:
            return None, None
        return score, sample_of(tracked.measures, seconds) if tracked.measures is not None else None

    def _score(self, picture: Image, faces: tuple[Face, ...]) -> float | None:
        score = self.detector.score(picture, faces[0]) if faces else None
        return score.live if isinstance(score, LiveScore) else None


def measure_spoof(folder: Path, cross_validate: bool, read: ReadPicture, detection: Detection) -> Figures:
    """Single pictures."""
    rows = read_labels(folder, "label", "species")
    trials = [_trial(row, detection.live(read(row.path))) for row in rows]
    return _figures(trials, cross_validate, detection.thresholds.least_live)


def measure_motion(folder: Path, cross_validate: bool, read: ReadFrames, detection: Detection) -> Figures:
    """Clips and folders of frames: the median score of frames spread over each, and parallax where a head turns far
    enough. A drawn challenge can't be put to a clip."""
    trials = [
        _watched(row, read(row.path, _FRAMES_A_CLIP), detection) for row in read_labels(folder, "label", "species")
    ]
    figures = _figures(trials, cross_validate, detection.thresholds.least_live)
    return {**figures, "challenge": "not_tested", "parallax": _parallax_figures(trials)}


def _watched(row: Labelled, frames: Iterable[Image], detection: Detection) -> Trial:
    """A frame without an answer counts as an attack's, unless none of them has one."""
    watched = [detection.watch(frame, place * _FRAME_SECONDS) for place, frame in enumerate(frames)]
    scores = [score for score, _ in watched]
    samples = tuple(sample for _, sample in watched if sample is not None)
    parallax = judge_parallax(summarise_parallax(samples, detection.thresholds), detection.thresholds)
    answered = any(score is not None for score in scores)
    live = median(score if score is not None else 0.0 for score in scores) if answered else None
    return _trial(row, live, parallax)


def _trial(row: Labelled, live: float | None, parallax: Response = Response.NO_MEASURE) -> Trial:
    subject = row.path.stem.split("_")[0]
    return Trial(
        row["label"] != BONA_FIDE, row["species"] or "unstated", subject, live, row.name, parallax, row["group"]
    )


def _figures(trials: list[Trial], cross_validate: bool, least_live: float) -> Figures:
    threshold = thresholds_of(trials) if cross_validate else lambda _: least_live
    attacks = [trial for trial in trials if trial.attack]
    bona_fide = [trial for trial in trials if not trial.attack]

    def passes(trial: Trial) -> bool:
        flat = trial.parallax is Response.NOT_MADE
        return trial.live is not None and trial.live >= threshold(trial) and not flat

    def apcer(some: list[Trial]) -> dict[str, float | None]:
        return rate_of(sum(map(passes, some)), len(some))

    by_species: dict[str, list[Trial]] = {}
    for trial in sorted(attacks, key=lambda trial: trial.species):
        by_species.setdefault(trial.species, []).append(trial)
    groups = sorted({trial.group for trial in bona_fide if trial.group})
    by_group: Figures = {name: _group([t for t in bona_fide if t.group == name], passes) for name in groups}
    return {
        **({"groups": by_group} if by_group else {}),
        "attacks": len(attacks),
        "bona_fide": len(bona_fide),
        "apcer": apcer(attacks),
        "species": {name: _species(some, passes, apcer(some)) for name, some in by_species.items()},
        "bpcer": rate_of(sum(not passes(trial) for trial in bona_fide), len(bona_fide)),
        "no_response": {
            "attacks": sum(trial.live is None for trial in attacks),
            "bona_fide": sum(trial.live is None for trial in bona_fide),
        },
    }


def _species(some: list[Trial], passes: Callable[[Trial], bool], apcer: dict[str, float | None]) -> Figures:
    accepted = [trial.name for trial in some if passes(trial)]
    figures: Figures = {"attacks": len(some), "accepted": len(accepted), "apcer": apcer}
    if len(some) < _FEW:
        figures["one_by_one"] = {trial.name: "accepted" if trial.name in accepted else "refused" for trial in some}
    return figures


def _group(some: list[Trial], passes: Callable[[Trial], bool]) -> Figures:
    refused = sum(not passes(trial) for trial in some)
    return {"bona_fide": len(some), "refused": refused, "bpcer": rate_of(refused, len(some))}


def _parallax_figures(trials: list[Trial]) -> Figures:
    """How often parallax could be told, and what it said."""

    def of(some: list[Trial]) -> Figures:
        return {str(response): sum(trial.parallax is response for trial in some) for response in Response}

    return {
        "attacks": of([trial for trial in trials if trial.attack]),
        "bona_fide": of([trial for trial in trials if not trial.attack]),
    }
