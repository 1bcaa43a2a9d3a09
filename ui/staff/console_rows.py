"""One kiosk in the console's list: what it does, how far it is, who waits how long, what to look at."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from kiosk.domain.consents import Chapter
from kiosk.supervision.board import KioskView, Need
from ui import theme
from ui.i18n import Words
from ui.widgets.text import column, label, mark, paint_ground, row

_SELECT = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_CHAPTERS = tuple(Chapter)
_GROUNDS = {Need.CALL: "red", Need.CALL_ANSWERED: "tint", Need.ALERT: "amber", Need.LOST: "amber"}


def clock_words(seconds: int) -> str:
    """Minutes and seconds."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def doing(words: Words, view: KioskView) -> str:
    """Chapter and state in words."""
    standing = view.standing
    chapter = words(f"chapter.{standing.chapter}") if standing.chapter is not None else ""
    state = words.reason("state", standing.state)
    return f"{chapter} · {state}" if chapter else state


def meter_words(words: Words, view: KioskView) -> str:
    """The meter in one line."""
    meter = view.standing.meter
    return words(
        "line.meter", terms=f"{meter.terms[0]}/{meter.terms[1]}", facts=f"{meter.facts[0]}/{meter.facts[1]}",
        questions=meter.questions, repeats=meter.repeats, misses=meter.not_understood, pauses=meter.pauses,
    )  # fmt: skip


def handed(words: Words, view: KioskView, now: float) -> str:
    """What the next shift takes over of one kiosk."""
    call, parts = view.standing.call, [view.device, doing(words, view)]
    if call is not None:
        parts += [words(f"wanted.{call.wanted}"), words("line.waited", time=clock_words(view.waited(now)))]
    return " · ".join([*parts, *(words(f"alert.{alert}") for alert in view.alerts)])


class Way(QWidget):
    """Ten steps from welcome to farewell; those that are behind are filled, the one under way stands out."""

    def __init__(self, m: theme.Metrics) -> None:
        super().__init__()
        self._m, self._now = m, -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Thin."""
        return QSize(self._m.px(200), self._m.px(12))

    def show_chapter(self, chapter: Chapter | None) -> None:
        """None: no session."""
        self._now = _CHAPTERS.index(chapter) if chapter is not None else -1
        self.setVisible(chapter is not None)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Rounded pieces with a gap."""
        painter, gap = QPainter(self), self._m.px(5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        wide = (self.width() - gap * (len(_CHAPTERS) - 1)) / len(_CHAPTERS)
        for place in range(len(_CHAPTERS)):
            here = place == self._now
            high = self.height() if here else self.height() * 0.5
            colour = theme.PINE if place <= self._now else theme.LINE
            painter.setBrush(theme.painted(colour))
            box = QRectF(place * (wide + gap), (self.height() - high) / 2, wide, high)
            painter.drawRoundedRect(box, high / 2, high / 2)
        painter.end()


class Light(QWidget):
    """A round light: connected or not."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self._on = False
        self.setFixedSize(side, side)

    def show_on(self, on: bool) -> None:
        """Green or grey."""
        self._on = on
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Filled."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.painted(theme.AIM if self._on else theme.LINE_STRONG))
        painter.drawEllipse(self.rect())
        painter.end()


class KioskRow(QWidget):
    """Touched or chosen by keyboard; `show_view` again and again."""

    def __init__(self, words: Words, m: theme.Metrics, device: str, chosen: Callable[[str], None]) -> None:
        super().__init__()
        self._words, self._m, self.device, self._chosen = words, m, device, chosen
        self._ground, self._edge = "card", False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._name = label(m, device, "strong")
        self._light = Light(m.px(14))
        self._line = mark(m, "", "status")
        self._doing = label(m, "", "")
        self._way = Way(m)
        self._call = label(m, "", "danger")
        self._alerts = label(m, "", "amber")
        self._meter = label(m, "", "small")
        inside = column(
            row(self._name, 0, self._light, self._line, gap=m.px(10)), self._doing, self._way,
            self._call, self._alerts, self._meter, gap=m.px(8),
        )  # fmt: skip
        pad = m.px(22)
        inside.setContentsMargins(pad, m.px(16), pad, m.px(16))
        self.setLayout(inside)

    def show_view(self, view: KioskView, now: float, chosen: bool) -> None:
        """What it does now."""
        words, call = self._words, view.standing.call
        self._doing.setText(doing(words, view))
        self._light.show_on(view.connected)
        self._line.setText(words("line.connected" if view.connected else "line.lost"))
        self._way.show_chapter(view.standing.chapter if view.standing.session else None)
        waiting = ""
        if call is not None:
            parts = [words(f"wanted.{call.wanted}"), words("line.waited", time=clock_words(view.waited(now)))]
            waiting = " · ".join([*parts, words("line.coming")] if call.coming else parts)
        _show(self._call, waiting)
        _show(self._alerts, " · ".join(words(f"alert.{alert}") for alert in view.alerts))
        _show(self._meter, meter_words(words, view) if view.standing.session else "")
        self._ground = _GROUNDS.get(view.need, "card")
        self._edge = chosen
        self.setAccessibleName(f"{self.device}: {doing(words, view)} {waiting}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Red while it calls; a frame while it is the chosen one."""
        ground = theme.GROUNDS[self._ground]
        edge = theme.PINE if self._edge or self.hasFocus() else ground.edge
        width = 4 if self._edge else (3 if self.hasFocus() else ground.width)
        paint_ground(self, theme.Ground(ground.fill, edge, width), self._m.radius)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Chosen where the touch ends inside."""
        if self.rect().contains(event.position().toPoint()):
            self._chosen(self.device)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Chosen by keyboard."""
        if event.key() in _SELECT:
            self._chosen(self.device)
        else:
            super().keyPressEvent(event)


class Rows(QWidget):
    """The list, kept in the board's order."""

    def __init__(self, words: Words, m: theme.Metrics, chosen: Callable[[str], None]) -> None:
        super().__init__()
        self._words, self._m, self._chosen = words, m, chosen
        self._rows: dict[str, KioskRow] = {}
        self._order: tuple[str, ...] = ()
        self._empty = label(m, words("title.empty"), "")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(m.px(14))
        self._layout.addWidget(self._empty)
        self._layout.addStretch(1)

    def show_all(self, views: tuple[KioskView, ...], now: float, chosen: str) -> None:
        """The first stands at the top."""
        self._empty.setVisible(not views)
        for view in views:
            if view.device not in self._rows:
                self._rows[view.device] = KioskRow(self._words, self._m, view.device, self._chosen)
            self._rows[view.device].show_view(view, now, view.device == chosen)
        order = tuple(view.device for view in views)
        if order != self._order:
            self._order = order
            for place, device in enumerate(order):
                self._layout.insertWidget(place, self._rows[device])

    def order(self) -> tuple[str, ...]:
        """Devices from the top."""
        return self._order


def _show(line: QLabel, words: str) -> None:
    line.setText(words)
    line.setVisible(bool(words))
