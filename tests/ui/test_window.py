"""A new state is built in short turns: the page before it stays in sight, and the newest wins."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.consent.events import Touched
from tests.ui.showing import show, state_named, until
from ui.previews import SampleSession, settle
from ui.sample_states import Samples
from ui.screens.choosing import ChoosingScreen
from ui.screens.telling import TellingScreen
from ui.screens.welcoming import WelcomingScreen
from ui.window import Window


def test_the_page_before_stays_until_the_next_is_built(
    window: Window, session: SampleSession, samples: Samples
) -> None:
    show(window, session, state_named(samples, "welcoming"))
    session.state = state_named(samples, "choosing")
    window.take_state(session.state)
    assert isinstance(window.screen_shown, WelcomingScreen)
    until(lambda: isinstance(window.screen_shown, ChoosingScreen))
    assert window.count() == 1


def test_of_two_states_at_once_only_the_newest_is_shown(
    window: Window, session: SampleSession, samples: Samples
) -> None:
    show(window, session, state_named(samples, "welcoming"))
    window.take_state(state_named(samples, "choosing"))
    settle()
    window.take_state(state_named(samples, "telling"))
    until(lambda: isinstance(window.screen_shown, TellingScreen))
    for _ in range(5):
        settle()
    assert isinstance(window.screen_shown, TellingScreen)


def test_a_window_that_changes_its_size_shows_the_state_to_come(
    window: Window, session: SampleSession, samples: Samples
) -> None:
    show(window, session, state_named(samples, "welcoming"))
    window.take_state(state_named(samples, "telling"))
    window.resize(1920, 1080)
    settle()
    assert isinstance(window.screen_shown, TellingScreen)
    assert window.count() == 1


def test_who_touches_the_screen_is_there_and_it_is_told_once_in_a_while(
    window: Window, session: SampleSession, samples: Samples
) -> None:
    """Whoever types slowly or turns pages is not asked whether he is still there; no touch of it is an answer."""
    show(window, session, state_named(samples, "asking_need_amount"))
    for _ in range(5):
        QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(5, 500))
        settle()
    assert session.posted == [Touched()]


def test_on_the_first_page_nobody_is_there_yet(window: Window, session: SampleSession) -> None:
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(5, 500))
    settle()
    assert Touched() not in session.posted
