"""Sees to it that the borrower stays the one who answers: from identity's end to the ending, through the session's
one child with the face models. Pictures are looked at and forgotten; embeddings never leave the child."""

import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import structlog

from kiosk.checks import presence
from kiosk.checks.face_cover import Cover, cover_of
from kiosk.checks.face_match import MatchOutcome, MatchThresholds, judge_match
from kiosk.checks.picture_quality import FaceQualityThresholds, TakeAgain, judge_probe
from kiosk.checks.presence import HINT_TEXTS, Change, Glance, PresenceLimits, Seen, Stage, Watch
from kiosk.consent.events import Event, PresenceChanged
from kiosk.domain.errors import DeviceError
from kiosk.domain.speech import Text
from kiosk.ports.camera import Frame, Image
from kiosk.ports.clock import Ticker
from kiosk.ports.face import NotComparable, Tracked
from kiosk.ports.microphone import Chunk
from kiosk.runtime.devices import Devices
from kiosk.runtime.face_check import light_of, sound_levels
from kiosk.runtime.mailbox import Mailbox
from kiosk.runtime.session_faces import SessionFaces

_log = structlog.get_logger(__name__)
_REMEMBERED = 12.0
"""Seconds of lips and loudness: the longest answer, and what stands around it."""
_CONFIDENT = 0.5
_VOICED = 0.5


@dataclass(slots=True)
class _Seat:
    """One session's watch. `reference`: the live face that identity was settled for."""

    reference: Image
    watch: Watch


class PresenceWatch:
    """Ticks on the worker thread of faces; `hint` is for the screen, and only what lasts becomes an event."""

    def __init__(
        self, devices: Devices, match: MatchThresholds, limits: PresenceLimits, post: Callable[[Event], None],
        submit: Callable[[Callable[[], None]], None], faces: SessionFaces, speaking: Callable[[], bool],
    ) -> None:  # fmt: skip
        self._devices, self._match, self._post, self._submit = devices, match, post, submit
        self._faces, self._speaking = faces, speaking
        self._limits = replace(limits, compare_every=devices.compare_every)
        self._seat: _Seat | None = None
        self._newest: Frame | None = None
        self._looked_at = -1
        self._ticker: Ticker | None = None
        self._mouths: deque[tuple[float, float]] = deque()
        self._loudness: deque[tuple[float, float]] = deque()
        self.hint: Mailbox[Text] = Mailbox()

    def start(self, reference: bytes) -> None:
        """Begin; without a picture that can be read nobody is watched."""
        self.stop()
        picture = self._devices.codec.decode(reference)
        if picture is None:
            _log.warning("presence.no_reference")
            return
        now = self._devices.clock.now().mono
        self._seat = _Seat(picture, Watch(compare_at=now + self._limits.compare_every))
        self._later()

    def stop(self) -> None:
        """No more looking; nothing is kept."""
        self._seat = None
        if self._ticker is not None:
            self._ticker.cancel()
            self._ticker = None
        self._newest = None
        self._mouths.clear()
        self._loudness.clear()
        self.hint.clear()

    def expect_companion(self) -> None:
        """A second face was named."""
        self._submit(lambda: self._change(presence.with_companion))

    def vouched(self) -> None:
        """A member of staff looked."""
        now = self._devices.clock.now().mono
        self._submit(lambda: self._change(lambda watch: presence.vouched(watch, now, self._limits)))

    def push_frame(self, frame: Frame) -> None:
        """From the face camera's thread."""
        if self._seat is not None:
            self._newest = frame

    def push_chunk(self, chunk: Chunk) -> None:
        """From the microphone's thread: loudness alone, and not the guide's."""
        if self._seat is None or self._speaking():
            return
        loud = float(np.sqrt(np.mean(chunk.samples.astype(np.float64) ** 2)))
        self._loudness.append((chunk.at.mono, loud))
        _forget(self._loudness, chunk.at.mono)

    def answered(self) -> None:
        """An answer was spoken just now: were his lips in it?"""
        if self._seat is not None:
            self._submit(self._compare_lips)

    def _later(self, worked: float = 0.0) -> None:
        """`worked`: seconds of this look, so that looks keep their pace."""
        pause = max(0.0, self._devices.watch_every - worked)
        self._ticker = self._devices.clock.after(pause, lambda: self._submit(self._tick))

    def _tick(self) -> None:
        seat, frame = self._seat, self._newest
        if seat is None:
            return
        began = self._devices.clock.now().mono
        try:
            if frame is not None and frame.index != self._looked_at:
                self._looked_at = frame.index
                self._look(seat, frame)
        except DeviceError as failure:
            # Without the models nothing is said of him; the recording goes on.
            _log.warning("presence.failed", reason=failure.reason)
            return
        if self._seat is seat:
            self._later(self._devices.clock.now().mono - began)

    def _look(self, seat: _Seat, frame: Frame) -> None:
        tracked = self._faces.analyser.track(frame.image, eyes=False)
        now = frame.at.mono
        measures = tracked.measures
        if measures is not None and measures.mouth is not None:
            self._mouths.append((now, measures.mouth))
            _forget(self._mouths, now)
        glance = _glance(frame, tracked)
        seat.watch, changes = presence.look(seat.watch, glance, self._limits)
        self._tell(changes)
        if presence.comparison_due(seat.watch, now):
            seat.watch, changes = presence.compared(seat.watch, self._alike(seat, frame, tracked), now, self._limits)
            self._tell(changes)
        self._show(seat.watch)

    def _alike(self, seat: _Seat, frame: Frame, tracked: Tracked) -> bool | None:
        """None: this picture says nothing. Only what is far from alike makes another person."""
        height, width = frame.image.shape[:2]
        if isinstance(judge_probe(tracked, width, height), TakeAgain):
            return None
        compared = self._faces.analyser.compare(seat.reference, (frame.image,))
        if isinstance(compared, NotComparable):
            return None
        return judge_match(compared, self._match) is not MatchOutcome.STAFF_WARNING

    def _tell(self, changes: tuple[Change, ...]) -> None:
        for change in changes:
            if change.stage is not Stage.HINT:
                self._post(PresenceChanged(change.seen, change.since, change.stage))

    def _show(self, watch: Watch) -> None:
        text = HINT_TEXTS.get(watch.seen) if watch.told is not None else None
        if text is None:
            self.hint.clear()
        elif text != self.hint.peek():
            self.hint.put(text)

    def _change(self, change: Callable[[Watch], Watch]) -> None:
        if self._seat is not None:
            self._seat.watch = change(self._seat.watch)

    def _compare_lips(self) -> None:
        levels = sound_levels(list(self._loudness))
        voiced = tuple((a.seconds, b.seconds) for a, b in itertools.pairwise(levels)
                       if a.voice >= _VOICED and b.seconds - a.seconds < 0.1)  # fmt: skip
        still = presence.lips_still(tuple(self._mouths), voiced)
        self._loudness.clear()
        if still:
            self._post(PresenceChanged(Seen.PROMPTED, 0.0, Stage.EVENT))


def _glance(frame: Frame, tracked: Tracked) -> Glance:
    people, measures = _people(tracked), tracked.measures
    if not people and light_of(frame.image) < FaceQualityThresholds().dark_room:
        # In the dark, or with a hand before the lens, nobody has left: he can't be seen.
        return Glance(frame.at.mono, 1, measured=False)
    seen = measures is not None and measures.confidence >= _CONFIDENT and cover_of(measures) is not Cover.MOUTH
    return Glance(frame.at.mono, people, seen)


def _people(tracked: Tracked) -> int:
    """Faces large enough to sit here: somebody who passes behind is none."""
    if not tracked.faces:
        return 0
    rival = FaceQualityThresholds().rival * tracked.faces[0].width
    return sum(face.width >= rival for face in tracked.faces)


def _forget(samples: deque[tuple[float, float]], now: float) -> None:
    while samples and now - samples[0][0] > _REMEMBERED:
        samples.popleft()
