"""A document is being rendered."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import Preparing
from ui.screens.screen import Screen
from ui.widgets.pictures import Picture
from ui.widgets.text import label


class PreparingScreen(Screen[Preparing]):
    """Nothing to touch."""

    def build(self, layout: QVBoxLayout) -> None:
        words = self.words
        layout.addStretch(1)
        layout.addWidget(Picture("papers", self.m.px(260)))
        layout.addWidget(label(self.m, words(f"preparing.{self.state.document}"), "title", centred=True))
        layout.addWidget(label(self.m, words("preparing.wait"), "large", centred=True))
        layout.addStretch(2)
