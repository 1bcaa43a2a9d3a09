"""A panel that is taller than the room becomes two: between its parts, between the lines of its last table, or between
its last sentences."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout, QLayoutItem, QVBoxLayout, QWidget

from ui.widgets.text import Panel

HEADING = 32
"""Letters; a longer label is a text of its own."""


@runtime_checkable
class Sentences(Protocol):
    """Words that can be parted where a sentence ends."""

    def cut(self) -> QWidget | None:
        """The second half as a widget of its own; None: it is one sentence."""


def is_heading(part: QWidget | QLayout | None) -> bool:
    """A label so short that it belongs to what follows."""
    return isinstance(part, QLabel) and 0 < len(part.text()) <= HEADING


def cut_off(panel: Panel) -> Panel | None:
    """The second half as a panel of its own kind; None: it can't be parted."""
    layout = panel.layout()
    if not isinstance(layout, QVBoxLayout):
        return None
    return _between(panel, layout) or _within_a_table(panel, layout) or _within_words(panel, layout)


def _between(panel: Panel, layout: QVBoxLayout) -> Panel | None:
    count = layout.count()
    places = [at for at in range(1, count) if not is_heading(_inside(layout.itemAt(at - 1)))]
    if not places:
        return None
    at = min(places, key=lambda place: abs(place - count / 2))
    other = panel.another()
    into = other.layout()
    assert isinstance(into, QVBoxLayout)
    while layout.count() > at:
        _move(layout.takeAt(at), into)
    return other


def _within_words(panel: Panel, layout: QVBoxLayout) -> Panel | None:
    last: object = _inside(layout.itemAt(layout.count() - 1))
    half = last.cut() if isinstance(last, Sentences) else None
    if half is None:
        return None
    other = panel.another()
    into = other.layout()
    assert isinstance(into, QVBoxLayout)
    into.addWidget(half)
    return other


def _within_a_table(panel: Panel, layout: QVBoxLayout) -> Panel | None:
    grid = _inside(layout.itemAt(layout.count() - 1))
    if not isinstance(grid, QGridLayout):
        return None
    lines = sorted({grid.getItemPosition(at)[0] for at in range(grid.count())})  # type: ignore[index]
    if len(lines) < 2:
        return None
    lower = _like(grid)
    for line in lines[len(lines) // 2 :]:
        for place in range(grid.columnCount()):
            item = grid.itemAtPosition(line, place)
            widget = item.widget() if item is not None else None
            if widget is not None:
                grid.removeWidget(widget)
                lower.addWidget(widget, line, place)
    other = panel.another()
    into = other.layout()
    assert isinstance(into, QVBoxLayout)
    into.addLayout(lower)
    return other


def _like(grid: QGridLayout) -> QGridLayout:
    made = QGridLayout()
    made.setContentsMargins(grid.contentsMargins())
    made.setHorizontalSpacing(grid.horizontalSpacing())
    made.setVerticalSpacing(grid.verticalSpacing())
    for place in range(grid.columnCount()):
        made.setColumnStretch(place, grid.columnStretch(place))
    return made


def _inside(item: QLayoutItem | None) -> QWidget | QLayout | None:
    return (item.widget() or item.layout()) if item is not None else None


def _move(item: QLayoutItem | None, into: QVBoxLayout) -> None:
    inner = _inside(item)
    if isinstance(inner, QWidget):
        into.addWidget(inner, 0, Qt.AlignmentFlag(0))
    elif inner is not None:
        inner.setParent(None)
        into.addLayout(inner)
