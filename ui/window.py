"""The one window: shows the shell and screen of the newest state."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QStackedWidget, QWidget

from kiosk.consent.events import Touched
from kiosk.consent.facts import Facts
from kiosk.consent.guide_words import speech
from kiosk.consent.machine import base, facts_of
from kiosk.consent.states import (
    Attract,
    CheckingFace,
    Correcting,
    ReadingCard,
    Signing,
    State,
    TakingQuote,
    TeachingBack,
    Welcoming,
)
from kiosk.dialogue.question import QuestionKind
from kiosk.domain.reach import Hand
from kiosk.domain.speech import Text
from kiosk.domain.way import Way
from kiosk.ports.camera import Image
from kiosk.runtime import heap
from kiosk.runtime.instruction import Instruction
from kiosk.runtime.sounding import Sounding
from ui import theme
from ui.access.focus import Focus, Mark
from ui.access.hands import Hands
from ui.access.ring import Ring
from ui.access.scanning import Scanning
from ui.access.telling import announce, in_words, name_all, page_told
from ui.bridge import SessionPort
from ui.i18n import Texts, Words
from ui.router import same_place, screen_for
from ui.screens import offer_figures
from ui.screens.ask_panel import AskPanel
from ui.screens.checking_face import CheckingFaceScreen
from ui.screens.reading_card import ReadingCardScreen
from ui.screens.screen import Screen, Surroundings
from ui.screens.ways_panel import WaysPanel
from ui.shell import Shell

_SMALLEST = (1024, 768)
_LARGER_LETTERS = 2
_SMALL = 900
"""Pixels of the short side below which the largest letters have no room."""
_WIDE = 1.5
"""Width to height below which words beside a page leave it no room for the largest letters."""
_COARSEST, _FINEST = 50.0, 320.0
"""Dots per inch of a panel."""
_THERE = 10.0
"""Seconds within which it is told once that the screen is touched."""
_TOUCHES = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress)


@dataclass(slots=True)
class _Coming:
    """What is being built: the page first, then the shell around it."""

    state: State
    around: Surroundings
    page: Screen[Any] | None = None
    shell: Shell | None = None
    laid: bool = False
    arrive: Callable[[], None] | None = None
    """What is still to be done for keys, switches and screen reader, once it stands there."""


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
        self._coming: _Coming | None = None
        self._sounding: Sounding | None = None
        self._next_turn = QTimer(self)
        self._next_turn.setSingleShot(True)
        self._next_turn.timeout.connect(self._build_on)
        self._ring = Ring(self)
        self.focus = Focus(self, self._ring)
        self.scanning = Scanning(self, self.focus, self._ring, port.post)
        self.hands = Hands(self, self.focus, self.scanning, port.switch_keys)
        self._opened_from: Mark | None = None
        self._was_painted = False
        self._touched_at = float("-inf")

    @property
    def screen_shown(self) -> Screen[Any] | None:
        """The page in the middle."""
        return self._screen

    @Slot(object)
    def take_state(self, state: State) -> None:
        """Build what shows it in six turns of the event loop, each short: a full page takes 80 ms in one go.

        The page before stays in sight and in use until then; the newest state wins.
        """
        self._expect(state)
        self._next_turn.start(0)

    @Slot(object)
    def show_state(self, state: State) -> None:
        """Build what shows it, now; what was begun in the same place is taken along."""
        self._expect(state)
        while self._coming is not None:
            self._build_on()
        self._next_turn.stop()
        self.setUpdatesEnabled(True)

    def _expect(self, state: State) -> None:
        if self._coming is not None:
            begun = self._coming.shell or self._coming.page
            if self._coming.arrive is not None:
                self._coming.arrive()
            elif begun is not None:
                begun.deleteLater()
        self.setUpdatesEnabled(True)
        self._coming = _Coming(state, self._around(state))

    @Slot()
    def _build_on(self) -> None:
        coming = self._coming
        if coming is None:
            self.setUpdatesEnabled(True)
            return
        if coming.page is None:
            if isinstance(coming.state, Welcoming):
                offer_figures.prepare(coming.state.facts.opening.offers)
            coming.page = screen_for(coming.state, coming.around)
            # Without a parent the collector would destroy it, if it is overtaken, on whatever thread collects.
            coming.page.setParent(self)
        elif coming.shell is None:
            coming.shell = Shell(coming.state, coming.page, coming.around, self.open_questions, self.open_ways)
            coming.shell.setParent(self)
        elif not coming.laid:
            coming.laid = True
            coming.shell.lay_out(self.size())  # half of what putting it up takes
        elif coming.arrive is None:
            # Painted in a turn of its own: laying a full page out takes as long again.
            self.setUpdatesEnabled(False)
            coming.arrive = self._put_up(coming.state, coming.page, coming.shell)
        else:
            self._coming = None
            coming.arrive()
        self._next_turn.start(0)

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

    def show_guide_level(self, level: float) -> None:
        """How loud the guide is."""
        if self._shell is not None:
            self._shell.show_guide_level(level)

    def show_instruction(self, instruction: Instruction | None) -> None:
        """What the face check asks for."""
        if isinstance(self._screen, CheckingFaceScreen):
            self._screen.show_instruction(instruction)

    def show_hint(self, hint: Text | None) -> None:
        """While the borrower is not seen, or not alone."""
        if self._shell is not None:
            self._shell.show_hint(hint)

    def show_sounding(self, sounding: Sounding | None) -> None:
        """The words of the guide as they are heard."""
        if sounding != self._sounding:
            self._sounding = sounding
            if self._shell is not None:
                self._shell.show_sounding(sounding)

    def show_guidance(self, key: str) -> None:
        """What the hand is told that lays a card down."""
        if isinstance(self._screen, ReadingCardScreen):
            self._screen.show_guidance(key)

    def _show_image(self, which: str, image: Image) -> None:
        self._images[which] = image
        if self._shell is not None:
            self._shell.show_image(which, image)

    def _around(self, state: State) -> Surroundings:
        facts = facts_of(state)
        language = facts.language if facts is not None else self._port.language
        size = self.letters(state)
        theme.use_motion(self._port.motion)
        theme.use_contrast(facts.contrast if facts is not None else theme.CONTRASTS[0])
        metrics = theme.Metrics(
            max(self.width(), 1), max(self.height(), 1), size, self._dots_per_inch(), left_handed=_left(facts)
        )
        said = speech(self._port.context, state)
        return Surroundings(
            words=Words(self._texts, language),
            metrics=metrics,
            post=self._port.post,
            context=self._port.context,
            mode=self._port.mode,
            begin=self._port.begin_session,
            sign_staff=self._port.sign_staff,
            caption=said[1] if said is not None else "",
            facts=facts,
            corner=self._port.corner,
            turned=self._turned,
            make_room=self._make_room,
        )

    def _turned(self, page: QWidget) -> None:
        """Within the screen, without another state."""
        self.focus.come_to(page)
        self.hands.rest()

    def _make_room(self, made: bool) -> None:
        """For the keyboard of the page in sight."""
        if self._shell is not None:
            self._shell.give_room(made)

    def letters(self, state: State) -> int:
        """The borrower's size, as far as the window has room; who does not read has more of the fields instead."""
        facts, tall = facts_of(state), self.height() > self.width()
        if facts is None:
            return _LARGER_LETTERS
        most = (_LARGER_LETTERS if tall else 1) if facts.way is Way.BY_EAR else max(theme.SIZES)
        small = min(self.width(), self.height()) < _SMALL
        # Beside a live picture there is less room.
        pictured = not tall and isinstance(state, CheckingFace | ReadingCard | TakingQuote)
        squat = not tall and self.width() < _WIDE * self.height()
        full = _LARGER_LETTERS + 1 if squat or _full(state) else most
        return min(facts.text_size, most, full, _LARGER_LETTERS if small or pictured else most)

    def _dots_per_inch(self) -> float:
        """By the settings, else as the panel says; what can't be a panel's says nothing."""
        told = self._port.dots_per_inch
        panel = self.screen().physicalDotsPerInch() if not told else 0.0
        return told or (panel if _COARSEST <= panel <= _FINEST else 0.0)

    def _put_up(self, state: State, page: Screen[Any], shell: Shell) -> Callable[[], None]:
        same = same_place(self._state, state)
        draft = self._screen.draft() if self._screen is not None and same else None
        kept = self._opened_from or self.focus.mark()
        self._opened_from = None
        self.focus.page_goes()
        self._state, self._screen, self._shell = state, page, shell
        gone: list[QWidget] = []
        while self.count():
            old = self.widget(0)
            assert old is not None
            gone.append(old)
            self.removeWidget(old)
            old.hide()
            # What is held on it goes with it: until it is destroyed, Qt would tell it of the finger that is lifted.
            old.setEnabled(False)
        shell.installEventFilter(self)
        self.addWidget(shell)
        self.setCurrentWidget(shell)
        if draft is not None:
            page.restore(draft)
        if not same:
            self.hands.rest()
        shell.show_sounding(self._sounding)
        if base(state) is None:
            self._images.clear()  # nothing of a session stays (invariant 12)
            offer_figures.forget()
        for which, image in self._images.items():
            shell.show_image(which, image)
        return partial(self._arrive, kept if same else None, same, gone)

    def _arrive(self, kept: Mark | None, same: bool, gone: list[QWidget]) -> None:
        state, page, shell = self._state, self._screen, self._shell
        assert page is not None
        assert shell is not None
        for old in gone:  # what the keys or switches were at stands there until now
            old.deleteLater()
        name_all(shell, Words(self._texts, page.around.language))
        self.focus.come_to(page, kept)
        self.scanning.follow(facts_of(state) if base(state) is not None else None)
        self.scanning.page_came(same=same)
        if not same:
            unsaid = base(state) is None and not isinstance(state, Attract)
            announce(self, in_words(page.around.caption, page.around.language) or (page_told(page) if unsaid else ""))
        if isinstance(state, Attract):  # nobody is there, who would wait for it; the pages before are gone then
            QTimer.singleShot(0, heap.collect)

    def open_ways(self) -> None:
        """How the session is told, and how it looks, in place of the page."""
        self._lay_over(WaysPanel(self._around(self._state), self._again))

    def open_questions(self) -> None:
        """The panel of questions, in place of the page."""
        self._lay_over(AskPanel(self._around(self._state), self._again))

    def _lay_over(self, panel: QWidget) -> None:
        """When it goes, the keys are back where it was opened."""
        if self._shell is not None:
            self._opened_from = self._opened_from or self.focus.mark()
            self._shell.replace_page(panel)
            panel.show()
            name_all(panel, self._shell.page.words)
            self.focus.come_to(panel)
            self.scanning.page_came(same=False)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another size, other metrics."""
        super().resizeEvent(event)
        if event.size() != event.oldSize():
            self._again()

    def _again(self) -> None:
        """The newest state anew."""
        self.show_state(self._state if self._coming is None else self._coming.state)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """In reading order, round and round."""
        return self.focus.move(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows, pages, Escape: what nothing on the page wanted."""
        if not self.focus.press(event):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """From here on there is a window of the system's that gets the touches."""
        super().showEvent(event)
        self.activateWindow()  # a screen without a window manager gives the keys to nobody by itself
        handle = self.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Tells of the first page that was painted; the window itself lies hidden under it. Tells that somebody
        is there who types, turns a page or scrolls: nothing of that is an answer."""
        if event.type() in _TOUCHES and watched is self.windowHandle() and base(self._state) is not None:
            now = time.monotonic()
            if now - self._touched_at >= _THERE:
                self._touched_at = now
                self._port.post(Touched())
        if watched is self.windowHandle() and self.hands.takes(event):
            return True
        if event.type() == QEvent.Type.Paint and not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)
        return super().eventFilter(watched, event)


def _left(facts: Facts | None) -> bool:
    return facts is not None and facts.hand is Hand.LEFT


def _full(state: State) -> bool:
    """Whether the page has a picture, a paper or keys that must be seen whole beside the words."""
    if isinstance(state, TeachingBack):
        return state.worded is None and state.question.kind is QuestionKind.NUMBER
    return isinstance(state, CheckingFace | Correcting | Signing | TakingQuote)
