"""No word is cut off, on any screen, in either language; `test_look` sees the screens in all their other looks."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from kiosk.consent.machine import base
from kiosk.domain.consents import Mode
from kiosk.domain.speech import Language
from ui.i18n import Texts
from ui.previews import windows
from ui.widgets.button import Button
from ui.widgets.text import Chip
from ui.window import Window

_SIZES = [((1080, 1920), 4), ((1024, 768), 2)]


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


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("size", "text_size"), _SIZES)
def test_nothing_is_cut(qapp: QApplication, language: Language, size: tuple[int, int], text_size: int) -> None:
    cut = []
    for name, _, window in windows(language, size, text_size):
        cut += [f"{name}: {words}" for words in (*_cut_labels(window), *_cut_buttons(window))]
        cut += _outside(name, window)
    assert not cut, "\n".join(cut)


def _outside(name: str, window: Window) -> list[str]:
    """Buttons outside of scroll areas must lie within the window."""
    page = window.currentWidget()
    assert page is not None
    assert page.width() <= window.width()
    bars = [b for b in window.findChildren(Button) if b.objectName().startswith("bar.") and b.isVisible()]
    low = [b for b in bars if b.mapTo(window, b.rect().bottomRight()).y() > window.height()]
    return [f"{name}: {b.text()!r} lies outside" for b in low]


@pytest.mark.parametrize("mode", Mode)
def test_marks_stand_on_every_screen(qapp: QApplication, texts: Texts, mode: Mode) -> None:
    for name, state, window in windows(Language.EN, mode=mode):
        chips = {chip.text() for chip in window.findChildren(Chip) if chip.isVisible()}
        assert texts.say("mark.ai", Language.EN) in chips, name
        assert (texts.say("mark.training", Language.EN) in chips) is (mode is Mode.TRAINING), name
        bars = {b.objectName() for b in window.findChildren(Button) if b.isVisible()}
        expected = {"bar.ask", "bar.repeat", "bar.pause", "bar.help", "bar.leave"}
        assert (expected <= bars) is (base(state) is not None), name
