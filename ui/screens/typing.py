"""What pages have in common on which somebody may type: the keyboard in place of the page, kept as a draft."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.speech import Grammar, Intent
from ui import replies
from ui.screens.figure import FigureScreen
from ui.screens.screen import StateT
from ui.widgets.button import Button
from ui.widgets.typing_pad import TypingPad


@dataclass(frozen=True, slots=True)
class Begun:
    """What was typed and not finished, which of the page's keyboards it was, and the page's other draft."""

    text: str
    place: str
    other: object | None


class TypingScreen(FigureScreen[StateT]):
    """`start_typing` lays the keyboard over the page, `stop_typing` takes it away."""

    _typing: TypingPad | None = None
    _place = ""
    _openers: Mapping[str, Callable[[], None]] = MappingProxyType({})
    _finished: Callable[[str], bool]

    def typing_button(self, words: str, asked: str, grammar: Grammar, role: str = "equal") -> Button:
        """Opens the keyboard; what is typed is posted if it answers the grammar, else it is said that it does not."""
        return self.button(words, self.opener("answer", asked, self._answering(grammar)), role, "pen")

    def opener(self, place: str, asked: str, done: Callable[[str], bool]) -> Callable[[], None]:
        """Opens this keyboard of the page, now and after the page was built anew in the middle of a word."""
        self._openers = {**self._openers, place: lambda: self.start_typing(place, asked, done)}
        return self._openers[place]

    def start_typing(self, place: str, asked: str, done: Callable[[str], bool]) -> None:
        """`done` gets the text and tells whether it was taken."""
        self._place, self._finished = place, done
        self._covered = [each for each in self._parts() if not each.isHidden()]
        for each in self._covered:
            each.hide()
        self._typing = TypingPad(self.m, self.words, asked, self._take, self.stop_typing)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(self._typing, 1)
        self.around.make_room(True)

    def stop_typing(self) -> None:
        """The page again, as it was."""
        if self._typing is None:
            return
        self._typing.hide()
        self._typing.deleteLater()
        self._typing = None
        for each in self._covered:
            each.show()
        self.around.make_room(False)

    def draft(self) -> object | None:
        """The text in the middle of it."""
        begun = super().draft()
        if self._typing is None:
            return begun
        return Begun(self._typing.text(), self._place, begun)

    def restore(self, draft: object) -> None:
        """Its page was built anew: another page of the same question asks in the same way."""
        if not isinstance(draft, Begun):
            super().restore(draft)
            return
        if draft.other is not None:
            super().restore(draft.other)
        reopen = self._openers.get(draft.place)
        if reopen is not None:
            reopen()
            assert self._typing is not None
            self._typing.put(draft.text)

    def _parts(self) -> list[QWidget]:
        return self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)

    def _take(self, text: str) -> None:
        if self._typing is None:
            return
        if self._finished(text):
            self.stop_typing()
        else:
            self._typing.say(self.words("typing.not_read"))

    def _answering(self, grammar: Grammar) -> Callable[[str], bool]:
        def answer(text: str) -> bool:
            if Intent.WORDS in grammar.intents:
                self.post(replies.own_words(text))
                return True
            reply = replies.typed(text, grammar, self.around.language)
            if reply is not None:
                self.post(reply)
            return reply is not None

        return answer
