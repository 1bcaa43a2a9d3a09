"""The screen as a lamp: one half of a page in a soft drawn colour, the other dim."""

from PySide6.QtCore import QRectF, QVariantAnimation, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.checks.liveness import COLOURS, Glow, Side
from ui import theme

FADE_MS = theme.FADE_MS

Halves = tuple[QColor, QColor]


def halves(glow: Glow) -> Halves:
    """Colours of the left and the right half, as the borrower sees them."""
    lit, dim = theme.bgr(COLOURS[glow.colour]), theme.fixed(theme.DIMMED)
    return (dim if glow.side is Side.RIGHT else lit, dim if glow.side is Side.LEFT else lit)


class Light(QVariantAnimation):
    """Belongs to a page and is painted as its ground; without a glow the page is as any other."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._glow: Glow | None = None
        self._from = self._to = (theme.painted(theme.PAPER), theme.painted(theme.PAPER))
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setDuration(FADE_MS)
        self.valueChanged.connect(self._repaint)

    def show(self, glow: Glow | None) -> None:
        """From now on this; None: no light, at once."""
        if glow == self._glow:
            return
        paper = (theme.painted(theme.PAPER), theme.painted(theme.PAPER))
        self._from = self._now() if self._glow is not None else paper
        self._glow, self._to = glow, halves(glow) if glow is not None else paper
        self.stop()
        if glow is not None:
            self.start()
        self._page.update()

    def finish(self) -> None:
        """Without the rest of the fade, for a picture of the page."""
        self.stop()
        self._page.update()

    def paint(self) -> None:
        """To be called while the page is painted."""
        if self._glow is None:
            return
        left, right = self._now()
        half = self._page.rect()
        half.setWidth(half.width() // 2)
        painter = QPainter(self._page)
        painter.fillRect(self._page.rect(), right)
        painter.fillRect(half, left)
        painter.end()

    def _now(self) -> Halves:
        share = float(self.currentValue()) if self.state() is QVariantAnimation.State.Running else 1.0
        left, right = (theme.mixed(one, other, share) for one, other in zip(self._from, self._to, strict=True))
        return left, right

    @Slot()
    def _repaint(self) -> None:
        self._page.update()


class Swatches(QWidget):
    """The soft colours side by side, standing still: so they look."""

    def __init__(self, metrics: theme.Metrics) -> None:
        super().__init__()
        self._metrics = metrics
        self.setFixedHeight(metrics.px(72))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Rounded fields of equal size."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = self._metrics.gap
        width = (self.width() - gap * (len(COLOURS) - 1)) / len(COLOURS)
        for place, colour in enumerate(COLOURS.values()):
            painter.setPen(theme.painted(theme.LINE_STRONG))
            painter.setBrush(theme.bgr(colour))
            field = QRectF(place * (width + gap), 1, width, self.height() - 2)
            painter.drawRoundedRect(field, self._metrics.radius, self._metrics.radius)
        painter.end()
