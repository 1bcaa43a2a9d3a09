"""Injection: pictures that no sensor took. Pure, on what an adapter measured of the frames.

A camera's frames come a little early or late and carry its sensor's noise, each its own; a program's do neither.
Honest limit: whoever owns the machine can imitate all of this.
"""

import itertools
from dataclasses import dataclass
from math import isfinite
from statistics import median, pstdev

from kiosk.checks.liveness.outcomes import Response
from kiosk.checks.liveness.thresholds import LivenessThresholds
from kiosk.ports.frame_trace import FrameTrace

_DEFAULT = LivenessThresholds()
_LEAST_FRAMES = 10
_UNMEASURED = -1


@dataclass(frozen=True, slots=True)
class InjectionSummary:
    """`frames`; `spread` of the intervals as millionths of the usual one; `repeats`: frames that equal an earlier one
    but not the one right before it, and `frozen`: those that do; medians of the noise in thousandths of a grey level,
    -1 where not measured."""

    frames: int
    spread: int
    repeats: int
    frozen: int
    face_noise: int
    backdrop_noise: int


def summarise_injection(traces: tuple[FrameTrace, ...]) -> InjectionSummary | None:
    """None without enough frames in order of time."""
    times = [trace.seconds for trace in traces]
    if len(traces) < _LEAST_FRAMES or not all(map(isfinite, times)):
        return None
    gaps = [b - a for a, b in itertools.pairwise(times)]
    if min(gaps) <= 0:
        return None
    usual = median(gaps)
    # A frame that was dropped says nothing about the clock that made the others.
    spread = pstdev([gap for gap in gaps if gap < 1.5 * usual]) / usual
    seen: set[int] = set()
    repeats = frozen = 0
    for before, trace in zip((None, *traces), traces, strict=False):
        if before is not None and before.fingerprint == trace.fingerprint:
            frozen += 1
        elif trace.fingerprint in seen:
            repeats += 1
        seen.add(trace.fingerprint)
    return InjectionSummary(
        len(traces), round(1e6 * spread), repeats, frozen,
        _usual([trace.face_noise for trace in traces]), _usual([trace.backdrop_noise for trace in traces]),
    )  # fmt: skip


def judge_injection(summary: InjectionSummary | None, thresholds: LivenessThresholds = _DEFAULT) -> Response:
    """MADE: nothing speaks against a sensor. NOT_MADE: something does."""
    if summary is None or summary.frames < _LEAST_FRAMES:
        return Response.NO_MEASURE
    clockwork = summary.spread < 1e6 * thresholds.least_interval_spread
    looped = summary.repeats > thresholds.most_repeats
    standing = summary.frozen > summary.frames / 2
    if clockwork or looped or standing:
        return Response.NOT_MADE
    face, backdrop = summary.face_noise, summary.backdrop_noise
    if _UNMEASURED in (face, backdrop):
        return Response.NO_MEASURE
    if min(face, backdrop) < 1000 * thresholds.least_noise:
        return Response.NOT_MADE
    apart = max(face, backdrop) > thresholds.noise_ratio * min(face, backdrop)
    return Response.NOT_MADE if apart else Response.MADE


def _usual(noises: list[float | None]) -> int:
    known = [noise for noise in noises if noise is not None and isfinite(noise) and noise >= 0]
    return round(1000 * median(known)) if len(known) >= 3 else _UNMEASURED
