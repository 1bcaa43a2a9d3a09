"""Is part of the face covered? Only for words that help, and for who hides: it refuses nobody and settles nothing."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kiosk.ports.face import FaceMeasures

_NOSE, _CHIN, _CHEEKS = 1, 4, (2, 3)
"""Places in `FaceMeasures.skin`."""
_BETWEEN = 2
"""Place in `FaceMeasures.eye_parts`, whose first two are the eyes."""


class Cover(StrEnum):
    """Reasons of `RETRY_TEXTS`."""

    EYES = "eyes_covered"
    MOUTH = "mouth_covered"


@dataclass(frozen=True, slots=True)
class CoverThresholds:
    """On 199 photographs of people (spectacles, fringes and beards among them) nothing was called covered. Glasses and
    masks were only drawn on them, in flat colours: dark glasses were seen on 91 %, masks on 86 to 99 %.

    `darkest_eyes`: mean grey of the eyes as a share of the cheeks'. `other_colour`: distance of nose and chin from the
    skin between the eyes, as the sum of the differences of the three channels' shares; `alike`: of nose and chin from
    each other. `darkest_mouth`: mean grey of nose and chin as a share of that skin's.
    """

    darkest_eyes: float = 0.28
    other_colour: float = 0.08
    alike: float = 0.06
    darkest_mouth: float = 0.5


_DEFAULT = CoverThresholds()


def cover_of(measures: FaceMeasures | None, thresholds: CoverThresholds = _DEFAULT) -> Cover | None:
    """What is covered, if anything; None also where it was not measured."""
    if measures is None or measures.skin is None or measures.eye_parts is None:
        return None
    skin, eyes = measures.skin, measures.eye_parts
    # First the mouth: a white mask is so light that eyes above it look dark.
    if _mouth_covered(skin, eyes[_BETWEEN], thresholds):
        return Cover.MOUTH
    cheeks = float(skin[list(_CHEEKS)].mean())
    return Cover.EYES if float(eyes[:_BETWEEN].mean()) < thresholds.darkest_eyes * cheeks else None


def _mouth_covered(skin: NDArray[np.float32], between: NDArray[np.float32], thresholds: CoverThresholds) -> bool:
    low = skin[[_NOSE, _CHIN]]
    if float(low.mean(axis=1).max()) < thresholds.darkest_mouth * float(between.mean()):
        return True
    nose, chin, reference = (_shares(colour) for colour in (*low, between))
    apart = min(float(np.abs(part - reference).sum()) for part in (nose, chin))
    return apart > thresholds.other_colour and float(np.abs(nose - chin).sum()) < thresholds.alike


def _shares(colour: NDArray[np.float32]) -> NDArray[np.float32]:
    return colour / max(float(colour.sum()), 1.0)
