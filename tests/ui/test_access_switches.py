"""Two switches, or one, and nothing else: the real window from the attract screen to the pen."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import count

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.machine import facts_of, with_facts
from kiosk.consent.wording import LIGHT_ANSWERS
from kiosk.domain.reach import Switches
from kiosk.domain.speech import Intent
from kiosk.rehearsal.borrower import Borrower, LookAtCamera, ShowCard, Touch
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import World, card_read
from tests.ui.showing import show, state_named, until
from ui.access.stops import stops
from ui.i18n import Texts
from ui.previews import SampleSession, settle
from ui.sample_states import Samples
from ui.widgets.button import Button
from ui.widgets.document_view import DocumentView
from ui.window import Window

_NO_OR_ON = ("promised.no", "promise.nothing", "affordability.continue")
NEXT, CHOOSE = Qt.Key.Key_F7, Qt.Key.Key_F8


@pytest.fixture
def window(qapp: QApplication, session: SampleSession, texts: Texts) -> Iterator[Window]:
    made = Window(session, texts)
    made.resize(1080, 1920)
    made.show()
    made.activateWindow()
    until(made.isActiveWindow)
    hours = count(0.0, 10.0)
    # Presses of this test follow one another faster than any hand, and pages stand for longer than they take here.
    made.scanning._seconds = made.hands._seconds = lambda: next(hours)
    yield made
    made.close()
    made.deleteLater()
    settle()


def press(window: Window, key: Qt.Key) -> None:
    QTest.keyClick(window.windowHandle(), key)


def choose(window: Window, target: QWidget, most: int = 80) -> int:
    """With two switches: on until it is marked, into its group, on, choose; how many presses it took."""
    for presses in range(most):
        marked = window.scanning.marked
        if marked == (target,):
            press(window, CHOOSE)
            return presses + 1
        press(window, CHOOSE if target in marked else NEXT)
    raise AssertionError(f"{target.objectName() or target.accessibleName()} is not reached by switches")


def by_name(window: Window, *names: str) -> Button:
    found = [each for each in stops(window) if isinstance(each, Button) and each.objectName() in names]
    assert found, names
    return found[0]


def on_the_page(window: Window) -> list[Button]:
    page = window.screen_shown
    assert page is not None
    return [
        each for each in stops(window) if isinstance(each, Button) and page.isAncestorOf(each) and not each.leads_back
    ]


class Switched:
    """A borrower who has nothing but two switches; what he means is the rehearsed one's."""

    def __init__(self, window: Window, session: SampleSession, world: World, texts: Texts) -> None:
        self.window, self.session, self.world, self.texts = window, session, world, texts
        self.presses = 0

    def shown(self) -> None:
        self.session.state = self.world.state
        self.window.show_state(self.world.state)
        for view in self.window.findChildren(DocumentView):
            view.wait()
        settle()

    def told(self) -> None:
        """What the window posted goes to the machine; the page of the new state comes."""
        posted, self.session.posted[:] = list(self.session.posted), []
        for event in posted:
            self.world.touch(event)
        self.shown()

    def choose(self, target: QWidget) -> None:
        self.presses += choose(self.window, target)

    def does(self, event: ev.Event) -> None:
        for target in self._targets(event):
            self.choose(target() if callable(target) else target)

    def _targets(self, event: ev.Event):  # type: ignore[no-untyped-def]
        words = self.texts
        match event, self.world.state:
            case ev.Replied(meant), st.Choosing(order=order) if meant.intent is Intent.NUMBER:
                yield by_name(self.window, f"choose.{order[int(meant.value) - 1]}")
            case ev.Replied(meant), _ if meant.intent is Intent.NUMBER:
                for sign in f"{meant.value:f}":
                    yield by_name(self.window, f"key.{sign}")
                yield lambda: on_the_page(self.window)[-1]
            case ev.Replied(meant), _ if meant.intent is Intent.CHOICE:
                texts = [each for each in on_the_page(self.window) if each.text() == meant.text]
                yield texts[0] if texts else by_name(self.window, f"choice.{meant.choice}")
            case ev.Replied(meant), state if meant.intent is Intent.NO or isinstance(state, st.ShowingAffordability):
                language = state.facts.language
                said = {words.say(key, language) for key in _NO_OR_ON} | {LIGHT_ANSWERS[Intent.NO][language]}
                yield next(each for each in on_the_page(self.window) if each.text() in said)
            case _:
                yield on_the_page(self.window)[-1]


def test_a_whole_story_up_to_the_pen(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    opening = samples.start.opening
    world = World(samples.context)
    borrower = Borrower(replace(STORIES["signs"], rate=Decimal("1.0")), samples.context)
    hand = Switched(window, session, world, texts)
    hand.shown()
    press(window, NEXT)
    hand.choose(on_the_page(window)[0])
    assert session.begun == 1
    world.open(opening)
    hand.shown()
    hand.told()  # the session hears that switches are used
    assert world.state.facts.switches is Switches.TWO
    visited, terms = set(), 0
    for _ in range(400):
        state = world.state
        visited.add(type(state))
        if isinstance(state, st.Signing):
            break
        terms += isinstance(state, st.ReadingTerm)
        match borrower.act(state):
            case Touch(event) if isinstance(state, st.ReadingTerm) and terms > 2:
                world.touch(event)  # all of them are alike
            case Touch(event):
                hand.shown()
                hand.does(event)
                answered = [each for each in session.posted if not isinstance(each, ev.Touched)]
                assert [type(each) for each in answered] == [type(event)], (state, answered)
                if isinstance(event, ev.Replied):
                    assert answered[0].understood.intent in (event.understood.intent, Intent.CHOICE), state
                hand.told()
            case ShowCard(side):
                world.touch(card_read(side))
            case LookAtCamera():
                world.look()
    assert isinstance(world.state, st.Signing)
    assert {st.Welcoming, st.AskingConsent, st.ReviewingCard, st.AskingNeed, st.Choosing, st.ReadingTerm,
            st.TeachingBack, st.ReadingBack} <= visited  # fmt: skip
    assert hand.presses < 700
    _at_the_pen(window, session, world, samples, texts)


def _at_the_pen(window: Window, session: SampleSession, world: World, samples: Samples, texts: Texts) -> None:
    """The document is read to its end by switches; a name can't be written by them, and staff are a press away."""
    signing = state_named(samples, "signing")
    facts = facts_of(signing)
    assert facts is not None
    show(window, session, with_facts(signing, replace(facts, switches=Switches.TWO)))
    document = window.findChild(DocumentView)
    assert isinstance(document, DocumentView)
    document.wait()
    settle()
    onward = texts.say("signing.next", samples.language)
    while not document.all_seen:
        choose(window, next(each for each in on_the_page(window) if each.text() == onward))
        settle()
    words = [each.text() for each in on_the_page(window)]
    assert texts.say("signing.sign", samples.language) not in words
    session.posted.clear()
    choose(window, on_the_page(window)[words.index(texts.say("signing.by_staff", samples.language))])
    asked = [event for event in session.posted if not isinstance(event, ev.Touched)]
    assert asked == [ev.HelpAsked()]
    assert isinstance(world.touch(asked[0]).state, st.CallingStaff)
