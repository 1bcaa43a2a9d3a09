"""How shall we check that it is you? Two ways of equal weight, before a face is asked for."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import ChoosingPath
from kiosk.consent.wording import PATHS
from ui import replies
from ui.screens.screen import Screen
from ui.widgets.text import Panel, column, label, row


class ChoosingPathScreen(Screen[ChoosingPath]):
    """Neither way comes with a reason, a warning or a smaller button."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        m, words = self.m, self.words
        panels = [Panel(m, label(m, words(f"path.{way}_line"), "large", centred=True), role="tint") for way in PATHS]
        both = column(*panels, gap=m.gap) if m.portrait else row(*panels, gap=m.gap, equal=True)
        self.page(layout, 0, self.asked(), both, label(m, words("path.note"), "small", centred=True), 0, 0)
        buttons = [
            self.button(said, replies.choice(way, said))
            for way, text in PATHS.items()
            for said in (text[self.around.language],)
        ]
        layout.addLayout(self.answers(*buttons))
