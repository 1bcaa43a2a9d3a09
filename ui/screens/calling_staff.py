"""Somebody is on the way."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.events import Resumed
from kiosk.consent.states import CallingStaff
from ui.screens.overlay import Overlay
from ui.widgets.text import label


class CallingStaffScreen(Overlay[CallingStaff]):
    """Staff help, and never answer."""

    def build(self, layout: QVBoxLayout) -> None:
        words = self.words
        parts = [
            label(self.m, words("calling.title"), "title", centred=True),
            label(self.m, words("calling.line"), "large", centred=True),
        ]
        self.lay_out(layout, "coming", [*parts], self.button(words("calling.go_on"), Resumed(), "primary", "right"))
