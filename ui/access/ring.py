"""The ring around whatever the keys are at: two tones, so that it stands out from any ground."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui import theme

THICK = 6
"""Pixels of each of the two tones."""
_MOVES = (
    QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest,
    QEvent.Type.ParentChange,
)  # fmt: skip


class Ring(QWidget):
    """Lies over the window, takes no touch, follows what it is around; of a part that is scrolled away, nothing."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._over, self._targets = window, list[QWidget]()
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("ring")
        self.hide()

    @property
    def targets(self) -> tuple[QWidget, ...]:
        """What it is around; nothing: it is not in sight."""
        return tuple(self._targets)

    def put_around(self, *targets: QWidget) -> None:
        """All of them in one ring; none: away with it."""
        for each in self._watched:
            each.removeEventFilter(self)
        self._targets, self._watched = list(targets), []
        for each in targets:
            above: QWidget | None = each
            while above is not None and above is not self._over:
                if above not in self._watched:
                    above.installEventFilter(self)
                    self._watched.append(above)
                above = above.parentWidget()
        for each in targets:
            each.destroyed.connect(self._lost)
        self.follow()

    def _lost(self) -> None:
        self._targets, self._watched = [], []
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """What it is around, or something above that, has moved."""
        if event.type() in _MOVES:
            self.follow()
        return super().eventFilter(watched, event)

    def follow(self) -> None:
        """To where its targets are now."""
        area = QRect()
        for each in self._targets:
            area = area.united(self._in_sight(each))
        if area.isEmpty():
            self.hide()
            return
        wide = 2 * THICK
        self.setGeometry(area.adjusted(-wide, -wide, wide, wide).intersected(self._over.rect()))
        self.raise_()
        self.show()

    def _in_sight(self, widget: QWidget) -> QRect:
        if not widget.isVisible():
            return QRect()
        area = QRect(widget.mapTo(self._over, QPoint(0, 0)), widget.size())
        above = widget.parentWidget()
        while above is not None and above is not self._over:
            area = area.intersected(QRect(above.mapTo(self._over, QPoint(0, 0)), above.size()))
            above = above.parentWidget()
        return area

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ink outside, paper inside: on either, and on anything between, one of them is seen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, inset in ((theme.CARD, THICK), (theme.INK, 0)):
            painter.setPen(QPen(theme.painted(colour), THICK))
            half = inset + THICK / 2
            box = QRectF(self.rect()).adjusted(half, half, -half, -half)
            painter.drawRoundedRect(box, 2 * THICK, 2 * THICK)
        painter.end()
