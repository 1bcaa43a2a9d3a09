"""The face models themselves, to be loaded in a child process only: dlib holds the interpreter lock for 180 ms a face.

Detector: YuNet where the site has its file (with five points), else dlib's HOG.
"""

from typing import Any

import dlib
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.face_child import FaceModelFiles
from kiosk.devices.onnx.facemesh import FaceMesher, Region
from kiosk.devices.onnx.iris import EyeReader
from kiosk.devices.vision.face_templates import FaceTemplates
from kiosk.devices.vision.face_tracker import FaceTracker
from kiosk.devices.vision.opencv import cv2
from kiosk.devices.vision.picture_measures import bounded, sharpness_and_brightness
from kiosk.devices.vision.portrait_restoration import restored_portrait
from kiosk.ports.camera import Image
from kiosk.ports.face import Face, FaceTemplate, Tracked

_DETECT_SIDE = 640
_BESIDE_SIDE, _BESIDE_WIDTH = 320, 65
"""A picture in which somebody beside the borrower is looked for: at least so many pixels, and the borrower's own face
so many wide. A face of 0.6 of that was found in 60 of 60 pairs put together, one of 27 pixels in 55."""
_YUNET_SCORE = 0.7
_LARGE_FACE = 300
"""Pixels of the picture that YuNet sees: it was trained on smaller faces and draws larger ones wrongly."""
_SMALL_SIDE = 240
_SMALL_REFERENCE = 480
"""A picture smaller than this is shown to the detector at twice its size (dlib's HOG sees no face under 80 px)."""


class FaceModels:
    """Raises DeviceError if dlib's model files are not there."""

    def __init__(self, files: FaceModelFiles) -> None:
        cv2.setNumThreads(1)
        # OpenCV 5 warns at each start that its new engine takes no targets, which we never set.
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
        self._templates = FaceTemplates(files.faceres)
        self._hog = dlib.get_frontal_face_detector()
        self._yunet: Any = None
        if files.yunet is not None:
            model = np.frombuffer(files.yunet, np.uint8)
            self._yunet = cv2.FaceDetectorYN.create(
                "onnx", model, np.empty(0, np.uint8), (320, 240), _YUNET_SCORE, 0.3, 50
            )
        self._mesher = FaceMesher(files.mesh) if files.mesh is not None else None
        eyes = EyeReader(files.iris) if files.iris is not None else None
        self._tracker = FaceTracker(self.find, self._mesher, eyes, self._find_beside)

    def find(self, picture: Image, *, frontal_too: bool = False, side: int = _DETECT_SIDE) -> tuple[Face, ...]:
        """All faces, the largest first. `frontal_too`: where YuNet sees none, ask dlib's detector of frontal faces,
        which finds the dull small print of a portrait more often."""
        if min(picture.shape[:2]) < 16:
            return ()
        small, factor = bounded(picture, side)
        if max(picture.shape[:2]) < _SMALL_REFERENCE:
            small = np.asarray(cv2.resize(picture, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8)
            factor = 2.0
        found = self._by_yunet(small) if self._yunet is not None else self._by_hog(small)
        if not found and frontal_too and self._yunet is not None:
            found = self._by_hog(small)
        faces = [_measured(picture, box / factor, points / factor) for box, points in found]
        return tuple(sorted((f for f in faces if f.width >= 8), key=lambda face: face.width, reverse=True))

    def _find_beside(self, picture: Image, width: int) -> tuple[Face, ...]:
        """Who else is there, of about the size of the face that is followed. dlib's detector needs the whole picture:
        it sees no face under 80 pixels."""
        if self._yunet is None:
            return self.find(picture)
        side = round(max(picture.shape[:2]) * _BESIDE_WIDTH / max(width, 1))
        return self.find(picture, side=min(max(side, _BESIDE_SIDE), _DETECT_SIDE))

    def track(self, picture: Image, *, eyes: bool = True) -> Tracked:
        """All faces, and what can be measured on the largest."""
        return self._tracker.track(picture, eyes=eyes)

    def template(self, picture: Image, face: Face, *, portrait: bool = False) -> FaceTemplate:
        """The numbers of one face; that of a card's portrait is restored first."""
        seen = restored_portrait(picture, face) if portrait else picture
        mesh = None if self._mesher is None else self._mesher.settled_mesh(seen, Region.of_face(face))
        return self._templates.make(seen, face, mesh)

    def _by_yunet(self, small: Image) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
        """A face that fills the picture is lost or boxed wrongly at full size: it is looked for in a small one too."""
        found = self._yunet_rows(small)
        if found and max(box[2] - box[0] for box, _ in found) <= _LARGE_FACE:
            return found
        less, factor = bounded(small, _SMALL_SIDE)
        filling = [
            (box / factor, points / factor)
            for box, points in self._yunet_rows(less)
            if box[2] - box[0] >= less.shape[1] / 3
        ]
        return filling or found

    def _yunet_rows(self, small: Image) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
        self._yunet.setInputSize((small.shape[1], small.shape[0]))
        _, rows = self._yunet.detect(small)
        if rows is None:
            return []
        # A row: x, y, width, height, then right eye, left eye, nose tip, right and left mouth corner, score.
        return [
            (np.array([r[0], r[1], r[0] + r[2], r[1] + r[3]], float), r[4:14].astype(float).reshape(5, 2)) for r in rows
        ]

    def _by_hog(self, small: Image) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
        grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
        boxes = self._hog(grey, 0)
        return [(np.array([b.left(), b.top(), b.right() + 1, b.bottom() + 1], float), np.empty((0, 2))) for b in boxes]


def _measured(picture: Image, box: NDArray[np.float64], points: NDArray[np.float64]) -> Face:
    left, top, right, bottom = (round(float(side)) for side in box)
    sharpness, brightness = sharpness_and_brightness(picture, left, top, right, bottom)
    return Face(left, top, right, bottom, tuple((float(x), float(y)) for x, y in points), sharpness, brightness)
