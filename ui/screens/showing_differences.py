"""What was promised is not what stands in the contract: both, and that the written one counts."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.consent.events import LeaveAsked
from kiosk.consent.states import ShowingDifferences
from ui import replies
from ui.screens.screen import Screen
from ui.widgets.spoken import Spoken
from ui.widgets.text import Panel, label, row


class ShowingDifferencesScreen(Screen[ShowingDifferences]):
    """Nobody is accused; not signing is as easy as going on."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state = self.m, self.words, self.state
        parts: list[QWidget] = [self.title(words("difference.title"))]
        for difference in state.differences:
            topic = label(self.m, words(f"promise.{difference.topic}"), "kicker")
            parts.append(Panel(m, topic, Spoken(difference.text[self.around.language], m), role="amber"))
        parts.append(label(self.m, words("difference.note"), "large"))
        self.page(layout, *parts, 0)
        on, person = words("difference.go_on"), words("difference.person")
        layout.addLayout(self.answers(self.button(person, replies.no(person)), self.button(on, replies.yes(on))))
        layout.addLayout(row(self.button(words("difference.leave"), LeaveAsked()), gap=m.gap))
