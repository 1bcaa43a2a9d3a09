"""One fresh question, to be answered in one's own words, by touch or by voice."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from kiosk.consent.states import TeachingBack
from kiosk.consent.ways import one_at_a_time
from kiosk.dialogue.question import Choice, QuestionKind
from kiosk.dialogue.teachback import FACTS
from kiosk.domain.speech import Grammar, Intent
from ui import replies
from ui.screens.typing import TypingScreen
from ui.widgets.button import Button
from ui.widgets.pictures import Picture
from ui.widgets.spoken import Spoken, said
from ui.widgets.text import Panel, label, row

_OWN_WORDS = Grammar(frozenset({Intent.WORDS}))
_LOW = 900
"""Pixels of height below which the question is no larger than what the guide says."""


class TeachingBackScreen(TypingScreen[TeachingBack]):
    """A miss is explained without blame, and asked again with other figures."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state = self.m, self.words, self.state
        question = state.question
        number = list(FACTS).index(question.fact) + 1
        progress = label(self.m, words("teach.progress", n=number, all=len(FACTS)), "kicker")
        figure = state.worded is None and question.kind is not QuestionKind.CHOICE
        # A wide screen has room beside the keys.
        parts: list[QWidget | QLayout] = [] if figure and not m.portrait else [progress]
        if state.hint is not None:
            hint = (label(self.m, words("teach.hint"), "kicker"), said(self.m, state.hint[self.around.language]))
            parts.append(Panel(m, *hint, role="amber"))
        if state.worded is not None:
            parts += [Panel(m, Spoken(state.worded.text, m, "title")), label(m, words("teach.own_words"), "large")]
            self.page(layout, *parts, 0, Picture("say", m.px(300 if m.portrait else 180)), 0)
            by_touch = words("teach.by_touch")
            by_keys = self.typing_button(words("typing.own_words"), state.worded.text, _OWN_WORDS)
            layout.addLayout(self.answers(by_keys, self.button(by_touch, replies.go_on(by_touch))))
            return
        low = not m.portrait and m.height < _LOW
        parts.append(Panel(m, Spoken(question.text, m, "large" if low else "title"), tight=not m.portrait))
        say = label(self.m, words("teach.say"), "small")
        if m.portrait or question.kind is QuestionKind.CHOICE:
            parts.append(say)
        if question.kind is QuestionKind.CHOICE:
            self.page(layout, *parts, *self._choices(question.choices), 0)
            return
        money = question.unit in ("元", "yuan")
        pad = self.pad(question.unit, words=money, point=True, under=() if m.portrait else (progress, say))
        self.page(layout, *parts, *((0, pad) if m.portrait else (pad, 0)))
        enter = self.button(words("teach.enter"), self._post_figure, "primary", "check")
        enter.setEnabled(False)
        pad.on_change(lambda: enter.setEnabled(pad.value() is not None))
        layout.addWidget(enter)

    def _choices(self, choices: Sequence[Choice]) -> list[Button | QLayout]:
        """Under one another; on a wide screen two by two, where all are to be seen at once."""
        made = [self._choice(choice) for choice in choices]
        if self.m.portrait or one_at_a_time(self.state.facts):
            return [*made]
        return [row(*made[at : at + 2], gap=self.m.gap, equal=True) for at in range(0, len(made), 2)]

    def _choice(self, choice: Choice) -> Button:
        made = self.button(choice.text, self._choosing(choice))
        made.setObjectName(f"choice.{choice.key}")
        return made

    def _choosing(self, choice: Choice) -> Callable[[], None]:
        return lambda: self.post(replies.choice(choice.key, choice.text))
