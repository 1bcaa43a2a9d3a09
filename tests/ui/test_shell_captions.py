"""Captions: what is said and stands nowhere on the page has its words."""

import pytest
from PySide6.QtWidgets import QLabel

from kiosk.runtime.sounding import Sounding
from tests.ui.showing import show, state_named
from ui.previews import SampleSession
from ui.sample_states import Samples
from ui.window import Window


def asides(window: Window, said: str) -> list[str]:
    window.show_sounding(Sounding(said, (0, len(said)), (0, 1)))
    return [
        label.text() for label in window.findChildren(QLabel) if label.objectName() == "caption" and label.isVisible()
    ]


@pytest.mark.parametrize("name", ["reading_term_1", "reading_term_longest"])
def test_a_title_and_the_words_below_it_need_no_caption(
    window: Window, session: SampleSession, samples: Samples, name: str
) -> None:
    state = state_named(samples, name)
    show(window, session, state)
    item = state.item  # type: ignore[union-attr]
    assert asides(window, f"{item.title.zh}：{item.body.zh}") == []


def test_what_stands_nowhere_has_its_words(window: Window, session: SampleSession, samples: Samples) -> None:
    show(window, session, state_named(samples, "reading_term_1"))
    assert asides(window, "没听清楚，请您点一下。") == ["没听清楚，请您点一下。"]
