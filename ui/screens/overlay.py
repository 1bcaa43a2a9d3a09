"""The shape of a screen that lies over the script: one thing said, few ways on."""

from typing import TypeVar

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from ui import theme
from ui.screens.screen import Screen
from ui.widgets.button import Button
from ui.widgets.text import picture, row

StateT = TypeVar("StateT")


class Overlay(Screen[StateT]):
    """Subclasses call `lay_out`."""

    shows_caption = False

    def lay_out(self, layout: QVBoxLayout, symbol: str, parts: list[QWidget | QLayout], *buttons: Button) -> None:
        """Icon, words, then answers of equal weight."""
        side = self.m.px(120 if self.m.portrait else 84)
        mark = row(0, picture(symbol, side, theme.PINE), 0)
        self.page(layout, 0, mark, *parts, 0, 0)
        layout.addLayout(self.answers(*buttons))
