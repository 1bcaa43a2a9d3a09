"""May the screen change its colours softly during the check? Two answers of equal weight, and no reason is asked."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import AskingLight
from kiosk.consent.wording import LIGHT_ANSWERS
from kiosk.domain.speech import Intent
from ui import replies
from ui.screens.screen import Screen
from ui.widgets.light import Swatches
from ui.widgets.text import Panel, label


class AskingLightScreen(Screen[AskingLight]):
    """Who does not bear changing light is told so before any colour is shown."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        m, words = self.m, self.words
        care = Panel(m, label(m, words("light.care"), "large", centred=True), role="tint")
        self.page(
            layout, 0, self.asked(), Swatches(m), care, label(m, words("light.note"), "small", centred=True), 0, 0
        )
        no, yes = (LIGHT_ANSWERS[intent][self.around.language] for intent in (Intent.NO, Intent.YES))
        layout.addLayout(self.answers(self.button(no, replies.no(no)), self.button(yes, replies.yes(yes))))
