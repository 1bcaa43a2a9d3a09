"""Leave now? No guilt, nothing charged, answers of equal weight; two of them leave, and look the same afterwards."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.events import LeaveConfirmed, Resumed, ThinkOverAsked
from kiosk.consent.states import AskingToLeave
from kiosk.consent.thinking_over import may_think_over
from ui.screens.overlay import Overlay
from ui.widgets.text import label


class AskingToLeaveScreen(Overlay[AskingToLeave]):
    """The second of at most two touches."""

    def build(self, layout: QVBoxLayout) -> None:
        words = self.words
        parts = [
            label(self.m, words("leaving.title"), "hero", centred=True),
            label(self.m, words("leaving.line"), "large", centred=True),
            label(self.m, words("leaving.sealed"), "small", centred=True),
        ]
        stay = self.button(words("leaving.stay"), Resumed())
        leave = self.button(words("leaving.leave"), LeaveConfirmed())
        leave.setObjectName("leave.confirm")
        family = self.button(words("leaving.family"), LeaveConfirmed(family=True))
        later = self.button(words("leaving.think_over"), ThinkOverAsked())
        thinking = (later,) if may_think_over(self.state.resume.facts) else ()
        self.lay_out(layout, "door", [*parts], stay, *thinking, family, leave)
