"""One fresh question, to be answered in one's own words, by touch or by voice."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.consent.states import TeachingBack
from kiosk.dialogue.question import Choice, QuestionKind
from kiosk.dialogue.teachback import FACTS
from kiosk.domain.speech import Grammar, Intent
from ui import replies
from ui.screens.typing import TypingScreen
from ui.widgets.pictures import Picture
from ui.widgets.spoken import Spoken, said
from ui.widgets.text import Panel, label

_OWN_WORDS = Grammar(frozenset({Intent.WORDS}))


class TeachingBackScreen(TypingScreen[TeachingBack]):
    """A miss is explained without blame, and asked again with other figures."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state = self.m, self.words, self.state
        question = state.question
        number = list(FACTS).index(question.fact) + 1
        parts: list[QWidget] = [label(self.m, words("teach.progress", n=number, all=len(FACTS)), "kicker")]
        if state.hint is not None:
            hint = (label(self.m, words("teach.hint"), "kicker"), said(self.m, state.hint[self.around.language]))
            parts.append(Panel(m, *hint, role="amber"))
        if state.worded is not None:
            parts += [Panel(m, Spoken(state.worded.text, m, "title")), label(m, words("teach.own_words"), "large")]
            self.page(layout, *parts, 0, *([Picture("say", m.px(300))] if m.portrait else []), 0)
            by_touch = words("teach.by_touch")
            by_keys = self.typing_button(words("typing.own_words"), state.worded.text, _OWN_WORDS)
            layout.addLayout(self.answers(by_keys, self.button(by_touch, replies.go_on(by_touch))))
            return
        parts.append(Panel(m, Spoken(question.text, m, "title"), tight=not m.portrait))
        say = label(self.m, words("teach.say"), "small")
        if m.portrait or question.kind is QuestionKind.CHOICE:
            parts.append(say)
        if question.kind is QuestionKind.CHOICE:
            parts += [self._choice(choice) for choice in question.choices]
            self.page(layout, *parts, 0)
            return
        money = question.unit in ("元", "yuan")
        under = () if m.portrait else (say,)
        self.page(layout, *parts, 0, self.pad(question.unit, words=money, point=True, under=under))
        enter = self.button(words("teach.enter"), self._post_figure, "primary", "check")
        layout.addWidget(enter)

    def _choice(self, choice: Choice) -> QWidget:
        made = self.button(choice.text, self._choosing(choice))
        made.setObjectName(f"choice.{choice.key}")
        return made

    def _choosing(self, choice: Choice) -> Callable[[], None]:
        return lambda: self.post(replies.choice(choice.key, choice.text))
