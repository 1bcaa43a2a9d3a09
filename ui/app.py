"""The kiosk's window on the running session."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import structlog
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from kiosk.consent.events import Broken
from kiosk.consent.states import OutOfOrder
from ui import theme
from ui.bridge import Bridge, SessionPort
from ui.i18n import Texts
from ui.window import Window

_log = structlog.get_logger(__name__)
TEXTS = Path(__file__).resolve().parent.parent / "assets" / "texts"
_WINDOWED = (810, 1440)


def application() -> QApplication:
    """The one QApplication, with our type. Call it after cv2 was imported, if it will be."""
    # cv2 points both at its own folder, where neither our platform plugin nor a font lies.
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        os.environ.pop(name, None)
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setFont(QFont(theme.SANS))
    return app


def run(session: SessionPort, windowed: bool = False, probe_start: Callable[[float], None] | None = None) -> int:
    """Show the session until the window is closed. `probe_start` gets the milliseconds since `run` was called at the
    first painted screen, and the program then leaves."""
    begun = time.monotonic()
    app = application()
    window = Window(session, Texts.load(TEXTS))
    bridge = Bridge(session, window)
    bridge.state_changed.connect(window.show_state)
    bridge.watch(window.show_face, window.show_document, window.show_level, window.show_instruction)
    previous = sys.excepthook
    sys.excepthook = _hook(session, window)
    if probe_start is not None:
        tell = probe_start

        def leave() -> None:
            tell((time.monotonic() - begun) * 1000)
            app.quit()

        window.painted.connect(leave)
    if windowed:
        window.resize(*_WINDOWED)
        window.show()
    else:
        window.showFullScreen()
    window.show_state(session.state)
    try:
        return app.exec()
    finally:
        sys.excepthook = previous


def _hook(
    session: SessionPort, window: Window
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """An exception in a slot reaches this hook and the program goes on: the session must not."""

    def ended(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        place = _last_line(trace)
        # The text of the fault may hold what a borrower said: its kind and place are enough.
        _log.error("unexpected", kind=kind.__name__, place=place)
        session.post(Broken(f"{kind.__name__} at {place}"))
        QTimer.singleShot(0, window, lambda: window.show_state(OutOfOrder("broken")))

    return ended


def _last_line(trace: TracebackType | None) -> str:
    if trace is None:
        return "?"
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
