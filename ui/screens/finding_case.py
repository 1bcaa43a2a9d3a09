"""What was prepared for him is looked for: a moment."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import FindingCase
from ui.screens.screen import Screen
from ui.widgets.pictures import Picture


class FindingCaseScreen(Screen[FindingCase]):
    """Nothing to do here."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        self.page(layout, 0, Picture("reading", self.m.px(300 if self.m.portrait else 200)), 0, self.asked(), 0)
