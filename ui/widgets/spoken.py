"""Words of the guide: large, with a bar at their side that is lit while they are heard."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.theme import Metrics
from ui.widgets.text import column, label


class Spoken(QWidget):
    """`role`: how large the words stand."""

    def __init__(self, words: str, metrics: Metrics, role: str = "guide") -> None:
        super().__init__()
        self._bar, self._lit = metrics.px(10), False
        layout = column(label(metrics, words, role))
        layout.setContentsMargins(self._bar + metrics.px(24), 0, 0, 0)
        self.setLayout(layout)
        self.setAccessibleName(words)

    def show_speaking(self, speaking: bool) -> None:
        """Lit while the guide speaks."""
        if speaking != self._lit:
            self._lit = speaking
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.PINE if self._lit else theme.LINE))
        painter.drawRoundedRect(QRectF(0, 0, self._bar, self.height()), self._bar / 2, self._bar / 2)
        painter.end()
