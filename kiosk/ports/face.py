"""Faces: found, measured and compared. The models live in a child process that ends with the session."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kiosk.ports.camera import Image

MESH_POINTS = 468
SKIN_PATCHES = ("forehead", "nose", "right_cheek", "left_cheek", "chin")
"""Right and left are the borrower's own."""
_ALIKE = 2.0
"""What a cosine counts against a distance where one probe is taken of several; thresholds are not touched by it."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face. Box in pixels of the picture given; `points`: eyes, nose tip, mouth corners (x, y) or empty;
    `sharpness`: variance of Laplacian in the box; `brightness`: mean grey 0..255."""

    left: int
    top: int
    right: int
    bottom: int
    points: tuple[tuple[float, float], ...]
    sharpness: float
    brightness: float

    @property
    def width(self) -> int:
        """Pixels."""
        return self.right - self.left


@dataclass(frozen=True, slots=True, eq=False)
class FaceMeasures:
    """Measured on the largest face of one picture; checks judge.

    `yaw`, `pitch`, `roll`: degrees, as the person himself turns: right, up and leaning to his right are positive.
    `mesh`: MESH_POINTS x 2 pixels of the picture given (the numbering of MediaPipe's face mesh), or None without it.
    `eyes`: opening of the right and the left eye's lids as a share of the eye's width, or None without a measure.
    `mouth`: gap between the lips as a share of the mouth's width, or None. `skin`: len(SKIN_PATCHES) x 3 mean BGR
    0..255; `backdrop`: mean BGR beside the head. `confidence`: 0..1, how sure the mesh is of a face; 1 without a mesh,
    where the detector's word is all there is.
    """

    face: Face
    yaw: float
    pitch: float
    roll: float
    mesh: NDArray[np.float32] | None
    eyes: tuple[float, float] | None
    mouth: float | None
    skin: NDArray[np.float32] | None
    backdrop: NDArray[np.float32] | None
    confidence: float
    eye_parts: NDArray[np.float32] | None = None
    """Mean BGR (3 x 3) of the right eye, the left eye and the skin between them; None without a mesh."""


@dataclass(frozen=True, slots=True, eq=False)
class Tracked:
    """`faces`: all of them, the largest first. `measures`: of the first; None where nothing more could be measured."""

    faces: tuple[Face, ...]
    measures: FaceMeasures | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`distance`: dlib, 0 same .. about 1; `cosine`: of faceres, or None without its file."""

    distance: float
    cosine: float | None


@dataclass(frozen=True, slots=True, eq=False)
class FaceTemplate:
    """One face as numbers: `descriptor` dlib's 128, `deep` those of faceres, of length one, or None without its file.

    It leaves the child for `measure` only, and nobody keeps it beyond the session.
    """

    descriptor: NDArray[np.float64]
    deep: NDArray[np.float64] | None

    def compare(self, probes: Sequence["FaceTemplate"]) -> Comparison:
        """With the probe (of one or more) that is most alike, by both models where all have both."""
        compared = [self._with(probe) for probe in probes]
        return max(compared, key=lambda each: _ALIKE * (each.cosine or 0.0) - each.distance)

    def _with(self, probe: "FaceTemplate") -> Comparison:
        distance = float(np.linalg.norm(self.descriptor - probe.descriptor))
        cosine = None if self.deep is None or probe.deep is None else float(self.deep @ probe.deep)
        return Comparison(distance, cosine)


@dataclass(frozen=True, slots=True)
class NotComparable:
    """`which`: reference or probe; `reason`: no_face, several_faces, too_small, blurred, dark."""

    which: str
    reason: str


class FaceAnalyser(Protocol):
    """Safe to call from one thread at a time."""

    def find(self, picture: Image) -> tuple[Face, ...]:
        """All faces, the largest first."""

    def track(self, picture: Image, *, eyes: bool = True) -> Tracked:
        """All faces and what can be measured on the largest, ten times a second: pictures of one camera, in their
        order, since a face is looked for first where it was in the picture before. `eyes` False: the lids are not
        measured, which takes nearly half of the time; only a blink asks for them."""

    def compare(self, reference: Image, probes: tuple[Image, ...]) -> Comparison | NotComparable:
        """The best of the probes against the reference."""

    def close(self) -> None:
        """End the child; embeddings die with it."""
