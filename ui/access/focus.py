"""Where the keys are: in reading order, in sight, at the first thing to be done when a page comes, and never lost."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

from ui.access.ring import Ring
from ui.access.stops import is_stop, stops, toward
from ui.widgets.button import Button
from ui.widgets.document_view import DocumentView
from ui.widgets.keyboard import Key
from ui.widgets.turning import Turning

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_LEAVES = "bar.leave"
_TAKES_BACK = ("key.C", "key.<")
"""Nobody begins with them."""
_SCREENFUL = 0.85


@dataclass(frozen=True, slots=True)
class Mark:
    """What the keys were at: its name, its words, its place among all stops."""

    name: str
    words: str
    place: int


class Focus(QObject):
    """One a window. `page` is where what is to be done stands; what lies over it takes its place."""

    def __init__(self, window: QWidget, ring: Ring) -> None:
        super().__init__(window)
        self._window, self._ring = window, ring
        self._page: QWidget | None = None
        self._between = False
        self._mark: Mark | None = None
        self._keys = self._lent = False
        self._repair = QTimer(self)
        self._repair.setSingleShot(True)
        self._repair.timeout.connect(self.repair)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._changed)

    @property
    def by_keys(self) -> bool:
        """Keys are used, so the ring is in sight; a touch takes it away: it would draw the eye to one answer."""
        return self._keys

    def use_keys(self, used: bool) -> None:
        """A key was pressed; or the screen was touched."""
        if used != self._keys:
            self._keys = used
            self._show()

    def _here(self) -> QWidget | None:
        """Qt's stubs promise a widget; often there is none."""
        return self._window.focusWidget()

    def lend_ring(self, *, lent: bool) -> None:
        """Switches mark with it what they are at; keys have it otherwise."""
        self._lent = lent
        self._show()

    def show_at(self, widget: QWidget) -> None:
        """What switches are at is in sight, and has the focus, so that a screen reader says it."""
        self._to(widget)

    def mark(self) -> Mark | None:
        """Before a page is built anew."""
        here = self._here()
        return self._marked(here) if here is not None and is_stop(here) else self._mark

    def page_goes(self) -> None:
        """Another is being put up: until `come_to` nothing has to take the place of what the keys were at."""
        self._between = True

    def come_to(self, page: QWidget, kept: Mark | None = None) -> None:
        """A page is there: back to what the keys were at, or to the first thing that is to be done."""
        self._page, self._between = page, False
        self._put(self._same(kept) if kept is not None else None)

    def move(self, forward: bool) -> bool:
        """Tab, and back."""
        among = stops(self._window)
        if not among:
            return False
        here = self._here()
        if here is not None and here is not self._window and not is_stop(here):
            # Qt asks as it hides or disables what has the focus: something may be built in its place just now.
            self._repair.start(0)
            return True
        place = among.index(here) + (1 if forward else -1) if here in among else self._near(among, forward)
        self._to(among[place % len(among)])
        return True

    def _near(self, among: list[QWidget], forward: bool) -> int:
        """What the keys were at has gone: from its place on."""
        if self._mark is None:
            return 0 if forward else -1
        return min(self._mark.place, len(among) - 1) if forward else self._mark.place - 1

    def press(self, event: QKeyEvent) -> bool:
        """A key that nothing on the page wanted."""
        key = Qt.Key(event.key())
        match key:
            case _ if key in _ARROWS:
                return self._by_arrow(key)
            case Qt.Key.Key_PageDown | Qt.Key.Key_PageUp:
                return self._turn(1 if key == Qt.Key.Key_PageDown else -1)
            case Qt.Key.Key_Escape:
                return self._back()
            case _:
                return False

    def _by_arrow(self, key: Qt.Key) -> bool:
        here, among = self._here(), stops(self._window)
        if isinstance(here, QScrollArea) and key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._scrolls(here, key):
            return True
        if here not in among:
            return self.move(True)
        found = toward(here, among, key)
        if found is not None:
            self._to(found)
        return True

    def _scrolls(self, area: QAbstractScrollArea, key: Qt.Key) -> bool:
        bar, before = area.verticalScrollBar(), area.verticalScrollBar().value()
        bar.setValue(before + (1 if key == Qt.Key.Key_Down else -1) * max(40, area.viewport().height() // 4))
        return bar.value() != before

    def _turn(self, by: int) -> bool:
        """A screenful of what is read."""
        page = self._page or self._window
        pages: list[DocumentView | Turning] = [*page.findChildren(DocumentView), *page.findChildren(Turning)]
        for turned in pages:
            if turned.isVisible():
                turned.turn(by)
                return True
        for area in page.findChildren(QScrollArea):
            bar = area.verticalScrollBar()
            if area.isVisible() and bar.maximum() > 0:
                bar.setValue(bar.value() + by * round(area.viewport().height() * _SCREENFUL))
                return True
        return False

    def _back(self) -> bool:
        """What lies over the page goes; on the page itself the keys come to the way out, and nothing is pressed."""
        among = stops(self._window)
        backs = [each for each in among if isinstance(each, Button) and each.leads_back]
        if backs and isinstance(backs[0], Key):
            self._to(backs[0])  # what was typed would be lost by one key
            return True
        if backs:
            backs[0].click()
            return True
        out = next((each for each in among if each.objectName() == _LEAVES), None)
        if out is not None:
            self._to(out)
        return out is not None

    def _changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not isValid(self._window):
            return  # Qt tells of the focus while the window is being destroyed
        if new is not None and new.window() is self._window.window() and is_stop(new):
            self._mark = self._marked(new)
            self._show()
        elif self._window.isActiveWindow():
            self._repair.start(0)

    def repair(self) -> None:
        """What the keys were at has gone, with its page or by itself: to what took its place."""
        if self._between:
            return
        here = self._here()
        if here is None or not is_stop(here):
            self._put(self._same(self._mark) if self._mark is not None else None)
        self._show()

    def _put(self, wanted: QWidget | None) -> None:
        found = wanted or self.first()
        if found is not None:
            self._to(found, come=self._keys)  # a page opens at its top; only who uses keys must see where they are
        self._show()

    def first(self) -> QWidget | None:
        """The first thing to be done on the page: to type where there is a line to type in, else the first answer; the
        text that scrolls above it only where there is nothing else."""
        among = stops(self._window)
        inside = [each for each in among if self._page is None or self._page.isAncestorOf(each)] or among
        typed = [each for each in inside if isinstance(each, QLineEdit | QPlainTextEdit)]
        done = [each for each in inside if not isinstance(each, QScrollArea) and each.objectName() not in _TAKES_BACK]
        return next(iter((*typed, *done, *inside)), None)

    def _same(self, kept: Mark | None) -> QWidget | None:
        if kept is None:
            return None
        among = stops(self._window)
        if kept.name:
            found = next((each for each in among if each.objectName() == kept.name), None)
            if found is not None:
                return found
        same = [each for each in among if kept.words and words_of(each) == kept.words]
        if same:
            return min(same, key=lambda each: abs(among.index(each) - kept.place))
        if kept.name or kept.words or not among:
            return None
        return among[min(kept.place, len(among) - 1)]

    def _marked(self, widget: QWidget) -> Mark:
        among = stops(self._window)
        return Mark(widget.objectName(), words_of(widget), among.index(widget) if widget in among else 0)

    def _to(self, widget: QWidget, *, come: bool = True) -> None:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        above = widget.parentWidget() if come else None
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(widget, 0, 24)
            above = above.parentWidget()
        self._show()

    def _show(self) -> None:
        self._window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, self._keys)
        if self._lent:
            return
        here = self._here()
        if here is not None:
            here.update()
        shown = self._keys and here is not None and is_stop(here)
        if not shown:
            self._ring.put_around()
        elif here is not None and self._ring.targets != (here,):
            self._ring.put_around(here)


def words_of(widget: QWidget) -> str:
    """What stands on it."""
    return widget.text() if isinstance(widget, QAbstractButton) else widget.accessibleName()
