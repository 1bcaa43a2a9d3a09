"""Between the session's threads and the one GUI thread.

One QObject that lives on the GUI thread: plain threads emit through it, its receivers run on the GUI thread. States
go by signal (there are few); pictures and levels never do, they are taken from one-slot mailboxes by a timer.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.consent.context import Context
from kiosk.consent.events import Event
from kiosk.consent.facts import StaffAct
from kiosk.consent.states import State
from kiosk.domain.consents import Mode
from kiosk.domain.speech import Language, Text
from kiosk.ports.camera import Image
from kiosk.runtime.instruction import Instruction
from kiosk.runtime.mailbox import Mailbox
from kiosk.runtime.sounding import Sounding
from kiosk.runtime.staff_door import Doing
from kiosk.supervision.staff import Refusal
from ui.corner.port import CornerPort

_POLL_MS = 60
"""About 16 pictures a second: enough for a mirror, cheap for the processor."""


class SessionPort(Protocol):
    """All that the screens need from below."""

    @property
    def context(self) -> Context:
        """Script, knowledge and delays, for captions."""

    @property
    def mode(self) -> Mode:
        """Training is marked on every screen."""

    @property
    def language(self) -> Language:
        """On screens of no session."""

    @property
    def dots_per_inch(self) -> float:
        """Of the panel, by the settings; 0: as the panel itself says."""

    @property
    def motion(self) -> bool:
        """Whether anything may move by itself."""

    @property
    def switch_keys(self) -> tuple[str, str]:
        """Names of the keys that the two switches press: to move on, to choose."""

    @property
    def state(self) -> State:
        """Where the session is."""

    @property
    def speaking(self) -> bool:
        """The guide is heard now."""

    @property
    def face_preview(self) -> Mailbox[Image]:
        """The newest picture of the face camera, BGR."""

    @property
    def document_preview(self) -> Mailbox[Image]:
        """The newest picture of the document camera, BGR."""

    @property
    def level(self) -> Mailbox[float]:
        """The newest loudness of the microphone, 0..1."""

    @property
    def guide_level(self) -> Mailbox[float]:
        """The newest loudness of the guide, 0..1."""

    @property
    def card_guidance(self) -> Mailbox[str]:
        """What the hand is told that lays a card down: text keys of `card.guide`."""

    def instruction(self) -> Instruction | None:
        """What the face check asks for now, or None."""

    def presence_hint(self) -> Text | None:
        """Calm words while the borrower is not seen, or not alone."""

    def sounding(self) -> Sounding | None:
        """Which words of the guide are heard now."""

    @property
    def corner(self) -> CornerPort:
        """What can be learnt without a session."""

    def subscribe(self, callback: Callable[[State], None]) -> None:
        """Each new state, on whatever thread the runner has."""

    def post(self, event: Event) -> None:
        """Never waits."""

    def begin_session(self) -> None:
        """Somebody touched the attract screen."""

    def sign_staff(self, typed: str, pin: str, doing: Doing) -> Future[StaffAct | Refusal]:
        """The act of who signs in with number or card and PIN, signed with his own key; or why not. Never waits."""


class Bridge(QObject):
    """Lives on the GUI thread. `state_changed` carries the new State."""

    state_changed = Signal(object)

    def __init__(self, port: SessionPort, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.port = port
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._poll)
        self._face: Callable[[Image], None] | None = None
        self._document: Callable[[Image], None] | None = None
        self._level: Callable[[float, bool], None] | None = None
        self._instruction: Callable[[Instruction | None], None] | None = None
        self._guidance: Callable[[str], None] | None = None
        self._hint: Callable[[Text | None], None] | None = None
        self._sounding: Callable[[Sounding | None], None] | None = None
        self._guide: Callable[[float], None] | None = None
        self._open, self._gate = True, threading.RLock()
        port.subscribe(self._on_state)

    def close(self) -> None:
        """Before the window goes: whoever emits has ended when this returns, and nobody emits after it."""
        self._timer.stop()
        with self._gate:
            self._open = False

    def _on_state(self, state: State) -> None:
        # Qt may destroy this object only while no thread is within `emit`.
        with self._gate:
            if self._open:
                self.state_changed.emit(state)

    def watch(
        self,
        face: Callable[[Image], None],
        document: Callable[[Image], None],
        level: Callable[[float, bool], None],
        instruction: Callable[[Instruction | None], None],
    ) -> None:
        """Begin to look into the mailboxes; `level` also says whether the guide speaks."""
        self._face, self._document, self._level, self._instruction = face, document, level, instruction
        self._timer.start()

    def watch_presence(self, hint: Callable[[Text | None], None]) -> None:
        """And for the calm words while the borrower is not seen."""
        self._hint = hint

    def watch_words(self, sounding: Callable[[Sounding | None], None]) -> None:
        """And for the words of the guide as they are heard."""
        self._sounding = sounding

    def watch_guide(self, level: Callable[[float], None]) -> None:
        """And for how loud the guide is."""
        self._guide = level

    def watch_card(self, guidance: Callable[[str], None]) -> None:
        """And into the one of the hand that lays a card down."""
        self._guidance = guidance

    def _poll(self) -> None:
        for box, show in ((self.port.face_preview, self._face), (self.port.document_preview, self._document)):
            image = box.take()
            if image is not None and show is not None:
                show(image)
        if self._hint is not None:
            self._hint(self.port.presence_hint())
        if self._sounding is not None:
            self._sounding(self.port.sounding())
        if self._guide is not None:
            self._guide(self.port.guide_level.take() or 0.0)
        guidance = self.port.card_guidance.take()
        if guidance is not None and self._guidance is not None:
            self._guidance(guidance)
        if self._level is not None:
            self._level(self.port.level.take() or 0.0, self.port.speaking)
        if self._instruction is not None:
            self._instruction(self.port.instruction())
