"""A member of staff looks whether it is still the borrower. No word of suspicion, and the way out stays."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.events import StaffActed
from kiosk.consent.facts import StaffAct
from kiosk.consent.states import CheckingPresence
from ui.screens.overlay import Overlay
from ui.staff.over_page import StaffOverPage
from ui.widgets.text import label


class CheckingPresenceScreen(Overlay[CheckingPresence]):
    """Only a member of staff leads back."""

    fields_below = True

    def build(self, layout: QVBoxLayout) -> None:
        words = self.words
        self._staff = StaffOverPage(layout, self, "presence", frozenset(), self._looked)
        parts = [
            label(self.m, words("presence.title_staff"), "title", centred=True),
            label(self.m, words("presence.staff_line"), "large", centred=True),
            label(self.m, words("presence.recording"), "small", centred=True),
        ]
        sign_in = self.button(words("staff.sign_in"), self._staff.open, "primary", "shield")
        self.lay_out(self._staff.page_layout, "staff", [*parts], sign_in)

    def _looked(self, act: StaffAct) -> None:
        self.post(StaffActed(act))
