"""A camera without a device: footage, paced by the clock."""

import threading
from typing import Protocol

import structlog

from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import FailureSink, Frame, FrameSink, Image
from kiosk.ports.clock import Clock, Ticker

_log = structlog.get_logger(__name__)

FRAMES_PER_SECOND = 25.0


class Footage(Protocol):
    """What such a camera sees: file-fed or simulated."""

    @property
    def source(self) -> Source:
        """FILE or SIMULATED."""

    def picture(self, seconds: float) -> Image:
        """The picture at this time since it was put before the camera. Raises DeviceError naming the file."""


class PacedCamera:
    """Pushes what its footage shows; the footage may be changed while it runs.

    After `unplug` it fails once and does not start; after `plug_in` it can be started again, as a real one.
    """

    def __init__(self, device: str, clock: Clock, footage: Footage, fps: float = FRAMES_PER_SECOND) -> None:
        self._device, self._clock, self._footage, self._fps = device, clock, footage, fps
        self._lock = threading.RLock()
        self._ticker: Ticker | None = None
        self._sink: FrameSink | None = None
        self._failed: FailureSink | None = None
        self._since = clock.now().mono
        self._index = 0
        self._plugged = True

    @property
    def source(self) -> Source:
        """That of the footage."""
        return self._footage.source

    def show(self, footage: Footage) -> None:
        """Put other footage before the camera; its first picture comes with the next frame."""
        with self._lock:
            self._footage, self._since = footage, self._clock.now().mono

    def start(self, sink: FrameSink, failed: FailureSink) -> None:
        """Begin; the first frame comes one period later. Starting anew after a failure is allowed."""
        with self._lock:
            self._halt()
            if not self._plugged:
                raise DeviceError(self._device, "the camera is unplugged; plug it in again")
            self._footage.picture(self._clock.now().mono - self._since)
            self._sink, self._failed, self._index = sink, failed, 0
            self._ticker = self._clock.every(1.0 / self._fps, self._push)

    def stop(self) -> None:
        """End; no frame is pushed after this returns."""
        with self._lock:
            self._halt()

    def unplug(self) -> None:
        """Fail now, as if the cable were pulled."""
        with self._lock:
            self._plugged = False
            self._fail(DeviceError(self._device, "the camera is unplugged; plug it in again"))

    def plug_in(self) -> None:
        """From now on it can be started again."""
        with self._lock:
            self._plugged = True

    def _push(self) -> None:
        with self._lock:
            if self._ticker is None or self._sink is None:
                return
            at = self._clock.now()
            try:
                picture = self._footage.picture(at.mono - self._since)
            except DeviceError as error:
                self._fail(error)
                return
            frame = Frame(picture, at, self._index)
            self._index += 1
            self._sink(frame)

    def _fail(self, error: DeviceError) -> None:
        failed = self._failed if self._ticker is not None else None
        self._halt()
        if failed is not None:
            _log.warning("camera failed", device=self._device)
            failed(error)

    def _halt(self) -> None:
        if self._ticker is not None:
            self._ticker.cancel()
        self._ticker = self._sink = self._failed = None
