"""Every reply as text, a page at a time; each can be given again."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kiosk.consent.correcting import asked_again
from kiosk.consent.events import ReplyCorrectionAsked, ReplySoundAsked, ReplyTakenBack
from kiosk.consent.facts import ReplyRecord
from kiosk.consent.states import ReadingBack
from kiosk.domain.speech import Channel
from kiosk.domain.way import Way
from ui import replies
from ui.screens.screen import Screen
from ui.widgets.button import Button
from ui.widgets.text import Panel, column, label, row

_ASKED_LETTERS = 90
"""A question is quoted so far; its whole text lies in the evidence."""
_ROOMY = 2
"""Size of letters up to which words and buttons stand beside one another on a tall screen."""


class ReadingBackScreen(Screen[ReadingBack]):
    """What was confirmed here is what is signed."""

    def build(self, layout: QVBoxLayout) -> None:
        words, state = self.words, self.state
        shown = [reply for reply in state.facts.replies if reply.number in state.numbers]
        self.page(layout, *(self._reply(reply) for reply in shown), 0)
        confirm = words("readback.confirm")
        layout.addWidget(self.button(confirm, replies.yes(confirm), "primary", "check"))

    def _reply(self, reply: ReplyRecord) -> QWidget:
        m, words = self.m, self.words
        asked = reply.asked if len(reply.asked) <= _ASKED_LETTERS else reply.asked[:_ASKED_LETTERS] + "…"
        channel = words(f"readback.{reply.channel}")
        texts = column(
            label(self.m, f"{words('readback.asked')} · {asked}", "small"),
            label(self.m, reply.said, "large"),
            label(self.m, f"{words('readback.said')} · {channel}", "small"),
            gap=m.px(4),
        )
        below = m.portrait and m.text_size > _ROOMY
        line = row(0, gap=m.px(16)) if below else row(texts, gap=m.px(16))
        if not below:
            line.setStretch(0, 1)
        for touched in self._acts(reply):
            touched.setAccessibleDescription(f"{asked} {reply.said}")  # all of them say the same words
            touched.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            line.addWidget(touched, 0, Qt.AlignmentFlag.AlignVCenter)
        return Panel(m, *((texts, line) if below else (line,)), tight=True)

    def _acts(self, reply: ReplyRecord) -> Iterator[Button]:
        """Its sound, where he spoke and wants sound; another answer, or all from there on again."""
        words, facts = self.words, self.state.facts
        if reply.channel is Channel.VOICE and facts.recording and facts.way is not Way.SILENT:
            listen = self.button(words("readback.listen"), ReplySoundAsked(reply.number), "equal", "ear")
            listen.setObjectName(f"listen.{reply.number}")
            yield listen
        if asked_again(self.around.context, facts, reply) is not None:
            change = self.button(words("readback.again"), ReplyCorrectionAsked(reply.number), "equal", "pen")
        else:
            change = self.button(words("readback.take_back"), ReplyTakenBack(reply.number), "equal", "repeat")
        change.setObjectName(f"change.{reply.number}")
        yield change
