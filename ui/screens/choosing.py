"""All offers side by side: the same units, the same size, the order drawn by lot. None of these is as large."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout

from kiosk.consent.states import Choosing
from kiosk.domain.offer import Offer
from kiosk.lending.comparison import COLUMNS, compare
from ui import replies
from ui.screens.screen import Screen
from ui.widgets.button import Button
from ui.widgets.text import Panel, label, rule

_PROMINENT = 1
"""The all-in annual cost stands larger than daily or monthly figures (PBOC notice 2021 no. 3)."""


class ChoosingScreen(Screen[Choosing]):
    """No offer is larger, first or coloured because of what it pays the branch."""

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state = self.m, self.words, self.state
        by_id = {offer.id: offer for offer in state.facts.opening.offers}
        offers = [by_id[id_] for id_ in state.order]
        parts = [self.title(words("choosing.title"))]
        if state.facts.is_enquiry:
            parts.append(label(words("choosing.trial"), "amber"))
        self.page(layout, *parts, Panel(m, self._table(offers), tight=True), 0)
        layout.addWidget(label(words("choosing.cheapest_note"), "small", centred=True))
        none = words("choosing.none")
        layout.addWidget(self.button(none, replies.no(none)))

    def _table(self, offers: list[Offer]) -> QGridLayout:
        m, language = self.m, self.around.language
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(m.px(16))
        grid.setVerticalSpacing(m.px(10))
        for place, offer in enumerate(offers, 1):
            grid.addWidget(_cell(offer.provider.name[language], "strong"), 0, place)
            grid.addWidget(_cell(offer.product[language], "small"), 1, place)
        rows = [row.cells() for row in compare(offers)]
        for index, name in enumerate(COLUMNS):
            line = 2 + 2 * index
            grid.addWidget(rule(), line, 0, 1, len(offers) + 1)
            grid.addWidget(label(name[language], "small"), line + 1, 0)
            for place, cells in enumerate(rows, 1):
                role = "number" if index == _PROMINENT else "strong"
                grid.addWidget(_cell(cells[index][language], role), line + 1, place)
        last = 2 + 2 * len(COLUMNS)
        for place, offer in enumerate(offers, 1):
            grid.addWidget(self._choose(offer), last, place)
            grid.setColumnStretch(place, 10)
        grid.setColumnStretch(0, 9)
        return grid

    def _choose(self, offer: Offer) -> Button:
        choose = self.button(self.words("choosing.choose"), self._choosing(offer))
        choose.setObjectName(f"choose.{offer.id}")
        policy = choose.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        choose.setSizePolicy(policy)
        return choose

    def _choosing(self, offer: Offer) -> Callable[[], None]:
        return lambda: self.post(replies.choice(offer.id, offer.provider.name[self.around.language]))


def _cell(words: str, role: str) -> QLabel:
    made = label(words, role)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    policy = made.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
    made.setSizePolicy(policy)
    return made
