"""The chapters of a session along the top."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy

from kiosk.domain.consents import Chapter
from ui import theme


class ChapterBar(QProgressBar):
    """Names of all chapters where they fit, otherwise of the present one with its number.

    Qt's own progress bar beneath, so that a screen reader knows what it is.
    """

    def __init__(self, metrics: theme.Metrics, names: dict[Chapter, str], now: Chapter, sentence: str) -> None:
        super().__init__()
        self._metrics, self._names, self._now, self._sentence = metrics, names, now, sentence
        self.setRange(0, len(names))
        self.setValue(list(names).index(now) + 1)
        self.setAccessibleName(sentence)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._font = QFont(theme.SANS)
        self._font.setPixelSize(metrics.mark)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A line of names over a line of bars."""
        return QSize(300, QFontMetrics(self._font).height() + self._metrics.px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Done, present, to come."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chapters = list(self._names)
        present = chapters.index(self._now)
        gap, height = self._metrics.px(8), self._metrics.px(10)
        step = (self.width() + gap) / len(chapters)
        bold = QFont(self._font)
        bold.setBold(True)
        widest = max(QFontMetrics(bold).horizontalAdvance(name) for name in self._names.values())
        line = QRectF(0, 0, self.width(), self.height() - height - self._metrics.px(4))
        for index, chapter in enumerate(chapters):
            bar = QRectF(index * step, self.height() - height, step - gap, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.painted(theme.PINE if index <= present else theme.LINE))
            painter.drawRoundedRect(bar, height / 2, height / 2)
            if widest <= bar.width() + 2:
                painter.setFont(bold if index == present else self._font)
                painter.setPen(theme.painted(theme.PINE if index == present else theme.INK_SOFT))
                place = QRectF(bar.left(), 0, bar.width(), line.height())
                painter.drawText(
                    place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self._names[chapter]
                )
        if widest > step - gap + 2:
            painter.setFont(bold)
            painter.setPen(theme.painted(theme.PINE))
            painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self._sentence)
        painter.end()
