"""Which hand draws which picture, and a widget in which it moves."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.education.lesson import Scene
from ui.corner import scenes_fraud as fraud
from ui.corner import scenes_rights as rights
from ui.corner.brush import HIGH, WIDE, Brush
from ui.corner.slow import Slow

Draw = Callable[[Brush], None]

DRAWN: dict[Scene, Draw] = {
    Scene.FEES_FIRST: fraud.fees_first,
    Scene.NO_INTEREST: fraud.no_interest,
    Scene.FAKE_STAFF: fraud.fake_staff,
    Scene.LENT_NAME: fraud.lent_name,
    Scene.SHARED_SCREEN: fraud.shared_screen,
    Scene.REFINANCING: fraud.refinancing,
    Scene.FALSE_VOICE: fraud.false_voice,
    Scene.TIED: fraud.tied,
    Scene.FLAT: rights.flat,
    Scene.DAILY: rights.daily,
    Scene.LATE: rights.late,
    Scene.GUARANTEE: rights.guarantee,
    Scene.CONSENT: rights.consent,
    Scene.FACE: rights.face,
    Scene.COMPLAINT: rights.complaint,
    Scene.THINKING: rights.thinking,
}


def paint(painter: QPainter, draw: Draw, box: QRectF, time: float = 0.0) -> None:
    """One picture, as large as its shape allows."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(Brush(painter, box, time))
    painter.restore()


class Moving(QWidget):
    """A picture that moves slowly while it is in sight, where motion is on. `high` in pixels."""

    def __init__(self, draw: Draw, high: int) -> None:
        super().__init__()
        self._draw = draw
        self.setFixedHeight(high)
        self.setMinimumWidth(round(high * WIDE / HIGH))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._slow = Slow(self)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as its shape."""
        return QSize(self.minimumWidth(), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The picture of this moment."""
        painter = QPainter(self)
        paint(painter, self._draw, QRectF(self.rect()), self._slow.time)
        painter.end()
