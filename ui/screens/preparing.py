"""A document is being rendered."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import Preparing
from ui import theme
from ui.screens.screen import Screen
from ui.widgets.text import label, picture, row


class PreparingScreen(Screen[Preparing]):
    """Nothing to touch."""

    def build(self, layout: QVBoxLayout) -> None:
        words = self.words
        layout.addStretch(1)
        layout.addLayout(row(0, picture("paper", self.m.px(180), theme.PINE), 0))
        layout.addWidget(label(self.m, words(f"preparing.{self.state.document}"), "title", centred=True))
        layout.addWidget(label(self.m, words("preparing.wait"), "large", centred=True))
        layout.addStretch(2)
