"""A file-fed microphone: silence on the clock's beat, until somebody plays a recording into it."""

import threading
from collections import deque
from pathlib import Path

import numpy as np

from kiosk.devices.sound_file import read_sound, resampled
from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import FailureSink
from kiosk.ports.clock import Clock, Ticker
from kiosk.ports.microphone import CHUNK_SAMPLES, SAMPLE_RATE, Chunk, ChunkSink, Samples

_SILENCE = np.zeros(CHUNK_SAMPLES, np.int16)
_SILENCE.setflags(write=False)


class FileMicrophone:
    """Pushes one chunk every 32 ms. `play` queues sound, `unplug` fails as a pulled plug does."""

    def __init__(self, clock: Clock, source: Source = Source.FILE) -> None:
        self._clock, self._source = clock, source
        self._waiting: deque[Samples] = deque()
        self._lock = threading.Lock()
        self._ticker: Ticker | None = None
        self._sink: ChunkSink | None = None
        self._failed: FailureSink | None = None
        self._unplugged = False

    @property
    def source(self) -> Source:
        """FILE for recordings, SIMULATED when a synthetic borrower speaks."""
        return self._source

    def start(self, sink: ChunkSink, failed: FailureSink) -> None:
        """Begin. Raises DeviceError while unplugged."""
        if self._unplugged:
            raise DeviceError("microphone", "the microphone is not connected")
        self.stop()
        self._sink, self._failed = sink, failed
        self._ticker = self._clock.every(CHUNK_SAMPLES / SAMPLE_RATE, self._push)

    def stop(self) -> None:
        """End, and forget what was not yet played."""
        if self._ticker is not None:
            self._ticker.cancel()
        self._ticker = self._sink = self._failed = None
        with self._lock:
            self._waiting.clear()

    def play(self, samples: Samples, rate: int = SAMPLE_RATE) -> float:
        """Queue mono int16; returns the seconds until all that is queued has been heard."""
        samples = resampled(samples, rate)
        whole = np.zeros(-(-len(samples) // CHUNK_SAMPLES) * CHUNK_SAMPLES, np.int16)
        whole[: len(samples)] = samples
        with self._lock:
            self._waiting.extend(whole.reshape(-1, CHUNK_SAMPLES))
            return len(self._waiting) * CHUNK_SAMPLES / SAMPLE_RATE

    def play_file(self, path: Path) -> float:
        """Queue a recording. Raises DeviceError if it can't be decoded."""
        return self.play(read_sound(path))

    def unplug(self) -> None:
        """The device fails now."""
        self._unplugged = True
        failed = self._failed
        self.stop()
        if failed is not None:
            failed(DeviceError("microphone", "the microphone is not connected"))

    def plug_in(self) -> None:
        """It may be started again."""
        self._unplugged = False

    def _push(self) -> None:
        sink = self._sink
        with self._lock:
            samples = self._waiting.popleft() if self._waiting else _SILENCE
        if sink is not None:
            sink(Chunk(samples, self._clock.now()))
