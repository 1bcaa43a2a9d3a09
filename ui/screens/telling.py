"""The guide tells something; the page shows the same words."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import Telling
from ui import replies
from ui.screens.screen import Screen


class TellingScreen(Screen[Telling]):
    """One text, one way on."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        self.page(layout, 0, self.asked(), 0)
        on = self.words("telling.go_on")
        layout.addWidget(self.button(on, replies.go_on(on), "primary", "check"))
