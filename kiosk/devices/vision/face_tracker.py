"""What is measured on the largest face of one picture after another.

The mesh follows a face from its own last points, so that a head is not lost when it turns from the detector's view. The
detector is asked where nothing is followed, and now and then for who else is there.
"""

from collections.abc import Callable
from math import atan2, degrees

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.onnx.facemesh import FaceMesher, Mesh, Region
from kiosk.devices.onnx.iris import EyeReader
from kiosk.devices.vision.head_pose import FivePointPoseEstimator
from kiosk.devices.vision.mesh_measures import around_the_eyes, colours, face_of_mesh, mouth_opening
from kiosk.devices.vision.mesh_pose import head_angles
from kiosk.devices.vision.skin import backdrop_mean, skin_means
from kiosk.ports.camera import Image
from kiosk.ports.face import Face, FaceMeasures, Tracked

DETECT_EVERY = 8
"""Pictures; at ten a second a second face is seen within a second."""
_LARGER = 1.25
"""A face so many times as wide as the one that is followed is followed in its place."""
_CUT, _SPARSE = 30.0, 24
"""Mean change of every 24th pixel each way from one picture to the next, 0..255: another scene, not a move."""


class FaceTracker:
    """`find`: all faces of a picture, the largest first. Without `mesher` angles come from a detector's five points.
    `find_beside`: the same where a face of so many pixels is followed, so that only faces of about its size matter."""

    def __init__(
        self, find: Callable[[Image], tuple[Face, ...]], mesher: FaceMesher | None = None,
        eyes: EyeReader | None = None, find_beside: Callable[[Image, int], tuple[Face, ...]] | None = None,
    ) -> None:  # fmt: skip
        self._find, self._mesher, self._eyes = find, mesher, eyes
        self._find_beside = find_beside or (lambda picture, _: find(picture))
        self._pose = FivePointPoseEstimator()
        self._region: Region | None = None
        self._others: tuple[Face, ...] = ()
        self._since = 0
        self._tiny: NDArray[np.int16] | None = None
        self._shape: tuple[int, ...] = ()

    def track(self, picture: Image, *, eyes: bool = True) -> Tracked:
        """As the port says."""
        if min(picture.shape[:2]) < 16:
            return Tracked((), None)
        if self._mesher is None:
            faces = self._find(picture)
            return Tracked(faces, self._by_five_points(picture, faces[0]) if faces else None)
        self._forget_another_scene(picture)
        mesh = None if self._region is None else self._mesher.settled_mesh(picture, self._region)
        self._since += 1
        if mesh is None or self._since >= DETECT_EVERY:
            mesh = self._detect(self._mesher, picture, mesh)
        if mesh is None:
            self._region = None
            faces = self._others
            return Tracked(faces, self._by_five_points(picture, faces[0]) if faces else None)
        self._region = Region.of_mesh(mesh.points)
        first = face_of_mesh(picture, mesh.points)
        return Tracked((first, *self._others), self._by_mesh(picture, first, mesh, eyes=eyes))

    def _forget_another_scene(self, picture: Image) -> None:
        tiny = picture[_SPARSE // 2 :: _SPARSE, _SPARSE // 2 :: _SPARSE].astype(np.int16)
        if picture.shape != self._shape or (
            self._tiny is not None and tiny.size and float(np.abs(tiny - self._tiny).mean()) > _CUT
        ):
            self._region, self._others = None, ()
        self._shape, self._tiny = picture.shape, tiny

    def _detect(self, mesher: FaceMesher, picture: Image, followed: Mesh | None) -> Mesh | None:
        """The mesh to go on with; `_others` are then the faces besides."""
        self._since = 0
        mine = None if followed is None else face_of_mesh(picture, followed.points)
        found = self._find(picture) if mine is None else self._find_beside(picture, mine.width)
        for face in found:
            if mine is not None and (_same(mine, face) or face.width < _LARGER * mine.width):
                break
            begun = mesher.settled_mesh(picture, Region.of_face(face))
            if begun is not None:
                followed, mine = begun, face_of_mesh(picture, begun.points)
                break
        self._others = tuple(face for face in found if mine is None or not _same(mine, face))
        return followed

    def _by_mesh(self, picture: Image, face: Face, mesh: Mesh, *, eyes: bool) -> FaceMeasures | None:
        angles = head_angles(mesh.points, picture.shape[1], picture.shape[0])
        if angles is None:
            return None
        skin, backdrop = colours(picture, mesh.points, face)
        reader = self._eyes if eyes else None
        return FaceMeasures(
            face,
            yaw=angles.yaw,
            pitch=angles.pitch,
            roll=angles.roll,
            mesh=mesh.points,
            eyes=None if reader is None else reader.openings(picture, mesh.points, angles.yaw),
            mouth=mouth_opening(mesh.points),
            skin=skin,
            backdrop=backdrop,
            confidence=mesh.confidence,
            eye_parts=around_the_eyes(picture, mesh.points, face),
        )

    def _by_five_points(self, picture: Image, face: Face) -> FaceMeasures | None:
        pose = self._pose.measure(picture, face)
        if pose is None:
            return None
        right, left, nose, right_mouth, left_mouth = (np.array(point, np.float32) for point in face.points)
        down = (right_mouth + left_mouth - right - left) / 2
        patches = ((right + left) / 2 - 0.5 * down, nose, right + 0.6 * down, left + 0.6 * down, nose + 1.1 * down)
        return FaceMeasures(
            face,
            yaw=pose.yaw,
            pitch=pose.pitch,
            roll=degrees(atan2(right[1] - left[1], left[0] - right[0])),
            mesh=None,
            eyes=None,
            mouth=None,
            skin=skin_means(picture, np.array(patches), 0.05 * face.width),
            backdrop=backdrop_mean(picture, face.left, face.top, face.right, face.bottom),
            confidence=1.0,
        )


def _same(one: Face, other: Face) -> bool:
    """Whether the boxes cover the same face: the middle of each lies in the other."""
    return _holds(one, other) and _holds(other, one)


def _holds(box: Face, face: Face) -> bool:
    x, y = (face.left + face.right) / 2, (face.top + face.bottom) / 2
    return box.left <= x <= box.right and box.top <= y <= box.bottom
