"""The kiosk can't serve now."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import OutOfOrder
from ui.screens.screen import Screen
from ui.widgets.pictures import Picture
from ui.widgets.text import label


class OutOfOrderScreen(Screen[OutOfOrder]):
    """Why, in one sentence, where to go instead, and what staff do about it."""

    def build(self, layout: QVBoxLayout) -> None:
        words = self.words
        layout.addStretch(1)
        layout.addWidget(Picture("unplugged", self.m.px(260)))
        layout.addWidget(label(self.m, words("order.title"), "hero", centred=True))
        layout.addWidget(label(self.m, words("order.line"), "large", centred=True))
        layout.addWidget(label(self.m, words.reason("order.reason", self.state.reason), "", centred=True))
        layout.addSpacing(self.m.px(40))
        todo = f"{words('order.todo.label')}{words.reason('order.todo', self.state.reason)}"
        layout.addWidget(label(self.m, todo, "small", centred=True))
        layout.addStretch(1)
        layout.addWidget(label(self.m, words("order.thanks"), "small", centred=True))
        layout.addStretch(1)
