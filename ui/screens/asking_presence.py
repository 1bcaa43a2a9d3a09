"""Nothing happened for a while, or the camera saw a change: are you still there? Silence never becomes an answer."""

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from kiosk.checks.presence import Seen
from kiosk.consent.by_ear import by_ear
from kiosk.consent.events import LeaveAsked, Resumed, StaffActed
from kiosk.consent.facts import StaffAct
from kiosk.consent.states import AskingPresence
from ui.screens.overlay import Overlay
from ui.staff.over_page import StaffOverPage
from ui.widgets.text import label

_ROOMY = 2
"""Size of letters up to which a wide screen has room for the largest heading."""


class AskingPresenceScreen(Overlay[AskingPresence]):
    """Time to answer, and what comes without one. A companion is named by a member of staff."""

    fields_below = True

    def build(self, layout: QVBoxLayout) -> None:
        words, why = self.words, self.state.why
        seconds = round(self.around.context.delays.idle_answer)
        named = f"presence.title_{why}" if why is not None else "presence.title"
        said = self.around.caption if why is not None else words("presence.line", seconds=seconds)
        head = "hero" if self.m.portrait or self.m.text_size <= _ROOMY else "subtitle"
        parts: list[QWidget | QLayout] = [
            label(self.m, words(named), head, centred=True), label(self.m, said, "large", centred=True)
        ]  # fmt: skip
        if why is not None:
            parts.append(label(self.m, words("presence.line", seconds=seconds), centred=True))
            parts.append(label(self.m, words("presence.recording"), "small", centred=True))
        here = {
            None: "presence.here",
            Seen.HIDDEN: "presence.uncovered",
            Seen.SECOND: "presence.alone",
        }.get(why, "presence.back")
        # By ear, the two fields under the page are these answers.
        answers = () if by_ear(self.state) else (
            self.button(words("presence.leave"), LeaveAsked()), self.button(words(here), Resumed()),
        )  # fmt: skip
        self._staff = StaffOverPage(layout, self, "companion", frozenset(), self._named)
        symbol = {Seen.HIDDEN: "look", Seen.SECOND: "staff"}.get(why, "chair") if why is not None else "chair"
        self.lay_out(self._staff.page_layout, symbol, parts, *answers)
        if why is Seen.SECOND:
            self._staff.page_layout.addWidget(self.button(words("presence.companion"), self._staff.open, "quiet"))

    def _named(self, act: StaffAct) -> None:
        self.post(StaffActed(act))
