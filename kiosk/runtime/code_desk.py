"""The code on the desk: looks at the document camera's pictures until one text could be read."""

from collections.abc import Callable

from kiosk.consent.events import Event, QuoteShown
from kiosk.ports.camera import Frame
from kiosk.ports.clock import Ticker
from kiosk.runtime.devices import Devices

_LOOK_EVERY = 0.25
Submit = Callable[[Callable[[], None]], None]


class CodeDesk:
    """The text that was read last is not read again: the same paper still lies there while its answer is told."""

    def __init__(self, devices: Devices, post: Callable[[Event], None], submit: Submit) -> None:
        self._devices, self._post, self._submit = devices, post, submit
        self._looking = False
        self._newest: Frame | None = None
        self._looked_at = -1
        self._turn = 0
        self._last = ""
        self._ticker: Ticker | None = None

    def read(self) -> None:
        """Begin looking."""
        self.stop()
        self._looking = True
        self._later()

    def stop(self) -> None:
        """No more for now."""
        self._looking, self._newest, self._looked_at = False, None, -1
        self._turn += 1
        if self._ticker is not None:
            self._ticker.cancel()
            self._ticker = None

    def forget(self) -> None:
        """The session is over."""
        self.stop()
        self._last = ""

    def push_frame(self, frame: Frame) -> None:
        """From the document camera's thread."""
        if self._looking:
            self._newest = frame

    def _later(self) -> None:
        self._ticker = self._devices.clock.after(_LOOK_EVERY, lambda: self._submit(self._look))

    def _look(self) -> None:
        frame, turn = self._newest, self._turn
        if not self._looking:
            return
        if frame is not None and frame.index != self._looked_at:
            self._looked_at = frame.index
            text = self._devices.code_reader.read(frame.image)
            if turn != self._turn:
                return  # stopped meanwhile
            if text and text != self._last:
                self._last = text
                self.stop()
                self._post(QuoteShown(text))
                return
        self._later()
