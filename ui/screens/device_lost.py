"""A camera or the microphone is gone; the script waits for it."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.events import LeaveAsked
from kiosk.consent.states import DeviceLost
from ui.screens.overlay import Overlay
from ui.widgets.text import label


class DeviceLostScreen(Overlay[DeviceLost]):
    """A plain sentence, never a trace."""

    def build(self, layout: QVBoxLayout) -> None:
        words = self.words
        parts = [
            label(self.m, words("device.title"), "title", centred=True),
            label(self.m, words.reason("device", self.state.device), "large", centred=True),
            label(self.m, words("device.line"), "", centred=True),
        ]
        self.lay_out(layout, "unplugged", [*parts], self.button(words("device.leave"), LeaveAsked()))
