"""Three short views: of the customer, of this business, of the product; what is known, from where, what is missing."""

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kiosk.consent.events import Resumed
from kiosk.consent.known import View, views
from kiosk.consent.states import ShowingKnown
from ui.screens.screen import Screen
from ui.widgets.spoken import Spoken
from ui.widgets.text import Panel, label


class ShowingKnownScreen(Screen[ShowingKnown]):
    """What nobody here knows is said as plainly as what is known."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        m, words = self.m, self.words
        shown = views(self.around.context, self.state.resume.facts)
        self.page(layout, Spoken(self.around.caption, m), *(self._view(view) for view in shown), 0)
        layout.addWidget(self.button(words("known.back"), Resumed(), "primary"))

    def _view(self, view: View) -> QWidget:
        m, words, language = self.m, self.words, self.around.language
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(m.px(20))
        grid.setVerticalSpacing(m.px(6))
        for place, stretch in enumerate((5, 6, 5)):
            grid.setColumnStretch(place, stretch)
        for line, one in enumerate(view.rows):
            grid.addWidget(label(m, one.what[language], "small"), line, 0)
            value = one.value[language] if one.value is not None else words("known.missing")
            grid.addWidget(label(m, value, "cell" if one.value is not None else "amber"), line, 1)
            grid.addWidget(label(m, one.source[language], "tiny"), line, 2)
        return Panel(m, label(m, words(f"known.{view.id}"), "strong"), grid, tight=True)
