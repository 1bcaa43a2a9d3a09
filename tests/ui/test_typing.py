"""Typing on the screen and on a real keyboard: what is meant stands there, and nothing typed breaks a page."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.consent.events import CardCorrected, QuestionAsked, Replied
from kiosk.consent.states import AskingNeed, TeachingBack
from kiosk.dialogue.typed import MOST, clean
from kiosk.domain.consents import Mode
from kiosk.domain.speech import Channel, Intent, Language
from tests.ui.showing import button, named, show, state_named, touch
from ui.i18n import Texts, Words
from ui.previews import SampleSession, settle
from ui.sample_states import Samples
from ui.screens.ask_panel import AskPanel
from ui.theme import Metrics
from ui.widgets.button import Button
from ui.widgets.keyboard import Act, Keyboard, key_side
from ui.widgets.typing_pad import TypingPad
from ui.window import Window

_SIZES = [((1080, 1920), 2), ((1080, 1920), 4), ((1920, 1080), 4), ((1024, 768), 2)]


@pytest.fixture
def pad(window: Window, session: SampleSession, samples: Samples) -> TypingPad:
    """A question is being typed."""
    show(window, session, state_named(samples, "asking_need_amount"))
    window.open_questions()
    settle()
    touch(button(window, "打字来问"))
    settle()
    return _pad(window)


def _pad(window: Window) -> TypingPad:
    settle()
    found = [each for each in window.findChildren(TypingPad) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def _touch_keys(pad: TypingPad, names: str | list[str]) -> None:
    for name in names:
        touch(pad.keys.key(name))
        pad.keys._last = ("", 0.0)  # time passes between two touches


def _candidate(pad: TypingPad, words: str) -> Button:
    return named_in(pad, f"candidate.{pad.found.texts().index(words) + 1}")


def named_in(pad: TypingPad, name: str) -> Button:
    found = pad.findChild(Button, name)
    assert isinstance(found, Button)
    return found


def test_pinyin_touched_becomes_the_word_touched_and_is_asked(pad: TypingPad, session: SampleSession) -> None:
    _touch_keys(pad, "nihao")
    assert pad.found.texts()[0] == "你好"
    assert not pad.text()
    touch(_candidate(pad, "你好"))
    assert pad.text() == "你好"
    _touch_keys(pad, "yaohuanduoshao")
    _touch_keys(pad, [Act.DONE])
    assert session.posted == [QuestionAsked("你好" + "要还多少", Channel.TYPED)]


def test_the_same_on_a_real_keyboard(pad: TypingPad, session: SampleSession) -> None:
    QTest.keyClicks(pad.field, "nihao")
    QTest.keyClick(pad.field, Qt.Key.Key_1)
    QTest.keyClicks(pad.field, "huankuan")
    QTest.keyClick(pad.field, Qt.Key.Key_Space)
    QTest.keyClick(pad.field, Qt.Key.Key_Return)
    assert session.posted == [QuestionAsked("你好还款", Channel.TYPED)]


def test_letters_are_taken_back_one_by_one_then_signs(pad: TypingPad) -> None:
    _touch_keys(pad, "nihao")
    touch(_candidate(pad, "你好"))
    _touch_keys(pad, ["w", "o", *[Act.DELETE] * 3])
    assert pad.text() == "你"
    _touch_keys(pad, ["w", Act.CLEAR])
    assert pad.text() == ""
    assert not pad.keys.key(Act.DONE).isEnabled()


def test_candidates_are_turned_page_by_page_and_back(pad: TypingPad) -> None:
    _touch_keys(pad, "shi")
    first = pad.found.texts()
    pad.found.turn()
    assert pad.found.texts()
    assert not set(first) & set(pad.found.texts())
    pad.found.turn_back()
    assert pad.found.texts() == first


def test_digits_and_english_and_capitals(pad: TypingPad) -> None:
    _touch_keys(pad, [Act.SYMBOLS, "3", "2"])
    _touch_keys(pad, [Act.SYMBOLS, Act.LANGUAGE, Act.SHIFT, "O", "k"])
    assert pad.text() == "32Ok"


def test_a_tremble_types_once_and_two_touches_twice(texts: Texts) -> None:
    pressed: list[str] = []
    now = [0.0]
    keys = Keyboard(
        Metrics(1080, 1920), Words(texts, Language.EN), pressed.append, chinese=False, seconds=lambda: now[0]
    )
    keys.resize(990, 500)
    for at in (1.0, 1.1, 1.2, 1.6):
        now[0] = at
        touch(keys.key("e"))
    assert pressed == ["e", "e"]
    keys.deleteLater()


def test_a_touch_counts_only_where_it_started(pad: TypingPad) -> None:
    key, other = pad.keys.key("n"), pad.keys.key("m")
    QTest.mousePress(key, Qt.MouseButton.LeftButton)
    QTest.mouseMove(key, QPoint(key.width() * 3, 5))
    QTest.mouseRelease(key, Qt.MouseButton.LeftButton, pos=QPoint(key.width() * 3, 5))
    QTest.mouseRelease(other, Qt.MouseButton.LeftButton)
    assert not pad.found.texts()
    assert not pad.text()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_mashed_keys_ask_nothing_and_break_nothing(pad: TypingPad, session: SampleSession, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311
    moving = "Backspace Delete Left Right Up Down Home End PageUp PageDown Escape Insert F1 F5 Space Menu Shift Control"
    keys = [Qt.Key[f"Key_{name}"] for name in moving.split()]
    for _ in range(300):
        if draw.random() < 0.6:
            QTest.keyClicks(pad.field, draw.choice("abcdefghijklmnopqrstuvwxyz' 0123456789.?"))
        else:
            QTest.keyClick(pad.field, draw.choice(keys))
    for _ in range(300):
        acts = (*"qwertyuiopzxcvbnm", Act.DELETE, Act.SPACE, Act.LANGUAGE)
        pad.press(draw.choice(acts))
    settle()
    assert len(pad.text()) <= MOST
    assert session.posted == []


_PASTED = [
    "字" * 300, "字" * 5000, "😀👨‍👩‍👧‍👦🇨🇳" * 40, "مرحبا بالعالم עברית " * 10, "\u202e三万\u202c", "a\x00b\r\nc\td",
    "<b>x</b>{0}%s\\",
    "e\u0301" * 200, "\ud83d", "𠮷野家",
]  # fmt: skip


@pytest.mark.parametrize("pasted", _PASTED, ids=range(len(_PASTED)))
def test_what_a_real_keyboard_brings_stays_inside_the_page(
    pad: TypingPad, session: SampleSession, window: Window, pasted: str
) -> None:
    mime = QMimeData()
    mime.setText(pasted)
    pad.field.insertFromMimeData(mime)
    settle()
    assert len(pad.text()) <= MOST
    assert "\u202e" not in pad.text()
    assert window.width() == 1080
    assert pad.mapTo(window, pad.rect().bottomRight()).x() <= window.width()
    pad.press(Act.DONE)
    assert all(isinstance(each, QuestionAsked) and each.text == clean(each.text).strip() for each in session.posted)


def test_a_figure_typed_in_words_corrects_a_reply(window: Window, session: SampleSession, samples: Samples) -> None:
    show(window, session, state_named(samples, "correcting"))
    touch(button(window, "打字来改"))
    pad = _pad(window)
    pad.put("三万二")
    pad.press(Act.DONE)
    (reply,) = session.posted
    assert isinstance(reply, Replied)
    assert (reply.channel, reply.understood.intent, reply.understood.value) == (
        Channel.TYPED,
        Intent.NUMBER,
        Decimal(32_000),
    )


def test_what_answers_nothing_is_said_so_and_posts_nothing(
    window: Window, session: SampleSession, samples: Samples
) -> None:
    show(window, session, state_named(samples, "correcting"))
    touch(button(window, "打字来改"))
    pad = _pad(window)
    for words in ("随便吧", "九千亿", "好的 不要"):
        pad.press(Act.CLEAR)
        pad.put(words)
        pad.press(Act.DONE)
    assert session.posted == []
    assert _pad(window) is pad
    pad.press(Act.BACK)
    settle()
    assert not [each for each in window.findChildren(TypingPad) if each.isVisible()]
    assert button(window, "打字来改").isVisible()


def test_a_fact_is_told_in_typed_words(window: Window, session: SampleSession, samples: Samples) -> None:
    show(window, session, state_named(samples, "teaching_back_words_total"))
    touch(button(window, "打字回答"))
    pad = _pad(window)
    pad.put("一共还五万三")
    pad.press(Act.DONE)
    (reply,) = session.posted
    assert isinstance(reply, Replied)
    assert (reply.channel, reply.understood.intent, reply.understood.text) == (
        Channel.TYPED, Intent.WORDS, "一共还五万三",
    )  # fmt: skip


def test_a_name_on_the_card_is_typed(window: Window, session: SampleSession, samples: Samples) -> None:
    state = state_named(samples, "reviewing_card")
    show(window, session, state)
    touch(button(window, "改"))
    pad = _pad(window)
    QTest.keyClicks(pad.field, "li")
    touch(_candidate(pad, pad.found.texts()[0]))
    pad.press(Act.DONE)
    (corrected,) = session.posted
    assert isinstance(corrected, CardCorrected)
    assert len(corrected.value) == 1


def test_what_was_begun_outlives_a_page_built_anew(window: Window, session: SampleSession, samples: Samples) -> None:
    state = state_named(samples, "teaching_back_words_total")
    show(window, session, state)
    touch(button(window, "打字回答"))
    _pad(window).put("一共还")
    assert isinstance(state, TeachingBack)
    show(window, session, replace(state, facts=replace(state.facts, volume=3)))
    assert _pad(window).text() == "一共还"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("size", "text_size"), _SIZES)
def test_keys_are_as_large_as_a_finger_and_nothing_is_cut(
    texts: Texts, samples: Samples, language: Language, size: tuple[int, int], text_size: int
) -> None:
    state = state_named(samples, "asking_need_amount")
    assert isinstance(state, AskingNeed)
    facts = replace(state.facts, text_size=text_size, language=language)
    session = SampleSession(samples.context, Mode.TRAINING, replace(state, facts=facts), language=language)
    window = Window(session, texts)
    window.resize(*size)
    window.show()
    window.show_state(session.state)
    window.open_questions()
    panel = window.findChild(AskPanel)
    assert panel is not None
    panel.start_typing()
    settle()
    pad = _pad(window)
    metrics = Metrics(*size, dpi=session.dots_per_inch)
    for shown in (True, False):
        if not shown:
            pad.press("n")
            touch(pad.keys.key(Act.SYMBOLS))
            settle()
        keys = [each for each in pad.findChildren(Button) if each.isVisible()]
        assert len(keys) > 25
        assert not [each.text() for each in keys if not each.words_fit()]
        assert min(min(each.width(), each.height()) for each in keys) >= key_side(metrics) * 0.8
        corners = [each.mapTo(window, each.rect().bottomRight()) for each in keys]
        assert all(corner.x() <= size[0] and corner.y() <= size[1] for corner in corners)
    assert key_side(metrics) >= min(metrics.millimetres(20), size[1] // 11)
    leave = named(window, "bar.leave")
    assert pad.mapTo(window, pad.rect().bottomLeft()).y() <= leave.mapTo(window, leave.rect().topLeft()).y()
    window.close()
    window.deleteLater()
    settle()
