"""A live picture from a mailbox, mirrored for a face, with an outline to aim at."""

from enum import StrEnum

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from kiosk.ports.camera import Image
from ui import theme
from ui.widgets import icons
from ui.widgets.drawn import Drawn

CARD_RATIO = 85.6 / 54.0
"""Width by height of an ID-1 card (ISO/IEC 7810)."""


class Outline(StrEnum):
    """What is drawn over the picture."""

    NONE = "none"
    CARD = "card"
    OVAL = "oval"


def qimage(image: Image) -> QImage:
    """A copy in the window's own format, from which Qt paints three times as fast as from a camera's."""
    kept = np.ascontiguousarray(image)
    height, width = kept.shape[:2]
    taken = QImage(kept.data, width, height, 3 * width, QImage.Format.Format_BGR888)
    return taken.convertToFormat(QImage.Format.Format_RGB32)


class CameraView(Drawn):
    """`which` names the camera: face or document. `arrow`: an icon over the oval, or empty."""

    def __init__(self, which: str, metrics: theme.Metrics, outline: Outline = Outline.NONE, arrow: str = "") -> None:
        super().__init__()
        self.which, self._metrics, self._outline, self._arrow = which, metrics, outline, arrow
        self._picture: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_arrow(self, arrow: str) -> None:
        """Another icon over the oval, or none."""
        if arrow != self._arrow:
            self._arrow = arrow
            self.update()

    def show_image(self, image: Image) -> None:
        """The newest picture."""
        self._picture = qimage(image)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Four to three."""
        return QSize(self._metrics.px(640), self._metrics.px(480))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Still to be seen."""
        return QSize(self._metrics.px(120), self._metrics.px(90))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Picture cut to the rounded frame, then the outline."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect())
        frame = QPainterPath()
        frame.addRoundedRect(box, self._metrics.radius, self._metrics.radius)
        painter.fillPath(frame, theme.painted(theme.NIGHT))
        painter.setClipPath(frame)
        if self._picture is None:
            side = min(box.width(), box.height()) / 3
            place = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
            icons.draw(painter, "card" if self.which == "document" else "help", place, theme.LINE_STRONG, 1.4)
        else:
            self._draw_picture(painter, box, self._picture)
        self._draw_outline(painter, box)
        painter.end()

    def _draw_picture(self, painter: QPainter, box: QRectF, picture: QImage) -> None:
        fit = min if self.which == "document" else max
        # All of the desk is shown: a card at its edge must be seen to be moved.
        scale = fit(box.width() / picture.width(), box.height() / picture.height())
        width, height = picture.width() * scale, picture.height() * scale
        target = QRectF(box.center().x() - width / 2, box.center().y() - height / 2, width, height)
        painter.save()
        if self.which == "face":
            # People know themselves from the mirror.
            painter.translate(2 * box.center().x(), 0)
            painter.scale(-1, 1)
        painter.drawImage(target, picture)
        painter.restore()

    def _draw_outline(self, painter: QPainter, box: QRectF) -> None:
        if self._outline is Outline.NONE:
            return
        shape = QPainterPath()
        if self._outline is Outline.CARD:
            width = min(box.width() * 0.82, box.height() * 0.82 * CARD_RATIO)
            place = QRectF(0, 0, width, width / CARD_RATIO)
            place.moveCenter(box.center())
            shape.addRoundedRect(place, width * 0.035, width * 0.035)
        else:
            height = min(box.height() * 0.84, box.width() * 0.84 * 1.32)
            place = QRectF(0, 0, height / 1.32, height)
            place.moveCenter(box.center())
            shape.addEllipse(place)
        shade = QPainterPath()
        shade.addRect(box)
        painter.fillPath(shade.subtracted(shape), theme.fixed(theme.VEIL))
        painter.setPen(QPen(theme.fixed(theme.SNOW), self._metrics.px(10)))
        painter.drawPath(shape)
        pen = QPen(theme.fixed(theme.AIM), self._metrics.px(6))
        if self._outline is Outline.CARD:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawPath(shape)
        if self._arrow:
            self._draw_arrow(painter, place)

    def _draw_arrow(self, painter: QPainter, oval: QRectF) -> None:
        side = self._metrics.px(120)
        centre = {
            "left": (oval.left(), oval.center().y()),
            "right": (oval.right(), oval.center().y()),
            "up": (oval.center().x(), oval.top() + side / 2),
            "down": (oval.center().x(), oval.bottom() - side / 2),
            "eye": (oval.center().x(), oval.top() + side / 2),
            "mouth": (oval.center().x(), oval.bottom() - side / 2),
            "mic": (oval.center().x(), oval.bottom() - side / 2),
        }[self._arrow]
        spot = QRectF(centre[0] - side / 2, centre[1] - side / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.painted(theme.PINE))
        painter.drawEllipse(spot)
        inner = spot.adjusted(side * 0.2, side * 0.2, -side * 0.2, -side * 0.2)
        icons.draw(painter, self._arrow, inner, theme.ON_PINE, 2.6)
