"""The screen that a window fills, also when it is unplugged, comes back or gets another resolution."""

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

_SETTLED = 200
"""Milliseconds: a screen goes and comes in several steps."""


def fill_screen(window: QWidget) -> None:
    """Show it over the whole of the first screen. Without a window manager nobody else makes it that large."""
    if screens := QGuiApplication.screens():
        window.setScreen(screens[0])
        window.setGeometry(screens[0].geometry())
    window.showFullScreen()


class Display(QObject):
    """Keeps a window over the whole of the first screen as screens go and come; lives as long as the window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED)
        self._settling.timeout.connect(self._fill)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._came)
        app.screenRemoved.connect(self._changed)
        app.primaryScreenChanged.connect(self._changed)
        for screen in app.screens():
            screen.geometryChanged.connect(self._changed)

    @Slot(QScreen)
    def _came(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._changed)
        self._changed()

    @Slot()
    def _changed(self) -> None:
        self._settling.start()

    @Slot()
    def _fill(self) -> None:
        fill_screen(self._window)
