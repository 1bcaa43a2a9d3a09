"""The one window: shows the shell and screen of the newest state."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QStackedWidget

from kiosk.consent.machine import base, facts_of
from kiosk.consent.states import State, Welcoming
from kiosk.consent.wording import speech
from kiosk.domain.speech import Language
from kiosk.ports.camera import Image
from ui import theme
from ui.bridge import SessionPort
from ui.i18n import Texts, Words
from ui.router import same_place, screen_for
from ui.screens import choosing
from ui.screens.ask_panel import AskPanel
from ui.screens.checking_face import CheckingFaceScreen
from ui.screens.screen import Screen, Surroundings
from ui.shell import Shell

_SMALLEST = (1024, 768)
_LARGER_LETTERS = 2


class Window(QStackedWidget):
    """Its slots run on the GUI thread: they belong to a QObject that lives there."""

    painted = Signal()
    """The first picture stands on the screen."""

    def __init__(self, port: SessionPort, texts: Texts) -> None:
        super().__init__()
        self.setPalette(theme.palette(theme.INK))
        self.setWindowTitle("Mingshi 明示")
        layout = self.layout()
        assert layout is not None
        # A page never makes the window larger than the screen: pages scroll.
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._port, self._texts = port, texts
        self._state: State = port.state
        self._images: dict[str, Image] = {}
        self._shell: Shell | None = None
        self._screen: Screen[Any] | None = None
        self._was_painted = False
        self.language_of_nobody = Language.ZH_CN
        """What stands on the screens of no session."""

    @property
    def screen_shown(self) -> Screen[Any] | None:
        """The page in the middle."""
        return self._screen

    @Slot(object)
    def show_state(self, state: State) -> None:
        """Build what shows it; what was begun in the same place is taken along."""
        draft = self._screen.draft() if self._screen is not None and same_place(self._state, state) else None
        self._state = state
        if isinstance(state, Welcoming):
            choosing.prepare(state.facts.opening.offers)
        self._rebuild()
        if draft is not None and self._screen is not None:
            self._screen.restore(draft)

    def show_face(self, image: Image) -> None:
        """The newest picture of the face camera."""
        self._show_image("face", image)

    def show_document(self, image: Image) -> None:
        """The newest picture of the document camera."""
        self._show_image("document", image)

    def show_level(self, level: float, speaking: bool) -> None:
        """The microphone's level; whether the guide speaks."""
        if self._shell is not None:
            self._shell.show_level(level, speaking)

    def show_instruction(self, move: str | None) -> None:
        """What the face check asks for."""
        if isinstance(self._screen, CheckingFaceScreen):
            self._screen.show_move(move)

    def _show_image(self, which: str, image: Image) -> None:
        self._images[which] = image
        if self._shell is not None:
            self._shell.show_image(which, image)

    def _around(self) -> Surroundings:
        facts = facts_of(self._state)
        language = facts.language if facts is not None else self.language_of_nobody
        size = facts.text_size if facts is not None else _LARGER_LETTERS
        metrics = theme.Metrics(max(self.width(), 1), max(self.height(), 1), size)
        said = speech(self._port.context, self._state)
        return Surroundings(
            words=Words(self._texts, language),
            metrics=metrics,
            post=self._port.post,
            context=self._port.context,
            mode=self._port.mode,
            begin=self._port.begin_session,
            check_staff=self._port.check_staff,
            caption=said[1] if said is not None else "",
            facts=facts,
        )

    def _rebuild(self) -> None:
        around = self._around()
        self._screen = screen_for(self._state, around)
        shell = Shell(self._state, self._screen, around, self.open_questions)
        while self.count():
            old = self.widget(0)
            assert old is not None
            self.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shell = shell
        shell.installEventFilter(self)
        self.addWidget(shell)
        self.setCurrentWidget(shell)
        if base(self._state) is None:
            self._images.clear()  # nothing of a session stays (invariant 12)
            choosing.forget()
        for which, image in self._images.items():
            shell.show_image(which, image)

    def open_questions(self) -> None:
        """The panel of questions, in place of the page."""
        if self._shell is not None:
            self._shell.replace_page(AskPanel(self._around(), self._rebuild))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another size, other metrics."""
        super().resizeEvent(event)
        if event.size() != event.oldSize():
            self.show_state(self._state)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Tells of the first page that was painted; the window itself lies hidden under it."""
        if event.type() == QEvent.Type.Paint and not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)
        return super().eventFilter(watched, event)
