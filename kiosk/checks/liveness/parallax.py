"""Out-of-plane parallax: whether the nose stands out of the face's own sheet when the head turns.

The points round the nose carry a smooth sheet from a frontal picture into a turned one. A flat print is carried whole,
and a bent one nearly so, for the sheet may bend too (second order); a real nose moves on against it by its height times
the sine of the turn. Beyond what the data can show: a mask with a nose, which the other parts must find.
"""

from dataclasses import dataclass
from math import radians, sin
from statistics import median

import numpy as np
from numpy.typing import NDArray

from kiosk.checks.liveness.outcomes import Response
from kiosk.checks.liveness.samples import FaceSample, usable
from kiosk.checks.liveness.thresholds import LivenessThresholds
from kiosk.ports.face import MESH_POINTS

_DEFAULT = LivenessThresholds()
_RIGHT_EYE, _LEFT_EYE = 33, 263
"""Outer corners, the person's own right and left (numbering of MediaPipe's face mesh)."""
_SHEET = (
    33, 133, 362, 263, 70, 105, 107, 336, 334, 300, 9, 151, 117, 346, 50, 280, 205, 425, 187, 411, 61, 291, 214, 434,
)  # fmt: skip
"""Eye corners, brows, forehead, cheeks, mouth corners: not the nose, not the chin and lips that speak, not the outline,
which is another place of the head in each turn."""
_NOSE = (1, 4, 5)
_MOST_FRONTS, _MOST_TURNED = 5, 12

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ParallaxSummary:
    """`pairs` of a frontal and a turned picture; `turn`: their median difference, tenths of a degree; `relief`: median
    height of the nose over the sheet, `spread`: median deviation from it, thousandths of the eyes' distance."""

    pairs: int
    turn: int
    relief: int
    spread: int


def summarise_parallax(
    samples: tuple[FaceSample, ...], thresholds: LivenessThresholds = _DEFAULT
) -> ParallaxSummary | None:
    """Over all frames of a check, in order. None where no pair of frames differs enough in its turn."""
    meshed = [s for s in usable(samples) if _whole(s.mesh)]
    if not meshed:
        return None
    straight = median(s.yaw for s in meshed)
    fronts = sorted(meshed, key=lambda s: abs(s.yaw - straight))[:_MOST_FRONTS]
    middle = median(s.yaw for s in fronts)
    turned = [s for s in meshed if abs(s.yaw - middle) >= thresholds.parallax_turn]
    turned = sorted(turned, key=lambda s: -abs(s.yaw - middle))[:_MOST_TURNED]
    measured = [(abs(t.yaw - f.yaw), height) for t in turned for f in fronts if (height := _relief(f, t)) is not None]
    if not measured:
        return None
    heights = [height for _, height in measured]
    relief = median(heights)
    spread = median(abs(height - relief) for height in heights)
    turn = median(turn for turn, _ in measured)
    return ParallaxSummary(len(turned), round(10 * turn), _thousandths(relief), _thousandths(spread))


def judge_parallax(summary: ParallaxSummary | None, thresholds: LivenessThresholds = _DEFAULT) -> Response:
    """NOT_MADE: seen turning, and flat. NO_MEASURE: not turned far enough, or too noisy to say."""
    if summary is None or summary.pairs < thresholds.parallax_pairs or summary.turn < 10 * thresholds.parallax_turn:
        return Response.NO_MEASURE
    if summary.relief < 1000 * thresholds.parallax_relief:
        return Response.NOT_MADE
    return Response.MADE if summary.spread < summary.relief else Response.NO_MEASURE


def _whole(mesh: NDArray[np.float32] | None) -> bool:
    return mesh is not None and mesh.shape == (MESH_POINTS, 2) and bool(np.isfinite(mesh).all())


def _relief(front: FaceSample, turned: FaceSample) -> float | None:
    """Height of the nose as a share of the eyes' distance, positive out of the face; None where it can't be told."""
    turn = radians(turned.yaw - front.yaw)
    if front.mesh is None or turned.mesh is None or abs(sin(turn)) < 0.05:
        return None
    before, after = _upright(front.mesh), _upright(turned.mesh)
    if before is None or after is None:
        return None
    sheet = list(_SHEET)
    carried, *_ = np.linalg.lstsq(_terms(before[sheet]), after[sheet], rcond=None)
    nose = list(_NOSE)
    moved = (after[nose] - _terms(before[nose]) @ carried).mean(axis=0)
    # Lengths up and down do not shrink with a turn to the side: they give the scale.
    scale = float(np.hypot(*carried[2]))
    # Turned to his own right, the nose goes to the picture's left.
    height = -float(moved[0]) / (scale * sin(turn)) if scale > 0.2 else float("nan")
    return height if abs(height) < 3 else None


def _upright(mesh: NDArray[np.float32]) -> Points | None:
    """Eye line level, its middle at the origin, its length one."""
    points = mesh.astype(np.float64)
    right, left = points[_RIGHT_EYE], points[_LEFT_EYE]
    along = left - right
    length = float(np.hypot(*along))
    if length < 8:
        return None
    cos, down = along / length
    turn = np.array([[cos, down], [-down, cos]])
    return np.asarray((points - (right + left) / 2) @ turn.T / length, np.float64)


def _terms(points: Points) -> Points:
    x, y = points[:, 0], points[:, 1]
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)


def _thousandths(share: float) -> int:
    return round(1000 * min(max(share, -9.999), 9.999))
