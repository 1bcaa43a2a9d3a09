"""A face analyser that knows the rendered head: for journeys without face models."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import numpy as np

from kiosk.devices.simulated.head import HeadRenderer, Pose
from kiosk.devices.simulated.head_points import mesh_of
from kiosk.devices.vision.skin import backdrop_mean, skin_means
from kiosk.domain.consents import Source
from kiosk.ports.camera import Image
from kiosk.ports.face import Comparison, Face, FaceAnalyser, FaceMeasures, NotComparable, Tracked

_APART = 0.9
_MESHED_NOSE = 1.9
"""The product's mesh draws a nose of 0.42 eye distances on the rendered head, twice what its geometry has."""
_OPEN_EYE = 0.36
"""Opening of the drawn eye's lids as a share of its width."""
_PATCHES = np.array([(0.0, -0.42), (0.0, 0.15), (-0.38, 0.22), (0.38, 0.22), (0.0, 0.80)], np.float32)
"""The skin's patches from the face's middle, in the unit of `find`; the order of SKIN_PATCHES."""


class SimulatedFaceAnalyser:
    """Finds one face in the middle of each picture that shows anything; `distance` is what each comparison gives.

    `told`: the pose of the rendered head, or None while something else sits there; `stranger`: somebody else does;
    `beside`: somebody sits beside.
    `sitting` False: nobody sits there.
    """

    def __init__(
        self,
        distance: float = 0.3,
        told: Callable[[], Pose | None] = Pose,
        stranger: Callable[[], bool] = lambda: False,
        beside: Callable[[], bool] = lambda: False,
    ) -> None:
        self.distance, self.sitting, self._told, self._stranger = distance, True, told, stranger
        self._beside = beside

    @property
    def source(self) -> Source:
        """SIMULATED."""
        return Source.SIMULATED

    def find(self, picture: Image) -> tuple[Face, ...]:
        """At most one."""
        if not self.sitting or picture.size == 0 or float(np.std(picture[::8, ::8])) < 4:
            return ()
        height, width = picture.shape[:2]
        x, y, unit = width / 2, height * 0.46, height * 0.28
        points = tuple(
            (x + across * unit, y + down * unit)
            for across, down in ((-0.33, -0.13), (0.33, -0.13), (0.0, 0.22), (-0.29, 0.52), (0.29, 0.52))
        )
        box = (round(x - 0.7 * unit), round(y - 0.6 * unit), round(x + 0.7 * unit), round(y + 0.9 * unit))
        first = Face(*box, points, sharpness=120.0, brightness=140.0)
        if not self._beside():
            return (first,)
        aside = round(2 * width / 6)
        return first, replace(first, left=first.left + aside, right=first.right + aside, points=())

    def track(self, picture: Image, *, eyes: bool = True) -> Tracked:
        """The head says itself how it is turned; its colours are looked at in the picture."""
        faces, pose = self.find(picture), self._told()
        if not faces or pose is None:
            return Tracked(faces, None)
        measures = _measures(picture, faces[0], pose)
        return Tracked(faces, measures if eyes else replace(measures, eyes=None))

    def compare(self, reference: Image, probes: tuple[Image, ...]) -> Comparison | NotComparable:
        """The distance it was given."""
        if reference.size == 0:
            return NotComparable("reference", "no_face")
        if not any(self.find(probe) for probe in probes):
            return NotComparable("probe", "no_face")
        return Comparison(_APART if self._stranger() else self.distance, None)

    def close(self) -> None:
        """Nothing is kept."""


class SimulatedFinder:
    """Finds the rendered head where it always sits, turned or not, and lets a real analyser compare.

    For training without the site's face detector: dlib's own loses a head that turns by more than some 15 degrees.
    """

    def __init__(
        self, comparer: FaceAnalyser, told: Callable[[], Pose | None] = Pose, beside: Callable[[], bool] = lambda: False
    ) -> None:
        self._finder, self._comparer, self._told = SimulatedFaceAnalyser(told=told, beside=beside), comparer, told

    def find(self, picture: Image) -> tuple[Face, ...]:
        """At most one."""
        return self._finder.find(picture)

    def track(self, picture: Image, *, eyes: bool = True) -> Tracked:
        """Of the rendered head; whoever else sits there is the real models' matter."""
        tracker = self._comparer if self._told() is None else self._finder
        return tracker.track(picture, eyes=eyes)

    def compare(self, reference: Image, probes: tuple[Image, ...]) -> Comparison | NotComparable:
        """By the real models."""
        return self._comparer.compare(reference, probes)

    def close(self) -> None:
        """End the real analyser's child."""
        self._comparer.close()


@lru_cache(maxsize=2)
def _renderer(size: tuple[int, int]) -> HeadRenderer:
    """For its geometry alone."""
    return HeadRenderer(size, nose=_MESHED_NOSE)


def _measures(picture: Image, face: Face, pose: Pose) -> FaceMeasures:
    """The picture's right is the person's own left."""
    height, width = picture.shape[:2]
    centres = np.array((width / 2, height * 0.46), np.float32) + _PATCHES * height * 0.28
    return FaceMeasures(
        face,
        yaw=-pose.yaw,
        pitch=pose.pitch,
        roll=-pose.roll,
        mesh=mesh_of(_renderer((width, height)), pose),
        eyes=(_OPEN_EYE * pose.eyes, _OPEN_EYE * pose.eyes),
        mouth=9.5 * pose.mouth / (44 - 8 * pose.mouth),  # degrees of the drawn mouth (head_shape)
        skin=skin_means(picture, centres, height * 0.02),
        backdrop=backdrop_mean(picture, face.left, face.top, face.right, face.bottom),
        confidence=1.0,
    )
