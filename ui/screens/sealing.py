"""Every ending is sealed. Nothing of the borrower is on the screen."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import Sealing
from ui.screens.screen import Screen
from ui.widgets.pictures import Picture
from ui.widgets.text import label


class SealingScreen(Screen[Sealing]):
    """A moment."""

    def build(self, layout: QVBoxLayout) -> None:
        layout.addStretch(1)
        layout.addWidget(Picture("sealed", self.m.px(260)))
        layout.addWidget(label(self.m, self.words("sealing.title"), "hero", centred=True))
        layout.addWidget(label(self.m, self.words("sealing.line"), "large", centred=True))
        layout.addStretch(2)
