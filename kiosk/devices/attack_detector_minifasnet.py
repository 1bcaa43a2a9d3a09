"""Presentation attack detection by MiniFASNet models of minivision's Silent-Face-Anti-Spoofing.

Both models' opinions are added as log odds: the first counts fully, the second one, where the site has it, half, and
neither more than twenty to one. So what the first is sure of stands, and the second decides where it wavers: the lower
of both would refuse live people of whom only one model is unsure. Without the first model each answer is `no_model`,
which counts as refused.

Where it is known from which score on a face counts as live, the second model is asked only if it can still change that:
the verdict is the same for each picture, and most pictures cost half.
"""

from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.onnx.model_folder import ModelFolder
from kiosk.devices.onnx.session import open_session
from kiosk.devices.vision.opencv import cv2
from kiosk.devices.vision.picture_measures import as_bgr
from kiosk.domain.consents import Source
from kiosk.ports.attack_detector import LiveScore, NoResponse
from kiosk.ports.camera import Image
from kiosk.ports.face import Face

_DEVICE = "attack_detector"
_FIRST_SIDE, _FIRST_GROWTH = 80, 2.7
_SECOND_SIDE, _SECOND_GROWTH = 128, 1.5
_SECOND_WEIGHT = 0.5
_MOST_LOG_ODDS = 3.0
_NARROWEST_FACE = 40
"""Pixels: below, the crop is enlarged so far that the texture the model looks at is gone."""


@dataclass(frozen=True, slots=True)
class Opinions:
    """Both models' scores 0..1; `second` None without the second model."""

    first: float
    second: float | None


def fused(opinions: Opinions) -> float:
    """One score 0..1."""
    second = 0.0 if opinions.second is None else _log_odds(opinions.second)
    return 1 / (1 + exp(-(_log_odds(opinions.first) + _SECOND_WEIGHT * second)))


def second_can_decide(first: float, decides_at: float) -> bool:
    """Whether any second opinion could bring the score to the other side of `decides_at` than the first alone."""
    alone = fused(Opinions(first, None)) >= decides_at
    return any((fused(Opinions(first, extreme)) >= decides_at) is not alone for extreme in (0.0, 1.0))


class MiniFasNetDetector:
    """`models`: where the files are; `use_second`: ask the second model too where it is there; `decides_at`: the score
    from which a face counts as live, None to have both opinions on each picture (`measure`).

    Raises DeviceError if a model file has other bytes than the catalogue says.
    """

    def __init__(self, models: ModelFolder, use_second: bool = True, decides_at: float | None = None) -> None:
        self._decides_at = decides_at
        first = models.read("attack_detection", _DEVICE)
        second = models.read("attack_detection_second", _DEVICE) if use_second else None
        self._first = open_session(first, _DEVICE) if first is not None else None
        self._second = open_session(second, _DEVICE) if second is not None else None
        self._name = "MiniFASNetV2" + ("+minifas128" if self._second is not None else "")

    @property
    def source(self) -> Source:
        """A real detector, wherever its pictures come from."""
        return Source.DEVICE

    def score(self, picture: Image, face: Face) -> LiveScore | NoResponse:
        """As the port says: both opinions together."""
        opinions = self.opinions(picture, face)
        if isinstance(opinions, NoResponse):
            return opinions
        return LiveScore(fused(opinions), self._name)

    def opinions(self, picture: Image, face: Face) -> Opinions | NoResponse:
        """Each model's own score; `second` None as well where the first has decided."""
        if self._first is None:
            return NoResponse("no_model")
        usable = as_bgr(picture)
        if usable is None or not _mostly_inside(usable, face):
            return NoResponse("no_usable_face")
        crop = _within(usable, face, _FIRST_GROWTH)
        if crop is None:
            return NoResponse("no_usable_face")
        resized = cv2.resize(crop, (_FIRST_SIDE, _FIRST_SIDE))
        first = _softmax(self._run(self._first, resized.astype(np.float32)))[1]
        sure = self._decides_at is not None and not second_can_decide(float(first), self._decides_at)
        return Opinions(float(first), None if sure else self._second_opinion(usable, face))

    def _second_opinion(self, picture: Image, face: Face) -> float | None:
        if self._second is None:
            return None
        crop = _square(picture, face, _SECOND_GROWTH)
        resized = cv2.resize(crop, (_SECOND_SIDE, _SECOND_SIDE), interpolation=cv2.INTER_AREA)
        rgb = resized[..., ::-1].astype(np.float32) / 255
        return float(_softmax(self._run(self._second, rgb))[0])

    @staticmethod
    def _run(session: object, pixels: NDArray[np.float32]) -> NDArray[np.float32]:
        batch = np.ascontiguousarray(pixels.transpose(2, 0, 1)[None])
        name = session.get_inputs()[0].name  # type: ignore[attr-defined]
        return np.asarray(session.run(None, {name: batch})[0][0], np.float32)  # type: ignore[attr-defined]


def _log_odds(share: float) -> float:
    bounded = min(max(share, 1e-9), 1 - 1e-9)
    return min(max(log(bounded / (1 - bounded)), -_MOST_LOG_ODDS), _MOST_LOG_ODDS)


def _mostly_inside(picture: Image, face: Face) -> bool:
    """Large enough, and half of it in the picture each way: OpenCV never comes back from reflecting an empty crop."""
    height, width = picture.shape[:2]
    seen_across = min(face.right, width) - max(face.left, 0)
    seen_down = min(face.bottom, height) - max(face.top, 0)
    tall = face.bottom - face.top
    return min(face.width, tall) >= _NARROWEST_FACE and 2 * seen_across >= face.width and 2 * seen_down >= tall


def _within(picture: Image, face: Face, growth: float) -> Image | None:
    """The grown box, made smaller if the picture does not hold it and pushed inside: as the model was trained."""
    height, width = picture.shape[:2]
    box_width, box_height = face.right - face.left, face.bottom - face.top
    scale = min((height - 1) / box_height, (width - 1) / box_width, growth)
    new_width, new_height = box_width * scale, box_height * scale
    x, y = (face.left + face.right) / 2, (face.top + face.bottom) / 2
    left = min(max(x - new_width / 2, 0.0), width - 1 - new_width)
    top = min(max(y - new_height / 2, 0.0), height - 1 - new_height)
    crop = picture[int(max(top, 0)) : int(top + new_height) + 1, int(max(left, 0)) : int(left + new_width) + 1]
    return crop if min(crop.shape[:2]) >= 8 else None


def _square(picture: Image, face: Face, growth: float) -> Image:
    """A square around the face, reflected where it leaves the picture: as the second model was trained."""
    side = int(max(face.right - face.left, face.bottom - face.top) * growth)
    left = int((face.left + face.right) / 2 - side / 2)
    top = int((face.top + face.bottom) / 2 - side / 2)
    height, width = picture.shape[:2]
    pads = (max(-top, 0), max(top + side - height, 0), max(-left, 0), max(left + side - width, 0))
    inside = picture[max(top, 0) : min(top + side, height), max(left, 0) : min(left + side, width)]
    return np.asarray(cv2.copyMakeBorder(inside, *pads, cv2.BORDER_REFLECT_101), np.uint8)


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    grown = np.exp(logits - logits.max())
    return np.asarray(grown / grown.sum(), np.float32)
