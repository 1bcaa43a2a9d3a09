"""What is wrong with a window as it is laid out and painted: cut or crossing words, faint ink, small things to touch.

Each function names its faults in words; an empty list is a page that is in order. The tests ask, and so does
`benchmarks/look.py` for every way a screen can look.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPalette
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget

from ui import theme
from ui.widgets.button import Button
from ui.widgets.keyboard import Key
from ui.widgets.slider import Slider

_SLACK = 2
"""Pixels: letters of some scripts stand out a little."""
_GROUND = 0.06
"""Share of a label's area from which a colour is a ground of it."""
_STEP = 3
"""Every third pixel of every third line."""
_SAME = 1.5
"""Contrast below which a colour counts as the ink itself, at its edges."""
_SHORT = 40
"""Letters of a name in a fault."""
_TARGET_MM, _LEAST = 20.0, 72
_OF_A_SCREEN = 14
"""A key is at least so small a part of a screen that is too low for six rows of 20 mm."""


def faults(window: QWidget, contrast: int, dpi: float) -> list[str]:
    """All of them."""
    placed = [*cut_words(window), *crossing(window), *outside(window), *too_wide(window)]
    return [*placed, *faint(window, contrast), *small(window, dpi)]


def cut_words(window: QWidget) -> list[str]:
    """Words that have less room than they need, and elided ones."""
    found = []
    for label in _labels(window):
        room = label.contentsRect()
        flags = int(Qt.TextFlag.TextWordWrap) if label.wordWrap() else 0
        needed = QFontMetrics(label.font()).boundingRect(QRect(0, 0, room.width(), 100_000), flags, label.text())
        if needed.height() > room.height() + _SLACK or needed.width() > room.width() + _SLACK:
            sizes = f"{needed.width()}x{needed.height()} in {room.width()}x{room.height()}"
            found.append(f"cut: {_named(label)} {sizes}")
        if label.text().endswith("…") and len(label.text()) == 1:
            found.append(f"elided: {_named(label)}")
    buttons = (each for each in window.findChildren(Button) if each.isVisible())
    return found + [f"cut: button {_named(each)} {each.width()}x{each.height()}" for each in buttons if not _fits(each)]


def crossing(window: QWidget) -> list[str]:
    """Words and things to touch that lie over one another though they are neighbours."""
    found = []
    for parent in (window, *window.findChildren(QWidget)):
        if not parent.isVisible():
            continue
        near = [each for each in parent.children() if isinstance(each, QLabel | QAbstractButton) and each.isVisible()]
        for place, one in enumerate(near):
            for other in near[place + 1 :]:
                area = one.geometry().intersected(other.geometry())
                if area.width() > _SLACK and area.height() > _SLACK:
                    found.append(f"crossing: {_named(one)} and {_named(other)}")
    return found


def outside(window: QWidget) -> list[str]:
    """What stands beyond the edge of the window, and is in no scroll area."""
    whole = window.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
    seen = (*_labels(window), *(each for each in window.findChildren(QAbstractButton) if each.isVisible()))
    beyond = (each for each in seen if not _scrolled(each) and not whole.contains(_within(each, window)))
    return [f"outside: {_named(each)}" for each in beyond]


def too_wide(window: QWidget) -> list[str]:
    """What a finger can't reach: pages move up and down only."""
    areas = (each for each in window.findChildren(QScrollArea) if each.isVisible())
    widths = ((page.width(), area.viewport().width()) for area in areas if (page := area.widget()) is not None)
    return [f"too wide: {wide} in {room}" for wide, room in widths if wide > room + _SLACK]


def faint(window: QWidget, contrast: int) -> list[str]:
    """Ink that stands out less than this contrast promises from what is painted under it."""
    least, picture = theme.LEAST_CONTRAST[contrast], pixels(window.grab().toImage())
    scale = picture.shape[1] / max(1, window.width())
    found = []
    for label in _labels(window):
        if _scrolled(label) and not _in_sight(label, window):
            continue
        ink = label.palette().color(QPalette.ColorRole.WindowText).name()
        part = label.visibleRegion().boundingRect()
        place = QRect(label.mapTo(window, part.topLeft()), part.size())
        for ground in _grounds(picture, place, scale, ink):
            seen = theme.contrast(ink, ground)
            if seen < least - 0.01:
                found.append(f"faint: {_named(label)} {ink} on {ground} {seen:.1f}")
    return found


def small(window: QWidget, dpi: float) -> list[str]:
    """What is touched and is lower or narrower than 20 mm of this panel. Keys of the keyboard give way where the
    screen is too low for their rows."""
    wanted = max(_LEAST, round(_TARGET_MM / 25.4 * dpi))
    low = window.height() // _OF_A_SCREEN
    found = []
    for each in (*window.findChildren(QAbstractButton), *window.findChildren(Slider)):
        needed = min(wanted, low) if isinstance(each, Key) else wanted
        if each.isVisible() and each.isEnabled() and min(each.width(), each.height()) < needed - 1:
            found.append(f"small: {_named(each)} {each.width()}x{each.height()} below {needed}")
    return found


def _labels(window: QWidget) -> Iterator[QLabel]:
    return (each for each in window.findChildren(QLabel) if each.isVisible() and each.text())


def _fits(button: Button) -> bool:
    return not button.text() or button.words_fit()


def _named(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{(words or widget.accessibleName() or widget.objectName())[:_SHORT]!r}"


def _within(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _scrolled(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above is not None


def _in_sight(widget: QWidget, window: QWidget) -> bool:
    return widget.visibleRegion().boundingRect().height() == widget.height() and not _within(widget, window).isEmpty()


def _grounds(picture: NDArray[np.uint32], place: QRect, scale: float, ink: str) -> list[str]:
    """Colours that fill a good part of the place, beside the ink."""
    left, top, right, bottom = (
        max(0, round(edge * scale)) for edge in (place.left(), place.top(), place.right(), place.bottom())
    )
    seen, counts = np.unique(picture[top:bottom:_STEP, left:right:_STEP], return_counts=True)
    names = (QColor(int(colour)).name() for colour in seen[counts > _GROUND * counts.sum()])
    return [name for name in names if theme.contrast(name, ink) > _SAME or len(seen) == 1]


def pixels(picture: QImage) -> NDArray[np.uint32]:
    """One number a pixel, its own copy."""
    whole = picture.convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(whole.constBits(), np.uint32).reshape(whole.height(), whole.bytesPerLine() // 4)
    return raw[:, : whole.width()].copy()
