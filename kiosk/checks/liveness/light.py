"""The light challenge: colours of the screen read back from the skin, and from a face that is not flat.

Each measure is the skin against the backdrop, so that neither a camera's white balance nor a tint laid over the whole
picture counts as an answer. Half of the screen is lit at a time: the cheek on that side follows more, on a head; on a
sheet of paper both cheeks follow alike. Proven on renderings only, therefore off in live mode until a branch measured
it on people.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.checks.liveness.challenge import COLOURS, LIGHT_SECONDS, Glow, Side
from kiosk.checks.liveness.outcomes import Response
from kiosk.checks.liveness.samples import FaceSample, usable
from kiosk.checks.liveness.thresholds import LivenessThresholds
from kiosk.ports.face import SKIN_PATCHES

_DEFAULT = LivenessThresholds()
SETTLED = 0.3
"""Seconds after a change before it counts: the screen, the camera's exposure and the pipe take as long."""
_RIGHT_CHEEK, _LEFT_CHEEK = SKIN_PATCHES.index("right_cheek"), SKIN_PATCHES.index("left_cheek")
_DARKEST, _BRIGHTEST = 8.0, 250.0
"""Beyond these a channel is cut off and tells nothing."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LightSummary:
    """`steps` that could be measured. `agreement`: cosine of the skin's change of colour with the screen's; `gain`: its
    size as a share of the screen's; `shape`: how much more the cheek on the lit side follows. Thousandths."""

    steps: int
    agreement: int
    gain: int
    shape: int


def summarise_light(
    glows: tuple[Glow, ...], started: tuple[float, ...], samples: tuple[FaceSample, ...]
) -> LightSummary | None:
    """`started`: when each glow was really shown, on the samples' clock. None without two measured steps."""
    if len(glows) != len(started) or not glows:
        return None
    measured = [
        (glow, patches)
        for glow, at in zip(glows, started, strict=True)
        if (patches := _patches(usable(samples), at)) is not None
    ]
    if len(measured) < 2 or len(measured) < 0.75 * len(glows):
        return None
    shown = _centred(np.array([_chroma(np.array(COLOURS[glow.colour], np.float64)) for glow, _ in measured]))
    seen = np.array([patches for _, patches in measured])
    whole = _centred(seen.mean(axis=1))
    size = float((shown * shown).sum())
    followed = float((whole * shown).sum())
    if size < 1e-9:
        return None
    gain = followed / size
    agreement = followed / max(float(np.sqrt((whole * whole).sum() * size)), 1e-9)
    return LightSummary(
        len(measured), _thousandths(agreement), _thousandths(gain),
        _thousandths(_shape([glow for glow, _ in measured], seen, gain)),
    )  # fmt: skip


def judge_light(
    asked: tuple[Glow, ...], summary: LightSummary | None, thresholds: LivenessThresholds = _DEFAULT
) -> Response:
    """NOT_MADE: the skin does not follow the screen, or follows like a sheet."""
    if summary is None or not asked or not 2 <= summary.steps <= len(asked) or 4 * summary.steps < 3 * len(asked):
        return Response.NO_MEASURE
    followed = summary.agreement >= 1000 * thresholds.light_agreement and summary.gain >= 1000 * thresholds.light_gain
    return Response.MADE if followed and summary.shape >= 1000 * thresholds.light_shape else Response.NOT_MADE


def _patches(samples: tuple[FaceSample, ...], at: float) -> Numbers | None:
    """Chroma of each skin patch against the backdrop's, averaged over the settled part of one step."""
    settled = (sample for sample in samples if at + SETTLED <= sample.seconds < at + LIGHT_SECONDS)
    rows = [row for row in map(_relative, settled) if row is not None]
    return np.asarray(np.mean(rows, axis=0), np.float64) if len(rows) >= 2 else None


def _relative(sample: FaceSample) -> Numbers | None:
    if sample.skin is None or sample.backdrop is None or sample.skin.shape != (len(SKIN_PATCHES), 3):
        return None
    skin, backdrop = sample.skin.astype(np.float64), sample.backdrop.astype(np.float64).reshape(-1)
    if backdrop.shape != (3,) or not (np.isfinite(skin).all() and np.isfinite(backdrop).all()):
        return None
    if min(skin.min(), backdrop.min()) < _DARKEST or max(skin.max(), backdrop.max()) > _BRIGHTEST:
        return None
    return np.asarray(np.array([_levels(patch) for patch in skin]) - _levels(backdrop), np.float64)


def _levels(bgr: Numbers) -> Numbers:
    return np.asarray(np.log(bgr), np.float64)


def _chroma(bgr: Numbers) -> Numbers:
    return _levels(bgr)


def _centred(rows: Numbers) -> Numbers:
    """Colour without brightness, and its change without what stays."""
    chroma = rows - rows.mean(axis=-1, keepdims=True)
    return np.asarray(chroma - chroma.mean(axis=0), np.float64)


def _shape(glows: list[Glow], seen: Numbers, gain: float) -> float:
    """Brightness of the lit cheek over the other one, against the same with the other half lit; per unit of gain."""
    apart = (seen[:, _LEFT_CHEEK] - seen[:, _RIGHT_CHEEK]).mean(axis=-1)
    left = [value for glow, value in zip(glows, apart, strict=True) if glow.side is Side.LEFT]
    right = [value for glow, value in zip(glows, apart, strict=True) if glow.side is Side.RIGHT]
    if not left or not right or gain <= 1e-3:
        return 0.0
    return (float(np.mean(left)) - float(np.mean(right))) / gain


def _thousandths(share: float) -> int:
    return round(1000 * min(max(share, -9.999), 9.999))
