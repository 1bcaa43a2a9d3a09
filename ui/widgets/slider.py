"""A slider for old hands: a knob of a finger's size; the number itself stands above, by whoever uses it."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider

from ui import theme


class Slider(QSlider):
    """Whole numbers from `first` to `last`. `moved` is called while it moves, `chosen` once the finger is lifted.

    Qt's own slider beneath, so that a screen reader knows what it is, hears its number and can set it.
    """

    def __init__(
        self, m: theme.Metrics, first: int, last: int, value: int, moved: Callable[[int], None],
        chosen: Callable[[int], None],
    ) -> None:  # fmt: skip
        super().__init__(Qt.Orientation.Horizontal)
        self._m, self._first, self._last = m, first, max(first, last)
        self.setRange(self._first, self._last)
        self.setValue(value)
        self._moved, self._chosen = moved, chosen
        self._held, self._before = False, value
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.valueChanged.connect(self._tell)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as anything that is touched."""
        return QSize(self._m.px(300), self._m.target)

    def step(self, by: int) -> None:
        """One touch of a step button: moved and chosen."""
        self.setValue(self.value() + by)

    def _tell(self, value: int) -> None:
        """What a finger still holds is not chosen yet; keys, steps and a screen reader choose at once."""
        self._moved(value)
        self.update()
        if not self._held:
            self._chosen(value)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The knob comes to the finger."""
        self._held, self._before = True, self.value()
        self.setValue(self._at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """It follows."""
        if self._held:
            self.setValue(self._at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """This one; lifted far above or below, the finger has left it, and nothing is chosen."""
        if not self._held:
            return
        if not -self.height() <= event.position().y() <= 2 * self.height():
            self.cancel()
            return
        self._held = False
        if self.value() != self._before:
            self._chosen(self.value())

    def cancel(self) -> None:
        """As it was before the finger came."""
        if self._held:
            self.setValue(self._before)
            self._held = False

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """The page below may turn; nothing is chosen by turning past it."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Left and right, first and last, for whoever uses keys."""
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1,
            Qt.Key.Key_Home: self._first - self.value(), Qt.Key.Key_End: self._last - self.value(),
        }  # fmt: skip
        if event.key() in steps:
            self.step(steps[Qt.Key(event.key())])
        else:
            event.ignore()

    def _at(self, x: float) -> int:
        radius = self.height() / 2
        share = (x - radius) / max(1.0, self.width() - 2 * radius)
        return round(self._first + min(1.0, max(0.0, share)) * (self._last - self._first))

    def _x(self) -> float:
        radius = self.height() / 2
        share = (self.value() - self._first) / max(1, self._last - self._first)
        return radius + share * (self.width() - 2 * radius)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Track, the part behind, knob."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick, middle, x = self._m.px(14), self.height() / 2, self._x()
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, end, high in ((theme.LINE_STRONG, self.width() - middle, thick * 0.4), (theme.PINE, x, thick)):
            painter.setBrush(theme.painted(colour))
            painter.drawRoundedRect(QRectF(middle, middle - high / 2, end - middle, high), high / 2, high / 2)
        painter.setBrush(theme.painted(theme.CARD))
        painter.setPen(QPen(theme.painted(theme.PINE), self._m.px(9 if self.hasFocus() else 6)))
        radius = self.height() / 2 - self._m.px(8)
        painter.drawEllipse(QPointF(x, middle), radius, radius)
        painter.setPen(QPen(theme.painted(theme.PINE), self._m.px(4)))
        for shift in (-radius / 3, 0, radius / 3):
            painter.drawLine(QPointF(x + shift, middle - radius / 3), QPointF(x + shift, middle + radius / 3))
        painter.end()
