"""How far each eye is open, by the lids that MediaPipe's iris model draws (`iris`, converted by the installer).

The face mesh flattens a closing lid; this model looks at each eye by itself. It knows right eyes only: a left one is
shown to it mirrored.
"""

from math import cos, radians

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kiosk.devices.onnx.facemesh import LEFT_EYE, RIGHT_EYE, Region, region_crop
from kiosk.devices.onnx.session import open_session
from kiosk.ports.camera import Image

_SIDE = 64
_GROWTH = 2.3
"""Of the eye's width: what the model was trained on."""
_POINTS = 76
_OUTER, _INNER = 0, 8
_LOWER, _UPPER = slice(2, 7), slice(10, 15)
"""The middle of each lid; the points lie one above another."""
_NARROWEST = 6.0
"""Pixels of an eye's width; in fewer there is no lid to see."""
_STEEPEST = 40.0
"""Degrees of yaw up to which an eye's width is corrected for being seen from the side."""


class EyeReader:
    """`model`: the checked bytes. Raises DeviceError if they are no such model."""

    def __init__(self, model: bytes) -> None:
        self._session: onnxruntime.InferenceSession = open_session(model, "face")
        self._input: str = self._session.get_inputs()[0].name

    def openings(self, picture: Image, mesh: NDArray[np.float32], yaw: float) -> tuple[float, float] | None:
        """Of the right and the left eye, as a share of the eye's width; None if an eye is too small to tell.

        `yaw`: degrees; a turned eye looks narrower than it is.
        """
        turn = Region.of_mesh(mesh).turn
        crops = []
        for outer, inner in (RIGHT_EYE, LEFT_EYE):
            width = float(np.linalg.norm(mesh[outer] - mesh[inner]))
            x, y = (float(side) for side in (mesh[outer] + mesh[inner]) / 2)
            region = Region(x, y, _GROWTH * width, turn)
            if width < _NARROWEST or not region.usable(picture):
                return None
            crops.append(region_crop(picture, region, _SIDE))
        batch = np.stack([crops[0], crops[1][:, ::-1]])
        (answer,) = self._session.run(None, {self._input: batch})
        eyes = answer.reshape(2, _POINTS, 3)[..., :2]
        seen = cos(radians(min(abs(yaw), _STEEPEST)))
        right, left = (_opening(eye) * seen for eye in eyes)
        return (right, left) if np.isfinite([right, left]).all() else None


def _opening(eye: NDArray[np.float32]) -> float:
    width = float(np.linalg.norm(eye[_INNER] - eye[_OUTER]))
    gap = float((eye[_LOWER, 1] - eye[_UPPER, 1]).mean())
    return max(gap, 0.0) / max(width, 1.0)
