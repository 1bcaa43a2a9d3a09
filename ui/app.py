"""The kiosk's window on the running session."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import structlog
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kiosk.consent.events import Broken
from kiosk.consent.states import OutOfOrder
from ui.bridge import Bridge, SessionPort
from ui.display import Display, fill_screen
from ui.i18n import Texts
from ui.opening import TEXTS, WINDOWED, application
from ui.window import Window

__all__ = ["TEXTS", "application", "run", "shown"]
_log = structlog.get_logger(__name__)
_TURN = 0.0005
"""Seconds after which a thread of plain Python lets another have the interpreter. Drawing a page asks for it again and
again: with Python's own 0.005, a PDF made meanwhile held the window up for 0.4 s."""


@contextmanager
def shown(session: SessionPort, windowed: bool) -> Iterator[Window]:
    """The session's window; an exception in a slot ends the session as long as it stands."""
    application()
    window = Window(session, Texts.load(TEXTS))
    bridge = Bridge(session, window)
    bridge.state_changed.connect(window.take_state)
    bridge.watch(window.show_face, window.show_document, window.show_level, window.show_instruction)
    bridge.watch_card(window.show_guidance)
    bridge.watch_presence(window.show_hint)
    bridge.watch_words(window.show_sounding)
    bridge.watch_guide(window.show_guide_level)
    previous, turn = sys.excepthook, sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    sys.excepthook = _hook(session, window)
    if windowed:
        window.resize(*WINDOWED)
        window.show()
    else:
        fill_screen(window)
        Display(window)
    window.show_state(session.state)
    try:
        yield window
    finally:
        bridge.close()
        sys.excepthook = previous
        sys.setswitchinterval(turn)


def run(session: SessionPort, windowed: bool = False, probe_start: Callable[[float], None] | None = None) -> int:
    """Show a session that stands until the window is closed. `probe_start` gets the milliseconds since `run` was called
    at the first painted screen, and the program then leaves."""
    begun = time.monotonic()
    app = application()
    with shown(session, windowed) as window:
        if probe_start is not None:
            tell = probe_start

            def leave() -> None:
                tell((time.monotonic() - begun) * 1000)
                app.quit()

            window.painted.connect(leave)
        return app.exec()


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
