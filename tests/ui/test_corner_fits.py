"""No word is cut off on any page of the corner: each topic, question and answer, at the hard sizes."""

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.speech import Language
from tests.ui.dark_patterns import contrast_faults, shown_texts, size_faults, wording_faults
from tests.ui.test_screens_fit import _cut_buttons, _cut_labels
from ui.corner.port import Place
from ui.corner.samples import every_page
from ui.i18n import Texts
from ui.previews import SampleSession, settle
from ui.sample_states import Samples
from ui.screens.attract import AttractScreen
from ui.window import Window

_SIZES = [((1080, 1920), False), ((1080, 1920), True), ((1920, 1080), True), ((1024, 768), False)]


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
    page.learn()
    assert page.corner is not None
    faults = []
    for name, place in every_page(session.corner.corner, Place(larger=larger)):
        page.corner.restore(place)
        settle()
        held = page.corner
        found = [*_cut_labels(held), *_cut_buttons(held), *size_faults(held), *contrast_faults(held, 1)]
        found += wording_faults(((name, text) for text in shown_texts(held)), language)
        if held.minimumSizeHint().width() > window.width():
            found.append(f"wider than the window: {held.minimumSizeHint().width()}")
        faults += [f"{name}: {fault}" for fault in found]
    window.close()
    window.deleteLater()
    settle()
    assert not faults, "\n".join(faults)
