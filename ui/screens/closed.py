"""Nobody is served now, and nothing is broken."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import Closed
from ui import theme
from ui.screens.screen import Screen
from ui.widgets.text import label, picture, row


class ClosedScreen(Screen[Closed]):
    """That it is closed, why, and where somebody is now."""

    def build(self, layout: QVBoxLayout) -> None:
        words = self.words
        layout.addStretch(1)
        layout.addLayout(row(0, picture("clock", self.m.px(180), theme.PINE), 0))
        layout.addWidget(label(self.m, words("closed.title"), "hero", centred=True))
        layout.addWidget(label(self.m, words.reason("closed.reason", self.state.reason), "large", centred=True))
        layout.addWidget(label(self.m, words("closed.line"), "", centred=True))
        layout.addStretch(1)
        layout.addWidget(label(self.m, words("closed.thanks"), "small", centred=True))
        layout.addStretch(1)
