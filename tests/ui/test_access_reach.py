"""The side of the hand, headphones, switches: chosen on the panel, seen on the page, forgotten after the session."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.consent import states as st
from kiosk.consent.events import Event, HandChosen, HeadphonesChosen, HelpAsked, SwitchesChosen
from kiosk.consent.machine import facts_of, with_facts
from kiosk.domain.reach import SCAN_SECONDS, Hand, Switches
from kiosk.domain.way import Way
from tests.ui.showing import button, named, show, state_named, touch
from ui import theme
from ui.i18n import Texts
from ui.previews import SampleSession, settle
from ui.sample_states import Samples
from ui.widgets.digits import Keypad
from ui.widgets.pen_area import PenArea
from ui.window import Window


def wishing(state: st.State, **wishes: object) -> st.State:
    facts = facts_of(state)
    assert facts is not None
    return with_facts(state, replace(facts, **wishes))  # type: ignore[arg-type]


def left_of(window: Window, one: QWidget, other: QWidget) -> bool:
    return one.mapTo(window, QPoint(0, 0)).x() < other.mapTo(window, QPoint(0, 0)).x()


@pytest.mark.parametrize("hand", Hand)
def test_answers_keys_and_pen_stand_on_the_side_of_the_hand(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, texts: Texts, hand: Hand
) -> None:
    window.resize(1920, 1080)
    left = hand is Hand.LEFT
    show(window, session, wishing(state_named(samples, "asking_consent_recording"), hand=hand))
    accept = button(window, texts.say("consent.accept", samples.language))
    refuse = button(window, texts.say("consent.refuse", samples.language))
    assert left_of(window, accept, refuse) is left
    assert abs(accept.width() - refuse.width()) <= 1
    assert accept.mapTo(window, accept.rect().center()).x() < window.width() / 2 if left else True
    show(window, session, wishing(state_named(samples, "asking_need_amount"), hand=hand))
    pad, page = window.findChild(Keypad), window.screen_shown
    assert isinstance(pad, Keypad)
    assert page is not None
    middle = pad.mapTo(page, pad.rect().center()).x()
    assert (middle < page.width() / 2) is left
    show(window, session, wishing(state_named(samples, "signing"), hand=hand))
    pen, page = window.findChild(PenArea), window.screen_shown
    assert isinstance(pen, PenArea)
    assert page is not None
    assert (pen.mapTo(page, pen.rect().center()).x() < page.width() / 2) is left


def test_by_ear_the_right_field_stays_yes(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples
) -> None:
    """The guide says which is which."""
    state = state_named(samples, "by_ear_asking_consent_recording")
    show(window, session, wishing(state, hand=Hand.LEFT))
    assert left_of(window, named(window, "field.left"), named(window, "field.right"))


def test_all_of_it_is_chosen_on_the_panel(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    state = wishing(state_named(samples, "telling"), switches=Switches.ONE)
    wanted: list[tuple[str, Event]] = [
        (texts.say("ways.hand_left", samples.language), HandChosen(Hand.LEFT)),
        (texts.say("ways.headphones_on", samples.language), HeadphonesChosen(True)),
        (texts.say("ways.switches_two", samples.language), SwitchesChosen(Switches.TWO, 3)),
        *(
            (texts.say("ways.scan_seconds", samples.language, n=each), SwitchesChosen(Switches.ONE, each))
            for each in SCAN_SECONDS
        ),
    ]
    for words, event in wanted:
        show(window, session, state)
        session.posted.clear()
        touch(named(window, "bar.ways"))
        settle()
        touch(button(window, words))
        assert session.posted == [event]
    show(window, session, wishing(state, way=Way.SILENT))
    touch(named(window, "bar.ways"))
    settle()
    with pytest.raises(AssertionError):
        button(window, texts.say("ways.headphones_on", samples.language))


@pytest.mark.parametrize("name", ["signing", "by_ear_signing"])
def test_who_uses_switches_is_led_to_staff_beside_the_pen(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, texts: Texts, name: str
) -> None:
    words = texts.say("signing.by_staff", samples.language)
    show(window, session, state_named(samples, name))
    with pytest.raises(AssertionError):
        button(window, words)
    show(window, session, wishing(state_named(samples, name), switches=Switches.TWO))
    session.posted.clear()
    touch(button(window, words))
    assert session.posted == [HelpAsked()]


def test_after_the_session_everything_is_as_before_it(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples
) -> None:
    wishes = {"hand": Hand.LEFT, "switches": Switches.ONE, "scan_seconds": 8, "contrast": 3, "text_size": 4}
    show(window, session, wishing(state_named(samples, "telling"), **wishes))
    page = window.screen_shown
    assert page is not None
    assert (window.scanning.switches, window.scanning.scan_seconds) == (Switches.ONE, 8)
    assert page.m.left_handed
    show(window, session, st.Attract())
    page = window.screen_shown
    assert page is not None
    assert window.scanning.switches is Switches.NONE
    assert not window.scanning.marked
    assert not page.m.left_handed
    assert theme.shade(theme.PAPER) == theme.PAPER
    show(window, session, state_named(samples, "welcoming"))
    assert window.scanning.switches is Switches.NONE
    assert not [event for event in session.posted if isinstance(event, SwitchesChosen)]


def test_one_switch_goes_round_three_times_and_then_waits(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples
) -> None:
    show(window, session, wishing(state_named(samples, "telling"), switches=Switches.ONE, scan_seconds=1))
    scanning = window.scanning
    now = [0.0]
    scanning._seconds = lambda: now[0]
    seen = []
    for _ in range(100):
        if scanning.paused:
            break
        seen.append(scanning.marked)
        scanning._by_itself()
    assert scanning.paused
    assert len(seen) == 3 * len(set(seen))
    session.posted.clear()
    scanning.press(choose=True)
    assert not scanning.paused
    assert not session.posted
    now[0] += 0.1
    scanning.press(choose=True)  # the same press once more, by a hand that trembles
    assert not session.posted
    now[0] += 1.0
    scanning.press(choose=True)
    assert session.posted
