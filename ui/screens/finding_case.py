"""What was prepared for him is looked for: a moment."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import FindingCase
from ui import theme
from ui.screens.screen import Screen
from ui.widgets.text import picture, row


class FindingCaseScreen(Screen[FindingCase]):
    """Nothing to do here."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        mark = row(0, picture("paper", self.m.px(120), theme.PINE), 0)
        self.page(layout, 0, mark, self.asked(), 0)
