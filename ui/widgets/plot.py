"""Two plots that old eyes read: what is owed from month to month, and what each 100 yuan costs.

As agreed is a dashed line and an open bar, as supposed a thick line and a full bar: nobody has to tell colours apart.
"""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.widgets.drawn import Drawn

Balances = tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class PlotWords:
    """What stands beside the lines, in the borrower's language."""

    owed: str
    agreed: str
    supposed: str
    months: tuple[str, str]
    """At the left and at the right end."""


class BalancePlot(Drawn):
    """Steps, as the money goes: flat until a payment, then down."""

    def __init__(
        self, m: theme.Metrics, planned: Balances, actual: Balances, words: PlotWords, amounts: dict[int, str]
    ) -> None:
        super().__init__()
        self._m, self._planned, self._actual, self._words, self._amounts = m, planned, actual, words, amounts
        self._font = QFont(theme.SANS)
        self._font.setPixelSize(m.small)
        self.setAccessibleName(f"{words.owed}: {words.agreed}, {words.supposed}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Half as high as wide."""
        return QSize(self._m.px(600), self._m.px(330 if self._m.portrait else 240))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Still to be read."""
        return QSize(
            self._m.px(400), self._m.px(210 if self._m.portrait else 130) + 2 * QFontMetrics(self._font).height()
        )

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Grid, both lines, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        metrics = QFontMetrics(self._font)
        wide = max(metrics.horizontalAdvance(text) for text in self._amounts.values()) + self._m.px(14)
        high = metrics.height()
        area = QRectF(wide, high * 1.4, self.width() - wide - self._m.px(12), self.height() - 2.8 * high)
        self._grid(painter, area, high)
        self._line(painter, area, self._planned, thick=False)
        self._line(painter, area, self._actual, thick=True)
        painter.end()

    def _grid(self, painter: QPainter, area: QRectF, high: int) -> None:
        m, right = self._m, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for fen, text in self._amounts.items():
            y = self._y(area, fen)
            painter.setPen(QPen(theme.painted(theme.LINE_STRONG if fen == 0 else theme.LINE), m.px(2)))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.painted(theme.INK))
            painter.drawText(QRectF(0, y - high / 2, area.left() - m.px(12), high), right, text)
        painter.setPen(theme.painted(theme.INK))
        painter.drawText(QRectF(0, 0, self.width(), high), int(Qt.AlignmentFlag.AlignLeft), self._words.owed)
        below = QRectF(area.left(), area.bottom() + high * 0.2, area.width(), high)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft), self._words.months[0])
        painter.drawText(below, int(Qt.AlignmentFlag.AlignRight), self._words.months[1])

    def _line(self, painter: QPainter, area: QRectF, balances: Balances, *, thick: bool) -> None:
        points = QPolygonF()
        before = balances[0][1]
        for day, fen in balances:
            points.append(QPointF(self._x(area, day), self._y(area, before)))
            points.append(QPointF(self._x(area, day), self._y(area, fen)))
            before = fen
        if thick:
            under = QPolygonF(points)
            under.append(QPointF(points.last().x(), area.bottom()))
            under.append(QPointF(area.left(), area.bottom()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.painted(theme.PINE_TINT))
            painter.setOpacity(0.6)
            painter.drawPolygon(under)
            painter.setOpacity(1.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_pen(self._m, thick))
        painter.drawPolyline(points)

    def _x(self, area: QRectF, day: date) -> float:
        first = self._planned[0][0].toordinal()
        last = max(self._planned[-1][0], self._actual[-1][0]).toordinal()
        return area.left() + area.width() * (day.toordinal() - first) / max(1, last - first)

    def _y(self, area: QRectF, fen: int) -> float:
        return area.bottom() - area.height() * fen / max(1, *self._amounts)


class CostBars(Drawn):
    """What each 100 yuan received costs, as agreed and as supposed; the words stand in full beside the bars."""

    def __init__(self, m: theme.Metrics, planned: int, actual: int, words: tuple[str, str]) -> None:
        super().__init__()
        self._m, self._values, self._words = m, (planned, actual), words
        self._font = QFont(theme.SANS)
        self._font.setPixelSize(m.small)
        self.setAccessibleName(", ".join(words))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Two lines of words over two bars."""
        return QSize(self._m.px(500), 2 * (QFontMetrics(self._font).height() + self._m.px(42)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Words are not cut."""
        wide = max(QFontMetrics(self._font).horizontalAdvance(each) for each in self._words)
        return QSize(wide, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Words, bar; words, bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        high, bar = QFontMetrics(self._font).height(), self._m.px(24)
        most = max(1, *self._values)
        for place, (value, words) in enumerate(zip(self._values, self._words, strict=True)):
            top = place * (high + self._m.px(42))
            painter.setPen(theme.painted(theme.INK))
            painter.drawText(QRectF(0, top, self.width(), high), int(Qt.AlignmentFlag.AlignLeft), words)
            thick = place == 1
            painter.setPen(QPen(theme.painted(theme.PINE if thick else theme.INK_SOFT), self._m.px(4)))
            painter.setBrush(theme.painted(theme.PINE) if thick else Qt.BrushStyle.NoBrush)
            long = (self.width() - self._m.px(8)) * max(0, value) / most
            painter.drawRect(QRectF(self._m.px(4), top + high + self._m.px(4), max(self._m.px(6), long), bar))
        painter.end()


_PATTERNS = (
    Qt.BrushStyle.SolidPattern, Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.Dense5Pattern, Qt.BrushStyle.NoBrush,
)  # fmt: skip
"""Of the parts of a whole, in their order: told apart without colours."""


class ShareBar(Drawn):
    """What a sum goes into, as parts of one bar with their names below; what goes beyond it stands behind a mark."""

    def __init__(self, m: theme.Metrics, whole: int, shares: tuple[tuple[str, int], ...]) -> None:
        super().__init__()
        self._m, self._whole = m, max(1, whole)
        self._shares = tuple((name, max(0, part)) for name, part in shares)
        self._font = QFont(theme.SANS)
        self._font.setPixelSize(m.small)
        told = (f"{name} {round(100 * part / self._whole)} %" for name, part in self._shares)
        self.setAccessibleName(", ".join(told))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def _line(self) -> int:
        return QFontMetrics(self._font).height() + self._m.space(0)

    @property
    def _thick(self) -> int:
        return self._m.px(46)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A bar over two lines of names."""
        return QSize(self._m.px(500), self._thick + self._m.space(2) + (len(self._shares) + 1) // 2 * self._line)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Names are not cut."""
        letters = QFontMetrics(self._font)
        widest = max(letters.horizontalAdvance(name) for name, _ in self._shares)
        return QSize(2 * (widest + self._line + self._m.space(2)), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Bar, mark, names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        inset = self._m.px(3)
        room, left = self.width() - 2 * inset, float(inset)
        scale = room / max(self._whole, sum(part for _, part in self._shares))
        for pattern, (_, part) in zip(_PATTERNS, self._shares, strict=False):
            self._field(painter, QRectF(left, inset, part * scale, self._thick - 2 * inset), pattern)
            left += part * scale
        if left > inset + self._whole * scale + 1:
            painter.setPen(QPen(theme.painted(theme.RED), self._m.px(6)))
            end = inset + self._whole * scale
            painter.drawLine(QPointF(end, 0), QPointF(end, self._thick))
        self._names(painter)
        painter.end()

    def _field(self, painter: QPainter, box: QRectF, pattern: Qt.BrushStyle) -> None:
        painter.setPen(QPen(theme.painted(theme.PINE), self._m.px(3)))
        painter.setBrush(theme.painted(theme.CARD))
        painter.drawRect(box)
        painter.setBrush(QBrush(theme.painted(theme.PINE), pattern))
        painter.drawRect(box)

    def _names(self, painter: QPainter) -> None:
        for place, (pattern, (name, _)) in enumerate(zip(_PATTERNS, self._shares, strict=False)):
            x = place % 2 * self.width() / 2
            y = self._thick + self._m.space(2) + place // 2 * self._line
            side = self._line * 0.6
            self._field(painter, QRectF(x + 2, y + (self._line - side) / 2, side, side), pattern)
            painter.setPen(theme.painted(theme.INK))
            words = QRectF(x + self._line, y, self.width() / 2 - self._line, self._line)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), name)


class Sample(QWidget):
    """A piece of the line, for the legend."""

    def __init__(self, m: theme.Metrics, thick: bool) -> None:
        super().__init__()
        self._m, self._thick = m, thick
        self.setFixedSize(m.px(84), m.px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """As it stands in the plot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_pen(self._m, self._thick))
        middle, end = self.height() / 2, self._m.px(4)
        painter.drawLine(QPointF(end, middle), QPointF(self.width() - end, middle))
        painter.end()


def _pen(m: theme.Metrics, thick: bool) -> QPen:
    if thick:
        return QPen(theme.painted(theme.PINE), m.px(7))
    pen = QPen(theme.painted(theme.INK_SOFT), m.px(4))
    pen.setDashPattern([3.0, 2.0])
    return pen
