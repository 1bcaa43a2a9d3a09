"""Drawn pictures for the steps: what to do with the card, where to look, where to sign. No files, nobody real.

Each is drawn on a grid of 160 by 120, an outline in ink over grounds of the theme, so that it says the same at every
contrast.
"""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

_WIDE, _HIGH = 160.0, 120.0


class Brush:
    """A painter on the grid, with the three pens of the pictures."""

    def __init__(self, painter: QPainter) -> None:
        self._painter = painter

    def use(self, fill: str = "", line: str = theme.PINE, weight: float = 3.0, *, dashed: bool = False) -> "Brush":
        """From here on so."""
        self._painter.setBrush(theme.painted(fill) if fill else Qt.BrushStyle.NoBrush)
        pen = QPen(theme.painted(line), weight, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self._painter.setPen(pen if weight else QPen(Qt.PenStyle.NoPen))
        return self

    def box(self, x: float, y: float, wide: float, high: float, round_: float = 4) -> "Brush":
        """A rounded box."""
        self._painter.drawRoundedRect(QRectF(x, y, wide, high), round_, round_)
        return self

    def oval(self, x: float, y: float, across: float, high: float = 0) -> "Brush":
        """By its middle and half its sides."""
        self._painter.drawEllipse(QPointF(x, y), across, high or across)
        return self

    def line(self, *points: tuple[float, float]) -> "Brush":
        """Straight from point to point."""
        self._painter.drawPolyline(QPolygonF([QPointF(*point) for point in points]))
        return self

    def area(self, *points: tuple[float, float]) -> "Brush":
        """A closed one."""
        self._painter.drawPolygon(QPolygonF([QPointF(*point) for point in points]))
        return self

    def curve(self, start: tuple[float, float], *bends: tuple[float, float, float, float, float, float]) -> "Brush":
        """Cubic bends one after another."""
        path = QPainterPath(QPointF(*start))
        for bend in bends:
            path.cubicTo(*bend)
        self._painter.drawPath(path)
        return self

    def turned(self, degrees: float, x: float, y: float, draw: Callable[["Brush"], None]) -> "Brush":
        """What is drawn within is turned about this point."""
        self._painter.save()
        self._painter.translate(x, y)
        self._painter.rotate(degrees)
        self._painter.translate(-x, -y)
        draw(self)
        self._painter.restore()
        return self


def _person(b: Brush, x: float, y: float, size: float, fill: str) -> None:
    b.use(fill).curve(
        (x - size, y + 2.1 * size),
        (x - size, y + 0.9 * size, x - 0.5 * size, y + 0.75 * size, x, y + 0.75 * size),
        (x + 0.5 * size, y + 0.75 * size, x + size, y + 0.9 * size, x + size, y + 2.1 * size),
    )
    b.oval(x, y, 0.55 * size)


def _arrow(b: Brush, x: float, y: float, size: float, across: int, down: int) -> None:
    """Its head, at (x, y), pointing that way."""
    b.line((x - across * size + down * size * 0.7, y - down * size + across * size * 0.7), (x, y),
           (x - across * size - down * size * 0.7, y - down * size - across * size * 0.7))  # fmt: skip


def _desk(b: Brush) -> None:
    b.use(theme.AMBER_TINT, theme.LINE_STRONG, 2).box(6, 22, 148, 92, 10)
    b.use(line=theme.PINE, weight=3, dashed=True).box(30, 38, 100, 64, 6)


def _printed(b: Brush, portrait: bool) -> None:
    b.use(theme.CARD).box(38, 44, 84, 52, 5)
    if portrait:
        b.use(theme.PINE_TINT, weight=2).box(94, 51, 21, 26, 2)
        b.use(theme.PINE, weight=0).oval(104.5, 60, 4.6).box(97.5, 66, 14, 10, 5)
        for y, end in ((54, 82), (62, 76), (70, 84)):
            b.use(line=theme.LINE_STRONG, weight=3).line((46, y), (end, y))
        b.use(line=theme.INK_SOFT, weight=3).line((46, 88), (108, 88))
    else:
        b.use(theme.PINE_TINT, weight=2).oval(56, 62, 10)
        for y, end in ((56, 112), (66, 104), (82, 112)):
            b.use(line=theme.LINE_STRONG, weight=3).line((74 if y < 80 else 46, y), (end, y))


def _card(b: Brush) -> None:
    _desk(b)
    _printed(b, portrait=True)
    b.use(weight=4).line((80, 4), (80, 28))
    _arrow(b, 80, 30, 8, 0, 1)


def _card_back(b: Brush) -> None:
    _desk(b)
    _printed(b, portrait=False)
    b.use(weight=4).curve((52, 14), (64, 2, 96, 2, 106, 16))
    _arrow(b, 107, 18, 8, 0, 1)


def _page(b: Brush) -> None:
    _desk(b)
    b.use(theme.PINE, weight=2).box(36, 30, 88, 76, 4)
    b.use(theme.CARD, weight=2).box(40, 34, 80, 68, 2)
    b.use(theme.PINE_TINT, weight=2).box(47, 42, 22, 28, 2)
    b.use(theme.PINE, weight=0).oval(58, 52, 5).box(50.5, 59, 15, 10, 5)
    for y, end in ((46, 110), (55, 102), (64, 108)):
        b.use(line=theme.LINE_STRONG, weight=3).line((77, y), (end, y))
    for y in (84, 93):
        b.use(line=theme.INK_SOFT, weight=3, dashed=True).line((48, y), (112, y))


def _screen(b: Brush) -> None:
    b.use(theme.CARD, weight=3).box(22, 6, 116, 108, 10)
    b.use(theme.PINE, weight=0).oval(80, 14, 3.2)


def _head(b: Brush, x: float, y: float, turn: float) -> None:
    """`turn`: how far its nose stands from the middle, -1..1."""
    b.use(theme.PINE_TINT).curve((x - 30, 113), (x - 28, 94, x - 14, 90, x, 90), (x + 14, 90, x + 28, 94, x + 30, 113))
    b.use(theme.CARD).oval(x, y, 20, 26)
    b.use(theme.PINE, weight=0).oval(x - 8 + 7 * turn, y - 3, 2.6).oval(x + 8 + 7 * turn, y - 3, 2.6)
    b.use(weight=2.4).curve((x - 6 + 8 * turn, y + 12), (x - 3 + 8 * turn, y + 15, x + 3 + 8 * turn, y + 15,
                                                         x + 6 + 8 * turn, y + 12))  # fmt: skip
    b.line((x + 7 * turn, y), (x + 7 * turn + (3 if turn >= 0 else -3), y + 6), (x + 7 * turn, y + 6))


def _look(b: Brush) -> None:
    _screen(b)
    b.use(line=theme.PINE, weight=3, dashed=True).oval(80, 60, 32, 40)
    _head(b, 80, 58, 0)


def _turn_left(b: Brush) -> None:
    _screen(b)
    _head(b, 84, 58, -1)
    b.use(weight=4).curve((66, 26), (52, 28, 42, 38, 38, 52))
    _arrow(b, 37, 55, 8, 0, 1)


def _turn_right(b: Brush) -> None:
    _screen(b)
    _head(b, 76, 58, 1)
    b.use(weight=4).curve((94, 26), (108, 28, 118, 38, 122, 52))
    _arrow(b, 123, 55, 8, 0, 1)


def _staff(b: Brush) -> None:
    _person(b, 46, 38, 22, theme.CARD)
    _person(b, 112, 34, 24, theme.PINE_TINT)
    b.use(theme.PINE, weight=0).box(106, 66, 12, 8, 2)
    b.use(theme.AMBER_TINT, theme.LINE_STRONG, 2).box(8, 84, 144, 30, 6)


def _coming(b: Brush) -> None:
    _person(b, 80, 30, 27, theme.PINE_TINT)
    b.use(theme.PINE, weight=0).box(73, 66, 14, 9, 2)
    for y, end in ((38, 42), (56, 36), (74, 42)):
        b.use(line=theme.LINE_STRONG, weight=4).line((12, y), (end, y))
    b.use(line=theme.LINE_STRONG, weight=3).line((20, 100), (140, 100))


def _sheet(b: Brush, x: float, y: float) -> None:
    b.use(theme.CARD).area((x, y), (x + 52, y), (x + 68, y + 16), (x + 68, y + 92), (x, y + 92))
    b.use(theme.PINE_TINT).area((x + 52, y), (x + 52, y + 16), (x + 68, y + 16))
    for line, end in ((30, 56), (42, 48), (54, 56)):
        b.use(line=theme.LINE_STRONG, weight=3).line((x + 12, y + line), (x + end, y + line))


def _sign(b: Brush) -> None:
    _sheet(b, 34, 14)
    b.use(line=theme.INK_SOFT, weight=3).curve((48, 90), (54, 78, 58, 98, 66, 86), (70, 80, 74, 92, 82, 86))

    def pen(on: Brush) -> None:
        on.use(theme.PINE).box(84, 30, 13, 46, 4)
        on.use(theme.AMBER_TINT).area((84, 76), (97, 76), (90.5, 90))

    b.turned(32, 90, 88, pen)


def _reading(b: Brush) -> None:
    _sheet(b, 34, 14)
    b.use(theme.PINE, weight=9).line((110, 88), (128, 106))
    b.use(theme.CARD, weight=4).oval(94, 72, 23)
    b.use(line=theme.PINE, weight=3).line((83, 68), (104, 68)).line((83, 77), (97, 77))


def _papers(b: Brush) -> None:
    b.use(theme.PINE_TINT).box(16, 52, 128, 46, 8)
    b.use(theme.CARD).area((42, 52), (42, 12), (104, 12), (118, 26), (118, 52))
    b.use(theme.CARD).area((36, 78), (124, 78), (130, 114), (30, 114))
    for y in (26, 38):
        b.use(line=theme.LINE_STRONG, weight=3).line((54, y), (96 if y > 30 else 84, y))
    b.use(line=theme.LINE_STRONG, weight=3).line((48, 94), (112, 94))
    b.use(theme.PINE, weight=0).oval(130, 64, 4)


def _sealed(b: Brush) -> None:
    b.use(theme.CARD).box(14, 24, 132, 84, 6)
    b.use(weight=3).line((16, 28), (80, 74), (144, 28))
    b.use(theme.AMBER_TINT, theme.AMBER_INK, 3).oval(80, 72, 21)
    b.use(line=theme.AMBER_INK, weight=4).line((71, 72), (78, 79), (90, 65))


def _tea(b: Brush) -> None:
    cup = ((36, 98, 56, 102, 76, 102), (96, 102, 116, 98, 116, 52), (116, 52, 36, 52, 36, 52))
    b.use(theme.PINE_TINT).curve((36, 52), *cup)
    b.use(weight=5).curve((115, 60), (140, 56, 140, 88, 110, 86))
    b.use(theme.CARD).oval(76, 52, 40, 8)
    b.use(line=theme.LINE_STRONG, weight=3).line((30, 112), (122, 112))
    for x in (60, 78, 96):
        b.use(line=theme.LINE_STRONG, weight=3).curve((x, 36), (x - 7, 28, x + 7, 20, x, 10))


def _door(b: Brush) -> None:
    b.use(theme.AMBER_TINT, theme.LINE_STRONG, 3).box(54, 8, 74, 104, 3)
    b.use(theme.CARD).area((54, 8), (100, 20), (100, 118), (54, 112))
    b.use(theme.PINE, weight=0).oval(91, 68, 3.6)
    b.use(weight=5).line((12, 66), (40, 66))
    _arrow(b, 42, 66, 9, 1, 0)
    b.use(line=theme.LINE_STRONG, weight=3).line((8, 114), (152, 114))


def _unplugged(b: Brush) -> None:
    b.use(weight=5).curve((4, 84), (20, 60, 34, 60, 48, 60))
    b.use(theme.AMBER_TINT, theme.AMBER_INK, 3).box(48, 42, 24, 36, 5)
    b.use(line=theme.AMBER_INK, weight=4).line((72, 52), (84, 52)).line((72, 68), (84, 68))
    b.use(theme.CARD).box(98, 40, 26, 40, 5)
    b.use(weight=5).curve((124, 60), (136, 60, 142, 60, 156, 38))
    b.use(line=theme.LINE_STRONG, weight=3).line((90, 26), (94, 34)).line((84, 94), (80, 102))
    b.line((100, 96), (104, 102))


def _chair(b: Brush) -> None:
    b.use(theme.PINE_TINT).box(50, 16, 60, 46, 10)
    b.use(theme.CARD).box(42, 62, 76, 16, 6)
    for x, end in ((52, 48), (108, 112)):
        b.use(weight=4).line((x, 78), (end, 112))
    b.use(line=theme.LINE_STRONG, weight=3).line((20, 113), (140, 113))


def _question(b: Brush) -> None:
    b.use(theme.PINE_TINT).box(8, 12, 92, 58, 14)
    b.use(theme.PINE_TINT).line((30, 70), (24, 90), (52, 70))
    b.use(weight=6).curve((42, 36), (42, 22, 66, 22, 66, 36), (66, 44, 54, 44, 54, 54))
    b.use(theme.PINE, weight=0).oval(54, 62, 3.6)
    b.use(theme.CARD).box(72, 56, 80, 44, 12)
    for y, end in ((70, 138), (84, 120)):
        b.use(line=theme.LINE_STRONG, weight=4).line((86, y), (end, y))


def _say(b: Brush) -> None:
    _person(b, 46, 44, 30, theme.PINE_TINT)
    b.use(theme.CARD).box(84, 12, 70, 52, 14)
    b.use(theme.CARD).line((92, 58), (80, 76), (108, 64))
    for y, end in ((30, 140), (44, 126)):
        b.use(line=theme.LINE_STRONG, weight=4).line((98, y), (end, y))


def _bundle(b: Brush) -> None:
    b.use(theme.CARD).box(4, 40, 62, 40, 4)
    b.use(theme.PINE_TINT, weight=2.4).oval(35, 60, 12)
    b.use(line=theme.LINE_STRONG, weight=3).line((12, 50), (12, 70)).line((58, 50), (58, 70))
    b.use(weight=5).line((76, 60), (90, 60)).line((83, 53), (83, 67))
    b.use(theme.AMBER_TINT, theme.AMBER_INK, 3).box(100, 46, 54, 50, 4)
    b.use(line=theme.AMBER_INK, weight=3).line((100, 62), (154, 62)).line((127, 46), (127, 96))
    b.curve((127, 46), (118, 28, 106, 34, 112, 42), (116, 46, 122, 46, 127, 46))
    b.curve((127, 46), (136, 28, 148, 34, 142, 42), (138, 46, 132, 46, 127, 46))


_PICTURES: dict[str, Callable[[Brush], None]] = {
    "card": _card, "card_back": _card_back, "page": _page, "look": _look, "turn_left": _turn_left,
    "turn_right": _turn_right, "staff": _staff, "coming": _coming, "sign": _sign, "papers": _papers,
    "sealed": _sealed, "tea": _tea, "door": _door, "unplugged": _unplugged, "chair": _chair, "question": _question,
    "say": _say, "bundle": _bundle, "reading": _reading,
}  # fmt: skip


def names() -> tuple[str, ...]:
    """All there are."""
    return tuple(_PICTURES)


class Picture(QWidget):
    """One of them, `height` pixels high, centred in the width it gets. Words beside it say the same."""

    def __init__(self, name: str, height: int) -> None:
        super().__init__()
        self._draw, self._size = _PICTURES[name], QSize(round(height * _WIDE / _HIGH), height)
        self.setObjectName(f"picture.{name}")
        self.setFixedHeight(height)
        self.setMinimumWidth(self._size.width())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Four to three."""
        return self._size

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """On its grid."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate((self.width() - self._size.width()) / 2, 0)
        scale = self._size.height() / _HIGH
        painter.scale(scale, scale)
        self._draw(Brush(painter))
        painter.end()
