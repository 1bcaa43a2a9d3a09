"""A reply of the read-back, given otherwise: by voice, by choosing again, or on the pad of digits."""

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.consent.correcting import reply_of
from kiosk.consent.events import ReplyTakenBack, Resumed
from kiosk.consent.quote_brought import HAVE_QUOTE
from kiosk.consent.states import Correcting
from kiosk.consent.wording import grammar, meaning
from kiosk.domain.speech import Grammar, Intent, Understood
from ui import replies
from ui.screens.typing import TypingScreen
from ui.widgets.button import Button
from ui.widgets.text import Panel, label, row


class CorrectingScreen(TypingScreen[Correcting]):
    """The old answer stands above: nothing is lost by looking."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state = self.m, self.words, self.state
        old = reply_of(state.facts, state.number)
        was = Panel(
            m, label(m, words("readback.was"), "kicker"), label(m, old.said if old is not None else "", "large"),
            role="tint", tight=True,
        )  # fmt: skip
        parts: list[QWidget] = [self.asked(), was]
        taken, asked = grammar(self.around.context, state.under), self.around.caption
        if taken is not None:  # a quote is brought where the figure is asked for, not where it is put right
            taken = replace(taken, choices=tuple(each for each in taken.choices if each[0] != HAVE_QUOTE))
        if taken is not None and taken.numbers is not None and not taken.choices:
            self._figure(layout, parts, self.typing_button(words("typing.correct"), asked, taken, "quiet"))
            return
        if taken is not None:
            self.page(layout, *parts, *self._choices(taken), 0)
            layout.addWidget(self.typing_button(words("typing.correct"), asked, taken, "quiet"))
        layout.addLayout(row(*self._ways_back(), gap=m.gap, equal=True))

    def _ways_back(self) -> list[Button]:
        words = self.words
        return [
            self.button(words("readback.void"), ReplyTakenBack(self.state.number), "quiet"),
            self.button(words("readback.leave"), Resumed(), "quiet"),
        ]

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

    def _figure(self, layout: QVBoxLayout, parts: list[QWidget], typing: Button) -> None:
        words, wide = self.words, not self.m.portrait
        # A low screen has room for all of it only beside the keys.
        asked, was = parts
        pad = self.pad(words("need.unit"), under=(was, typing) if wide else ())
        self.page(layout, asked, *((pad, 0) if wide else (was, 0, pad)))
        enter = self.button(words("need.enter"), self._post_figure, "primary", "check")
        enter.setEnabled(False)
        pad.on_change(lambda: enter.setEnabled(pad.value() is not None))
        if wide:
            layout.addLayout(row(*self._ways_back(), enter, gap=self.m.gap, equal=True))
            return
        layout.addLayout(row(typing, enter, gap=self.m.gap, equal=True))
        layout.addLayout(row(*self._ways_back(), gap=self.m.gap, equal=True))
