"""Where the keys can go: every control of a window in reading order, as its layouts put it."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QPlainTextEdit, QScrollArea, QStackedWidget, QWidget


def stops(root: QWidget) -> list[QWidget]:
    """In sight, enabled, reached by Tab; a page that is taller than its room is one of them, so that it can be read."""
    return [each for each in in_reading_order(root) if is_stop(each)]


def is_stop(widget: QWidget) -> bool:
    """Whether keys may be here now."""
    if not (widget.isEnabled() and widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus):
        return False
    if isinstance(widget, QScrollArea):
        bar = widget.verticalScrollBar()
        return bar.maximum() > bar.minimum()
    return True


def in_reading_order(widget: QWidget) -> Iterator[QWidget]:
    """This one, then what is in it; what is hidden is left out."""
    yield widget
    if isinstance(widget, QPlainTextEdit):
        return
    for each in _children(widget):
        if not each.isHidden():
            yield from in_reading_order(each)


def _children(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QScrollArea):
        inside: QWidget | None = widget.widget()
        if inside is not None:
            yield inside
        return
    if isinstance(widget, QStackedWidget):
        current: QWidget | None = widget.currentWidget()
        if current is not None:
            yield current
        return
    layout = widget.layout()
    laid = list(_of_layout(layout)) if layout is not None else []
    yield from laid
    rest = [each for each in widget.findChildren(QWidget, options=_DIRECT) if not each.isWindow() and each not in laid]
    yield from sorted(rest, key=lambda each: (each.y(), each.x()))


_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def _of_layout(layout: QLayout) -> Iterator[QWidget]:
    items = [layout.itemAt(place) for place in range(layout.count())]
    if isinstance(layout, QGridLayout):
        at = [layout.getItemPosition(place)[:2] for place in range(layout.count())]  # type: ignore[index]
        items = [item for _, item in sorted(zip(at, items, strict=True), key=lambda pair: pair[0])]
    for item in items:
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _of_layout(inner)


def toward(here: QWidget, among: list[QWidget], key: Qt.Key) -> QWidget | None:
    """The nearest of them in the direction of an arrow; None: nothing lies there."""
    dx, dy = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}[key]
    box = _box(here)
    best: tuple[float, QWidget] | None = None
    for each in among:
        if each is here or each.isAncestorOf(here) or here.isAncestorOf(each):
            continue
        other = _box(each)
        along = _gap(box, other, dx, dy)
        if along is None:
            continue
        aside = _aside(box, other, horizontal=dx != 0)
        cost = along + 3.0 * aside
        if best is None or cost < best[0]:
            best = (cost, each)
    return best[1] if best is not None else None


Box = tuple[int, int, int, int]


def _box(widget: QWidget) -> Box:
    at = widget.mapTo(widget.window(), QPoint(0, 0))
    return at.x(), at.y(), at.x() + widget.width(), at.y() + widget.height()


def _gap(here: Box, other: Box, dx: int, dy: int) -> float | None:
    """How far beyond the edge it begins; None: it does not lie that way."""
    (x0, y0), (x1, y1) = _middle(here), _middle(other)
    if (x1 - x0) * dx + (y1 - y0) * dy <= 0:
        return None
    gap = (other[0] - here[2]) * (dx > 0) + (here[0] - other[2]) * (dx < 0)
    gap += (other[1] - here[3]) * (dy > 0) + (here[1] - other[3]) * (dy < 0)
    return max(0.0, float(gap)) if gap > -_OVERLAP else None


_OVERLAP = 8


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _aside(here: Box, other: Box, *, horizontal: bool) -> float:
    """How far it lies off to the side; what shares some of the line is not off at all."""
    first, last = (1, 3) if horizontal else (0, 2)
    off = float(max(0, other[first] - here[last], here[first] - other[last]))
    middles = abs((here[first] + here[last]) / 2 - (other[first] + other[last]) / 2)
    return off + middles / 20
