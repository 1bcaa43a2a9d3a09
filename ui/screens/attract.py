"""Nobody is here: what this is, in five seconds."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.consent.states import Attract
from ui import theme
from ui.screens.screen import Screen
from ui.widgets.button import Button
from ui.widgets.seal import Seal
from ui.widgets.text import Panel, column, label, picture, row


class AttractScreen(Screen[Attract]):
    """A promise, three reasons, one button."""

    def build(self, layout: QVBoxLayout) -> None:
        m, words = self.m, self.words
        heading, line = (
            label(self.m, words("attract.title"), "hero", centred=True),
            label(self.m, words("attract.line"), "large", True),
        )
        begin = Button(words("attract.begin"), m, self.around.begin, "primary", "touch", pixels=m.title)
        begin.setMinimumHeight(m.px(200 if m.portrait else 120))
        reasons = [self._reason(*names) for names in (("one", "ear"), ("two", "scales"), ("three", "paper"))]
        tiles = column(*reasons, gap=m.px(30)) if m.portrait else row(*reasons, gap=m.gap, equal=True)
        minutes = label(self.m, words("attract.minutes"), "", centred=True)
        parts = (0, Seal(m.px(190)), heading, line, 0, tiles, 0) if m.portrait else (0, heading, line, 0, tiles, 0)
        self.page(layout, *parts)
        layout.addWidget(begin)
        layout.addWidget(minutes)
        layout.addSpacing(m.px(40 if m.portrait else 0))

    def _reason(self, name: str, symbol: str) -> QWidget:
        m = self.m
        mark = picture(symbol, m.px(110 if m.portrait else 64), theme.PINE)
        head, more = (
            label(self.m, self.words(f"attract.{name}"), "title"),
            label(self.m, self.words(f"attract.{name}_more"), "large"),
        )
        text = column(head, more, gap=m.px(4))
        if m.portrait:
            inside = row(mark, text, gap=m.px(30))
            inside.setAlignment(mark, Qt.AlignmentFlag.AlignVCenter)
            return Panel(m, inside)
        return Panel(m, row(mark, 0), text, 0)
