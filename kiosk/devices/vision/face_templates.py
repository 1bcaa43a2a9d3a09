"""A face made into numbers, by two models that err on different people: dlib's 128 on its own five points, and faceres
where its file is there. To be loaded in the face child only: dlib holds the interpreter lock for 180 ms a face.

Each model sees the mirror image of the face, and its frontal view: the same person, with half the noise and less of the
turn. Without a mesh it sees the face itself in place of the view.

The 68-point model is never loaded: its training set forbids commercial use.
"""

import importlib.util
from pathlib import Path

import dlib
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.onnx.facemesh import Mesh
from kiosk.devices.onnx.faceres import FaceResEmbedder
from kiosk.devices.vision.frontal_view import frontal_view
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Image
from kiosk.ports.face import Face, FaceTemplate

_CHIP, _MARGIN = 150, 0.25
"""What dlib's model was trained on: pixels, and the margin as a share of them."""
_MOUTH_BELOW = 1.5
"""From the eyes, in distances from the eyes to the base of the nose: where dlib's five points have no mouth."""


class FaceTemplates:
    """`faceres`: the checked bytes, or None. Raises DeviceError if dlib's model files are not there."""

    def __init__(self, faceres: bytes | None) -> None:
        folder = _dlib_models()
        self._points = dlib.shape_predictor(str(folder / "shape_predictor_5_face_landmarks.dat"))
        self._resnet = dlib.face_recognition_model_v1(str(folder / "dlib_face_recognition_resnet_model_v1.dat"))
        self._faceres = FaceResEmbedder(faceres) if faceres is not None else None

    def make(self, picture: Image, face: Face, mesh: Mesh | None = None) -> FaceTemplate:
        """Of one face of the picture; `mesh`: its own, where there is one."""
        rgb = np.ascontiguousarray(picture[..., ::-1])
        shape = self._points(rgb, dlib.rectangle(*(int(side) for side in _dlib_box(face))))
        chip = dlib.get_face_chip(rgb, shape, _CHIP, _MARGIN)
        front = None if mesh is None else frontal_view(picture, mesh)
        descriptor = self._descriptor(chip, chip if front is None else front.chip[..., ::-1])
        if self._faceres is None:
            return FaceTemplate(descriptor, None)
        frontal = None if front is None else front.face
        return FaceTemplate(descriptor, self._faceres.embed(picture, _eyes_and_mouth(face, shape), frontal))

    def _descriptor(self, chip: Image, frontal: Image) -> NDArray[np.float64]:
        """The mean of the face's mirror image and its frontal view."""
        seen = [self._resnet.compute_face_descriptor(np.ascontiguousarray(view)) for view in (frontal, chip[:, ::-1])]
        return np.asarray(np.mean(np.array(seen, np.float64), axis=0), np.float64)


def _dlib_box(face: Face) -> tuple[float, float, float, float]:
    """The box as dlib's HOG would draw it, which its alignment was trained on: YuNet's is narrower and higher."""
    if len(face.points) != 5:
        return face.left, face.top, face.right - 1, face.bottom - 1
    points = np.array(face.points)
    eyes, mouth = points[:2].mean(axis=0), points[3:].mean(axis=0)
    size = max(2.55 * float(np.linalg.norm(points[0] - points[1])), 2.2 * float(np.linalg.norm(eyes - mouth)))
    centre = eyes + 0.42 * (mouth - eyes)
    return (
        float(centre[0] - size / 2),
        float(centre[1] - size / 2),
        float(centre[0] + size / 2),
        float(centre[1] + size / 2),
    )


def _eyes_and_mouth(face: Face, shape: dlib.full_object_detection) -> NDArray[np.float64]:
    """The eye left in the picture, the right one, the middle of the mouth."""
    if len(face.points) == 5:
        points = np.array(face.points, np.float64)
        return np.array([points[0], points[1], points[3:].mean(axis=0)])
    # dlib: both corners of the eye right in the picture, of the left one, base of the nose.
    corners = np.array([(part.x, part.y) for part in shape.parts()], np.float64)
    right, left = corners[:2].mean(axis=0), corners[2:4].mean(axis=0)
    middle = (left + right) / 2
    return np.array([left, right, middle + _MOUTH_BELOW * (corners[4] - middle)])


def _dlib_models() -> Path:
    # Found without importing the package: its import wants pkg_resources and says so on standard error.
    found = importlib.util.find_spec("face_recognition_models")
    places = list(found.submodule_search_locations or ()) if found else []
    folder = Path(places[0]) / "models" if places else None
    if folder is None or not (folder / "dlib_face_recognition_resnet_model_v1.dat").is_file():
        raise DeviceError("face", "the face models are missing: install the program again")
    return folder
