"""The corner itself: one page after another, its tools, the voice, and the question whether somebody is still there."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from kiosk.consent.delays import Delays
from kiosk.domain.way import Way
from ui.corner.port import CornerPort, Place, Wishes
from ui.corner.views import ListView, StillThereView, TopicView, View, can_be_larger, letters, read_out
from ui.i18n import Words
from ui.theme import Metrics
from ui.widgets.text import row

_TOUCHES = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress, QEvent.Type.Wheel)


class CornerPages(QWidget):
    """No session: nothing is recorded, and nothing of it stays. `leave`: back to the first page."""

    def __init__(
        self, m: Metrics, words: Words, port: CornerPort, wishes: Wishes, delays: Delays, leave: Callable[[], None],
        turned: Callable[[QWidget], None] = lambda _page: None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._m, self._words, self._port, self._wishes, self._delays = m, words, port, wishes, delays
        self._leave, self._turned = leave, turned
        self.place = Place(larger=wishes.unhurried, aloud=wishes.aloud)
        self._held: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._idle = self._timer(self._ask)
        self._answer = self._timer(self._gone)
        self._show()

    def _timer(self, ring: Callable[[], None]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.timeout.connect(ring)
        return made

    def go(self, place: Place) -> None:
        """To another page; the words of the one before end."""
        before, self.place = self.place, place
        if place.topic and place.topic != before.topic:
            self._port.opened(place.topic, self._words.language)
        self._show()

    def restore(self, place: Place) -> None:
        """As it was before the window was drawn anew; counted already."""
        self.place = place
        self._show()

    @property
    def asks(self) -> bool:
        """Whether it is being asked if somebody is still there."""
        return isinstance(self._held, QWidget) and self._held.findChild(StillThereView) is not None

    def _view(self) -> View:
        m = letters(self._m, larger=self.place.larger)
        return View(m, self._words, self._port, self._wishes, self.place, self.go, self.leave)

    def _show(self) -> None:
        view = self._view()
        topic = self._port.corner.topic(self.place.topic)
        self._put(view, TopicView(view, topic) if topic is not None else ListView(view))
        self._begin_waiting()
        if self.place.aloud and self._wishes.way is not Way.SILENT:
            self._port.say(read_out(view), view.language, slowly=self._wishes.unhurried)
        else:
            self._port.hush()

    def _put(self, view: View, page: QWidget) -> None:
        held = QWidget()
        layout = QVBoxLayout(held)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(view.m.space(3))
        layout.addLayout(self._tools(view))
        layout.addWidget(page, 1)
        if self._held is not None:
            self._layout.removeWidget(self._held)
            self._held.hide()
            self._held.deleteLater()
        before, self._held = self._held, held
        self._layout.addWidget(held)
        if before is not None:
            self._turned(page)

    def _tools(self, view: View) -> QLayout:
        """Out of the corner, back to the list, read aloud, larger letters."""
        place = self.place
        out = view.tool("leave", self.leave, "home")
        out.leads_back = not place.topic
        keys = [out]
        if place.topic:
            keys.append(view.tool("all", view.going(replace(place, topic="", page=0, answered=())), "paper"))
        if self._wishes.way is not Way.SILENT:
            name, symbol = ("hush", "pause") if place.aloud else ("read", "ear")
            keys.append(view.tool(name, view.going(replace(place, aloud=not place.aloud)), symbol))
        if can_be_larger(self._m):
            name = "smaller" if place.larger else "larger"
            keys.append(view.tool(name, view.going(replace(place, larger=not place.larger)), "eye"))
        return row(*keys, gap=view.m.space(2), equal=True)

    def leave(self) -> None:
        """Back to the first page."""
        self._idle.stop()
        self._answer.stop()
        self._port.hush()
        self._leave()

    def _begin_waiting(self) -> None:
        self._answer.stop()
        way = Way.ELDER if self._wishes.unhurried or self.place.larger else self._wishes.way
        self._idle.start(round(1000 * self._delays.idle_for(way)))

    def _ask(self) -> None:
        view = self._view()
        self._put(view, StillThereView(view, self._show))
        self._answer.start(round(1000 * self._delays.idle_answer))
        if self.place.aloud:
            self._port.say(self._words("corner.still_there"), view.language)

    def _gone(self) -> None:
        self.leave()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Whoever scrolls or reads with a finger is there."""
        super().showEvent(event)
        handle = self.window().windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nobody waits behind another page."""
        super().hideEvent(event)
        self._idle.stop()
        self._answer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """A touch anywhere begins the waiting anew."""
        if event.type() in _TOUCHES and self._idle.isActive():
            self._begin_waiting()
        return super().eventFilter(watched, event)
