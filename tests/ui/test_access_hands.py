"""Touches that mean nothing: from outside, dragged off, two fingers, a palm, a second tap on the page that came."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSizeF, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.consent import states as st
from kiosk.consent.events import Replied, Touched, WhatIfAsked
from tests.ui.showing import button, named, show, state_named, until
from ui.access.hands import REST, is_palm
from ui.i18n import Texts
from ui.previews import SampleSession, settle
from ui.sample_states import Samples
from ui.screens.signing import SigningScreen
from ui.widgets.button import Button
from ui.widgets.pen_area import PenArea
from ui.widgets.slider import Slider
from ui.widgets.typing_pad import TypingPad
from ui.window import Window


@pytest.fixture(scope="module")
def screen() -> QPointingDevice:
    return QTest.createTouchDevice()


@pytest.fixture
def window(qapp: QApplication, session: SampleSession, texts: Texts) -> Iterator[Window]:
    made = Window(session, texts)
    made.resize(1080, 1920)
    made.show()
    until(lambda: made.windowHandle() is not None and made.isVisible())
    yield made
    made.close()
    made.deleteLater()
    settle()


def at_rest(window: Window, session: SampleSession, state: st.State) -> None:
    show(window, session, state)
    window.hands._rested_at = float("-inf")
    session.posted.clear()


def answers(session: SampleSession) -> list[object]:
    return [event for event in session.posted if not isinstance(event, Touched)]


def middle(window: Window, target: QWidget) -> QPoint:
    return target.mapTo(window, target.rect().center())


def press(window: Window, at: QPoint) -> None:
    QTest.mousePress(window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)


def drag(window: Window, at: QPoint) -> None:
    QTest.mouseMove(window.windowHandle(), at)


def lift(window: Window, at: QPoint) -> None:
    QTest.mouseRelease(window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)
    settle()


_CUSTOM = {
    "teaching_back_choice": "choice.",
    "asking_need_amount": "key.5",
    "choosing": "choose.",
    "by_ear_asking_consent_recording": "field.right",
    "elder_reading_term_longest": "turn.next",
}


def _one(window: Window, start: str) -> Button:
    return next(b for b in window.findChildren(Button) if b.objectName().startswith(start) and b.isVisible())


@pytest.mark.parametrize(("name", "start"), _CUSTOM.items())
def test_a_touch_begins_and_ends_in_its_target(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, name: str, start: str
) -> None:
    at_rest(window, session, state_named(samples, name))
    target = _one(window, start)
    inside = middle(window, target)
    outside = QPoint(inside.x(), target.mapTo(window, QPoint(0, 0)).y() - 6)
    told: list[bool] = []
    target.clicked.connect(lambda: told.append(True))
    press(window, outside)
    drag(window, inside)
    lift(window, inside)
    assert not told
    press(window, inside)
    drag(window, outside)
    lift(window, outside)
    assert not told
    press(window, inside)
    lift(window, inside)
    assert told == [True]


def test_two_fingers_touch_nothing(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, texts: Texts, screen: QPointingDevice
) -> None:
    """The first is on an answer, the second comes down beside it: neither counts, however they are lifted."""
    at_rest(window, session, state_named(samples, "asking_consent_recording"))
    accept = button(window, texts.say("consent.accept", samples.language))
    handle, first, second = window.windowHandle(), middle(window, accept), QPoint(540, 900)
    QTest.touchEvent(handle, screen).press(1, first).commit()
    assert accept.isDown()
    QTest.touchEvent(handle, screen).stationary(1).press(2, second).commit()
    assert not accept.isDown()
    QTest.touchEvent(handle, screen).release(2, second).stationary(1).commit()
    QTest.touchEvent(handle, screen).release(1, first).commit()
    settle()
    assert not answers(session)
    QTest.touchEvent(handle, screen).press(1, first).commit()
    QTest.touchEvent(handle, screen).release(1, first).commit()
    settle()
    assert len(answers(session)) == 1


def test_a_palm_is_no_finger() -> None:
    dots = 96 / 25.4
    assert not is_palm([QSizeF(18 * dots, 20 * dots)], dots)
    assert is_palm([QSizeF(12 * dots, 30 * dots)], dots)
    assert not is_palm([QSizeF(0, 0)], dots)


def test_a_second_tap_answers_no_page_that_just_came(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    """In the very place where the button of the page before was."""
    at_rest(window, session, state_named(samples, "telling"))
    now = [0.0]
    window.hands._seconds = lambda: now[0]
    onward = window.screen_shown.findChildren(Button)[-1]  # type: ignore[union-attr]
    place = middle(window, onward)
    press(window, place)
    lift(window, place)
    assert len(answers(session)) == 1
    show(window, session, state_named(samples, "asking_consent_recording"))
    session.posted.clear()
    accept = button(window, texts.say("consent.accept", samples.language))
    place = middle(window, accept)
    for after in (0.0, REST / 2, REST - 0.01):
        now[0] = after
        press(window, place)
        lift(window, place)
    assert not answers(session)
    now[0] = REST
    press(window, place)
    lift(window, place)
    assert [type(event) for event in answers(session)] == [Replied]


def test_a_page_told_anew_needs_no_rest(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    state = state_named(samples, "asking_consent_recording")
    at_rest(window, session, state)
    show(window, session, state)
    place = middle(window, button(window, texts.say("consent.accept", samples.language)))
    press(window, place)
    lift(window, place)
    assert len(answers(session)) == 1


def test_the_slider_takes_back_what_was_dragged_off_it(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples
) -> None:
    at_rest(window, session, state_named(samples, "supposing_early"))
    slider = window.findChild(Slider)
    assert isinstance(slider, Slider)
    before = slider.value()
    at = slider.mapTo(window, QPoint(slider.width() // 5, slider.height() // 2))
    press(window, at)
    assert slider.value() != before
    off = QPoint(at.x() + 40, at.y() + 3 * slider.height())
    drag(window, off)
    lift(window, off)
    assert slider.value() == before
    press(window, at)
    slider.cancel()
    lift(window, at)
    assert slider.value() == before
    assert not answers(session)
    drag(window, at)
    press(window, at)
    lift(window, at)
    assert [type(event) for event in answers(session)] == [WhatIfAsked]


def test_a_palm_beside_the_pen_leaves_the_strokes_before(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, screen: QPointingDevice
) -> None:
    at_rest(window, session, state_named(samples, "signing"))
    page = window.screen_shown
    assert isinstance(page, SigningScreen)
    pen: PenArea = page.pen
    at = pen.mapTo(window, pen.rect().center())
    press(window, at)
    drag(window, at + QPoint(60, 10))
    lift(window, at + QPoint(60, 10))
    written = pen.strokes()
    assert len(written) == 1
    handle = window.windowHandle()
    QTest.touchEvent(handle, screen).press(1, at).commit()
    QTest.touchEvent(handle, screen).stationary(1).press(2, at + QPoint(120, 40)).commit()
    QTest.touchEvent(handle, screen).move(1, at + QPoint(80, 0)).move(2, at + QPoint(200, 40)).commit()
    QTest.touchEvent(handle, screen).release(1, at + QPoint(80, 0)).release(2, at + QPoint(200, 40)).commit()
    settle()
    assert pen.strokes() == written


def test_keys_of_the_screen_dragged_over_type_nothing(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    at_rest(window, session, state_named(samples, "teaching_back_words_total"))
    button(window, texts.say("typing.own_words", samples.language)).click()
    settle()
    pad = window.findChild(TypingPad)
    assert isinstance(pad, TypingPad)
    row = [named(window, f"type.{sign}") for sign in "qwertyuiop"]
    press(window, middle(window, row[0]))
    for each in row[1:]:
        drag(window, middle(window, each))
    lift(window, middle(window, row[-1]))
    assert not pad.text()
    assert not [each for each in window.findChildren(Button) if each.isDown()]
