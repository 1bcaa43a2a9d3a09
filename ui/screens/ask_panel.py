"""A question by touch: laid over any screen, gone when it is asked."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.consent.events import QuestionAsked
from kiosk.domain.speech import Channel, Language
from ui.screens.screen import Once, Surroundings
from ui.widgets.button import Button
from ui.widgets.text import Scroll, column, label, row
from ui.widgets.typing_pad import TypingPad

_MOST = 8


class AskPanel(QWidget):
    """Questions that the approved knowledge answers; any other may be spoken."""

    def __init__(self, around: Surroundings, closed: Callable[[], None]) -> None:
        super().__init__()
        self._around, self._closed, self._post = around, closed, Once(around.post)
        self._pad: TypingPad | None = None
        m, words = around.metrics, around.words
        buttons = [self._question(question) for question in suggestions(around)]
        inside = column(
            label(m, words("ask.title"), "title"), label(m, words("ask.line"), "large"), *buttons, 0, gap=m.px(18)
        )
        self._list, layout = QWidget(), QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        close = Button(words("ask.close"), m, closed, "quiet")
        close.leads_back = True
        below = row(Button(words("typing.ask"), m, self.start_typing, "equal", "pen"), close, gap=m.gap, equal=True)
        self._list.setLayout(column(Scroll(inside), below, gap=m.gap))
        layout.addWidget(self._list, 1)
        self._layout = layout

    def start_typing(self) -> None:
        """In place of the list."""
        words = self._around.words
        self._pad = TypingPad(self._around.metrics, words, words("ask.title"), self._typed, self.stop_typing)
        self._list.hide()
        self._layout.addWidget(self._pad, 1)
        self._around.make_room(True)

    def stop_typing(self) -> None:
        """The list again."""
        if self._pad is not None:
            self._pad.hide()
            self._pad.deleteLater()
            self._pad = None
            self._list.show()
            self._around.make_room(False)

    def _typed(self, text: str) -> None:
        self._closed()
        self._post(QuestionAsked(text, Channel.TYPED))

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
