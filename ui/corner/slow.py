"""A slow clock for drawn pictures: one round in two breaths, a few pictures a second, and none where motion is off."""

import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ui import theme

ROUND_SECONDS = 2 * theme.BREATH_SECONDS
_PICTURES_A_SECOND = 12


class Slow:
    """Has its widget painted again and again while it can be seen. `time`: 0..1 within the round."""

    def __init__(self, widget: QWidget) -> None:
        self._widget, self._began = widget, time.monotonic()
        if theme.motion():
            timer = QTimer(widget)
            timer.setInterval(round(1000 / _PICTURES_A_SECOND))
            timer.timeout.connect(self._again)
            timer.start()

    @property
    def time(self) -> float:
        """Where the round is; 0 where nothing moves."""
        return (time.monotonic() - self._began) / ROUND_SECONDS % 1.0 if theme.motion() else 0.0

    def _again(self) -> None:
        if self._widget.isVisible():
            self._widget.update()
