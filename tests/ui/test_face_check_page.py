"""The page of the face check: what it asks, its light, and what is one touch away."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel

from kiosk.checks.liveness import COLOURS, LIGHT_SECONDS, MOVE_TEXTS, Glow, Move, Side
from kiosk.checks.liveness.light import SETTLED
from kiosk.consent import events as ev
from kiosk.consent.wording import LIGHT_ANSWERS
from kiosk.domain.speech import Intent, Language
from kiosk.runtime.instruction import Instruction
from tests.ui.showing import button, show, state_named, touch, until
from ui.i18n import Texts
from ui.previews import SampleSession
from ui.sample_states import Samples
from ui.screens.checking_face import CheckingFaceScreen
from ui.theme import DIMMED as DIM
from ui.widgets.button import Button
from ui.widgets.light import FADE_MS
from ui.window import Window

ZH = Language.ZH_CN


def test_the_face_check_says_what_to_do(window: Window, session: SampleSession, samples: Samples) -> None:
    show(window, session, state_named(samples, "checking_face"))
    shown = []
    for move in (*Move, None):
        window.show_instruction(Instruction(move, MOVE_TEXTS[move]) if move is not None else None)
        shown.append([label.text() for label in window.findChildren(QLabel) if label.isVisible()])
    for move, words in zip(Move, shown, strict=False):
        assert MOVE_TEXTS[move].zh in words
    assert not any(MOVE_TEXTS[move].zh in shown[-1] for move in Move)


def test_the_digits_to_be_read_stand_large_on_the_screen(
    window: Window, session: SampleSession, samples: Samples
) -> None:
    show(window, session, state_named(samples, "checking_face"))
    window.show_instruction(Instruction(Move.SAY_DIGITS, MOVE_TEXTS[Move.SAY_DIGITS], "3712"))
    [digits] = [label for label in window.findChildren(QLabel) if label.isVisible() and label.text() == "3 7 1 2"]
    others = [label.fontMetrics().height() for label in window.findChildren(QLabel) if label is not digits]
    assert digits.fontMetrics().height() >= max(others)
    window.show_instruction(Instruction(Move.NOD, MOVE_TEXTS[Move.NOD]))
    assert not digits.isVisible()


def test_the_light_colours_the_half_of_the_page_that_was_drawn(
    window: Window, session: SampleSession, samples: Samples
) -> None:
    show(window, session, state_named(samples, "checking_face"))
    screen = window.findChild(CheckingFaceScreen)
    assert isinstance(screen, CheckingFaceScreen)
    window.show_instruction(Instruction(Move.SCREEN_LIGHT, MOVE_TEXTS[Move.SCREEN_LIGHT], glow=Glow("rose", Side.LEFT)))
    blue, green, red = COLOURS["rose"]
    until(lambda: _shades(screen)[0] == (red, green, blue))
    lit, other = _shades(screen)
    assert max(other) < min(lit), "the other half does not light the other cheek"
    said = MOVE_TEXTS[Move.SCREEN_LIGHT]
    window.show_instruction(Instruction(Move.SCREEN_LIGHT, said, glow=Glow("aqua", Side.RIGHT)))
    blue, green, red = COLOURS["aqua"]
    assert _shades(screen)[1] != (red, green, blue), "a fade, not a jump"
    until(lambda: _shades(screen)[1] == (red, green, blue))
    window.show_instruction(None)
    assert not {(red, green, blue), QColor(DIM).getRgb()[:3]} & set(_shades(screen)), "at once as any page"


def _shades(screen: CheckingFaceScreen) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Of the outermost left and right, at half height."""
    picture = screen.grab().toImage()
    half = picture.height() // 2
    left, right = (picture.pixelColor(x, half).getRgb()[:3] for x in (2, picture.width() - 3))
    return tuple(map(int, left)), tuple(map(int, right))


def test_the_light_is_slow_and_its_fade_is_over_before_the_skin_is_looked_at() -> None:
    """Under two changes a second, so under two flashes; each half of the page is lit every second time."""
    assert 1 / LIGHT_SECONDS < 2
    assert FADE_MS / 1000 < SETTLED < LIGHT_SECONDS / 2


def test_what_is_hard_is_one_touch_and_names_the_step_on_the_screen(
    window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    show(window, session, state_named(samples, "checking_face"))
    [hard] = [b for b in window.findChildren(Button) if b.text() == texts.say("face.hard", ZH)]
    assert not hard.isVisible(), "nothing is asked for yet"
    window.show_instruction(Instruction(Move.NOD, MOVE_TEXTS[Move.NOD]))
    assert hard.isVisible()
    touch(hard)
    assert session.posted == [ev.StepTooHard(Move.NOD)]


def test_the_quiet_button_says_what_it_leaves_out(
    window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    show(window, session, state_named(samples, "checking_face"))
    for move, key in ((Move.SAY_DIGITS, "face.hard_say_digits"), (Move.SCREEN_LIGHT, "face.hard_screen_light")):
        window.show_instruction(Instruction(move, MOVE_TEXTS[move]))
        assert button(window, texts.say(key, ZH)).isVisible()


@pytest.mark.parametrize(("intent", "size"), [(Intent.YES, (1080, 1920)), (Intent.NO, (1920, 1080))])
def test_the_light_is_agreed_to_or_refused_by_equal_buttons(
    window: Window, session: SampleSession, samples: Samples, intent: Intent, size: tuple[int, int]
) -> None:
    window.resize(*size)
    show(window, session, state_named(samples, "asking_light"))
    both = {answer: button(window, words[ZH]) for answer, words in LIGHT_ANSWERS.items()}
    yes, no = both[Intent.YES], both[Intent.NO]
    assert (yes.height(), yes.role, yes.font()) == (no.height(), no.role, no.font())
    assert abs(yes.width() - no.width()) <= 1
    touch(both[intent])
    (event,) = session.posted
    assert isinstance(event, ev.Replied)
    assert event.understood.intent is intent


def test_the_face_check_can_be_refused_for_people(
    window: Window, session: SampleSession, samples: Samples, texts: Texts
) -> None:
    show(window, session, state_named(samples, "checking_face"))
    touch(button(window, texts.say("face.staff", ZH)))
    (event,) = session.posted
    assert isinstance(event, ev.Replied)
    assert event.understood.intent is Intent.NO
