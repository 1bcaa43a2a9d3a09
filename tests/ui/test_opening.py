"""The first screen: it stands before the session does, gives way to it, and refuses in words."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

from kiosk.domain.errors import ConfigurationError
from tests.ui.showing import until
from ui import opening
from ui.previews import SampleSession
from ui.window import Window


def _watching(look: Callable[[], bool]) -> QTimer:
    """Ends the program as soon as `look` says so."""
    timer = QTimer()
    timer.setInterval(20)
    timer.timeout.connect(lambda: QApplication.quit() if look() else None)
    timer.start()
    return timer


def test_the_first_screen_is_painted_before_anything_is_opened() -> None:
    screen = opening.first_screen(windowed=True)
    assert screen.painted_at is not None
    assert opening.first_screen(windowed=True) is screen
    words = {label.text() for label in screen.findChildren(QLabel)}
    assert "正在准备，马上就好" in words
    opening.run(_opens_never, windowed=True, tell=lambda _: None)


def _opens_never() -> AbstractContextManager[SampleSession]:
    raise ConfigurationError("kiosk.toml", "mode", "training or live")


def test_a_kiosk_that_cannot_be_opened_says_why_and_refuses() -> None:
    told: list[str] = []
    assert opening.run(_opens_never, windowed=True, tell=told.append) == opening.EXIT_FAILED
    assert len(told) == 1
    assert "kiosk.toml" in told[0]
    assert "mode" in told[0]


def test_the_session_takes_its_place_and_is_closed_where_it_was_opened(session: SampleSession) -> None:
    threads: list[int] = []
    seen: list[bool] = []

    @contextmanager
    def opens() -> Iterator[SampleSession]:
        threads.append(threading.get_ident())
        yield session
        threads.append(threading.get_ident())

    def shown() -> bool:
        stands = [w for w in QApplication.topLevelWidgets() if isinstance(w, Window) and w.isVisible()]
        first = [w for w in QApplication.topLevelWidgets() if isinstance(w, opening.Opening) and w.isVisible()]
        seen[:] = [bool(stands), bool(first)]
        return bool(stands) and not first

    timer = _watching(shown)
    assert opening.run(opens, windowed=True, tell=lambda _: None) == 0
    timer.stop()
    until(lambda: len(threads) == 2)
    assert seen == [True, False]
    assert threads[0] == threads[1] != threading.get_ident()
