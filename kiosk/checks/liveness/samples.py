"""One measurement of the face in time, as the checks want it."""

import itertools
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from kiosk.ports.face import FaceMeasures

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class FaceSample:
    """Degrees, right and up positive as the person himself turns; `eyes` and `mouth`: opening or None; `mesh`,
    `skin`, `backdrop` as in FaceMeasures."""

    seconds: float
    yaw: float
    pitch: float
    eyes: float | None = None
    mouth: float | None = None
    mesh: Numbers | None = None
    skin: Numbers | None = None
    backdrop: Numbers | None = None


def sample_of(measures: FaceMeasures, seconds: float) -> FaceSample:
    """`seconds`: when the picture was taken. Both eyes count as one: a turned head hides one of them."""
    eyes = None if measures.eyes is None else sum(measures.eyes) / 2
    return FaceSample(
        seconds, measures.yaw, measures.pitch, eyes, measures.mouth, measures.mesh, measures.skin, measures.backdrop
    )


def usable(samples: tuple[FaceSample, ...], until: float | None = None) -> tuple[FaceSample, ...]:
    """Those with finite time and pose, up to `until` seconds after the first. Empty if time ever stands or goes back:
    such a row was put together, not watched."""
    finite = tuple(s for s in samples if isfinite(s.seconds) and isfinite(s.yaw) and isfinite(s.pitch))
    if any(later.seconds <= earlier.seconds for earlier, later in itertools.pairwise(finite)):
        return ()
    if until is None or not finite:
        return finite
    return tuple(s for s in finite if s.seconds - finite[0].seconds <= until)


def finite_or_none(value: float | None) -> float | None:
    """A measure that is no number is none."""
    return value if value is not None and isfinite(value) else None
