"""A topic on the list: its picture and its title, to be touched as one."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from ui.corner.brush import HIGH, WIDE
from ui.corner.scenes import Draw, paint
from ui.theme import Metrics
from ui.widgets.button import Button

_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class Tile(Button):
    """Picture left, words right. The picture stands still: sixteen that move would be unrest."""

    def __init__(self, words: str, m: Metrics, touched: Callable[[], None], draw: Draw) -> None:
        super().__init__(words, m, touched, "key", "paper", pixels=m.body)
        self._draw = draw
        high = m.px(104 if m.portrait else 92)
        self._picture = QSize(round(high * WIDE / HIGH), high)

    @property
    def _icon_side(self) -> int:
        return self._picture.width()

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Room for the picture and the words beside it."""
        return max(super().heightForWidth(width), self._picture.height() + 2 * self._pad)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The picture, and a word beside it."""
        longest = max(QFontMetrics(self.font()).horizontalAdvance(word) for word in self.text().split() or [""])
        two = QFontMetrics(self.font()).horizontalAdvance("明示")
        words = longest if self.text().isascii() else min(longest, 2 * two)
        return QSize(self._picture.width() + words + 4 * self._pad, self._picture.height() + 2 * self._pad)

    def _draw_inside(self, painter: QPainter, colour: str) -> None:
        pad, picture = self._pad, self._picture
        left = (pad, (self.height() - picture.height()) / 2, picture.width(), picture.height())
        paint(painter, self._draw, QRectF(*left))
        begins, size = 2 * pad + picture.width(), self._words_size(self.width())
        wide = size.width() if self._several(size) else self.width() - begins - pad
        painter.drawText(QRect(begins, 0, wide, self.height()), _WRAP, self.text())
