"""The shape of a screen that lies over the script: one thing said, few ways on."""

from typing import TypeVar

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from ui.screens.screen import Screen
from ui.widgets.button import Button
from ui.widgets.pictures import Picture

StateT = TypeVar("StateT")

_TALL, _LOW = 220, 120
"""Height of the picture, at 1080, on a tall and on a wide screen."""

_ROOMY = 2
"""Size of letters up to which a wide screen has room for a picture beside all words."""


class Overlay(Screen[StateT]):
    """Subclasses call `lay_out`."""

    shows_caption = False

    def lay_out(self, layout: QVBoxLayout, shown: str, parts: list[QWidget | QLayout], *buttons: Button) -> None:
        """A picture (of `pictures.names()`; empty: none), words, then answers of equal weight."""
        roomy = self.m.portrait or self.m.text_size <= _ROOMY
        picture = [Picture(shown, self.m.px(_TALL if self.m.portrait else _LOW))] if shown and roomy else []
        self.page(layout, 0, *picture, *parts, 0, 0)
        layout.addLayout(self.answers(*buttons))
