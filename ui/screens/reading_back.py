"""Every reply as text, a page at a time; each can be given again."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kiosk.consent.events import ReplyTakenBack
from kiosk.consent.facts import ReplyRecord
from kiosk.consent.states import ReadingBack
from kiosk.domain.speech import Channel
from ui import replies
from ui.screens.screen import Screen
from ui.widgets.text import Panel, column, label, row

_ASKED_LETTERS = 90
"""A question is quoted so far; its whole text lies in the evidence."""


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
        channel = words("readback.voice" if reply.channel is Channel.VOICE else "readback.touch")
        texts = column(
            label(self.m, f"{words('readback.asked')} · {asked}", "small"),
            label(self.m, reply.said, "large"),
            label(self.m, f"{words('readback.said')} · {channel}", "small"),
            gap=m.px(4),
        )
        again = self.button(words("readback.again"), self._taking_back(reply.number), "equal", "repeat")
        again.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        line = row(texts, gap=m.px(16))
        line.setStretch(0, 1)
        line.addWidget(again, 0, Qt.AlignmentFlag.AlignVCenter)
        return Panel(m, line, tight=True)

    def _taking_back(self, number: int) -> Callable[[], None]:
        return lambda: self.post(ReplyTakenBack(number))
