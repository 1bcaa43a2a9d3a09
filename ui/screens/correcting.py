"""A reply of the read-back, given otherwise: by voice, by choosing again, or on the pad of digits."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.consent.correcting import reply_of
from kiosk.consent.events import ReplyTakenBack, Resumed
from kiosk.consent.states import Correcting
from kiosk.consent.wording import grammar, meaning
from kiosk.domain.speech import Grammar, Intent, Understood
from ui import replies
from ui.money_words import yuan_in_words
from ui.screens.screen import Screen
from ui.widgets.button import Button
from ui.widgets.digits import DigitsPad
from ui.widgets.text import Panel, label, row


class CorrectingScreen(Screen[Correcting]):
    """The old answer stands above: nothing is lost by looking."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state = self.m, self.words, self.state
        self._pad: DigitsPad | None = None
        old = reply_of(state.facts, state.number)
        was = Panel(
            m, label(m, words("readback.was"), "kicker"), label(m, old.said if old is not None else "", "large"),
            role="tint", tight=True,
        )  # fmt: skip
        parts: list[QWidget] = [self.asked(), was]
        taken = grammar(self.around.context, state.under)
        if taken is not None and taken.numbers is not None and not taken.choices:
            self._figure(layout, parts)
        elif taken is not None:
            self.page(layout, *parts, *self._choices(taken), 0)
        layout.addLayout(
            row(
                self.button(words("readback.void"), ReplyTakenBack(state.number), "quiet"),
                self.button(words("readback.leave"), Resumed(), "quiet"), gap=m.gap, equal=True,
            )
        )  # fmt: skip

    def _choices(self, taken: Grammar) -> list[Button]:
        under = self.state.under
        made = []
        for key, _ in taken.choices:
            said = meaning(under, Understood(Intent.CHOICE, key, choice=key))
            made.append(self.button(said, replies.choice(key, said)))
        if not taken.choices:
            yes = meaning(under, Understood(Intent.YES, ""))
            made.append(self.button(yes, replies.yes(yes)))
        if Intent.NO in taken.intents:
            no = meaning(under, Understood(Intent.NO, ""))
            made.append(self.button(no, replies.no(no)))
        return made

    def _figure(self, layout: QVBoxLayout, parts: list[QWidget]) -> None:
        m, words = self.m, self.words
        keys = (words("need.delete"), words("need.clear"))
        self._pad = DigitsPad(m, words("need.unit"), words("need.empty"), keys, self._in_words)
        self.page(layout, *parts, self._pad, 0)
        enter = self.button(words("need.enter"), self._post_figure, "primary", "check")
        enter.setEnabled(False)
        self._pad.on_change(self._enabling(enter))
        layout.addWidget(enter)

    def _enabling(self, enter: Button) -> Callable[[], None]:
        return lambda: enter.setEnabled(self._pad is not None and self._pad.value() is not None)

    def _in_words(self, value: Decimal) -> str:
        return yuan_in_words(value, self.around.language)

    def _post_figure(self) -> None:
        value = self._pad.value() if self._pad is not None else None
        if value is not None:
            self.post(replies.number(value, f"{value:,f}"))

    def draft(self) -> object | None:
        return self._pad.typed() if self._pad is not None else None

    def restore(self, draft: object) -> None:
        if self._pad is not None and isinstance(draft, str):
            self._pad.type(draft)
