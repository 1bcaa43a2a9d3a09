"""Nothing happened for a while: are you still there? Silence never becomes an answer."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.events import LeaveAsked, Resumed
from kiosk.consent.states import AskingPresence
from ui.screens.overlay import Overlay
from ui.widgets.text import label


class AskingPresenceScreen(Overlay[AskingPresence]):
    """Time to answer, and what comes without one."""

    def build(self, layout: QVBoxLayout) -> None:
        words = self.words
        seconds = round(self.around.context.delays.idle_answer)
        parts = [
            label(self.m, words("presence.title"), "hero", centred=True),
            label(self.m, words("presence.line", seconds=seconds), "large", centred=True),
        ]
        leave, here = self.button(words("presence.leave"), LeaveAsked()), self.button(words("presence.here"), Resumed())
        self.lay_out(layout, "clock", [*parts], leave, here)
