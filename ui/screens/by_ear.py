"""A page for who does not read: nothing but what is being said, and the two fields."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.by_ear import sides
from ui.screens.screen import Screen
from ui.widgets.fields import field_row
from ui.widgets.spoken import Spoken


class ByEarScreen(Screen[Any]):
    """The words stand there for who sits beside; all of them are said."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        self.page(layout, Spoken(self.around.caption, self.m, "guide"), 0)
        two = sides(self.around.context, self.state)
        if two is not None:
            layout.addLayout(field_row(self.m, two, self.around.language, self.post))
