"""Every screen in both languages, tall with the largest letters and on the smallest panel: no word is cut off, nothing
pushes, and the marks stand. Each page is built once for all of it; `test_look` sees the screens in all their looks."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from kiosk.consent import states as st
from kiosk.consent.machine import base, facts_of
from kiosk.domain.consents import Mode
from kiosk.domain.speech import Language
from tests.ui.dark_patterns import (
    contrast_faults,
    order_faults,
    shown_texts,
    size_faults,
    ticked_faults,
    wording_faults,
)
from ui.i18n import Texts
from ui.previews import windows
from ui.widgets.button import Button
from ui.widgets.text import Chip
from ui.window import Window

_PAGES = [
    (Language.ZH_CN, (1080, 1920), 4, Mode.LIVE), (Language.ZH_CN, (1024, 768), 2, Mode.TRAINING),
    (Language.EN, (1080, 1920), 4, Mode.TRAINING), (Language.EN, (1024, 768), 2, Mode.LIVE),
]  # fmt: skip
_SETTINGS = (st.Attract, st.Welcoming, st.Paused, st.Supposing)
"""Pages on which a button that looks chosen shows what is set, and answers nothing."""


def _cut_labels(window: QWidget) -> list[str]:
    cut = []
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text():
            continue
        room = label.contentsRect()
        flags = int(Qt.TextFlag.TextWordWrap) if label.wordWrap() else 0
        needed = QFontMetrics(label.font()).boundingRect(QRect(0, 0, room.width(), 100_000), flags, label.text())
        if needed.height() > room.height() + 2 or needed.width() > room.width() + 2:
            cut.append(f"{label.text()!r} {needed.width()}x{needed.height()} in {room.width()}x{room.height()}")
    return cut


def _cut_buttons(window: QWidget) -> list[str]:
    shown = [b for b in window.findChildren(Button) if b.isVisible()]
    return [f"button {b.text()!r} {b.width()}x{b.height()}" for b in shown if not b.words_fit()]


@pytest.mark.parametrize(("language", "size", "text_size", "mode"), _PAGES)
def test_nothing_is_cut_and_nothing_pushes_and_the_marks_stand(
    qapp: QApplication, texts: Texts, language: Language, size: tuple[int, int], text_size: int, mode: Mode
) -> None:
    found = []
    for name, state, window in windows(language, size, text_size, mode):
        faults = [*_cut_labels(window), *_cut_buttons(window), *_outside(window), *_pushing(state, window, language)]
        found += [f"{name}: {fault}" for fault in (*faults, *_unmarked(state, window, texts, language, mode))]
    assert not found, "\n".join(found)


def _outside(window: Window) -> list[str]:
    """Buttons outside of scroll areas must lie within the window."""
    page = window.currentWidget()
    assert page is not None
    assert page.width() <= window.width()
    bars = [b for b in window.findChildren(Button) if b.objectName().startswith("bar.") and b.isVisible()]
    low = [b for b in bars if b.mapTo(window, b.rect().bottomRight()).y() > window.height()]
    return [f"{b.text()!r} lies outside" for b in low]


def _pushing(state: st.State, window: Window, language: Language) -> list[str]:
    """What a dark pattern looks like."""
    facts = facts_of(state)
    level = facts.contrast if facts is not None else 1
    found = [
        *size_faults(window),
        *ticked_faults(window, isinstance(state, _SETTINGS)),
        *contrast_faults(window, level),
    ]
    found += wording_faults((("", text) for text in shown_texts(window)), language)
    if isinstance(state, st.Choosing):
        found += order_faults(window, tuple(str(id_) for id_ in state.order))
    return found


def _unmarked(state: st.State, window: Window, texts: Texts, language: Language, mode: Mode) -> list[str]:
    """That it is a machine, that it is practice, and the five keys of a session."""
    chips = {chip.text() for chip in window.findChildren(Chip) if chip.isVisible()}
    keys = {b.objectName() for b in window.findChildren(Button) if b.isVisible()}
    expected = {"bar.ask", "bar.repeat", "bar.pause", "bar.help", "bar.leave"}
    wrong = {
        "the mark of the machine": texts.say("mark.ai", language) not in chips,
        "the mark of practice": (texts.say("mark.training", language) in chips) is not (mode is Mode.TRAINING),
        "the keys below": (expected <= keys) is not (base(state) is not None),
    }
    return [what for what, is_wrong in wrong.items() if is_wrong]
