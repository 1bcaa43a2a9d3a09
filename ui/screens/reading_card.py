"""The document camera's live picture with the outline of a card, and what to do better."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.events import HelpAsked
from kiosk.consent.states import ReadingCard
from ui import theme
from ui.screens.screen import Screen
from ui.widgets.camera_view import CameraView, Outline
from ui.widgets.text import Panel, label, picture, row


class ReadingCardScreen(Screen[ReadingCard]):
    """No button is needed: the card is read when it lies well."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state = self.m, self.words, self.state
        self._shown = ""
        layout.addWidget(self.asked())
        view = CameraView("document", m, Outline.CARD)
        if m.portrait:
            view.setMaximumHeight(m.px(760))
        layout.addWidget(view, 1)
        if state.hint:
            said = label(self.m, words.reason("card.reason", state.hint), "large")
            self._said = said
            layout.addWidget(
                Panel(m, row(picture("warn", m.px(52), theme.AMBER_INK), said, gap=m.px(20)), role="amber")
            )
        else:
            said = label(self.m, words("card.place"), "large")
            self._said = said
            layout.addWidget(Panel(m, row(picture("card", m.px(52), theme.PINE), said, gap=m.px(20)), role="tint"))
        layout.addWidget(self.button(words("card.staff"), HelpAsked(), "quiet", "help"))

    def show_guidance(self, key: str | None) -> None:
        """What the hand may do now; with nothing on the desk the first words stay."""
        if key and key not in ("no_card", self._shown):
            self._shown = key
            self._said.setText(self.words(f"card.guide.{key}"))
