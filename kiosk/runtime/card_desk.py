"""The card desk: looks at the document camera until a side can be used, or says why not."""

from collections.abc import Callable

from kiosk.checks.card_verdicts import CardRefused as Refused
from kiosk.checks.card_verdicts import accept_card
from kiosk.checks.id_card import settle
from kiosk.consent.events import CardRead, CardRefused, Event
from kiosk.domain.borrower import CardField, CardSide
from kiosk.ports.camera import Frame
from kiosk.ports.card_reader import NoCard
from kiosk.ports.clock import Ticker
from kiosk.runtime.devices import Devices

_LOOK_EVERY = 0.6
"""Seconds between looks while there is nothing to see."""
_PATIENCE = 6.0
"""Seconds of looking at a card that can't be used before the reason is said; an empty desk waits."""
_FEWEST_LOOKS = 3


class CardDesk:
    """One reading at a time. Reading takes seconds of CPU and happens on a worker."""

    def __init__(
        self, devices: Devices, post: Callable[[Event], None], submit: Callable[[Callable[[], None]], None]
    ) -> None:
        self._devices, self._post, self._submit = devices, post, submit
        self._newest: Frame | None = None
        self._ticker: Ticker | None = None
        self._side: CardSide | None = None
        self._front: tuple[CardField, ...] = ()
        self._faults: list[str] = []
        self._looked_at = -1
        self._since = 0.0

    def read(self, side: CardSide, front: tuple[CardField, ...]) -> None:
        """Begin looking for a side."""
        self.stop()
        self._side, self._front, self._faults = side, front, []
        self._since = self._devices.clock.now().mono
        self._later()

    def stop(self) -> None:
        """No more."""
        self._side = None
        if self._ticker is not None:
            self._ticker.cancel()
            self._ticker = None

    def push_frame(self, frame: Frame) -> None:
        """From the document camera's thread."""
        if self._side is not None:
            self._newest = frame

    def _later(self) -> None:
        self._ticker = self._devices.clock.after(_LOOK_EVERY, lambda: self._submit(self._look))

    def _look(self) -> None:
        side, frame = self._side, self._newest
        if side is None:
            return
        if frame is None or frame.index == self._looked_at:
            self._later()
            return
        self._looked_at = frame.index
        event = self._judge(frame, side)
        if self._side is not side:
            return
        if event is None:
            self._later()
            return
        self._side, self._newest = None, None
        self._post(event)

    def _judge(self, frame: Frame, side: CardSide) -> Event | None:
        reading = self._devices.card_reader.read(frame.image, side)
        if isinstance(reading, NoCard):
            return None if reading.reason == "no_card" else self._fault(side, reading.reason)
        if reading.side is not side and (reading.side, side) != (CardSide.PAGE, CardSide.FRONT):
            return self._fault(side, "wrong_side")
        verdict = accept_card(reading)
        if isinstance(verdict, Refused):
            return self._fault(side, str(verdict.fault))
        codec = self._devices.codec
        portrait = codec.encode(reading.portrait, 95) if reading.portrait is not None else b""
        picture = codec.encode(reading.rectified, 90)
        fields = settle(reading, self._devices.clock.now().wall.date())
        return CardRead(reading.side, fields, picture, portrait, self._devices.document_camera.source)

    def _fault(self, side: CardSide, reason: str) -> Event | None:
        """The same picture may be better the next moment; only what stays is said."""
        self._faults.append(reason)
        looked = self._devices.clock.now().mono - self._since
        if len(self._faults) < _FEWEST_LOOKS or looked < _PATIENCE:
            return None
        return CardRefused(side, max(set(self._faults), key=self._faults.count))
