"""Icons drawn as strokes on a grid of 24 by 24; no files, sharp at every size."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPainterPath, QPen, QPixmap

from ui import theme


def _line(path: QPainterPath, *points: tuple[float, float]) -> None:
    path.moveTo(*points[0])
    for x, y in points[1:]:
        path.lineTo(x, y)


def _help(p: QPainterPath) -> None:
    p.addEllipse(QRectF(8.5, 3, 7, 7))
    p.moveTo(4, 21)
    p.cubicTo(4, 15.5, 8, 13.5, 12, 13.5)
    p.cubicTo(16, 13.5, 20, 15.5, 20, 21)


def _pause(p: QPainterPath) -> None:
    _line(p, (8.5, 5), (8.5, 19))
    _line(p, (15.5, 5), (15.5, 19))


def _repeat(p: QPainterPath) -> None:
    p.arcMoveTo(QRectF(4, 4, 16, 16), 60)
    p.arcTo(QRectF(4, 4, 16, 16), 60, 290)
    _line(p, (16.2, 1.6), (16.2, 5.4), (12.2, 5.6))


def _ask(p: QPainterPath) -> None:
    p.addRoundedRect(QRectF(3, 4, 18, 13), 4, 4)
    _line(p, (8, 17), (8, 21), (12.5, 17))
    _line(p, (8, 9), (16, 9))
    _line(p, (8, 12.5), (13, 12.5))


def _leave(p: QPainterPath) -> None:
    _line(p, (13, 3.5), (5, 3.5), (5, 20.5), (13, 20.5))
    _line(p, (10, 12), (21, 12))
    _line(p, (17, 8), (21, 12), (17, 16))


def _check(p: QPainterPath) -> None:
    _line(p, (4.5, 12.5), (10, 18), (20, 6.5))


def _cross(p: QPainterPath) -> None:
    _line(p, (6, 6), (18, 18))
    _line(p, (18, 6), (6, 18))


def _ear(p: QPainterPath) -> None:
    _line(p, (4, 9.5), (8, 9.5), (12.5, 5.5), (12.5, 18.5), (8, 14.5), (4, 14.5), (4, 9.5))
    p.arcMoveTo(QRectF(10.5, 7, 9, 10), 50)
    p.arcTo(QRectF(10.5, 7, 9, 10), 50, -100)


def _scales(p: QPainterPath) -> None:
    _line(p, (12, 3), (12, 20))
    _line(p, (8, 20), (16, 20))
    _line(p, (4, 7), (20, 7))
    _line(p, (4, 7), (1.8, 13.5), (6.2, 13.5), (4, 7))
    _line(p, (20, 7), (17.8, 13.5), (22.2, 13.5), (20, 7))


def _paper(p: QPainterPath) -> None:
    _line(p, (6, 3), (14, 3), (19, 8), (19, 21), (6, 21), (6, 3))
    _line(p, (14, 3), (14, 8), (19, 8))
    _line(p, (9, 12.5), (16, 12.5))
    _line(p, (9, 16.5), (14, 16.5))


def _pen(p: QPainterPath) -> None:
    _line(p, (4, 20), (5, 15.5), (16, 4.5), (19.5, 8), (8.5, 19), (4, 20))


def _clock(p: QPainterPath) -> None:
    p.addEllipse(QRectF(3.5, 3.5, 17, 17))
    _line(p, (12, 7.5), (12, 12), (15.5, 14))


def _shield(p: QPainterPath) -> None:
    p.moveTo(12, 3)
    p.cubicTo(15, 5, 18, 5.5, 20, 5.5)
    p.cubicTo(20, 14, 17, 18.5, 12, 21)
    p.cubicTo(7, 18.5, 4, 14, 4, 5.5)
    p.cubicTo(6, 5.5, 9, 5, 12, 3)
    _line(p, (8.5, 12), (11, 14.5), (15.5, 9.5))


def _warn(p: QPainterPath) -> None:
    _line(p, (12, 3.5), (21.5, 20), (2.5, 20), (12, 3.5))
    _line(p, (12, 10), (12, 14.5))
    _line(p, (12, 17.2), (12, 17.4))


def _left(p: QPainterPath) -> None:
    _line(p, (20, 12), (4, 12))
    _line(p, (10.5, 5.5), (4, 12), (10.5, 18.5))


def _right(p: QPainterPath) -> None:
    _line(p, (4, 12), (20, 12))
    _line(p, (13.5, 5.5), (20, 12), (13.5, 18.5))


def _up(p: QPainterPath) -> None:
    _line(p, (12, 20), (12, 4))
    _line(p, (5.5, 10.5), (12, 4), (18.5, 10.5))


def _down(p: QPainterPath) -> None:
    _line(p, (12, 4), (12, 20))
    _line(p, (5.5, 13.5), (12, 20), (18.5, 13.5))


def _card(p: QPainterPath) -> None:
    p.addRoundedRect(QRectF(2.5, 5, 19, 14), 2, 2)
    p.addRect(QRectF(14.5, 8.5, 4, 5.5))
    _line(p, (5.5, 9), (11.5, 9))
    _line(p, (5.5, 12), (10.5, 12))
    _line(p, (5.5, 16), (14, 16))


def _touch(p: QPainterPath) -> None:
    p.addEllipse(QRectF(8, 8, 8, 8))
    p.addEllipse(QRectF(3, 3, 18, 18))


def _home(p: QPainterPath) -> None:
    _line(p, (3, 12), (12, 4), (21, 12))
    _line(p, (5.5, 10), (5.5, 20), (18.5, 20), (18.5, 10))


def _health(p: QPainterPath) -> None:
    p.addRoundedRect(QRectF(3.5, 3.5, 17, 17), 3, 3)
    _line(p, (12, 8), (12, 16))
    _line(p, (8, 12), (16, 12))


def _education(p: QPainterPath) -> None:
    _line(p, (2, 9), (12, 4.5), (22, 9), (12, 13.5), (2, 9))
    _line(p, (6, 11.2), (6, 17))
    p.moveTo(6, 17)
    p.cubicTo(9, 20, 15, 20, 18, 17)
    _line(p, (18, 17), (18, 11.2))


def _business(p: QPainterPath) -> None:
    _line(p, (4, 10), (4, 20), (20, 20), (20, 10))
    _line(p, (2.5, 9.5), (5, 4), (19, 4), (21.5, 9.5), (2.5, 9.5))
    _line(p, (10, 20), (10, 14), (14, 14), (14, 20))


def _daily(p: QPainterPath) -> None:
    _line(p, (3, 8), (21, 8), (19, 20), (5, 20), (3, 8))
    _line(p, (8, 8), (10.5, 3))
    _line(p, (16, 8), (13.5, 3))


def _eye(p: QPainterPath) -> None:
    p.moveTo(2, 12)
    p.cubicTo(6, 5, 18, 5, 22, 12)
    p.cubicTo(18, 19, 6, 19, 2, 12)
    p.addEllipse(QRectF(9, 9, 6, 6))


def _mouth(p: QPainterPath) -> None:
    p.addRoundedRect(QRectF(6.5, 3.5, 11, 17), 5.5, 7)
    _line(p, (7.5, 8.5), (16.5, 8.5))
    p.moveTo(8, 17)
    p.cubicTo(10, 13.5, 14, 13.5, 16, 17)


def _mic(p: QPainterPath) -> None:
    p.addRoundedRect(QRectF(9, 3, 6, 11), 3, 3)
    p.arcMoveTo(QRectF(5.5, 5, 13, 13), 0)
    p.arcTo(QRectF(5.5, 5, 13, 13), 0, -180)
    _line(p, (12, 18), (12, 21))
    _line(p, (8.5, 21), (15.5, 21))


_ICONS: dict[str, Callable[[QPainterPath], None]] = {
    "help": _help,
    "pause": _pause,
    "repeat": _repeat,
    "ask": _ask,
    "leave": _leave,
    "check": _check,
    "cross": _cross,
    "ear": _ear,
    "scales": _scales,
    "paper": _paper,
    "pen": _pen,
    "clock": _clock,
    "shield": _shield,
    "warn": _warn,
    "left": _left,
    "right": _right,
    "up": _up,
    "down": _down,
    "card": _card,
    "touch": _touch,
    "home": _home,
    "health": _health,
    "education": _education,
    "business": _business,
    "daily": _daily,
    "eye": _eye,
    "mic": _mic,
    "mouth": _mouth,
}


def draw(painter: QPainter, name: str, rect: QRectF, colour: str, weight: float = 2.0) -> None:
    """Stroke the icon into `rect` (square)."""
    path = QPainterPath()
    _ICONS[name](path)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 24, rect.height() / 24)
    pen = QPen(theme.painted(colour), weight, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)
    painter.restore()


def icon(name: str, pixels: int, colour: str) -> QIcon:
    """As a button takes it."""
    return QIcon(pixmap(name, pixels, colour))


def pixmap(name: str, pixels: int, colour: str) -> QPixmap:
    """A transparent square picture of the icon."""
    picture = QPixmap(pixels, pixels)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw(painter, name, QRectF(QPointF(0, 0), picture.size().toSizeF()), colour)
    painter.end()
    return picture


def names() -> tuple[str, ...]:
    """All there are."""
    return tuple(_ICONS)
