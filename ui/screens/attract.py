"""Nobody is here: what this is, in five seconds."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import Attract
from ui.screens.screen import Screen
from ui.widgets.attract_page import button_height, minutes, promise
from ui.widgets.button import Button


class AttractScreen(Screen[Attract]):
    """A promise, three reasons, one button."""

    def build(self, layout: QVBoxLayout) -> None:
        m, words = self.m, self.words
        begin = Button(words("attract.begin"), m, self.around.begin, "primary", "touch", pixels=m.title)
        begin.setMinimumHeight(button_height(m))
        self.page(layout, *promise(m, words))
        layout.addWidget(begin)
        layout.addWidget(minutes(m, words))
        layout.addSpacing(m.px(40 if m.portrait else 0))
