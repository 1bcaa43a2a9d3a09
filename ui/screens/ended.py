"""Sealed; the facts are forgotten, and soon the attract screen is back."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.consent.states import Ended
from ui.screens.screen import Screen
from ui.widgets.pictures import Picture
from ui.widgets.stills import QrCode
from ui.widgets.text import Panel, label, row


class EndedScreen(Screen[Ended]):
    """What became of it, and its number."""

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state = self.m, self.words, self.state
        layout.addStretch(1)
        layout.addWidget(Picture("unplugged" if state.failed else "sealed", m.px(220 if m.portrait else 150)))
        if state.failed:
            layout.addWidget(Panel(m, label(self.m, words("ended.failed"), "large", centred=True), role="amber"))
        else:
            layout.addWidget(label(self.m, words("ended.title"), "hero", centred=True))
            layout.addWidget(label(self.m, words(f"ended.line_{state.ending}"), "large", centred=True))
        if state.pending and not state.failed:
            layout.addWidget(label(self.m, words("ended.pending"), "", centred=True))
        code: QWidget = QrCode(f"mingshi:{state.session}", m, m.px(220))
        layout.addLayout(row(0, code, 0))
        layout.addWidget(label(self.m, f"{words('parting.number')} {state.session}", "small", centred=True))
        layout.addStretch(1)
        layout.addWidget(label(self.m, words("ended.thanks"), "", centred=True))
        layout.addStretch(1)
