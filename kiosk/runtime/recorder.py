"""The recorder: from the consent to recording until the ending, whatever the script does (invariant 2)."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import FailureSink, Frame
from kiosk.ports.clock import Clock
from kiosk.ports.encoder import Encoder, EncoderFactory, FragmentSink
from kiosk.ports.microphone import SAMPLE_RATE, Chunk, Samples

_log = structlog.get_logger(__name__)

QUEUED_FRAMES = 50
"""Two seconds at 25 a second; a 720p frame holds 2.8 MB, so no more."""
_GAP_SECONDS = 0.5
"""A microphone that was away for longer has a gap, not a drift."""
_STOP_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded so far. `drift`: seconds by which the sound ran ahead of the clock (gaps left out)."""

    frames: int = 0
    dropped: int = 0
    sound_seconds: float = 0.0
    gap_seconds: float = 0.0
    drift: float = 0.0
    longest_queue: int = 0


@dataclass(frozen=True, slots=True)
class _Sound:
    chunk: Chunk
    guide: bool


class Recorder:
    """Takes everything, drops frames (never sound) when the encoder can't follow, and says how many.

    `inline`: encode within the push, for a simulated clock; else in a thread of its own, `rec`. The sink and
    `dropped` are called there; `dropped` gets the frames lost in a row, once the queue has room again.
    """

    def __init__(
        self,
        factory: EncoderFactory,
        clock: Clock,
        sink: FragmentSink,
        *,
        size: tuple[int, int],
        fps: float = 25.0,
        inline: bool = False,
        dropped: Callable[[int], None] = lambda _: None,
        failed: FailureSink = lambda _: None,
    ) -> None:
        self._factory, self._clock, self._sink = factory, clock, sink
        self._size, self._fps, self._inline = size, fps, inline
        self._dropped, self._failed = dropped, failed
        self._encoder: Encoder | None = None
        self._queue: deque[Frame | _Sound] = deque()
        self._filled = threading.Condition(threading.RLock())
        self._thread: threading.Thread | None = None
        self._ending = self._broken = False
        self._queued_frames = self._lost = 0
        self._first_sound: float | None = None
        self._last_sound = 0.0
        self._sofar = Recorded()

    @property
    def running(self) -> bool:
        """Between start and stop."""
        return self._encoder is not None

    @property
    def recorded(self) -> Recorded:
        """The figures of this recording."""
        with self._filled:
            return self._sofar

    def start(self) -> float:
        """Begin now; the mono seconds of the recording's time zero. Raises DeviceError."""
        if self._encoder is not None:
            raise RuntimeError("a recorder records one session")
        began = self._clock.now().mono
        self._encoder = self._factory.open(*self._size, self._fps, began, self._sink)
        if not self._inline:
            self._thread = threading.Thread(target=self._run, name="rec", daemon=True)
            self._thread.start()
        return began

    def push_frame(self, frame: Frame) -> None:
        """Never waits for the encoder; before `start` and after `stop` nothing is kept."""
        with self._filled:
            if self._encoder is None or self._ending:
                return
            if self._queued_frames >= QUEUED_FRAMES:
                self._lost += 1
                self._sofar = replace(self._sofar, dropped=self._sofar.dropped + 1)
                return
            self._put(frame)
            self._queued_frames += 1
            longest = max(self._sofar.longest_queue, self._queued_frames)
            self._sofar = replace(self._sofar, longest_queue=longest)
        self._encode_inline()

    def push_chunk(self, chunk: Chunk) -> None:
        """The borrower's microphone."""
        with self._filled:
            if self._encoder is None or self._ending:
                return
            self._measure(chunk)
            self._put(_Sound(chunk, guide=False))
        self._encode_inline()

    def push_guide(self, samples: Samples) -> None:
        """What the guide's voice just played, at 16 kHz, ending now."""
        with self._filled:
            if self._encoder is None or self._ending:
                return
            self._put(_Sound(Chunk(samples, self._clock.now()), guide=True))
        self._encode_inline()

    def stop(self) -> Recorded:
        """Encode what is queued, flush the last fragment to the sink, and end. Stopping twice is allowed."""
        with self._filled:
            ending, self._ending = self._ending, True
            self._filled.notify()
        if self._encoder is None or ending:
            return self.recorded
        if self._thread is not None:
            self._thread.join(_STOP_SECONDS)
            if self._thread.is_alive():
                self._failed(DeviceError("encoder", "the recording did not end in time"))
        else:
            self._encode_inline()
            self._close()
        return self.recorded

    def _put(self, item: Frame | _Sound) -> None:
        self._queue.append(item)
        self._filled.notify()

    def _encode_inline(self) -> None:
        while self._inline and (item := self._take(wait=False)) is not None:
            self._encode(item)

    def _run(self) -> None:
        while (item := self._take(wait=True)) is not None:
            self._encode(item)
        self._close()

    def _take(self, *, wait: bool) -> Frame | _Sound | None:
        with self._filled:
            if wait:
                self._filled.wait_for(lambda: self._queue or self._ending)
            if not self._queue:
                return None
            item = self._queue.popleft()
            lost = 0
            if isinstance(item, Frame):
                self._queued_frames -= 1
                lost, self._lost = self._lost, 0
        if lost:
            _log.warning("frames dropped", count=lost)
            self._dropped(lost)
        return item

    def _encode(self, item: Frame | _Sound) -> None:
        encoder = self._encoder
        if encoder is None or self._broken:
            return
        try:
            match item:
                case Frame():
                    encoder.push_frame(item)
                    with self._filled:
                        self._sofar = replace(self._sofar, frames=self._sofar.frames + 1)
                case _Sound(chunk, guide):
                    encoder.push_sound(chunk, guide)
        except DeviceError as error:
            self._broken = True
            self._failed(error)

    def _close(self) -> None:
        with self._filled:
            lost, self._lost = self._lost, 0
        if lost:
            self._dropped(lost)
        try:
            if self._encoder is not None:
                self._encoder.close()
        except DeviceError as error:
            self._failed(error)

    def _measure(self, chunk: Chunk) -> None:
        length, now, sofar = len(chunk.samples) / SAMPLE_RATE, chunk.at.mono, self._sofar
        if self._first_sound is None:
            self._first_sound = self._last_sound = now - length
        pause = now - self._last_sound - length
        gaps = sofar.gap_seconds + (pause if pause > _GAP_SECONDS else 0.0)
        sound = sofar.sound_seconds + length
        self._last_sound = now
        drift = sound + gaps - (now - self._first_sound)
        self._sofar = replace(sofar, sound_seconds=sound, gap_seconds=gaps, drift=drift)
