"""The script waits, the recorder runs; how the guide speaks may be changed."""

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from kiosk.consent.events import Resumed
from kiosk.consent.states import Paused
from ui.screens.overlay import Overlay
from ui.widgets.text import label
from ui.widgets.voice_picks import voice_picks


class PausedScreen(Overlay[Paused]):
    """No hurry."""

    def build(self, layout: QVBoxLayout) -> None:
        words = self.words
        parts: list[QWidget | QLayout] = [
            label(self.m, words("paused.title"), "hero", centred=True),
            label(self.m, words("paused.line"), "large", centred=True),
        ]
        if self.state.resume.facts.recording:
            parts.append(label(self.m, words("paused.recording"), "small", centred=True))
        parts.append(voice_picks(words, self.m, self.state.resume.facts, self.post))
        on = self.button(words("paused.go_on"), Resumed(), "primary", "right")
        self.lay_out(layout, "tea" if self.m.portrait else "", parts, on)
