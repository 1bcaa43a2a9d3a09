"""What runs in the face child: answers one question at a time over its pipe, and ends when the pipe does.

A question is a header (word, shapes) and the pictures' bytes after it. Answers are numbers and words; an embedding
leaves the child only for `measure` (word "embed"). The reference's template is kept for the session, by picture hash.
"""

import hashlib
import os
import signal
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, Self

import numpy as np

from kiosk.devices.onnx.model_folder import ModelFolder
from kiosk.ports.camera import Image
from kiosk.ports.face import Comparison, Face, NotComparable

LARGEST_PICTURE = 1280
"""Pixels of the longer side that cross the pipe; the parent shrinks what is larger."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The child could not do it; `reason` is one plain sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class FaceLimits:
    """Faces outside are not compared. Pixels of width in the reference and the probe, variance of Laplacian, mean grey.

    `rival`: a second face at least this share as wide as the first makes "several_faces".
    """

    least_reference_width: int = 40
    least_probe_width: int = 70
    least_sharpness: float = 3.0
    least_brightness: float = 25.0
    rival: float = 0.6


@dataclass(frozen=True, slots=True)
class FaceModelFiles:
    """The checked bytes of each model that is there; the child does without the others."""

    yunet: bytes | None = None
    mesh: bytes | None = None
    iris: bytes | None = None
    faceres: bytes | None = None

    @classmethod
    def of(cls, models: ModelFolder, *, faceres: bool) -> Self:
        """Those that the folder holds; `faceres`: whether the site wants it, whose licence is unclear for live use.

        Raises DeviceError if a file has other bytes than the catalogue says.
        """
        return cls(
            yunet=models.read("face_detection", "face"),
            mesh=models.read("face_mesh", "face"),
            iris=models.read("iris", "face"),
            faceres=models.read("face_comparison", "face") if faceres else None,
        )


@dataclass(slots=True)
class _Session:
    models: Any
    limits: FaceLimits
    references: dict[str, Any] = field(default_factory=dict)


def send_question(pipe: Connection, word: str, pictures: tuple[Image, ...]) -> None:
    """Header first, then each picture's bytes."""
    pipe.send((word, tuple(picture.shape for picture in pictures)))
    for picture in pictures:
        pipe.send_bytes(np.ascontiguousarray(picture).data.cast("B"))


def serve(pipe: Connection, files: FaceModelFiles, limits: FaceLimits) -> None:
    """The child's main function."""
    # Ctrl+C goes to the whole group: the parent seals the session first and then closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["OMP_NUM_THREADS"] = "1"
    try:
        from kiosk.devices.vision.face_models import FaceModels

        session = _Session(FaceModels(files), limits)
    except Exception as error:  # noqa: BLE001 - the parent has to hear of it, whatever it was
        pipe.send(Failed(f"the face models can't be loaded ({type(error).__name__})"))
        return
    pipe.send("ready")
    while True:
        try:
            word, shapes = pipe.recv()
            pictures = tuple(np.frombuffer(pipe.recv_bytes(), np.uint8).reshape(shape) for shape in shapes)
        except (EOFError, OSError):
            return
        try:
            answer = _answer(session, word, pictures)
        except Exception as error:  # noqa: BLE001 - one odd picture must not end the face checks
            answer = Failed(f"a picture could not be analysed ({type(error).__name__})")
        try:
            pipe.send(answer)
        except OSError:
            return


def _answer(session: _Session, word: str, pictures: tuple[Image, ...]) -> object:
    match word:
        case "find":
            return session.models.find(pictures[0])
        case "track" | "track_eyes":
            return session.models.track(pictures[0], eyes=word == "track_eyes")
        case "embed" | "embed_portrait":
            return _embed(session, pictures[0], portrait=word == "embed_portrait")
        case "compare":
            return _compare(session, pictures[0], pictures[1:])
    return Failed("an unknown question")


def _embed(session: _Session, picture: Image, *, portrait: bool) -> object:
    """(face, template) of the largest face, or None."""
    faces = session.models.find(picture, frontal_too=portrait)
    return (faces[0], session.models.template(picture, faces[0], portrait=portrait)) if faces else None


def _compare(session: _Session, reference: Image, probes: tuple[Image, ...]) -> Comparison | NotComparable:
    known = _reference(session, reference)
    if isinstance(known, str):
        return NotComparable("reference", known)
    templates = []
    why = "no_face"
    for probe in probes:
        face = _usable(session, probe, session.limits.least_probe_width)
        if isinstance(face, str):
            why = face
        else:
            templates.append(session.models.template(probe, face))
    return known.compare(templates) if templates else NotComparable("probe", why)


def _reference(session: _Session, reference: Image) -> Any:
    name = hashlib.sha256(reference.tobytes()).hexdigest()
    if name not in session.references:
        face = _usable(session, reference, session.limits.least_reference_width, portrait=True)
        if isinstance(face, str):
            return face
        # One borrower, one reference.
        session.references = {name: session.models.template(reference, face, portrait=True)}
    return session.references[name]


def _usable(session: _Session, picture: Image, least_width: int, *, portrait: bool = False) -> Face | str:
    """The face to compare, or why there is none."""
    faces = session.models.find(picture, frontal_too=portrait)
    if not faces:
        return "no_face"
    first: Face = faces[0]
    if len(faces) > 1 and faces[1].width >= session.limits.rival * first.width:
        return "several_faces"
    if first.width < least_width:
        return "too_small"
    if first.brightness < session.limits.least_brightness:
        return "dark"
    return "blurred" if first.sharpness < session.limits.least_sharpness else first
