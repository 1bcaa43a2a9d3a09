"""Words light up where they stand, while they are heard, and nothing else does."""

import itertools

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtWidgets import QApplication, QScrollArea

from kiosk.consent import states as st
from kiosk.dialogue.utterance import parts
from kiosk.domain.speech import Language
from kiosk.runtime.sounding import Sounding
from tests.ui.showing import show, state_named, until
from ui import theme
from ui.bridge import Bridge
from ui.previews import SampleSession, settle
from ui.sample_states import Samples
from ui.widgets.spoken import Said, said
from ui.widgets.text import Scroll, column
from ui.window import Window

BLOCK = "█"


def lit(window: Window) -> list[str]:
    return [words.lit for words in window.findChildren(Said) if words.lit and words.isVisible()]


def shown(words: str, width: int, role: str = "guide") -> Said:
    made = said(theme.Metrics(1080, 1920), words, role)
    made.resize(width, made.heightForWidth(width) + 37)
    made.show()
    settle()
    return made


def ground_of(image: QImage, colour: str) -> QRect:
    """The area in which a colour stands."""
    wanted, found = QColor(colour).rgb(), QRect()
    for y, x in itertools.product(range(0, image.height(), 2), range(0, image.width(), 2)):
        if image.pixel(x, y) == wanted:
            found = found.united(QRect(x, y, 1, 1))
    return found


@pytest.mark.parametrize("width", [150, 260, 411, 800])
@pytest.mark.parametrize("before", [0, 3, 17, 41])
def test_the_ground_lies_behind_the_word_wherever_the_line_breaks(qapp: QApplication, width: int, before: int) -> None:
    words = f"{'您还 ' * before}{BLOCK} 元。\n{'您还 ' * 5}"
    label = shown(words, width)
    at = words.index(BLOCK)
    label.show_sounding(Sounding(words, (0, len(words)), (at, at + 1)))
    image = label.grab().toImage()
    ground = ground_of(image, theme.SOUNDING_WORD)
    advance = QFontMetrics(label.font()).horizontalAdvance(BLOCK)
    assert 0 < ground.width() <= advance + 8
    assert QColor(image.pixel(ground.center())).lightness() < 80
    label.deleteLater()


@pytest.mark.parametrize("words", ["好", "🏦 您每月还 3,765.05 元。" * 4, "A fair and rather long sentence.\nTwo."])
def test_it_breaks_lines_as_the_label_itself_does(qapp: QApplication, words: str) -> None:
    for width in (90, 201, 333, 700):
        label = shown(words, width)
        room = QFontMetrics(label.font()).boundingRect(QRect(0, 0, width, 100_000), 0x1000, words)
        label.show_sounding(Sounding(words, (0, len(words)), (0, len(words))))
        ground = ground_of(label.grab().toImage(), theme.SOUNDING_WORD)
        assert -4 <= room.height() - ground.height() <= 10  # a line stands under the last one
        label.deleteLater()


def test_unlit_it_looks_as_it_did_before(qapp: QApplication) -> None:
    words = "您每月还 3,765.05 元。" * 3
    label = shown(words, 300)
    before = label.grab().toImage()
    assert ground_of(before, theme.PINE).isEmpty()
    label.show_sounding(Sounding(words, (0, 16), (5, 15)))
    assert not ground_of(label.grab().toImage(), theme.PINE).isEmpty()
    label.show_sounding(None)
    assert label.grab().toImage() == before
    label.deleteLater()


@pytest.mark.parametrize(
    ("text", "word", "seen"),
    [
        ("标题：您每月还 12 元。", (6, 10), "还 12"),
        ("您每月还 12 元。", (3, 7), "还 12"),
        ("别的话。", (0, 2), ""),
        ("标题：您每月还 12 元。后面还有。", (14, 15), ""),
        ("标题：您每月还 12 元。", (0, 2), ""),
        ("您每月还 12 元。又，您每月还 12 元。", (15, 18), "还 1"),
    ],
)
def test_words_that_are_part_of_what_is_said_light_up_in_their_place(
    qapp: QApplication, text: str, word: tuple[int, int], seen: str
) -> None:
    label = shown("您每月还 12 元。", 500)
    label.show_sounding(Sounding(text, (0, len(text)), word))
    assert label.lit == seen
    label.deleteLater()


def test_a_term_lights_up_in_its_title_and_then_in_its_body(
    window: Window, session: SampleSession, samples: Samples
) -> None:
    state = state_named(samples, "reading_term_1")
    assert isinstance(state, st.ReadingTerm)
    show(window, session, state)
    page = window.screen_shown
    assert page is not None
    text = page.around.caption
    seen = []
    for part in parts(text, Language.ZH_CN):
        for unit in part.units:
            window.show_sounding(Sounding(text, part.shown, unit.shown))
            assert lit(window) == [text[slice(*unit.shown)]]
            seen.append(unit.shown)
    assert len(seen) > 10
    window.show_sounding(None)
    assert not lit(window)


def test_a_page_that_is_built_anew_takes_up_where_the_guide_is(
    window: Window, session: SampleSession, samples: Samples
) -> None:
    state = state_named(samples, "telling")
    show(window, session, state)
    page = window.screen_shown
    assert page is not None
    unit = parts(page.around.caption, Language.ZH_CN)[0].units[2]
    window.show_sounding(Sounding(page.around.caption, (0, 10), unit.shown))
    before = lit(window)
    show(window, session, state)
    assert lit(window) == before != []


def test_the_bridge_hands_on_what_is_heard_now(session: SampleSession, window: Window) -> None:
    heard = Sounding("您好。", (0, 3), (0, 1))
    session.heard = heard
    bridge, got = Bridge(session), []
    bridge.watch(lambda _: None, lambda _: None, lambda *_: None, lambda _: None)
    bridge.watch_words(got.append)
    until(lambda: len(got) >= 2)
    assert got[0] == heard
    session.heard = None
    until(lambda: got[-1] is None)


def test_a_sentence_below_the_edge_is_scrolled_into_view(qapp: QApplication) -> None:
    sentences = [f"这是第{n}句，说得长一些，好让它折成几行。" for n in range(20)]
    words = "".join(sentences)
    label = said(theme.Metrics(1080, 1920), words, "guide")
    area = Scroll(column(label, 0))
    assert isinstance(area, QScrollArea)
    area.resize(300, 200)
    area.show()
    settle()
    at = words.index(sentences[15])
    label.show_sounding(Sounding(words, (at, at + len(sentences[15])), (at, at + 1)))
    assert area.verticalScrollBar().value() > 400
    label.show_sounding(Sounding(words, (0, len(sentences[0])), (0, 1)))
    assert area.verticalScrollBar().value() < 40
    area.deleteLater()
