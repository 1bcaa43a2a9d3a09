"""The first screen: it stands before the session does, gives way to it, and refuses in words."""

import gc
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

from kiosk.domain.errors import ConfigurationError
from kiosk.domain.speech import Language
from tests.ui.showing import until
from ui import opening
from ui.i18n import Texts
from ui.previews import ROOT, SampleSession
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


def test_its_words_are_those_of_the_texts(texts: Texts) -> None:
    for key, words in opening.first_words().items():
        assert words == texts.say(key, Language.ZH_CN)


def test_it_brings_nothing_with_it_that_takes_long() -> None:
    """In a process of its own: what is loaded when the first screen is painted."""
    code = "import ui.opening, sys; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    heavy = ("numpy", "cv2", "tomllib", "typer", "structlog", "pydantic", "kiosk.consent", "kiosk.domain", "ui.corner")
    assert not [name for name in loaded if name.startswith(heavy)]


def _opens_never() -> AbstractContextManager[SampleSession]:
    raise ConfigurationError("kiosk.toml", "mode", "training or live")


def test_a_kiosk_that_cannot_be_opened_says_why_and_refuses() -> None:
    told: list[str] = []
    assert opening.run(_opens_never, windowed=True, tell=told.append) == opening.EXIT_FAILED
    assert len(told) == 1
    assert "kiosk.toml" in told[0]
    assert "mode" in told[0]


@pytest.fixture
def thawed() -> Iterator[None]:
    """What the program sets aside for its whole life is looked through again in the tests that come after."""
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("thawed")
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
