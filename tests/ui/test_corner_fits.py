"""No word is cut off on any page of the corner: each topic, question and answer, at the hard sizes."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from kiosk.domain.speech import Language
from tests.ui.dark_patterns import contrast_faults, shown_texts, size_faults, wording_faults
from ui.corner.port import Place
from ui.corner.samples import every_page
from ui.i18n import Texts
from ui.inspection import crossing, cut_words, outside, small
from ui.previews import SampleSession, settle
from ui.sample_states import Samples
from ui.screens.attract import AttractScreen
from ui.window import Window

_SIZES = [((1080, 1920), True), ((1920, 1080), True), ((1024, 768), False)]
_DPI = 96.0


def _too_wide(page: QWidget) -> list[str]:
    """What a finger can't reach: pages scroll up and down only."""
    areas = [area for area in page.findChildren(QScrollArea) if area.isVisible() and area.widget() is not None]
    return [f"{area.widget().width()} in {area.viewport().width()}" for area in areas
            if area.widget().width() > area.viewport().width()]  # fmt: skip


def _faults(window: Window, held: QWidget, language: Language) -> list[str]:
    found = [*cut_words(window), *crossing(held), *outside(window), *small(window, _DPI), *_too_wide(held)]
    found += [*size_faults(held), *contrast_faults(held, 1)]
    return found + wording_faults((("", text) for text in shown_texts(held)), language)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("size", "larger"), _SIZES)
def test_nothing_of_the_corner_is_cut(
    qapp: QApplication, samples: Samples, texts: Texts, language: Language, size: tuple[int, int], larger: bool
) -> None:
    session = SampleSession(samples.context, language=language)
    window = Window(session, texts)
    window.resize(*size)
    window.show()
    settle()
    page = window.screen_shown
    assert isinstance(page, AttractScreen)
    assert not _too_wide(page)
    assert not [each for each in page.findChildren(QScrollArea) if each.verticalScrollBar().maximum() > 0], (
        "in one look"
    )
    page.learn()
    assert page.corner is not None
    faults = []
    pages = dict(every_page(session.corner.corner, Place(larger=larger)))
    for name, place in pages.items():
        if f"{name}_answered" in pages:
            continue  # the same page with less on it
        page.corner.restore(place)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        found = []
        for _ in range(4):  # a bar that scrolls comes, and words beside it break anew
            QCoreApplication.processEvents()
            found = _faults(window, page.corner, language)
            if not found:
                break
        faults += [f"{name}: {fault}" for fault in found]
    window.close()
    window.deleteLater()
    settle()
    assert not faults, "\n".join(faults)
