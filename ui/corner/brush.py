"""A brush for the corner's pictures: a field of 160 by 100, simple things of one hand, and a slow time."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen

from ui import theme

WIDE, HIGH = 160.0, 100.0
"""The field of every picture."""
Spot = tuple[float, float]


class Brush:
    """`time`: 0..1, one slow round of the picture; whatever it moves comes back to where it began."""

    def __init__(self, painter: QPainter, box: QRectF, time: float) -> None:
        self.p, self.time = painter, time
        scale = min(box.width() / WIDE, box.height() / HIGH)
        painter.translate(box.center().x() - WIDE * scale / 2, box.center().y() - HIGH * scale / 2)
        painter.scale(scale, scale)

    def sway(self, shift: float = 0.0, times: int = 1) -> float:
        """-1..1 and back, begun at `shift` of a round."""
        return math.sin(2 * math.pi * (self.time * times + shift))

    def rise(self, shift: float = 0.0) -> float:
        """0..1, softly up and down again."""
        return (1 - math.cos(2 * math.pi * (self.time + shift))) / 2

    def filled(self, colour: str) -> None:
        """No edge, this ground."""
        self.p.setPen(Qt.PenStyle.NoPen)
        self.p.setBrush(theme.painted(colour))

    def drawn(self, colour: str, width: float = 2.0, ground: str = "") -> None:
        """An edge, and a ground if one is named."""
        pen = QPen(theme.painted(colour), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self.p.setPen(pen)
        if ground:
            self.p.setBrush(theme.painted(ground))
        else:
            self.p.setBrush(Qt.BrushStyle.NoBrush)

    def line(self, *spots: Spot, colour: str = theme.PINE, width: float = 2.0) -> None:
        """Through these spots."""
        self.drawn(colour, width)
        path = QPainterPath(QPointF(*spots[0]))
        for spot in spots[1:]:
            path.lineTo(*spot)
        self.p.drawPath(path)

    def arc(self, x: float, y: float, r: float, start: float, span: float, colour: str, width: float = 2.0) -> None:
        """Part of a circle, in degrees from three o'clock, against the clock."""
        self.drawn(colour, width)
        self.p.drawArc(QRectF(x - r, y - r, 2 * r, 2 * r), round(start * 16), round(span * 16))

    def arrow(self, begin: Spot, end: Spot, colour: str = theme.PINE, width: float = 2.5) -> None:
        """A straight one."""
        angle = math.atan2(end[1] - begin[1], end[0] - begin[0])
        self.line(begin, end, colour=colour, width=width)
        for turn in (2.6, -2.6):
            wing = (end[0] + 6 * math.cos(angle + turn), end[1] + 6 * math.sin(angle + turn))
            self.line(end, wing, colour=colour, width=width)

    def box(self, x: float, y: float, w: float, h: float, ground: str, edge: str = "", radius: float = 4.0) -> None:
        """A rounded rectangle."""
        if edge:
            self.drawn(edge, 2.0, ground)
        else:
            self.filled(ground)
        self.p.drawRoundedRect(QRectF(x, y, w, h), radius, radius)

    def disc(self, x: float, y: float, r: float, ground: str, edge: str = "") -> None:
        """A round thing."""
        if edge:
            self.drawn(edge, 2.0, ground)
        else:
            self.filled(ground)
        self.p.drawEllipse(QPointF(x, y), r, r)

    def text(self, words: str, x: float, y: float, size: float, colour: str = theme.PINE) -> None:
        """Centred on a spot."""
        font = QFont(theme.SANS)
        font.setPixelSize(max(1, round(size)))
        font.setBold(True)
        self.p.setFont(font)
        self.p.setPen(theme.painted(colour))
        self.p.drawText(QRectF(x - 60, y - size, 120, 2 * size), int(Qt.AlignmentFlag.AlignCenter), words)

    def person(self, x: float, y: float, colour: str = theme.PINE, size: float = 1.0) -> None:
        """Head and shoulders; `y` is the chin."""
        self.disc(x, y - 9 * size, 9 * size, colour)
        path = QPainterPath(QPointF(x - 17 * size, y + 24 * size))
        path.cubicTo(x - 17 * size, y + 4 * size, x + 17 * size, y + 4 * size, x + 17 * size, y + 24 * size)
        path.closeSubpath()
        self.filled(colour)
        self.p.drawPath(path)

    def coin(self, x: float, y: float, r: float = 8.0, sign: str = "¥") -> None:
        """Money."""
        self.disc(x, y, r, theme.AMBER_TINT, theme.AMBER_INK)
        self.text(sign, x, y, r * 1.15, theme.AMBER_INK)

    def paper(self, x: float, y: float, w: float, h: float, lines: int = 3) -> None:
        """A sheet with writing."""
        self.box(x, y, w, h, theme.CARD, theme.PINE, 3)
        step = h / (lines + 1)
        for n in range(1, lines + 1):
            end = x + w * (0.85 if n % 2 else 0.65)
            self.line((x + w * 0.16, y + step * n), (end, y + step * n), colour=theme.LINE_STRONG, width=1.6)

    def phone(self, x: float, y: float, w: float = 34.0, h: float = 62.0) -> None:
        """Upright, its screen empty."""
        self.box(x, y, w, h, theme.PINE, "", 6)
        self.box(x + 3, y + 5, w - 6, h - 12, theme.CARD, "", 2)
        self.disc(x + w / 2, y + h - 3.6, 1.6, theme.CARD)

    def bubble(self, x: float, y: float, w: float, h: float, tail: Spot, ground: str = theme.CARD) -> None:
        """What somebody says."""
        path = QPainterPath()
        path.addRoundedRect(QRectF(x, y, w, h), 8, 8)
        point = QPainterPath(QPointF(x + w * 0.35, y + h - 1))
        point.lineTo(*tail)
        point.lineTo(x + w * 0.6, y + h - 1)
        self.drawn(theme.PINE, 2.0, ground)
        self.p.drawPath(path.united(point))

    def house(self, x: float, y: float, w: float, h: float) -> None:
        """`y` is the floor."""
        self.drawn(theme.PINE, 2.5, theme.CARD)
        path = QPainterPath(QPointF(x, y))
        path.lineTo(x, y - h * 0.55)
        path.lineTo(x + w / 2, y - h)
        path.lineTo(x + w, y - h * 0.55)
        path.lineTo(x + w, y)
        path.closeSubpath()
        self.p.drawPath(path)

    def cross(self, x: float, y: float, r: float = 7.0) -> None:
        """Not this."""
        self.line((x - r, y - r), (x + r, y + r), colour=theme.RED, width=3.4)
        self.line((x + r, y - r), (x - r, y + r), colour=theme.RED, width=3.4)

    def tick(self, x: float, y: float, r: float = 8.0) -> None:
        """Done, right."""
        self.line((x - r, y), (x - r * 0.3, y + r * 0.7), (x + r, y - r * 0.8), colour=theme.PINE, width=3.4)
