"""The guide's figure: it speaks with its mouth and its light, and listens with a calm ring. Drawn, nobody's face."""

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen

from ui import theme
from ui.widgets.drawn import Drawn

_RAREST = 0.5
"""Seconds without a look; whatever came in between is no movement."""
_HALF_A_FLASH = 0.5 / theme.FLASHES_A_SECOND
_STILL = 0.02
"""A change that nobody sees is not painted."""
_GLOW, _HEAD, _LINE = 0.5, 0.36, 0.018
"""Radii and the pen, of the side."""


class Follower:
    """Goes after a loudness no faster than `theme.SLEW`, and turns back no sooner than half a flash after it turned, so
    that nothing flashes whatever is heard."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._at, self.value = seconds, seconds(), 0.0
        self._rising, self._turned = True, float("-inf")

    def towards(self, wanted: float) -> float:
        """Where it stands now."""
        now = self._seconds()
        step = theme.SLEW * min(_RAREST, max(0.0, now - self._at))
        self._at = now
        wanted = min(1.0, max(0.0, wanted))
        if wanted != self.value and (wanted > self.value) is not self._rising:
            if now - self._turned < _HALF_A_FLASH:
                return self.value
            self._rising, self._turned = not self._rising, now
        self.value += min(step, max(-step, wanted - self.value))
        return self.value


class GuideFigure(Drawn):
    """`side` in pixels. It moves only when it is told a loudness, and not at all where motion is off."""

    def __init__(self, side: int, seconds: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._seconds, self._mouth, self._speaking = seconds, Follower(seconds), False
        self._shown: tuple[bool, float, float] = (False, 0.0, 0.0)
        self.setFixedSize(side, side)

    @property
    def open(self) -> float:
        """How far its mouth is open, 0..1."""
        return self._shown[1]

    def show_level(self, level: float, speaking: bool) -> None:
        """The guide's own loudness; whether it speaks at all. Else it listens."""
        opened = self._mouth.towards(level if speaking else 0.0)
        breath = (1 - math.cos(2 * math.pi * self._seconds() / theme.BREATH_SECONDS)) / 2
        if not theme.motion():
            opened, breath = (0.5 if speaking else 0.0), 0.5
        shown = (speaking, opened, 0.0 if speaking else breath)
        before = self._shown
        if shown[0] is not before[0] or max(abs(shown[1] - before[1]), abs(shown[2] - before[2])) > _STILL:
            self._shown = shown
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Light or ring, head, eyes, mouth."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, middle = self.width(), QPointF(self.width() / 2, self.height() / 2)
        speaking, opened, breath = self._shown
        painter.setPen(Qt.PenStyle.NoPen)
        if speaking:
            painter.setBrush(theme.painted(theme.SOUNDING_WORD))
            glow = side * (_HEAD + 0.05 + (_GLOW - _HEAD - 0.05) * opened)
            painter.drawEllipse(middle, glow, glow)
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.painted(theme.PINE), side * _LINE))
            ring = side * (_HEAD + 0.05 + (_GLOW - _HEAD - 0.07) * breath)
            painter.drawEllipse(middle, ring, ring)
        self._head(painter, middle, side)
        self._mouth_at(painter, middle, side, opened, speaking)
        painter.end()

    def _head(self, painter: QPainter, middle: QPointF, side: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.painted(theme.PINE))
        painter.drawEllipse(middle, side * _HEAD, side * _HEAD)
        painter.setBrush(theme.painted(theme.ON_PINE))
        for way in (-1, 1):
            eye = QPointF(middle.x() + way * side * 0.125, middle.y() - side * 0.07)
            painter.drawEllipse(eye, side * 0.036, side * 0.05)

    def _mouth_at(self, painter: QPainter, middle: QPointF, side: float, opened: float, speaking: bool) -> None:
        if speaking:
            # It only grows with the loudness: a point that came and went twice on the way would flash twice as often.
            high = side * (0.035 + 0.15 * opened)
            box = QRectF(0, 0, side * 0.2, high)
            box.moveCenter(QPointF(middle.x(), middle.y() + side * 0.14))
            painter.drawRoundedRect(box, high / 2, high / 2)
            return
        smile = QPainterPath()
        smile.moveTo(middle.x() - side * 0.11, middle.y() + side * 0.11)
        smile.quadTo(middle.x(), middle.y() + side * 0.21, middle.x() + side * 0.11, middle.y() + side * 0.11)
        pen = QPen(theme.painted(theme.ON_PINE), side * 0.034)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.strokePath(smile, pen)
