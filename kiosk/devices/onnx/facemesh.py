"""A mesh of 468 points on one face, by MediaPipe's face mesh (`facemesh`, converted by the installer).

The model looks at a square around the face, upright, with a quarter of the face's size to each side. The numbering of
the points is MediaPipe's; right and left are the person's own.
"""

from dataclasses import dataclass
from math import atan2, cos, hypot, sin
from typing import Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kiosk.devices.onnx.session import open_session
from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image
from kiosk.ports.face import MESH_POINTS, Face

_SIDE = 192
_GROWTH = 1.5
_MESH, _PRESENT = "Identity_2", "Identity_1"
RIGHT_EYE, LEFT_EYE = (33, 133), (263, 362)
"""Outer and inner corner."""
_LEAST_SURE = 0.5
_LOOKS, _MOVED = 3, 0.08
"""At most so many looks at one picture, and the share of a region's side that calls for another: the mesh bends towards
where it expects the face."""
_DETECTOR_DOWN = 0.08
"""Detectors' boxes end under the mouth or at the chin and begin at the brows: the mesh's middle lies this much lower,
as a share of their height."""


@dataclass(frozen=True, slots=True)
class Region:
    """Where to look: a square of `side` pixels around (x, y), turned by `turn` (radians, clockwise in the picture)."""

    x: float
    y: float
    side: float
    turn: float

    @classmethod
    def of_face(cls, face: Face) -> Self:
        """From a detector's box; upright without five points."""
        wide, tall = face.right - face.left, face.bottom - face.top
        x, y = (face.left + face.right) / 2, (face.top + face.bottom) / 2 - _DETECTOR_DOWN * tall
        turn = 0.0
        if len(face.points) == 5:
            (rx, ry), (lx, ly) = face.points[:2]
            turn = atan2(ly - ry, lx - rx)
        return cls(x, y, _GROWTH * max(wide, tall), turn)

    @classmethod
    def of_mesh(cls, mesh: NDArray[np.float32]) -> Self:
        """Where the face of this mesh is: for the next picture."""
        (rx, ry), (lx, ly) = mesh[RIGHT_EYE[0]], mesh[LEFT_EYE[0]]
        turn = atan2(float(ly - ry), float(lx - rx))
        c, s = cos(turn), sin(turn)
        upright = mesh @ np.array([[c, -s], [s, c]], np.float32)
        low, high = upright.min(axis=0), upright.max(axis=0)
        x, y = (low + high) / 2
        return cls(float(c * x - s * y), float(s * x + c * y), _GROWTH * float((high - low).max()), turn)

    def matrix(self, side: int) -> NDArray[np.float64]:
        """2 x 3: pixels of the picture to those of a square of `side` pixels that shows the region."""
        factor = side / self.side
        c, s = factor * cos(self.turn), factor * sin(self.turn)
        return np.array(
            [[c, s, side / 2 - c * self.x - s * self.y], [-s, c, side / 2 + s * self.x - c * self.y]], np.float64
        )

    def usable(self, picture: Image) -> bool:
        """Whether anything of it can lie in the picture, and it is no dot."""
        height, width = picture.shape[:2]
        reach = hypot(width, height)
        return 8.0 <= self.side <= 4 * reach and -reach < self.x < 2 * reach and -reach < self.y < 2 * reach


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """`points`: MESH_POINTS x 2 pixels of the picture; `depth`: as the model guesses it, in the same unit, smaller is
    nearer; `confidence` 0..1 that there is a face at all."""

    points: NDArray[np.float32]
    depth: NDArray[np.float32]
    confidence: float


class FaceMesher:
    """`model`: the checked bytes. Raises DeviceError if they are no such model."""

    def __init__(self, model: bytes) -> None:
        self._session: onnxruntime.InferenceSession = open_session(model, "face")
        self._input: str = self._session.get_inputs()[0].name

    def mesh(self, picture: Image, region: Region) -> Mesh | None:
        """None where the region is none of the picture; look at the confidence for whether it is a face."""
        if not region.usable(picture):
            return None
        crop = region_crop(picture, region, _SIDE)
        points, present = self._session.run([_MESH, _PRESENT], {self._input: crop[None]})
        found = points.reshape(MESH_POINTS, 3)
        if not np.isfinite(found).all():
            return None
        back = cv2.invertAffineTransform(region.matrix(_SIDE))
        placed = found[:, :2] @ back[:, :2].T + back[:, 2]
        return Mesh(placed.astype(np.float32), found[:, 2] * np.float32(region.side / _SIDE), float(present.ravel()[0]))

    def settled_mesh(self, picture: Image, region: Region) -> Mesh | None:
        """Where the face lies far from where it was looked for, it is looked at again from where it is. None where the
        model doubts that there is a face."""
        for _ in range(_LOOKS):
            mesh = self.mesh(picture, region)
            if mesh is None or mesh.confidence < _LEAST_SURE:
                return None
            before, region = region, Region.of_mesh(mesh.points)
            if hypot(region.x - before.x, region.y - before.y) + abs(region.side - before.side) < _MOVED * before.side:
                break
        return mesh


def region_crop(picture: Image, region: Region, side: int) -> NDArray[np.float32]:
    """The region in RGB 0..1; the picture's edge goes on where it ends."""
    crop = cv2.warpAffine(
        picture, region.matrix(side), (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(crop[..., ::-1], np.float32) / np.float32(255)
