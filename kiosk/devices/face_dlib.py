"""Faces by dlib, in a child process of the session's own: dlib would hold this process's interpreter lock for 180 ms.

`close()` ends the child, and with it every embedding. A child that died is a DeviceError in plain words; the next
`DlibFaceAnalyser` starts a new one.
"""

import multiprocessing
from dataclasses import replace
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

import numpy as np

from kiosk.devices.face_child import LARGEST_PICTURE, FaceLimits, FaceModelFiles, Failed, send_question, serve
from kiosk.devices.vision.picture_measures import as_bgr, bounded, sharpness_and_brightness
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Image
from kiosk.ports.face import Comparison, Face, FaceTemplate, NotComparable, Tracked

_START_SECONDS = 60.0
_ANSWER_SECONDS = 30.0
"""A comparison of three probes takes 0.7 s on a quiet core; this is for a machine that is badly overloaded."""
_TRACKED_PICTURE = 640
"""Pixels of the longer side of a picture that is tracked, ten times a second."""
_DIED = "the face analysis stopped: it is started again with the next session, until then a member of staff compares"
_STUCK = "the face analysis does not answer: a member of staff compares"


class DlibFaceAnalyser:
    """`files`: without YuNet dlib's own detector finds faces, which gives no points. Raises DeviceError if the child
    can't begin."""

    def __init__(self, files: FaceModelFiles | None = None, limits: FaceLimits | None = None) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, far_end = context.Pipe()
        self._child = context.Process(
            target=serve, args=(far_end, files or FaceModelFiles(), limits or FaceLimits()), name="face", daemon=True
        )
        self._child.start()
        far_end.close()
        if (answer := self._receive(_START_SECONDS)) != "ready":
            self.close()
            raise DeviceError("face", answer.reason if isinstance(answer, Failed) else _DIED)

    @property
    def process_id(self) -> int | None:
        """Of the child; None once it has ended."""
        return self._child.pid if not self._pipe.closed and self._child.is_alive() else None

    def find(self, picture: Image) -> tuple[Face, ...]:
        """As the port says."""
        small, factor = _prepared(picture)
        if small is None:
            return ()
        faces = self._ask("find", (small,))
        if not isinstance(faces, tuple):
            raise DeviceError("face", _DIED)
        return tuple(_grown(face, 1 / factor) for face in faces)

    def track(self, picture: Image, *, eyes: bool = True) -> Tracked:
        """As the port says."""
        small, factor = _prepared(picture, _TRACKED_PICTURE)
        if small is None:
            return Tracked((), None)
        tracked = self._ask("track_eyes" if eyes else "track", (small,))
        if not isinstance(tracked, Tracked):
            raise DeviceError("face", _DIED)
        faces = tuple(_measured_anew(picture, _grown(face, 1 / factor)) for face in tracked.faces)
        measures = tracked.measures
        if measures is None:
            return Tracked(faces, None)
        mesh = None if measures.mesh is None else measures.mesh * np.float32(1 / factor)
        return Tracked(faces, replace(measures, face=faces[0], mesh=mesh))

    def compare(self, reference: Image, probes: tuple[Image, ...]) -> Comparison | NotComparable:
        """As the port says. Asked without a probe, the child makes the reference ready before the probes are there."""
        known, _ = _prepared(reference)
        if known is None:
            return NotComparable("reference", "no_face")
        shown = tuple(small for small, _ in map(_prepared, probes) if small is not None)
        answer = self._ask("compare", (known, *shown))
        if not isinstance(answer, Comparison | NotComparable):
            raise DeviceError("face", _DIED)
        return answer

    def embed(self, picture: Image, *, portrait: bool = False) -> tuple[Face, FaceTemplate] | None:
        """The largest face and its numbers; `portrait`: of a card, restored first.

        For `measure` only: a session compares inside the child.
        """
        small, factor = _prepared(picture)
        if small is None:
            return None
        match self._ask("embed_portrait" if portrait else "embed", (small,)):
            case (Face() as face, FaceTemplate() as template):
                return _grown(face, 1 / factor), template
        return None

    def close(self) -> None:
        """End the child; closing twice is allowed."""
        if self._pipe.closed:
            return
        self._pipe.close()
        self._child.join(5)
        if self._child.is_alive():
            self._child.kill()
            self._child.join(5)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, word: str, pictures: tuple[Image, ...]) -> object:
        if self._pipe.closed:
            raise DeviceError("face", _DIED)
        try:
            send_question(self._pipe, word, pictures)
        except OSError as error:
            self.close()
            raise DeviceError("face", _DIED) from error
        answer = self._receive(_ANSWER_SECONDS)
        if isinstance(answer, Failed):
            raise DeviceError("face", answer.reason)
        return answer

    def _receive(self, seconds: float) -> object:
        pipe: Connection = self._pipe
        try:
            if pipe.poll(seconds):
                return pipe.recv()
        except (EOFError, OSError) as error:
            self.close()
            raise DeviceError("face", _DIED) from error
        self.close()  # a late answer must never be taken for that of the next question
        raise DeviceError("face", _STUCK)


def _prepared(picture: Image, longest: int = LARGEST_PICTURE) -> tuple[Image | None, float]:
    usable = as_bgr(picture)
    return (None, 1.0) if usable is None or min(usable.shape[:2]) < 2 else bounded(usable, longest)


def _grown(face: Face, factor: float) -> Face:
    """In pixels of the picture that was given."""
    if factor == 1.0:
        return face
    left, top, right, bottom = (round(side * factor) for side in (face.left, face.top, face.right, face.bottom))
    points = tuple((x * factor, y * factor) for x, y in face.points)
    return Face(left, top, right, bottom, points, face.sharpness, face.brightness)


def _measured_anew(picture: Image, face: Face) -> Face:
    """A shrunk picture looks sharper: sharpness and brightness as `find` tells them."""
    left, top, right, bottom = max(face.left, 0), max(face.top, 0), max(face.right, 0), max(face.bottom, 0)
    seen = as_bgr(picture[top:bottom, left:right])
    if seen is None:
        return replace(face, sharpness=0.0, brightness=0.0)
    factor = min(1.0, LARGEST_PICTURE / max(picture.shape[:2]))
    small = bounded(seen, max(round(max(seen.shape[:2]) * factor), 1))[0]
    sharpness, brightness = sharpness_and_brightness(small, 0, 0, small.shape[1], small.shape[0])
    return replace(face, sharpness=sharpness, brightness=brightness)
