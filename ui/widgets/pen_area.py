"""Where the borrower writes his name: strokes with their times, as they were made."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QTabletEvent
from PySide6.QtWidgets import QSizePolicy

from ui import theme
from ui.widgets.drawn import Drawn

Point = tuple[float, float, int, float]
"""x and y of the area 0..1, milliseconds since the first touch, pressure 0..1."""

_FINGER = 0.5
"""Pressure where the screen tells none."""


class PenArea(Drawn):
    """Takes pen, finger and mouse. `changed` is called after each stroke and each clearing."""

    def __init__(self, metrics: theme.Metrics, hint: str, changed: Callable[[], None]) -> None:
        super().__init__()
        self._metrics, self._hint, self._changed = metrics, hint, changed
        self._strokes: list[list[Point]] = []
        self._begun: float | None = None
        self._down = False
        self.setAttribute(Qt.WidgetAttribute.WA_TabletTracking, False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(hint)
        font = QFont(theme.SANS)
        font.setPixelSize(metrics.body)
        self.setFont(font)

    def strokes(self) -> tuple[tuple[Point, ...], ...]:
        """What was written so far."""
        return tuple(tuple(stroke) for stroke in self._strokes)

    def clear(self) -> None:
        """Begin again."""
        self._strokes, self._begun, self._down = [], None, False
        self.update()
        self._changed()

    def cancel(self) -> None:
        """A palm or a second finger: the stroke that is being made is none."""
        if self._down:
            self._down = False
            self._strokes.pop()
            self._begun = self._begun if self._strokes else None
            self.update()
            self._changed()

    def take_up(self, strokes: tuple[tuple[Point, ...], ...]) -> None:
        """A draft of the same document."""
        self._strokes = [list(stroke) for stroke in strokes]
        last = max((point[2] for stroke in strokes for point in stroke), default=0)
        self._begun = time.monotonic() - last / 1000 if strokes else None
        self.update()
        self._changed()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for three characters."""
        return QSize(self._metrics.px(900), self._metrics.px(330))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for a small hand."""
        return QSize(self._metrics.px(300), self._metrics.px(200))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A stroke begins."""
        self._press(event.position(), _FINGER)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """And goes on."""
        self._move(event.position(), _FINGER)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """And ends."""
        self._lift()

    def tabletEvent(self, event: QTabletEvent) -> None:  # noqa: N802 - Qt's name
        """A pen tells its pressure."""
        match event.type():
            case QEvent.Type.TabletPress:
                self._press(event.position(), event.pressure())
            case QEvent.Type.TabletMove:
                self._move(event.position(), event.pressure())
            case QEvent.Type.TabletRelease:
                self._lift()
            case _:
                pass
        event.accept()

    def _point(self, at: QPointF, pressure: float) -> Point:
        now = time.monotonic()
        if self._begun is None:
            self._begun = now
        x, y = at.x() / max(1, self.width()), at.y() / max(1, self.height())
        return (min(1.0, max(0.0, x)), min(1.0, max(0.0, y)), round((now - self._begun) * 1000), min(1.0, pressure))

    def _press(self, at: QPointF, pressure: float) -> None:
        self._down = True
        self._strokes.append([self._point(at, pressure)])
        self.update()

    def _move(self, at: QPointF, pressure: float) -> None:
        if self._down:
            self._strokes[-1].append(self._point(at, pressure))
            self.update()

    def _lift(self) -> None:
        if self._down:
            self._down = False
            self._changed()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paper, a line to write on, the ink."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        m, box = self._metrics, QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setBrush(theme.painted(theme.CARD))
        painter.setPen(QPen(theme.painted(theme.PINE), 3))
        painter.drawRoundedRect(box, m.radius, m.radius)
        painter.setPen(QPen(theme.painted(theme.LINE_STRONG), 2, Qt.PenStyle.DashLine))
        line = box.top() + box.height() * 0.78
        painter.drawLine(QPointF(box.left() + m.px(50), line), QPointF(box.right() - m.px(50), line))
        if not self._strokes:
            painter.setPen(theme.painted(theme.INK_SOFT))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._hint)
        for stroke in self._strokes:
            self._draw(painter, stroke)
        painter.end()

    def _draw(self, painter: QPainter, stroke: list[Point]) -> None:
        wide, high = self.width(), self.height()
        for (x0, y0, _, _), (x1, y1, _, force) in zip(stroke, stroke[1:] or stroke, strict=False):
            width = self._metrics.px(5) + self._metrics.px(6) * force
            painter.setPen(QPen(theme.painted(theme.INK), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(x0 * wide, y0 * high), QPointF(x1 * wide, y1 * high))
