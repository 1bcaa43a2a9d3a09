"""A face analyser that knows the rendered head: for journeys without face models."""

import numpy as np

from kiosk.domain.consents import Source
from kiosk.ports.camera import Image
from kiosk.ports.face import Comparison, Face, FaceAnalyser, NotComparable


class SimulatedFaceAnalyser:
    """Finds one face in the middle of each picture that shows anything; `distance` is what each comparison gives.

    `sitting` False: nobody sits there.
    """

    def __init__(self, distance: float = 0.3) -> None:
        self.distance, self.sitting = distance, True

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
        return (Face(*box, points, sharpness=120.0, brightness=140.0),)

    def compare(self, reference: Image, probes: tuple[Image, ...]) -> Comparison | NotComparable:
        """The distance it was given."""
        if reference.size == 0:
            return NotComparable("reference", "no_face")
        if not any(self.find(probe) for probe in probes):
            return NotComparable("probe", "no_face")
        return Comparison(self.distance, None)

    def close(self) -> None:
        """Nothing is kept."""


class SimulatedFinder:
    """Finds the rendered head where it always sits, turned or not, and lets a real analyser compare.

    For training without the site's face detector: dlib's own loses a head that turns by more than some 15 degrees.
    """

    def __init__(self, comparer: FaceAnalyser) -> None:
        self._finder, self._comparer = SimulatedFaceAnalyser(), comparer

    def find(self, picture: Image) -> tuple[Face, ...]:
        """At most one."""
        return self._finder.find(picture)

    def compare(self, reference: Image, probes: tuple[Image, ...]) -> Comparison | NotComparable:
        """By the real models."""
        return self._comparer.compare(reference, probes)

    def close(self) -> None:
        """End the real analyser's child."""
        self._comparer.close()
