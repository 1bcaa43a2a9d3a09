"""Did anybody promise you anything? Two answers of equal weight."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import AskingPromised
from ui import replies
from ui.screens.screen import Screen
from ui.widgets.text import Panel, label


class AskingPromisedScreen(Screen[AskingPromised]):
    """ "Nobody promised me anything" is an answer too."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        words = self.words
        examples = Panel(self.m, label(self.m, words("promised.examples"), "large"), role="tint")
        self.page(layout, 0, self.asked(), examples, 0, 0)
        yes, no = words("promised.yes"), words("promised.no")
        layout.addLayout(self.answers(self.button(no, replies.no(no)), self.button(yes, replies.yes(yes))))
