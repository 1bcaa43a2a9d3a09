"""The mark of the house: its name cut into a square, as in a seal."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme


class Seal(QWidget):
    """明示 in white on pine, centred in the width it gets."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self._side = side
        self.setFixedHeight(side)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Two characters, one above the other."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._side
        box = QRectF((self.width() - side) / 2, 0, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.painted(theme.PINE))
        painter.drawRoundedRect(box, side * 0.14, side * 0.14)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.painted(theme.PAPER), side * 0.014))
        edge = side * 0.07
        painter.drawRoundedRect(box.adjusted(edge, edge, -edge, -edge), side * 0.09, side * 0.09)
        font = QFont(theme.SERIF)
        font.setPixelSize(round(side * 0.34))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(theme.painted(theme.ON_PINE))
        for index, character in enumerate("明示"):
            place = QRectF(box.left(), box.top() + side * (0.12 + 0.37 * index), side, side * 0.38)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), character)
        painter.end()
