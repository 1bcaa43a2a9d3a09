"""A camera device or a stream, through OpenCV."""

import threading
from collections.abc import Callable

import structlog

from kiosk.devices.vision.fitting import fit_into, padded_to
from kiosk.devices.vision.opencv import cv2
from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import FailureSink, Frame, FrameSink, Image
from kiosk.ports.clock import Clock

_log = structlog.get_logger(__name__)

STALL_SECONDS = 2.0
"""No frame for so long: the camera is gone."""
_OPEN_MILLISECONDS = 5000
_LOOK_SECONDS = 0.2
_RETRY_SECONDS = 0.02
_FROZEN = "the camera's picture does not change any more; unplug the camera and plug it in again"
_SPARSE, _FIRST = 16, 3
"""Every sixteenth pixel each way tells pictures apart; so many of them after a freeze."""


class OpenCvCamera:
    """`where`: a device's index or path, or a stream's URL. One capture thread and one watchdog a start.

    Fails once (stall, end of the stream); `start` again reconnects. `lively`: it looks at people, so that a picture
    which stays the very same is frozen: that counts as none.
    """

    def __init__(
        self,
        device: str,
        clock: Clock,
        where: int | str,
        *,
        size: tuple[int, int] | None = None,
        fps: float | None = None,
        stall_seconds: float = STALL_SECONDS,
        lively: bool = False,
    ) -> None:
        self._device, self._clock, self._where = device, clock, where
        self._size, self._fps, self._stall, self._lively = size, fps, stall_seconds, lively
        self._run: _Run | None = None
        self._was_frozen = False

    @property
    def source(self) -> Source:
        """DEVICE."""
        return Source.DEVICE

    def start(self, sink: FrameSink, failed: FailureSink) -> None:
        """Open and begin. Raises DeviceError if there is no such camera."""
        self.stop()
        was_frozen = self._was_frozen
        capture = self._open()
        if was_frozen and _stands_still(capture):
            capture.release()
            raise DeviceError(self._device, _FROZEN)
        self._was_frozen = False
        self._run = run = _Run(
            self._device, self._clock, capture, size=self._size, stall=self._stall, sink=sink, failed=failed,
            frozen=self._freezes if self._lively else None,
        )  # fmt: skip
        run.begin()

    def _freezes(self) -> None:
        self._was_frozen = True

    def stop(self) -> None:
        """End; no frame is pushed after this returns."""
        run, self._run = self._run, None
        if run is not None:
            run.end()

    def _open(self) -> "cv2.VideoCapture":
        where, stall = self._where, int(self._stall * 1000)
        if isinstance(where, str) and "://" in where:
            timeouts = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _OPEN_MILLISECONDS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, stall]
            capture = cv2.VideoCapture(where, cv2.CAP_FFMPEG, timeouts)
        else:
            capture = cv2.VideoCapture(where, cv2.CAP_V4L2)
            # Uncompressed 720p does not fit through USB 2 at 25 a second.
            capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
            if self._size is not None:
                capture.set(cv2.CAP_PROP_FRAME_WIDTH, self._size[0])
                capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self._size[1])
            if self._fps is not None:
                capture.set(cv2.CAP_PROP_FPS, self._fps)
        if not capture.isOpened():
            capture.release()
            raise DeviceError(self._device, "no picture comes from the camera; check its cable")
        return capture


class _Run:
    """From one start to its stop or failure."""

    def __init__(
        self,
        device: str,
        clock: Clock,
        capture: "cv2.VideoCapture",
        *,
        size: tuple[int, int] | None,
        stall: float,
        sink: FrameSink,
        failed: FailureSink,
        frozen: Callable[[], None] | None = None,
    ) -> None:
        self._frozen, self._shown = frozen, b""
        self._device, self._clock, self._capture = device, clock, capture
        self._size, self._stall, self._sink, self._failed = size, stall, sink, failed
        self._lock = threading.RLock()
        self._over = threading.Event()
        self._newest = self._came = clock.now().mono
        """When a picture came last that was new, and when any did."""
        self._thread = threading.Thread(target=self._read, name="cam", daemon=True)
        self._watchdog = threading.Thread(target=self._watch, name="cam-watch", daemon=True)

    def begin(self) -> None:
        """Only now may the sink be called: it may want to stop the camera that started it."""
        self._newest = self._came = self._clock.now().mono
        self._thread.start()
        self._watchdog.start()

    def end(self) -> None:
        """Stop; a read that hangs in the driver is left behind and pushes nothing."""
        with self._lock:
            self._over.set()
        if threading.current_thread() not in {self._thread, self._watchdog}:
            self._thread.join(1.0)
            self._watchdog.join(1.0)

    def _read(self) -> None:
        index = 0
        while not self._over.is_set():
            picture = self._next()
            if picture is None:
                # One damaged picture is no loss of the camera; the watchdog decides.
                self._over.wait(_RETRY_SECONDS)
                continue
            with self._lock:
                if self._over.is_set():
                    break
                at = self._clock.now()
                if not self._repeats(picture):
                    self._newest = at.mono
                self._came = at.mono
                self._sink(Frame(picture, at, index))
                index += 1
        self._capture.release()

    def _next(self) -> Image | None:
        try:
            came, picture = self._capture.read()
        except cv2.error:
            _log.warning("camera library failed", device=self._device)
            return None
        return padded_to(fit_into(picture, self._size), self._size) if came and picture is not None else None

    def _watch(self) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            with self._lock:
                if not self._over.is_set() and self._clock.now().mono - self._newest > self._stall:
                    self._stalled()

    def _stalled(self) -> None:
        if self._frozen is not None and self._came - self._newest > self._stall / 2:
            self._frozen()
            self._fail(_FROZEN)
        else:
            self._fail(f"no picture has come for {self._stall:g} seconds; check the camera's cable")

    def _repeats(self, picture: Image) -> bool:
        """Whether it is the very picture before: a sensor's noise alone makes each another."""
        if self._frozen is None:
            return False
        before, self._shown = self._shown, _sparse(picture)
        return self._shown == before

    def _fail(self, reason: str) -> None:
        self._over.set()
        self._failed(DeviceError(self._device, reason))


def _sparse(picture: Image) -> bytes:
    return picture[::_SPARSE, ::_SPARSE].tobytes()


def _stands_still(capture: "cv2.VideoCapture") -> bool:
    """Whether the first pictures after a freeze are still one and the same."""
    shown = [picture for came, picture in (capture.read() for _ in range(_FIRST)) if came and picture is not None]
    return len({_sparse(picture) for picture in shown}) < 2
