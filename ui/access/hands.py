"""What reaches the window before any page: who uses keys and who touches, and touches that mean nothing.

A touch or a press that comes just after another page came was meant for the one before: a second tap of a trembling
hand must not answer what it has not read. Two fingers at once, or a palm, are no touch.
"""

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSizeF, Qt
from PySide6.QtGui import QKeyEvent, QTouchEvent
from PySide6.QtWidgets import QWidget

from ui.access.focus import Focus
from ui.access.scanning import Scanning
from ui.widgets.button import Button
from ui.widgets.pen_area import PenArea
from ui.widgets.slider import Slider

SwitchKeys = tuple[str, str]
"""Names of the keys that the two switches press: to move on, to choose."""
REST = 0.5
"""Seconds after another page came in which nothing is pressed: a double tap takes less, reading takes longer."""
_PALM_MM = 22.0
"""A contact as wide as this is a hand that rests on the screen: a thumb is 16 mm to 20 mm wide."""
_MOUSE = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.TabletPress)
_TOUCH = (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel)
_PRESSES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select, Qt.Key.Key_Escape)


class Hands(QObject):
    """Asked first of every event of the window system."""

    def __init__(
        self, window: QWidget, focus: Focus, scanning: Scanning, switch_keys: SwitchKeys,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._focus, self._scanning, self._seconds = window, focus, scanning, seconds
        self._next, self._choose = (Qt.Key[f"Key_{name}"] for name in switch_keys)
        self._rested_at = float("-inf")
        self._several = self._pen = False
        self._swallowed: set[int] = set()

    def rest(self) -> None:
        """Another page is there from now on."""
        self._rested_at = self._seconds()

    @property
    def resting(self) -> bool:
        """Nothing is pressed yet."""
        return self._seconds() - self._rested_at < REST

    def takes(self, event: QEvent) -> bool:
        """Whether this event ends here."""
        kind = event.type()
        if isinstance(event, QKeyEvent):
            return self._key(event)
        if kind in (QEvent.Type.TabletPress, QEvent.Type.TabletRelease):
            self._pen = kind == QEvent.Type.TabletPress
        if kind in _MOUSE:
            self._focus.use_keys(False)
            return self.resting
        if kind in _TOUCH and isinstance(event, QTouchEvent):
            return self._touch(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if event.type() == QEvent.Type.KeyRelease:
            ours = key in self._swallowed
            self._swallowed.discard(key)
            return ours
        if event.type() != QEvent.Type.KeyPress:
            return False
        if key in (self._next, self._choose):
            self._swallowed.add(key)
            if not event.isAutoRepeat() and not (self.resting and key == self._choose):
                self._scanning.press(choose=key == self._choose)
            return True
        self._focus.use_keys(True)
        if key in _PRESSES and self.resting and not event.isAutoRepeat():
            self._swallowed.add(key)
            return True
        return False

    def _touch(self, event: QTouchEvent) -> bool:
        """From the second finger, or a palm, until all are lifted: nothing; what was begun is taken back."""
        self._focus.use_keys(False)
        if self._pen:
            return True  # the hand that holds the pen
        if event.type() == QEvent.Type.TouchBegin:
            self._several = False
            if self.resting:
                return True
        points = event.points()
        if len(points) > 1 or is_palm([each.ellipseDiameters() for each in points], self._pixels_a_mm()):
            if not self._several:
                self._several = True
                self._take_back()
            return True
        return self._several

    def _take_back(self) -> None:
        for held in self._window.findChildren(QWidget):
            if isinstance(held, Button | Slider | PenArea):
                held.cancel()

    def _pixels_a_mm(self) -> float:
        return self._window.screen().physicalDotsPerInch() / 25.4


def is_palm(contacts: Sequence[QSizeF], pixels_a_mm: float) -> bool:
    """Whether one of the contacts is too wide for a finger; screens that tell no size tell of no palm."""
    return any(max(each.width(), each.height()) > _PALM_MM * pixels_a_mm for each in contacts)
