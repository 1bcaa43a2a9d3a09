"""Every screen by keys alone: each control once a round, in reading order, the focus in sight and never lost."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from kiosk.consent import states as st
from kiosk.consent.events import Replied, Resumed
from kiosk.domain.speech import Intent
from tests.ui.showing import all_states, button, named, show, state_named, until
from ui import theme
from ui.access.groups import places, widgets
from ui.access.ring import THICK, Ring
from ui.access.stops import is_stop, stops
from ui.i18n import Texts
from ui.previews import SampleSession, settle
from ui.sample_states import Samples
from ui.widgets.button import Button
from ui.widgets.document_view import DocumentView
from ui.widgets.keyboard import Act
from ui.widgets.slider import Slider
from ui.widgets.text import Scroll
from ui.window import Window

_ENDS = (st.Sealing, st.Ended, st.OutOfOrder, st.Closed, st.Preparing)
"""Here nothing is asked, and outside of a session nothing is to be done."""


@pytest.fixture
def window(qapp: QApplication, session: SampleSession, texts: Texts) -> Iterator[Window]:
    QAccessible.setActive(True)
    made = Window(session, texts)
    made.resize(1080, 1920)
    made.show()
    made.activateWindow()
    until(made.isActiveWindow)
    yield made
    made.close()
    made.deleteLater()
    QAccessible.setActive(False)
    settle()


def key(window: Window, which: Qt.Key) -> None:
    """As from a real keyboard: to the window's handle, a page that has stood for a while."""
    window.hands._rested_at = float("-inf")
    QTest.keyClick(window.windowHandle(), which)
    settle()


def at(window: Window) -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def ready(window: Window, session: SampleSession, state: st.State) -> None:
    show(window, session, state)
    for view in window.findChildren(DocumentView):
        view.wait()
    settle()


def _round(window: Window, step: Qt.Key) -> list[QWidget]:
    first = at(window)
    walked = [first]
    for _ in range(200):
        QTest.keyClick(window.windowHandle(), step)
        if at(window) is first:
            return walked
        walked.append(at(window))
    raise AssertionError("the keys never came round")


_MOST_PLACES = 12
_SAME_WORDS = ("bar.", "field.", "what_if.")
"""The bar and the two fields repeat what some pages ask, and do the same; suppositions are picked twice."""
_BACK_AS_WELL = ("asking_need_amount", "reviewing_card", "signing", "elder_reading_term_longest", "choosing")


def test_every_control_of_every_screen_once_a_round(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples
) -> None:
    """A page of the same kind with the same controls in the same order as one before is not walked again: the keys
    know nothing else of it (`stops`)."""
    unseen, trapped, elsewhere, unnamed = [], [], [], []
    known = set()
    for name, state in all_states(samples).items():
        ready(window, session, state)
        wanted = [each for each in window.findChildren(QWidget) if is_stop(each)]
        if not wanted:
            assert isinstance(state, _ENDS), name
            continue
        if not _begins_on_the_page(window):
            elsewhere.append(name)
        unnamed += [f"{name}: {fault}" for fault in _told_badly(wanted)]
        unnamed += [f"{name}: {fault}" for fault in _badly_grouped(window)]
        alike = (type(window.screen_shown), *((type(each), each.objectName()) for each in stops(window)))
        both_ways = name in _BACK_AS_WELL
        walked = _round(window, Qt.Key.Key_Tab) if both_ways or alike not in known else wanted
        known.add(alike)
        if len(walked) != len(set(walked)) or set(walked) != set(wanted):
            trapped.append((name, [each.objectName() or each.accessibleName() for each in set(wanted) ^ set(walked)]))
        elif both_ways and [walked[0], *reversed(walked[1:])] != _round(window, Qt.Key.Key_Backtab):
            trapped.append((name, ["another way back"]))
        if not _in_sight(window, at(window)):
            unseen.append(name)
    assert not trapped
    assert not unseen
    assert not elsewhere
    assert not unnamed


def _badly_grouped(window: Window) -> list[str]:
    """What switches do not reach, or reach twice, or only after too many others."""
    groups = places(window)
    reached = [widget for place in groups for widget in widgets(place)]
    missed = {each for each in stops(window) if isinstance(each, Button)} - set(reached)
    faults = [f"no switch reaches {each.objectName() or each.accessibleName()}" for each in missed]
    if len(reached) != len(set(reached)):
        faults.append("a switch reaches something twice")
    if len(groups) > _MOST_PLACES:
        faults.append(f"{len(groups)} places to go through")
    return faults


def _told_badly(controls: list[QWidget]) -> list[str]:
    """What a screen reader could not say of them, or says of two."""
    told = []
    for each in controls:
        found = QAccessible.queryAccessibleInterface(each)
        name, more = (found.text(which) for which in (QAccessible.Text.Name, QAccessible.Text.Description))
        if isinstance(each, QScrollArea | Slider):
            continue  # the figure above the slider is told, and the two buttons beside it
        if not name.strip() or found.role() in (QAccessible.Role.NoRole, QAccessible.Role.Client):
            told.append(f"{each.objectName() or type(each).__name__} is {found.role()} {name!r}")
        if any(sign.isdigit() for sign in name) and not isinstance(each, QLineEdit):
            told.append(f"figures in {name!r}")
        if not each.objectName().startswith(_SAME_WORDS):
            told.append(f"\0{name}|{more}")
    several = {each for each in told if each.startswith("\0") and told.count(each) > 1}
    return [each for each in told if not each.startswith("\0")] + [f"twice {each[1:]}" for each in several]


def _begins_on_the_page(window: Window) -> bool:
    """At what is to be done; at a text to scroll only where there is nothing else."""
    page, here = window.screen_shown, at(window)
    assert page is not None
    inside = [each for each in stops(window) if page.isAncestorOf(each)]
    if not inside:
        return True
    return here in inside and (
        not isinstance(here, QScrollArea) or all(isinstance(each, QScrollArea) for each in inside)
    )


def _in_sight(window: Window, target: QWidget) -> bool:
    """The same place of the window differs by a ring, and by nothing inside of it."""
    ring = window.findChild(Ring)
    assert isinstance(ring, Ring)
    if not ring.isVisible():
        return False
    area = ring.geometry()
    with_ring = window.grab(area).toImage()
    window.focus.use_keys(False)
    without = window.grab(area).toImage()
    window.focus.use_keys(True)
    return _differing(with_ring, without) >= 0.8 * THICK * area.height()


def _differing(one: QImage, other: QImage) -> int:
    assert one.size() == other.size()
    edge = range(min(one.width(), 3 * THICK))
    return sum(one.pixel(x, y) != other.pixel(x, y) for y in range(one.height()) for x in edge)


@pytest.mark.parametrize("level", theme.CONTRASTS)
def test_the_ring_stands_out_from_any_ground(level: int) -> None:
    """Of two tones at 9:1 and more, one is at 3:1 from whatever lies beside it."""
    ink, paper = theme.at_level(theme.INK, level), theme.at_level(theme.CARD, level)
    assert theme.contrast(ink, paper) >= 9.0
    for grey in range(256):
        ground = QColor(grey, grey, grey).name()
        assert max(theme.contrast(ink, ground), theme.contrast(paper, ground)) >= 3.0


def test_reading_order_is_from_the_top(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples
) -> None:
    ready(window, session, state_named(samples, "asking_consent_recording"))
    names = [each.objectName() for each in stops(window)]
    assert names[:2] == ["bar.ways", "bar.language"]
    assert names[-5:] == ["bar.ask", "bar.repeat", "bar.pause", "bar.help", "bar.leave"]
    tops = [each.mapTo(window, QPoint(0, 0)).y() for each in stops(window)]
    assert tops == sorted(tops)


def test_enter_and_blank_press_once_however_long_they_are_held(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    for pressed in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        ready(window, session, state_named(samples, "asking_consent_recording"))
        refuse = button(window, texts.say("consent.refuse", samples.language))
        assert at(window) is refuse
        window.hands._rested_at = float("-inf")
        session.posted.clear()
        handle = window.windowHandle()
        QTest.keyPress(handle, pressed)
        assert refuse.isDown()
        assert not [event for event in session.posted if isinstance(event, Replied)]
        QTest.keyRelease(handle, pressed)
        answers = [event for event in session.posted if isinstance(event, Replied)]
        assert [answer.understood.intent for answer in answers] == [Intent.NO]


def test_a_key_that_went_down_elsewhere_answers_nothing(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples
) -> None:
    ready(window, session, state_named(samples, "asking_consent_recording"))
    QTest.keyRelease(window.windowHandle(), Qt.Key.Key_Return)
    assert not [event for event in session.posted if isinstance(event, Replied)]
    window.hands._rested_at = float("-inf")
    QTest.keyPress(window.windowHandle(), Qt.Key.Key_Return)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    QTest.keyRelease(window.windowHandle(), Qt.Key.Key_Return)
    assert not [event for event in session.posted if isinstance(event, Replied)]


def test_a_page_that_just_came_is_answered_by_no_key(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples
) -> None:
    window.hands._seconds = lambda: 100.0
    ready(window, session, state_named(samples, "telling"))
    ready(window, session, state_named(samples, "asking_consent_recording"))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert not [event for event in session.posted if isinstance(event, Replied)]


def test_the_focus_stays_when_a_page_is_built_anew(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples
) -> None:
    state = state_named(samples, "asking_need_amount")
    ready(window, session, state)
    for name in ("key.5", "bar.help", "bar.language"):
        named(window, name).setFocus()
        window.resize(window.width() - 2, window.height())
        settle()
        assert at(window).objectName() == name
        ready(window, session, state)
        assert at(window).objectName() == name


def test_what_is_taken_away_hands_the_focus_on(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples
) -> None:
    ready(window, session, state_named(samples, "elder_choosing"))
    onward = named(window, "choosing.next")
    onward.setFocus()
    for _ in range(3):
        key(window, Qt.Key.Key_Return)
        assert at(window).objectName() == "choosing.next"
    at(window).setEnabled(False)
    settle()
    assert is_stop(at(window))


def test_escape_closes_what_lies_over_a_page_and_presses_nothing_on_it(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples
) -> None:
    ready(window, session, state_named(samples, "asking_consent_recording"))
    for opener in ("bar.ways", "bar.ask"):
        named(window, opener).setFocus()
        key(window, Qt.Key.Key_Return)
        assert not at(window).objectName().startswith("bar.")
        key(window, Qt.Key.Key_Escape)
        assert at(window).objectName() == opener
    key(window, Qt.Key.Key_Escape)
    assert at(window).objectName() == "bar.leave"
    assert not session.posted[1:]


@pytest.mark.parametrize(
    "name", ["explaining", "supposing_early", "paused", "calling_staff", "asking_to_leave", "correcting"]
)
def test_escape_leads_back_to_the_script(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, name: str
) -> None:
    ready(window, session, state_named(samples, name))
    key(window, Qt.Key.Key_Escape)
    assert isinstance(session.posted[-1], Resumed)


def test_keys_of_the_screen_by_arrows_and_by_a_real_keyboard(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    ready(window, session, state_named(samples, "teaching_back_words_total"))
    button(window, texts.say("typing.own_words", samples.language)).click()
    settle()
    field = at(window)
    assert isinstance(field, QPlainTextEdit)
    named(window, "type.g").setFocus()
    for arrow, expected in ((Qt.Key.Key_Right, "type.h"), (Qt.Key.Key_Up, "type.y"), (Qt.Key.Key_Left, "type.t")):
        key(window, arrow)
        assert at(window).objectName() == expected
    named(window, f"type.{Act.SYMBOLS}").setFocus()
    key(window, Qt.Key.Key_Return)
    assert at(window).objectName() == f"type.{Act.SYMBOLS}"
    key(window, Qt.Key.Key_7)
    assert field.toPlainText() == "7"
    key(window, Qt.Key.Key_Escape)  # what was typed is not lost by one key
    assert at(window).objectName() == f"type.{Act.BACK}"
    key(window, Qt.Key.Key_Return)
    assert not [each for each in window.findChildren(QPlainTextEdit) if each.isVisible()]


def test_a_tall_page_is_read_by_arrows(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples
) -> None:
    window.resize(1024, 768)
    ready(window, session, state_named(samples, "parting_signed"))
    page = next(each for each in stops(window) if isinstance(each, Scroll) and window.screen_shown.isAncestorOf(each))  # type: ignore[union-attr]
    page.setFocus()
    key(window, Qt.Key.Key_Down)
    assert page.verticalScrollBar().value() > 0
    for _ in range(40):
        key(window, Qt.Key.Key_PageDown)
    assert page.verticalScrollBar().value() == page.verticalScrollBar().maximum()


def test_without_keys_what_has_the_focus_is_drawn_as_its_equals(
    window: Window, session: SampleSession, samples: Samples
) -> None:
    """The first answer of each page once had a thicker edge."""
    show(window, session, state_named(samples, "asking_consent_recording"))
    window.focus.use_keys(False)
    first = window.focusWidget()
    assert isinstance(first, Button)
    with_focus = first.grab().toImage()
    first.clearFocus()
    assert first.grab().toImage() == with_focus
    window.focus.use_keys(True)
    first.setFocus()
    assert first.grab().toImage() != with_focus


def test_a_touch_takes_the_ring_away(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples
) -> None:
    """It would draw the eye to one of two answers."""
    ready(window, session, state_named(samples, "asking_consent_recording"))
    ring = window.findChild(Ring)
    assert isinstance(ring, Ring)
    assert ring.isHidden()
    key(window, Qt.Key.Key_Tab)
    assert ring.isVisible()
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(5, 500))
    assert ring.isHidden()
