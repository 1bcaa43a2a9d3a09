"""What several tests of screens do."""

import time
from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.consent.states import State
from ui.previews import SampleSession, settle
from ui.sample_states import Samples
from ui.widgets.button import Button
from ui.window import Window


@lru_cache(maxsize=2)
def all_states(samples: Samples) -> dict[str, State]:
    """Drawn up once: among them are rendered documents."""
    return dict(samples.all())


def state_named(samples: Samples, name: str) -> State:
    return all_states(samples)[name]


def until(condition: Callable[[], bool]) -> None:
    """Let events happen until it holds. Not by an event loop: after `quit` those of Qt return at once."""
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it never came to hold"
        settle()
        time.sleep(0.01)


def show(window: Window, session: SampleSession, state: State) -> None:
    session.state = state
    window.show_state(state)
    settle()


def button(window: Window, words: str) -> Button:
    found = [b for b in window.findChildren(Button) if b.text() == words and b.isVisible()]
    assert found, f"no button {words!r}"
    return found[0]


def named(window: Window, name: str) -> Button:
    found = window.findChild(Button, name)
    assert isinstance(found, Button)
    return found


def touch(target: Button) -> None:
    """As a finger does."""
    QTest.mouseClick(target, Qt.MouseButton.LeftButton)
