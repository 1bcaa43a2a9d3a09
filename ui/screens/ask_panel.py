"""A question by touch: laid over any screen, gone when it is asked."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.consent.events import QuestionAsked
from kiosk.domain.speech import Channel, Language
from ui.screens.screen import Once, Surroundings
from ui.widgets.button import Button
from ui.widgets.text import Scroll, column, label

_MOST = 8


class AskPanel(QWidget):
    """Questions that the approved knowledge answers; any other may be spoken."""

    def __init__(self, around: Surroundings, closed: Callable[[], None]) -> None:
        super().__init__()
        self._around, self._closed, self._post = around, closed, Once(around.post)
        m, words = around.metrics, around.words
        buttons = [self._question(question) for question in suggestions(around)]
        inside = column(
            label(m, words("ask.title"), "title"), label(m, words("ask.line"), "large"), *buttons, 0, gap=m.px(18)
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(m.gap)
        layout.addWidget(Scroll(inside), 1)
        layout.addWidget(Button(words("ask.close"), m, closed, "quiet"))

    def _question(self, words: str) -> Button:
        def ask() -> None:
            self._closed()
            self._post(QuestionAsked(words, Channel.TOUCH))

        return Button(words, self._around.metrics, ask)


def suggestions(around: Surroundings) -> tuple[str, ...]:
    """What the approved knowledge can answer now; figures need a chosen offer."""
    offer = around.facts.offer if around.facts is not None else None
    answerable = [entry for entry in around.context.knowledge.entries if offer is not None or not entry.placeholders]
    first = [_first_way(entry.ask, around.language) for entry in answerable]
    return tuple(words for words in first if words)[:_MOST]


def _first_way(asked: tuple[tuple[Language, tuple[str, ...]], ...], language: Language) -> str:
    return next((ways[0] for spoken, ways in asked if spoken is language and ways), "")
