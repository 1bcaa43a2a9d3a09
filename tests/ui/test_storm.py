"""Hands that mean nothing, on every screen: nothing breaks, nothing is lost, and nobody answers who did not touch.

The long storm over whole kiosks is `benchmarks.storm`; here it is seconds, from every sample state, with fixed seeds.
"""

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.storm_gale import Faults
from benchmarks.storm_hands import Act
from benchmarks.storm_machine import blow, cut_down, drawn
from kiosk.consent import states as st
from kiosk.consent.events import Touched, WhatIfAsked
from tests.ui.showing import all_states, show, state_named, until
from ui.previews import SampleSession, settle
from ui.sample_states import Samples
from ui.screens.ask_panel import AskPanel
from ui.screens.ways_panel import WaysPanel
from ui.widgets.button import Button
from ui.widgets.slider import Slider
from ui.widgets.text import Scroll
from ui.window import Window

SEEDS = (1, 2)
_SAME_STATE = ("contrast_", "elder_", "silent_")
ACTS = 3
"""From each sample state."""


@pytest.fixture
def faults() -> Iterator[Faults]:
    """Takes exceptions of slots, as the program's own hook would, and what Qt says."""
    found = Faults()
    before, sys.excepthook = sys.excepthook, found.take_exception
    messages = qInstallMessageHandler(found.take_message)
    yield found
    sys.excepthook = before
    qInstallMessageHandler(messages)


def pdf_of(samples: Samples) -> bytes:
    signing = all_states(samples)["signing"]
    assert isinstance(signing, st.Signing)
    return signing.pdf


@pytest.mark.parametrize("seed", SEEDS)
def test_a_storm_over_every_state(samples: Samples, faults: Faults, seed: int) -> None:
    reached: set[str] = set()
    for number, (name, state) in enumerate(all_states(samples).items()):
        # Two of three screens; the rest, and other looks and ways of the same state, are left to the long one.
        if number % 3 != seed % 3 or name.startswith(_SAME_STATE):
            continue
        several = drawn(1000 * seed + number, ACTS)
        gale = blow(samples.context, state, pdf_of(samples), several, faults)
        reached |= set(gale.seen)
        if faults.found:
            says = list(faults.found)
            fewest = cut_down(samples.context, state, pdf_of(samples), several, faults)
            pytest.fail(f"{name}, seed {1000 * seed + number}: {says}\nfewest acts: {fewest}")
    assert len(reached) > 20


@pytest.mark.parametrize(("beside", "takes"), [(0.0, True), (1.0, True), (4.0, False)])
def test_the_storm_knows_what_a_finger_on_the_slider_sets_off(
    window: Window, session: SampleSession, samples: Samples, faults: Faults, beside: float, takes: bool
) -> None:
    """Lifted on it or a little beside it, a question of what if; lifted elsewhere, nothing. `beside`: its heights."""
    state = state_named(samples, "supposing_part")
    show(window, session, state)
    slider = next(each for each in window.findChildren(Slider) if each.isVisible())
    middle = slider.mapTo(window, slider.rect().center())
    high = middle.y() / (window.height() - 1)
    drag = Act("drag", (0.5, high), (0.4, high + beside * slider.height() / window.height()))
    gale = blow(samples.context, state, pdf_of(samples), [drag], faults)
    assert faults.found == []
    assert [aimed for event, aimed in gale.given if isinstance(event, WhatIfAsked)] == (["slider"] if takes else [])


@pytest.mark.parametrize("page", ["by_ear_reading_term_2", "asking_consent_recording"])
def test_a_touch_that_is_held_while_its_page_goes_sets_nothing_off(
    window: Window, session: SampleSession, samples: Samples, page: str
) -> None:
    show(window, session, state_named(samples, page))
    until(lambda: not window.hands.resting)
    held = next(each for each in window.findChildren(Button) if each.objectName() == "bar.help")
    place = held.mapTo(window, held.rect().center())
    QTest.mousePress(window.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    assert held.isDown()
    session.state = state_named(samples, "telling")
    window.show_state(session.state)
    QTest.mouseRelease(window.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    settle()
    assert [event for event in session.posted if not isinstance(event, Touched)] == []


def test_a_panel_over_a_panel_takes_its_place(window: Window, session: SampleSession, samples: Samples) -> None:
    """A second panel once became a window of its own, above the kiosk's."""
    show(window, session, state_named(samples, "asking_need_amount"))
    for _ in range(2):
        window.open_questions()
        settle()
        window.open_ways()
        settle()
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [window]
    assert [each.isVisible() for each in window.findChildren(WaysPanel)] == [True]
    assert not any(each.isVisible() for each in window.findChildren(AskPanel))


@pytest.mark.parametrize("far", [0, 60, 160])
def test_a_finger_that_scrolls_a_page_touches_nothing_on_it(
    window: Window, session: SampleSession, samples: Samples, far: int
) -> None:
    """The button goes along with the finger, which so begins and ends on it."""
    window.resize(800, 600)
    show(window, session, state_named(samples, "asking_need_amount"))
    window.open_questions()
    settle()
    until(lambda: not window.hands.resting)
    area = next(each for each in window.findChildren(Scroll) if each.isVisible() and each.verticalScrollBar().maximum())
    touched = [each for each in area.findChildren(Button) if each.isVisible()][1]
    place = touched.mapTo(window, touched.rect().center())
    screen, handle = QTest.createTouchDevice(), window.windowHandle()
    QTest.touchEvent(handle, screen).press(0, place).commit()
    for step in range(0, far + 1, 20):
        QTest.touchEvent(handle, screen).move(0, place - QPoint(0, step)).commit()
    until(lambda: area.verticalScrollBar().value() > 0 or not far)
    QTest.touchEvent(handle, screen).release(0, place - QPoint(0, far)).commit()
    settle()
    given = [event for event in session.posted if not isinstance(event, Touched)]
    assert bool(given) is (far == 0)
