"""The script waits, the recorder runs."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.events import Resumed
from kiosk.consent.states import Paused
from ui.screens.overlay import Overlay
from ui.widgets.text import label


class PausedScreen(Overlay[Paused]):
    """No hurry."""

    def build(self, layout: QVBoxLayout) -> None:
        words = self.words
        parts = [
            label(self.m, words("paused.title"), "hero", centred=True),
            label(self.m, words("paused.line"), "large", centred=True),
        ]
        if self.state.resume.facts.recording:
            parts.append(label(self.m, words("paused.recording"), "small", centred=True))
        self.lay_out(layout, "pause", [*parts], self.button(words("paused.go_on"), Resumed(), "primary", "right"))
