"""Every ending is sealed. Nothing of the borrower is on the screen."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import Sealing
from ui import theme
from ui.screens.screen import Screen
from ui.widgets.text import label, picture, row


class SealingScreen(Screen[Sealing]):
    """A moment."""

    def build(self, layout: QVBoxLayout) -> None:
        layout.addStretch(1)
        layout.addLayout(row(0, picture("shield", self.m.px(200), theme.PINE), 0))
        layout.addWidget(label(self.m, self.words("sealing.title"), "hero", centred=True))
        layout.addWidget(label(self.m, self.words("sealing.line"), "large", centred=True))
        layout.addStretch(2)
