"""By ear, elder, contrasts: what is touched there, and that nothing of it stays."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from kiosk.consent import states as st
from kiosk.consent.by_ear import sides
from kiosk.consent.events import ContrastChosen, SideTouched, WayChosen
from kiosk.consent.guide_words import speech
from kiosk.consent.machine import facts_of, with_facts
from kiosk.domain.way import Way
from kiosk.runtime.sounding import Sounding
from tests.ui.showing import button, named, show, state_named, touch
from ui import theme
from ui.i18n import Texts
from ui.previews import SampleSession, settle
from ui.sample_states import Samples
from ui.sample_ways import told
from ui.screens.by_ear import ByEarScreen
from ui.screens.screen import Screen
from ui.widgets.button import Button
from ui.window import Window

_PAGES = ("asking_consent_recording", "asking_need_purpose", "choosing", "reading_term_2", "confirming", "reading_card")


@pytest.mark.parametrize("name", _PAGES)
@pytest.mark.parametrize("right", [True, False])
def test_two_fields_and_nothing_to_read(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, name: str, right: bool
) -> None:
    state = told(state_named(samples, name), Way.BY_EAR)
    show(window, session, state)
    field = named(window, f"field.{'right' if right else 'left'}")
    two = sides(session.context, state)
    assert two is not None
    assert field.text() == (two.right if right else two.left)[samples.language]
    assert (field.mapTo(window, field.rect().center()).x() > window.width() / 2) is right
    assert field.width() >= 0.3 * window.width() if window.height() > window.width() else field.width() >= 200
    touch(field)
    assert session.posted == [SideTouched(right)]


def test_what_stands_on_such_a_page_is_what_is_said(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples
) -> None:
    for name in (
        "asking_consent_recording",
        "choosing",
        "reading_back",
        "showing_affordability_warn",
        "parting_signed",
    ):
        state = told(state_named(samples, name), Way.BY_EAR)
        show(window, session, state)
        page = window.screen_shown
        assert isinstance(page, ByEarScreen)
        assert not [shown.text() for shown in page.findChildren(QLabel) if shown.text() not in page.around.caption]
        assert {made.objectName() for made in page.findChildren(Button)} == {"field.left", "field.right"}


def test_a_page_above_the_two_fields_has_no_answers_of_its_own(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    show(window, session, told(state_named(samples, "asking_presence"), Way.BY_EAR))
    page: Screen[st.AskingPresence] | None = window.screen_shown
    assert page is not None
    seen = {made.objectName() for made in page.findChildren(Button) if made.isVisible()}
    assert seen == {"field.left", "field.right"}


def test_the_pen_needs_no_page_to_be_read_but_a_name(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    show(window, session, told(state_named(samples, "signing"), Way.BY_EAR))
    sign = button(window, texts.say("signing.sign", samples.language))
    assert not sign.isEnabled()
    page: Screen[st.Signing] | None = window.screen_shown
    assert page is not None
    page.restore((tuple((0.1 * n, 0.5, 10 * n, 0.5) for n in range(6)),))
    assert sign.isEnabled()


@pytest.mark.parametrize("way", Way)
def test_a_way_can_be_chosen_from_the_bar_on_every_page(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, way: Way
) -> None:
    show(window, session, state_named(samples, "reading_term_2"))
    touch(named(window, "bar.ways"))
    touch(named(window, f"way.{way}"))
    assert session.posted == [WayChosen(way)]


def test_contrast_and_size_from_the_bar(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    show(window, session, state_named(samples, "reading_term_2"))
    touch(named(window, "bar.ways"))
    settle()
    touch(button(window, texts.say("ways.contrast_3", samples.language)))
    assert session.posted == [ContrastChosen(3)]


def test_the_contrast_goes_with_the_session(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples
) -> None:
    state = state_named(samples, "telling")
    facts = facts_of(state)
    assert facts is not None
    show(window, session, with_facts(state, replace(facts, contrast=3)))
    assert theme.shade(theme.PAPER) == "#FFFFFF"
    show(window, session, st.Attract())
    assert theme.shade(theme.PAPER) == theme.PAPER


def test_what_is_said_beside_the_page_has_a_caption(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples
) -> None:
    """And what stands on the page needs none."""
    state = state_named(samples, "asking_need_amount")
    show(window, session, state)
    caption = window.findChild(QLabel, "caption")
    assert isinstance(caption, QLabel)
    asked = speech(session.context, state)
    assert asked is not None
    window.show_sounding(Sounding(asked[1], (0, len(asked[1])), (0, 1)))
    assert caption.isHidden()
    beside = "对不起，我没听清。请再说一遍，或者点屏幕。"
    window.show_sounding(Sounding(beside, (9, len(beside)), (9, 10)))
    settle()
    assert caption.isVisible()
    assert caption.text() == "请再说一遍，或者点屏幕。"
    window.show_sounding(None)
    assert caption.isHidden()
