"""How shall we check that it is you? Two ways of equal weight, before a face is asked for."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import ChoosingPath
from kiosk.consent.wording import PATHS
from ui import replies, theme
from ui.screens.screen import Screen
from ui.widgets.text import Panel, label, picture, row

_SYMBOLS = {"face": "eye", "staff": "help"}


class ChoosingPathScreen(Screen[ChoosingPath]):
    """Neither way comes with a reason, a warning or a smaller button."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        m, words = self.m, self.words
        ways = [self._way(m.px(96 if m.portrait else 64), way) for way in PATHS]
        note = label(m, words("path.note"), "large", centred=True)
        # What each way is stands right above its button, in the same width.
        self.page(layout, 0, self.asked(), note, 0, row(*ways, gap=m.gap, equal=True))
        buttons = [
            self.button(said, replies.choice(way, said))
            for way, text in PATHS.items()
            for said in (text[self.around.language],)
        ]
        layout.addLayout(self.answers(*buttons))

    def _way(self, side: int, way: str) -> Panel:
        mark = row(0, picture(_SYMBOLS[way], side, theme.PINE), 0)
        return Panel(self.m, mark, label(self.m, self.words(f"path.{way}_line"), "large", centred=True), 0, role="tint")
