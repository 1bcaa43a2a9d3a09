"""The page of what-ifs: slider, steps and plots; and the choice that looks on without answering."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.lending.what_if import What
from tests.ui.showing import named, show, state_named, touch
from ui import theme
from ui.previews import SampleSession, settle
from ui.sample_states import Samples
from ui.widgets.plot import BalancePlot, CostBars, PlotWords
from ui.widgets.slider import Slider
from ui.window import Window

M = theme.Metrics(1080, 1920)


def slider(window: Window) -> Slider:
    (found,) = window.findChildren(Slider)
    return found


def test_the_slider_speaks_once_when_the_finger_is_lifted(
    window: Window, session: SampleSession, samples: Samples
) -> None:
    state = state_named(samples, "supposing_early")
    assert isinstance(state, st.Supposing)
    show(window, session, state)
    made = slider(window)
    middle = made.height() // 2
    QTest.mousePress(made, Qt.MouseButton.LeftButton, pos=QPoint(middle, middle))
    assert made.value() == 1
    for share in (0.3, 0.6, 0.99):
        QTest.mouseMove(made, QPoint(round(made.width() * share), middle))
    assert session.posted == [], "while it moves nothing is asked"
    QTest.mouseRelease(made, Qt.MouseButton.LeftButton, pos=QPoint(made.width() - 2, middle))
    (event,) = session.posted
    assert isinstance(event, ev.WhatIfAsked)
    assert event.asked is not None
    assert event.asked.what is What.EARLY
    assert event.asked.number == made.value() == 23
    assert event.offer == state.offer


def test_a_step_is_a_month_and_the_end_is_the_end(window: Window, session: SampleSession, samples: Samples) -> None:
    show(window, session, state_named(samples, "supposing_early"))
    before = slider(window).value()
    touch(named(window, "what_if.more"))
    (event,) = session.posted
    assert isinstance(event, ev.WhatIfAsked)
    assert event.asked is not None
    assert event.asked.number == before + 1
    made = slider(window)
    made.step(10_000)
    assert made.value() == 23
    made.step(1)
    assert made.value() == 23, "nothing beyond the last month"
    assert len(session.posted) == 1


def test_a_screen_reader_knows_the_slider_and_sets_it(window: Window, session: SampleSession, samples: Samples) -> None:
    show(window, session, state_named(samples, "supposing_early"))
    told = QAccessible.queryAccessibleInterface(slider(window))
    assert told.role() is QAccessible.Role.Slider
    number = told.valueInterface()
    assert (number.minimumValue(), number.maximumValue()) == (1, 23)
    number.setCurrentValue(7)
    (event,) = session.posted
    assert isinstance(event, ev.WhatIfAsked)
    assert event.asked is not None
    assert event.asked.number == number.currentValue() == 7


def test_a_wheel_over_the_slider_asks_nothing(window: Window, session: SampleSession, samples: Samples) -> None:
    show(window, session, state_named(samples, "supposing_early"))
    made, before = slider(window), slider(window).value()
    place, turned = QPointF(made.rect().center()), QPoint(0, 120)
    buttons, keys, phase = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    QApplication.sendEvent(made, QWheelEvent(place, place, turned, turned, buttons, keys, phase, False))
    assert made.value() == before
    assert session.posted == []


def test_each_kind_can_be_touched_and_asks_for_itself(window: Window, session: SampleSession, samples: Samples) -> None:
    for what in What:
        session.posted.clear()
        show(window, session, state_named(samples, "supposing_rate" if what is What.EARLY else "supposing_early"))
        touch(named(window, f"what_if.{what}"))
        (event,) = session.posted
        assert isinstance(event, ev.WhatIfAsked)
        assert event.asked is not None
        assert event.asked.what is what


def test_the_knob_is_as_large_as_whatever_is_touched(window: Window, session: SampleSession, samples: Samples) -> None:
    show(window, session, state_named(samples, "supposing_early"))
    assert slider(window).height() >= M.target


@pytest.mark.parametrize("level", theme.CONTRASTS)
def test_both_lines_can_be_told_apart_without_colours(qapp: QApplication, level: int) -> None:
    """As agreed is dashed and thin, as supposed whole and thick: counted in pixels of a grey picture that stand out."""
    planned = tuple((date(2026, month, 1), (12 - month) * 100) for month in range(1, 13))
    theme.use_contrast(level)
    try:
        dark = [_dark(planned, planned[:1]), _dark(planned[:1] + planned[-1:], planned)]
    finally:
        theme.use_contrast(theme.CONTRASTS[0])
    assert dark[1] > 1.5 * dark[0]
    assert dark[0] > 200, "it can be seen at all"


def _dark(planned: tuple[tuple[date, int], ...], actual: tuple[tuple[date, int], ...]) -> int:
    plot = BalancePlot(M, planned, actual, PlotWords("", "", "", ("", "")), {0: "", 1100: ""})
    plot.resize(600, 400)
    plot.setPalette(theme.palette(theme.INK))
    image = plot.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    plot.deleteLater()
    settle()
    ground = image.pixelColor(599, 0).red()
    return sum(abs(image.pixelColor(x, y).red() - ground) > 120 for x in range(0, 600, 2) for y in range(0, 400, 2))


@pytest.mark.parametrize(("planned", "actual"), [(0, 0), (767, 0), (767, -50), (0, 10**9)])
def test_bars_draw_whatever_the_figures_are(qapp: QApplication, planned: int, actual: int) -> None:
    bars = CostBars(M, planned, actual, ("a", "b"))
    bars.resize(400, 200)
    assert not bars.grab().isNull()
    bars.deleteLater()
    settle()


def test_a_plot_of_one_day_draws(qapp: QApplication) -> None:
    once = ((date(2026, 1, 1), 0),)
    plot = BalancePlot(M, once, once, PlotWords("", "", "", ("", "")), {0: "0"})
    plot.resize(300, 200)
    assert not plot.grab().isNull()
    plot.deleteLater()
    settle()


def test_looking_on_posts_nothing_and_stays_where_it_was_when_the_letters_grow(
    window: Window, session: SampleSession, samples: Samples
) -> None:
    state = state_named(samples, "elder_choosing")
    show(window, session, state)
    for _ in range(3):
        touch(named(window, "choosing.next"))
        settle()
    assert session.posted == []
    page = window.screen_shown
    assert page is not None
    assert page.draft() == 3
    show(window, session, state)
    again = window.screen_shown
    assert again is not None
    assert again.draft() == 3
