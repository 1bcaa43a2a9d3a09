"""Spoken digits: the right ones, and the lips in time with the sound.

A recorded face says other digits or none; a voice from elsewhere does not move these lips.
"""

import itertools
from bisect import bisect_left
from dataclasses import dataclass
from math import isfinite, sqrt

from kiosk.checks.liveness.outcomes import Response
from kiosk.checks.liveness.samples import FaceSample, finite_or_none, usable
from kiosk.checks.liveness.thresholds import LivenessThresholds

_DEFAULT = LivenessThresholds()
_LAGS = tuple(lag / 50 for lag in range(-5, 16))
"""Seconds by which pictures may be late against the sound: lips open up to 0.1 s before, cameras lag up to 0.3 s."""
_AROUND = 0.1
"""Sound is averaged over so many seconds before and after a picture."""


@dataclass(frozen=True, slots=True)
class SoundLevel:
    """`voice`: whether there is speech at that moment, 0..1 (a VAD's probability or a level)."""

    seconds: float
    voice: float


@dataclass(frozen=True, slots=True)
class DigitsSummary:
    """`heard`: digits that the recogniser took, and nothing else. `speech`: milliseconds with voice; `pictures` of the
    mouth; `in_time`: correlation of lips and sound at the best lag, thousandths; `livelier`: how many times more the
    lips move while there is sound, thousandths."""

    heard: str
    speech: int
    pictures: int
    in_time: int
    livelier: int


def summarise_digits(
    heard: str, samples: tuple[FaceSample, ...], sound: tuple[SoundLevel, ...]
) -> DigitsSummary | None:
    """`samples` and `sound` from a little before the digits were asked for to a little after the last one, on one
    clock. None without a usable picture of the mouth or without sound."""
    mouths = [(s.seconds, gap) for s in usable(samples) if (gap := finite_or_none(s.mouth)) is not None]
    levels = [(s.seconds, min(max(s.voice, 0.0), 1.0)) for s in sound if isfinite(s.seconds) and isfinite(s.voice)]
    if len(mouths) < 3 or len(levels) < 3 or any(b[0] <= a[0] for a, b in itertools.pairwise(levels)):
        return None
    speech = sum((b[0] - a[0]) * a[1] for a, b in itertools.pairwise(levels) if b[0] - a[0] < 0.5)
    moved = _movement(mouths)
    best, livelier = max(_agreement(moved, levels, lag) for lag in _LAGS)
    digits = "".join(c for c in heard if c in "0123456789")
    return DigitsSummary(
        digits, round(1000 * min(speech, 60.0)), len(mouths), round(1000 * best), round(1000 * min(livelier, 9.999))
    )


def judge_digits(asked: str, summary: DigitsSummary | None, thresholds: LivenessThresholds = _DEFAULT) -> Response:
    """Other digits are NOT_MADE, and so are lips out of time; none heard is NO_MEASURE."""
    if summary is None or not asked or not summary.heard or summary.pictures < thresholds.least_samples:
        return Response.NO_MEASURE
    if summary.heard != asked:
        return Response.NOT_MADE
    if summary.speech < 1000 * thresholds.digits_speech:
        return Response.NO_MEASURE
    in_time = summary.in_time >= 1000 * thresholds.digits_in_time
    return Response.MADE if in_time and summary.livelier >= 1000 * thresholds.digits_livelier else Response.NOT_MADE


def _movement(mouths: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """How far the lips are from where they rest, and how fast they go: both say that he speaks."""
    rest = sorted(gap for _, gap in mouths)[len(mouths) // 4]
    moved = []
    for place, (at, gap) in enumerate(mouths):
        before, after = mouths[max(0, place - 1)], mouths[min(len(mouths) - 1, place + 1)]
        span = max(after[0] - before[0], 1e-3)
        moved.append((at, abs(gap - rest) + 0.1 * abs(after[1] - before[1]) / span))
    return moved


def _agreement(moved: list[tuple[float, float]], levels: list[tuple[float, float]], lag: float) -> tuple[float, float]:
    """Pearson's correlation, and movement with sound over movement without; zeros where nothing can be compared."""
    times = [at for at, _ in levels]
    lips, voice = [], []
    for at, much in moved:
        near = levels[bisect_left(times, at - lag - _AROUND) : bisect_left(times, at - lag + _AROUND)]
        if near:
            lips.append(much)
            voice.append(sum(level for _, level in near) / len(near))
    if len(lips) < 5:
        return 0.0, 0.0
    with_sound = [much for much, level in zip(lips, voice, strict=True) if level >= 0.5]
    without = [much for much, level in zip(lips, voice, strict=True) if level < 0.5]
    if not with_sound or not without:
        return 0.0, 0.0
    quiet = max(sum(without) / len(without), 1e-3)
    return _correlation(lips, voice), sum(with_sound) / len(with_sound) / quiet


def _correlation(one: list[float], two: list[float]) -> float:
    mean_one, mean_two = sum(one) / len(one), sum(two) / len(two)
    both = sum((a - mean_one) * (b - mean_two) for a, b in zip(one, two, strict=True))
    size = sqrt(sum((a - mean_one) ** 2 for a in one) * sum((b - mean_two) ** 2 for b in two))
    return both / size if size > 1e-12 else 0.0
