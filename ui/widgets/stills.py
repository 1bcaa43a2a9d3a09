"""Still pictures: JPEG bytes of the session, and QR codes."""

import segno
from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ui import theme
from ui.widgets import icons
from ui.widgets.drawn import Drawn


class Still(Drawn):
    """A JPEG or PNG, whole, on dark; an icon where there is none."""

    def __init__(self, encoded: bytes, metrics: theme.Metrics, height: int, symbol: str = "help") -> None:
        super().__init__()
        self._image, self._metrics, self._symbol = QImage.fromData(QByteArray(encoded)), metrics, symbol
        self._height = height
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """By its height."""
        ratio = self._image.width() / max(1, self._image.height()) if not self._image.isNull() else 1.0
        return QSize(round(self._height * ratio), self._height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Narrow where it must."""
        return QSize(self._metrics.px(80), self._height)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Fitted and centred."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.painted(theme.PINE_TINT))
        painter.drawRoundedRect(self.rect(), self._metrics.radius, self._metrics.radius)
        box = QRectF(self.rect()).adjusted(6, 6, -6, -6)
        if self._image.isNull():
            side = min(box.width(), box.height()) * 0.4
            place = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
            icons.draw(painter, self._symbol, place, theme.PINE)
        else:
            scale = min(box.width() / self._image.width(), box.height() / self._image.height())
            wide, high = self._image.width() * scale, self._image.height() * scale
            target = QRectF(box.center().x() - wide / 2, box.center().y() - high / 2, wide, high)
            painter.drawImage(target, self._image)
        painter.end()


class QrCode(Drawn):
    """A QR code of plain words, with its quiet zone. Nameless: whoever can't see it is told its number beside it."""

    def __init__(self, words: str, metrics: theme.Metrics, side: int) -> None:
        super().__init__()
        self._matrix = [bytes(line) for line in segno.make(words, error="m", micro=False, mask=2).matrix]
        self.setFixedSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Dark modules on white."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.fixed(theme.SNOW))
        modules = len(self._matrix) + 8
        step = self.width() // modules
        left = (self.width() - step * len(self._matrix)) // 2
        for y, line in enumerate(self._matrix):
            for x, dark in enumerate(line):
                if dark:
                    painter.fillRect(left + x * step, left + y * step, step, step, theme.fixed(theme.INK))
        painter.end()
