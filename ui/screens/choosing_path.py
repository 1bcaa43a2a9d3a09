"""How shall we check that it is you? Two ways of equal weight, before a face is asked for."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import ChoosingPath
from kiosk.consent.wording import PATHS
from ui import replies
from ui.screens.screen import Screen
from ui.widgets.pictures import Picture
from ui.widgets.text import Panel, label, row

_PICTURES = {"face": "look", "staff": "staff"}

_ROOMY = 2
"""Size of letters up to which pictures may be large."""


class ChoosingPathScreen(Screen[ChoosingPath]):
    """Neither way comes with a reason, a warning or a smaller button."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        m, words = self.m, self.words
        ways = [self._way(m.px(320 if m.portrait and m.text_size <= _ROOMY else 230 if m.portrait else 110), way)
                for way in PATHS]  # fmt: skip
        note = label(m, words("path.note"), "large", centred=True)
        # What each way is stands right above its button, in the same width.
        self.page(layout, self.asked(), 0, note, row(*ways, gap=m.gap, equal=True))
        buttons = [
            self.button(said, replies.choice(way, said))
            for way, text in PATHS.items()
            for said in (text[self.around.language],)
        ]
        layout.addLayout(self.answers(*buttons))

    def _way(self, side: int, way: str) -> Panel:
        return Panel(
            self.m,
            Picture(_PICTURES[way], side),
            label(self.m, self.words(f"path.{way}_line"), "large", centred=True),
            0,
            role="tint",
        )
