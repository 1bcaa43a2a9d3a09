"""Pages to turn in place of a page to scroll, for who shall see one idea at a time."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui.i18n import Words
from ui.theme import Metrics
from ui.widgets.button import Button
from ui.widgets.cutting import Sentences, cut_off, is_heading
from ui.widgets.text import Panel, Scroll, column, label, row


class Turning(QWidget):
    """Whole parts, as many a page as there is room for, and two large keys to turn. A heading stays with what it heads,
    answers of equal weight stay together. A single part that is taller than the room scrolls."""

    def __init__(self, m: Metrics, words: Words, parts: Iterable[QWidget | QLayout | int]) -> None:
        super().__init__()
        self._words, self._gap = words, m.px(22)
        self._parts = [_held(group, self._gap) for group in _together(parts)]
        self._pages: list[tuple[QWidget, ...]] = [tuple(self._parts)]
        self._now = 0
        self._scroll = Scroll(column(*self._parts, 0, gap=self._gap))
        self._back = Button(words("turn.back"), m, lambda: self.turn(-1), "quiet", "left", pixels=m.body)
        self._next = Button(words("turn.next"), m, lambda: self.turn(1), "quiet", "right", pixels=m.body)
        self._back.setObjectName("turn.back")
        self._next.setObjectName("turn.next")
        self._place = label(m, "", "small", centred=True)
        self._keys = QWidget()
        keys = row(self._back, self._place, self._next, gap=m.gap, equal=True)
        self._keys.setLayout(keys)
        self._between = m.px(14)
        self.setLayout(column(self._scroll, self._keys, gap=self._between))
        for part in self._parts:
            part.installEventFilter(self)

    @property
    def count(self) -> int:
        """Pages."""
        return len(self._pages)

    def show_part(self, inside: QWidget) -> None:
        """Turn to the page where that widget stands."""
        for number, page in enumerate(self._pages):
            if any(part is inside or part.isAncestorOf(inside) for part in page):
                self._now = number
                self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another room, other pages."""
        super().resizeEvent(event)
        self._divide()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """From here on the room is the one that it has."""
        super().showEvent(event)
        self._divide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Parts that changed their words change the pages."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._divide()
        return super().eventFilter(watched, event)

    def _divide(self) -> None:
        # As wide as without a bar: by what a bar leaves, pages would come and go with it and never rest.
        width, whole = self._scroll.width(), self.contentsRect().height()
        heights = [_height(part, width) for part in self._parts]
        if sum(heights) + self._gap * (len(heights) - 1) <= whole:
            pages = [tuple(self._parts)]
        else:
            keys = max(self._back.heightForWidth(width // 3), self._next.heightForWidth(width // 3))
            room = whole - keys - self._between
            if self.isVisible():  # before, its room is not the one that it will have
                self._cut(width, room)
            heights = [_height(part, width) for part in self._parts]
            pages = list(self._filled(heights, room))
        if pages != self._pages:
            shown = self._pages[self._now][0] if self._now < len(self._pages) and self._pages[self._now] else None
            self._pages = pages
            self._now = next((n for n, page in enumerate(pages) if shown in page), 0)
        self._show()

    def _cut(self, width: int, room: int) -> None:
        """What is taller than a page becomes several, as far as it can be parted."""
        inside = self._scroll.widget()
        layout = inside.layout() if inside is not None else None
        assert isinstance(layout, QVBoxLayout)
        left = list(self._parts)
        while left:
            part = left.pop(0)
            half = _second_half(part) if _height(part, width) > room else None
            if half is not None:
                for each in (part, *part.findChildren(QWidget)):  # the height of the whole is no longer so
                    each.updateGeometry()
                    if (laid := each.layout()) is not None:
                        laid.invalidate()
                at = self._parts.index(part) + 1
                self._parts.insert(at, half)
                layout.insertWidget(at, half)
                half.hide()  # else Qt shows it later, on whatever page
                half.installEventFilter(self)
                left = [part, half, *left]

    def _filled(self, heights: list[int], room: int) -> Iterator[tuple[QWidget, ...]]:
        page: list[QWidget] = []
        used = 0
        for part, height in zip(self._parts, heights, strict=True):
            if page and used + self._gap + height > room:
                yield tuple(page)
                page, used = [], 0
            used += height + (self._gap if page else 0)
            page.append(part)
        yield tuple(page)

    def turn(self, by: int) -> None:
        """Pages on or back."""
        self._now = min(len(self._pages) - 1, max(0, self._now + by))
        self._scroll.verticalScrollBar().setValue(0)
        self._show()

    def _show(self) -> None:
        several, changed = len(self._pages) > 1, False
        for part in self._parts:
            shown = part in self._pages[self._now]
            if part.isHidden() is shown:
                part.setVisible(shown)
                changed = True
        if changed:
            self._scroll.refit()
        if self._keys.isHidden() is several:
            self._keys.setVisible(several)
        self._back.setEnabled(self._now > 0)
        self._next.setEnabled(self._now + 1 < len(self._pages))
        self._place.setText(self._words("turn.place", n=self._now + 1, all=len(self._pages)))


def come_into_view(inside: QWidget) -> QScrollArea | None:
    """Turn all pages on which a widget stands to it; the scroll area next above it, if there is one."""
    nearest: QScrollArea | None = None
    above = inside.parentWidget()
    while above is not None:
        if nearest is None and isinstance(above, QScrollArea):
            nearest = above
        if isinstance(above, Turning):
            above.show_part(inside)
        above = above.parentWidget()
    return nearest


def _second_half(part: QWidget) -> QWidget | None:
    """Cut off the last panel or the last sentences of a held group, or of the part itself."""
    layout = part.layout()
    held = [layout.itemAt(at).widget() for at in range(layout.count())] if layout is not None else []  # type: ignore[union-attr]
    whole = [part] if isinstance(part, Panel) else [each for each in held if isinstance(each, Panel | Sentences)]
    for each in reversed(whole):
        half = cut_off(each) if isinstance(each, Panel) else each.cut()
        if half is not None:
            return half
    return None


def _height(part: QWidget, width: int) -> int:
    layout = part.layout()
    if layout is not None and layout.hasHeightForWidth():
        return layout.totalHeightForWidth(width)
    return part.heightForWidth(width) if part.hasHeightForWidth() else part.sizeHint().height()


def _together(parts: Iterable[QWidget | QLayout | int]) -> Iterator[list[QWidget | QLayout]]:
    """What may not be parted. Spaces go: a page has its own."""
    group: list[QWidget | QLayout] = []
    for part in _flat(parts):
        if group and not (_heading(group[-1]) or (_answer(group[-1]) and _answer(part))):
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def _flat(parts: Iterable[QWidget | QLayout | int]) -> Iterator[QWidget | QLayout]:
    """A column given as one part is its parts."""
    for part in parts:
        if isinstance(part, QVBoxLayout):
            while (item := part.takeAt(0)) is not None:
                inner = item.widget() or item.layout()
                if inner is not None:
                    inner.setParent(None)  # a layout or a widget of its own again
                    yield inner
        elif not isinstance(part, int):
            yield part


def _heading(part: QWidget | QLayout) -> bool:
    return not isinstance(part, QLayout) and is_heading(part)


def _answer(part: QWidget | QLayout) -> bool:
    return isinstance(part, QAbstractButton)


def _held(group: list[QWidget | QLayout], gap: int) -> QWidget:
    holder = QWidget()
    holder.setLayout(column(*group, gap=gap))
    return holder
