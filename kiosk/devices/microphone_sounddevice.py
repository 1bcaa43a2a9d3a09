"""The microphone through PortAudio: one stream for the whole session, a fixed block, a watchdog.

PortAudio's thread only copies; a thread of ours pushes, so that a slow sink never stalls the card.
"""

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
import structlog

from kiosk.devices.sound_system import is_real_input, opened_name, portaudio
from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import FailureSink
from kiosk.ports.clock import Clock
from kiosk.ports.microphone import CHUNK_SAMPLES, SAMPLE_RATE, Chunk, ChunkSink

_log = structlog.get_logger(__name__)

_LATENCY = 0.1  # blocksize=0 with latency="low" stalled on 2 of 3 opens
_WATCHDOG_SECONDS = 0.5
_FIRST_SECONDS = 3.0
"""A sound server may need this long before the first block; a stream that is reopened sooner never begins."""
_REOPENINGS = 3
_CLOSE_SECONDS = 2.0
_QUEUE_CHUNKS = 64  # two seconds; what does not fit is a gap

GapSink = Callable[[float], None]


class SounddeviceMicrophone:
    """`device`: a name as `selftest` prints it, or None for the first. `gap` hears of lost seconds.

    `live` refuses monitor, null and routed sources by name.
    """

    def __init__(self, clock: Clock, device: str | None = None, *, live: bool, gap: GapSink | None = None) -> None:
        self._clock, self._device, self._live, self._gap = clock, device, live, gap
        self._run: _Run | None = None

    @property
    def source(self) -> Source:
        """A device."""
        return Source.DEVICE

    def start(self, sink: ChunkSink, failed: FailureSink) -> None:
        """Begin. Raises DeviceError if there is no microphone, or in live mode none that is real."""
        self.stop()
        sounddevice = portaudio("microphone")
        name = opened_name(sounddevice, self._device, "input")
        if self._live and not is_real_input(name):
            raise DeviceError("microphone", f"{name!r} is no real microphone: live mode refuses it")
        self._run = _Run(
            sounddevice=sounddevice, device=self._device, clock=self._clock, sink=sink, failed=failed, gap=self._gap
        )

    def stop(self) -> None:
        """End. Stopping twice is allowed."""
        run, self._run = self._run, None
        if run is not None:
            run.stop()


class _Run:
    """From one start to its stop."""

    def __init__(
        self,
        *,
        sounddevice: Any,
        device: str | None,
        clock: Clock,
        sink: ChunkSink,
        failed: FailureSink,
        gap: GapSink | None,
    ) -> None:
        self._sounddevice, self._device, self._clock = sounddevice, device, clock
        self._sink, self._failed, self._gap = sink, failed, gap
        self._chunks: queue.Queue[Chunk | None] = queue.Queue(_QUEUE_CHUNKS)
        self._ended = threading.Event()
        self._last: float | None = None
        self._stream = self._open()
        self._thread = threading.Thread(target=self._push, name="mic", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """No chunk is pushed after this returns (unless the sink itself stops)."""
        self._ended.set()
        with suppress(queue.Full):
            self._chunks.put_nowait(None)  # wakes the thread
        if threading.current_thread() is not self._thread:
            self._thread.join(2 * _WATCHDOG_SECONDS)
        self._close()

    def _open(self) -> Any:
        try:
            stream = self._sounddevice.InputStream(
                device=self._device,
                samplerate=SAMPLE_RATE,
                channels=1,
                dtype="int16",
                blocksize=CHUNK_SAMPLES,
                latency=_LATENCY,
                callback=self._take,
            )
            stream.start()
        except (ValueError, self._sounddevice.PortAudioError) as error:
            raise DeviceError("microphone", f"the microphone can't be opened: {error}") from error
        return stream

    def _close(self) -> bool:
        """Whether the stream let itself be closed: without its sound server ALSA never comes back from it."""
        stream = self._stream
        closing = threading.Thread(target=lambda: stream.close(ignore_errors=True), name="mic-close", daemon=True)
        closing.start()
        closing.join(_CLOSE_SECONDS)
        return not closing.is_alive()

    def _take(self, samples: Any, _frames: int, _time: Any, _status: Any) -> None:
        try:
            self._chunks.put_nowait(Chunk(np.array(samples[:, 0], np.int16), self._clock.now()))
        except queue.Full:
            return  # seen as a gap between the chunks' moments

    def _push(self) -> None:
        patience = _FIRST_SECONDS
        while not self._ended.is_set():
            try:
                chunk = self._chunks.get(timeout=patience)
            except queue.Empty:
                if not self._ended.is_set() and not self._reopened():
                    return
                patience = _FIRST_SECONDS
                continue
            patience = _WATCHDOG_SECONDS
            if chunk is not None and not self._ended.is_set():
                self._tell_gap(chunk)
                self._sink(chunk)

    def _tell_gap(self, chunk: Chunk) -> None:
        missing = 0.0 if self._last is None else chunk.at.mono - self._last - CHUNK_SAMPLES / SAMPLE_RATE
        self._last = chunk.at.mono
        if missing > _WATCHDOG_SECONDS / 2 and self._gap is not None:
            self._gap(missing)

    def _reopened(self) -> bool:
        """No call-back for half a second: open again, or say that the microphone has failed."""
        _log.warning("microphone_silent", seconds=_WATCHDOG_SECONDS)
        if self._close():
            for _ in range(_REOPENINGS):
                try:
                    self._stream = self._open()
                except DeviceError:
                    if self._ended.wait(_WATCHDOG_SECONDS):
                        return False
                else:
                    return True
        self._failed(DeviceError("microphone", "the microphone gives no sound any more: check its cable"))
        return False
