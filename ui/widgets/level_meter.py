"""How loud the borrower is heard: bars, never a judgement."""

import time
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ui import theme
from ui.widgets.drawn import Drawn
from ui.widgets.guide_figure import Follower

_BARS = 14


class LevelMeter(Drawn):
    """Bars that fill with the level 0..1."""

    def __init__(self, metrics: theme.Metrics, seconds: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._metrics, self._level, self._follower = metrics, 0.0, Follower(seconds)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_level(self, level: float) -> None:
        """Rises and falls so that the eye can follow."""
        shown = self._follower.towards(level)
        if abs(shown - self._level) > 0.005:
            self._level = shown
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Low and wide."""
        return QSize(self._metrics.px(180), self._metrics.px(26))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Filled bars from the left."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        step = self.width() / _BARS
        for index in range(_BARS):
            on = index < round(self._level * _BARS)
            painter.setBrush(theme.painted(theme.PINE if on else theme.LINE))
            painter.drawRoundedRect(QRectF(index * step, 0, step * 0.6, self.height()), step * 0.25, step * 0.25)
        painter.end()
