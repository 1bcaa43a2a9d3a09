"""The document camera's live picture with the outline of a card, and what to do better."""

from PySide6.QtWidgets import QLayout, QSizePolicy, QVBoxLayout

from kiosk.consent.events import HelpAsked
from kiosk.consent.states import ReadingCard
from kiosk.domain.borrower import CardSide
from ui.screens.screen import Screen
from ui.widgets.camera_view import CameraView, Outline
from ui.widgets.pictures import Picture
from ui.widgets.text import Panel, column, label, row

_ROOMY, _ROOMY_UPRIGHT = 2, 3
"""Size of letters up to which there is room for a picture beside the words."""
_PICTURES = {CardSide.FRONT: "card", CardSide.BACK: "card_back", CardSide.PAGE: "page"}


class ReadingCardScreen(Screen[ReadingCard]):
    """No button is needed: the card is read when it lies well."""

    fields_below = True

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state = self.m, self.words, self.state
        self._shown = ""
        layout.addWidget(self.asked())
        view = CameraView("document", m, Outline.CARD)
        said, role = (words.reason("card.reason", state.hint), "amber") if state.hint else (words("card.place"), "tint")
        self._said = label(m, said, "large")
        beside: QLayout
        if m.text_size <= (_ROOMY_UPRIGHT if m.portrait else _ROOMY):
            shown = Picture(_PICTURES[state.side], m.px(150 if m.portrait else 110))
            shown.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            across = m.portrait
            beside = row(shown, self._said, gap=m.space(4)) if across else column(shown, self._said, gap=m.space(2))
        else:
            beside = column(self._said)
        panel = Panel(m, beside, role=role, tight=not m.portrait)
        staff = self.button(words("card.staff"), HelpAsked(), "quiet", "help")
        if m.portrait:
            # The largest letters take more lines than a widget's hint knows of: there the panel may grow.
            for kept in (panel, staff) if m.text_size <= _ROOMY_UPRIGHT else (staff,):
                kept.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            layout.addWidget(view, 1)
            layout.addWidget(panel)
            layout.addWidget(staff)
            return
        # On a wide screen the desk would be a strip above them.
        beside = row(gap=m.gap)
        beside.addWidget(view, 3)
        beside.addLayout(column(panel, 0, staff, gap=m.gap), 2)
        layout.addLayout(beside, 1)

    def show_guidance(self, key: str | None) -> None:
        """What the hand may do now; with nothing on the desk the first words stay."""
        if key and key not in ("no_card", self._shown):
            self._shown = key
            self._said.setText(self.words(f"card.guide.{key}"))
