"""Turns, nod, mouth and blink: first summarised in whole numbers, then judged from the summary alone.

What is recorded is the summary, so whoever reads the evidence judges the same numbers (see replay).
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.checks.liveness.challenge import Challenge, Move
from kiosk.checks.liveness.outcomes import Response, worst
from kiosk.checks.liveness.samples import FaceSample, finite_or_none, usable
from kiosk.checks.liveness.thresholds import LivenessThresholds

_DEFAULT = LivenessThresholds()
_UNMEASURED = -1


@dataclass(frozen=True, slots=True)
class MoveSummary:
    """One window, from when the move was asked for. Angles in tenths of a degree from the first sample; shares in
    thousandths; times in milliseconds from the first sample; -1 for what was not measured.

    `nod`: how far the head came back up after its lowest; `nod_before`: how far it went down before. `lids_*`: the
    opening as a share of the usual one: before the least, the least, after it. `peak`: when the move was largest.
    """

    move: Move
    samples: int
    longest_gap: int
    yaw_least: int
    yaw_most: int
    yaw_last: int
    nod_before: int
    nod: int
    lids_before: int
    lids_least: int
    lids_after: int
    mouth_rest: int
    mouth_most: int
    mouth_last: int
    peak: int


def summarise_move(
    move: Move, window: tuple[FaceSample, ...], thresholds: LivenessThresholds = _DEFAULT
) -> MoveSummary | None:
    """None without a usable sample."""
    samples = usable(window, thresholds.move_seconds)
    if not samples:
        return None
    start = samples[0]
    yaw = [s.yaw - start.yaw for s in samples]
    pitch = [s.pitch - start.pitch for s in samples]
    low = pitch.index(min(pitch))
    lids = _lids(samples)
    mouth = _mouth(samples)
    gaps = [b.seconds - a.seconds for a, b in itertools.pairwise(samples)]
    return MoveSummary(
        move, len(samples), round(1000 * max(gaps, default=0.0)),
        round(10 * min(yaw)), round(10 * max(yaw)), round(10 * yaw[-1]),
        round(10 * (max(pitch[: low + 1]) - pitch[low])), round(10 * (max(pitch[low:]) - pitch[low])),
        *lids, *mouth, round(1000 * _peak(move, samples, yaw, low)),
    )  # fmt: skip


def judge_move(summary: MoveSummary | None, thresholds: LivenessThresholds = _DEFAULT) -> Response:
    """The move, and back to rest, so that the next one begins there; another turn in the same window spoils it."""
    limits = thresholds
    if summary is None or summary.samples < limits.least_samples:
        return Response.NO_MEASURE
    if summary.longest_gap > 1000 * limits.longest_gap or summary.peak < 0:
        return Response.NO_MEASURE
    if summary.peak < 1000 * limits.fastest:
        return Response.NOT_MADE
    measured: bool | None = _JUDGES[summary.move](summary, limits)
    if measured is None:
        return Response.NO_MEASURE
    return Response.MADE if measured else Response.NOT_MADE


def judge_moves(
    challenge: Challenge, seen: tuple[tuple[FaceSample, ...], ...], thresholds: LivenessThresholds = _DEFAULT
) -> tuple[Response, ...]:
    """Each move in its own window: `seen` has the samples of each, from when it was asked, in the order asked."""
    if len(seen) != len(challenge.moves):
        return (Response.NO_MEASURE,) * max(1, len(challenge.moves))
    if any(not _follows(earlier, later) for earlier, later in itertools.pairwise(seen)):
        return (Response.NO_MEASURE,) * len(seen)
    summaries = (summarise_move(m, w, thresholds) for m, w in zip(challenge.moves, seen, strict=True))
    return tuple(judge_move(summary, thresholds) for summary in summaries)


def answered(
    challenge: Challenge, seen: tuple[tuple[FaceSample, ...], ...], thresholds: LivenessThresholds = _DEFAULT
) -> bool:
    """Whether every move was made."""
    return bool(challenge.moves) and worst(judge_moves(challenge, seen, thresholds)) is Response.MADE


def _follows(earlier: tuple[FaceSample, ...], later: tuple[FaceSample, ...]) -> bool:
    return not earlier or not later or later[0].seconds > earlier[-1].seconds


def _turned(summary: MoveSummary, limits: LivenessThresholds, sign: int) -> bool:
    ends = sorted((sign * summary.yaw_least, sign * summary.yaw_most))
    back = abs(summary.yaw_last) <= 10 * limits.rest_degrees
    return ends[1] >= 10 * limits.turn_degrees and ends[0] > -10 * limits.turn_degrees and back


def _nodded(summary: MoveSummary, limits: LivenessThresholds) -> bool:
    down, up = summary.nod_before >= 10 * limits.nod_degrees, summary.nod >= 5 * limits.nod_degrees
    return down and up and _straight(summary, limits.turn_degrees)


def _opened(summary: MoveSummary, limits: LivenessThresholds) -> bool | None:
    if _UNMEASURED in (summary.mouth_rest, summary.mouth_most, summary.mouth_last):
        return None
    grown = summary.mouth_most - summary.mouth_rest
    closed = summary.mouth_last - summary.mouth_rest <= grown / 2
    return grown >= 1000 * limits.mouth_open and closed and _straight(summary, limits.turn_degrees)


def _blinked(summary: MoveSummary, limits: LivenessThresholds) -> bool | None:
    """Open, closed, open again."""
    if _UNMEASURED in (summary.lids_before, summary.lids_least, summary.lids_after):
        return None
    closed = summary.lids_least <= 1000 * limits.eyes_closed
    open_again = min(summary.lids_before, summary.lids_after) >= 1000 * limits.eyes_open
    return closed and open_again and _straight(summary, limits.rest_degrees)


def _straight(summary: MoveSummary, degrees: float) -> bool:
    return max(-summary.yaw_least, summary.yaw_most) < 10 * degrees


_JUDGES: dict[Move, Callable[[MoveSummary, LivenessThresholds], bool | None]] = {
    Move.TURN_LEFT: lambda summary, limits: _turned(summary, limits, -1),
    Move.TURN_RIGHT: lambda summary, limits: _turned(summary, limits, 1),
    Move.NOD: _nodded,
    Move.OPEN_MOUTH: _opened,
    Move.BLINK: _blinked,
    Move.SAY_DIGITS: lambda *_: None,
    Move.SCREEN_LIGHT: lambda *_: None,
}


def _peak(move: Move, samples: tuple[FaceSample, ...], yaw: list[float], low: int) -> float:
    """Seconds from the first sample to the move's extreme; -1 where it was not measured."""
    match move:
        case Move.TURN_LEFT:
            place = yaw.index(min(yaw))
        case Move.TURN_RIGHT:
            place = yaw.index(max(yaw))
        case Move.NOD:
            place = low
        case Move.OPEN_MOUTH:
            place = _extreme([finite_or_none(s.mouth) for s in samples], largest=True)
        case _:
            place = _closing([finite_or_none(s.eyes) for s in samples])
    return -1.0 if place < 0 else samples[place].seconds - samples[0].seconds


def _extreme(values: list[float | None], *, largest: bool) -> int:
    known = [(value if largest else -value, -place) for place, value in enumerate(values) if value is not None]
    return -max(known)[1] if known else -1


def _closing(eyes: list[float | None]) -> int:
    """Where the lids were shut between two openings; the last such, since eyes also blink of themselves as one is
    asked."""
    known = [(place, opening) for place, opening in enumerate(eyes) if opening is not None]
    widest = max((opening for _, opening in known), default=0.0)
    best, found = -1, -1.0
    for at, (place, opening) in enumerate(known):
        before = max((o for _, o in known[:at]), default=0.0)
        after = max((o for _, o in known[at + 1 :]), default=0.0)
        depth = round((min(before, after) - opening) / widest, 1) if widest > 0 else 0.0
        if depth >= found:
            best, found = place, depth
    return best


def _lids(samples: tuple[FaceSample, ...]) -> tuple[int, int, int]:
    """As shares of the usual opening: the upper quartile, which a slow blink does not pull down."""
    eyes = [opening for s in samples if (opening := finite_or_none(s.eyes)) is not None]
    if len(eyes) < 5 or len(eyes) < len(samples) / 2:
        return (_UNMEASURED,) * 3
    usual = sorted(eyes)[(3 * len(eyes)) // 4]
    low = _closing(list(eyes))
    if usual <= 0:
        return (_UNMEASURED,) * 3
    before, after = max(eyes[:low], default=0.0), max(eyes[low + 1 :], default=0.0)
    return _thousandths(before / usual), _thousandths(eyes[low] / usual), _thousandths(after / usual)


def _mouth(samples: tuple[FaceSample, ...]) -> tuple[int, int, int]:
    """At the first sample (or the least before the widest), the widest, the last."""
    gaps = [gap for s in samples if (gap := finite_or_none(s.mouth)) is not None]
    if len(gaps) < 5 or len(gaps) < len(samples) / 2:
        return (_UNMEASURED,) * 3
    widest = gaps.index(max(gaps))
    return _thousandths(min(gaps[: widest + 1])), _thousandths(gaps[widest]), _thousandths(gaps[-1])


def _thousandths(share: float) -> int:
    """0..9999: no share of an eye or mouth is beyond it."""
    return round(1000 * min(max(share, 0.0), 9.999))
