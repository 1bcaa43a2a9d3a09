"""All offers side by side: the same units, the same size, the order drawn by lot. None of these is as large."""

import re
import threading
from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from kiosk.consent.states import Choosing
from kiosk.domain.money import percent_text, yuan_text
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Language
from kiosk.lending.comparison import ComparisonRow, compare
from ui import replies
from ui.screens.screen import Screen
from ui.theme import Metrics, font
from ui.widgets.button import Button
from ui.widgets.spoken import Spoken
from ui.widgets.text import Panel, label, row, rule

_MOST_CELLS = 5
_PROMINENT = "rate"
"""The all-in annual cost stands larger than daily or monthly figures (PBOC notice 2021 no. 3)."""
_COLUMNS: tuple[tuple[str, Callable[[ComparisonRow, Language], str]], ...] = (
    ("received", lambda row, _: yuan_text(row.received)),
    ("rate", lambda row, _: percent_text(row.annual_simple)),
    ("instalment", lambda row, _: yuan_text(row.first_payment)),
    ("largest", lambda row, _: yuan_text(row.largest_payment)),
    ("payments", lambda row, _: str(row.payments)),
    ("months", lambda row, _: str(row.months)),
    ("total", lambda row, _: yuan_text(row.total_repaid)),
    ("more", lambda row, _: yuan_text(row.cost)),
    ("per_100", lambda row, _: yuan_text(row.per_100_yuan)),
    ("late", lambda row, _: yuan_text(row.late_10_days)),
    ("early", lambda row, _: percent_text(row.prepayment_rate)),
    ("method", lambda row, language: re.split("[：:，,；;]", row.method[language])[0]),
)
"""The same columns in the same units for each; the unit stands once, in the name."""


@lru_cache(maxsize=32)
def figures_row(offer: Offer) -> ComparisonRow:
    """One offer's figures. Worked out ahead by `prepare`: it takes longer than the GUI thread may wait."""
    return compare((offer,))[0]


def prepare(offers: tuple[Offer, ...]) -> threading.Thread:
    """Work out the figures while the borrower is being welcomed."""
    thread = threading.Thread(target=lambda: [figures_row(offer) for offer in offers], name="figures", daemon=True)
    thread.start()
    return thread


def forget() -> None:
    """Nothing of a session stays (invariant 12)."""
    figures_row.cache_clear()


class ChoosingScreen(Screen[Choosing]):
    """No offer is larger, first or coloured because of what it pays the branch."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        words, state = self.words, self.state
        by_id = {offer.id: offer for offer in state.facts.opening.offers}
        offers = [by_id[id_] for id_ in state.order]
        parts: list[QWidget] = [Spoken(self.around.caption, self.m)]
        if state.facts.is_enquiry:
            parts.append(label(self.m, words("choosing.trial"), "amber"))
        self.page(layout, *parts, *self._shown(offers), 0)
        if not self._stacked(offers):
            layout.addLayout(self._buttons_below(offers))
        none = words("choosing.none")
        layout.addWidget(self.button(none, replies.no(none)))

    def _stacked(self, offers: list[Offer]) -> bool:
        """Whether the columns would be too narrow for their words."""
        words = [word for offer in offers for word in _words(offer.provider.name[self.around.language])]
        column = self._room() * 10 / (9 + 10 * len(offers)) - self.m.px(20)
        return column < max(self._cell_width(offers), *(self._width(word) for word in words))

    def _room(self) -> float:
        """Of the page; beside the guide on a wide screen."""
        m = self.m
        return (m.width - 2 * m.margin) * (1.0 if m.portrait else 0.74) - m.px(80)

    def _width(self, word: str) -> int:
        return QFontMetrics(font(self.m, "cell")).horizontalAdvance(word)

    def _cell_width(self, offers: list[Offer]) -> int:
        language = self.around.language
        rows = _rows(offers)
        values = [value(row, language) for row in rows for name, value in _COLUMNS if name != _PROMINENT]
        return max(self._width(word) for value in values for word in _words(value)) + self.m.px(8)

    def _buttons_below(self, offers: list[Offer]) -> QHBoxLayout:
        """Under the columns of the table, and in sight however far it is scrolled."""
        m = self.m
        line = row(gap=m.px(16))
        line.setContentsMargins(m.px(16), 0, m.px(16), 0)
        line.addStretch(9)
        for offer in offers:
            line.addWidget(self._choose(offer), 10)
        return line

    def _shown(self, offers: list[Offer]) -> list[QWidget]:
        if self._stacked(offers):
            width = self._room() - self._choose_width()
            cells = min(_MOST_CELLS, max(2, int(width // (self._cell_width(offers) + self.m.px(12)))))
            return [self._card(offer, offered, cells) for offer, offered in zip(offers, _rows(offers), strict=True)]
        return [Panel(self.m, self._table(offers), tight=True)]

    def _card(self, offer: Offer, offered: ComparisonRow, cells: int) -> QWidget:
        """One offer where the screen is too narrow for columns: the same cells at the same places in each."""
        m, words, language = self.m, self.words, self.around.language
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(m.px(10))
        grid.setVerticalSpacing(m.px(2))
        heading = label(self.m, f"{offer.provider.name[language]} · {offer.product[language]}", "strong")
        grid.addWidget(heading, 0, 0, 1, cells)
        rate = label(self.m, f"{words('choosing.rate')}  {percent_text(offered.annual_simple)}", "number")
        grid.addWidget(rate, 1, 0, 1, cells)
        others = [column for column in _COLUMNS if column[0] not in (_PROMINENT, "largest", "payments")]
        for index, (name, value) in enumerate(others):
            line, place = 2 + 2 * (index // cells), index % cells
            grid.addWidget(_cell(self.m, words(f"choosing.{name}"), "tiny"), line, place)
            grid.addWidget(_cell(self.m, value(offered, language), "cell"), line + 1, place)
        for place in range(cells):
            grid.setColumnStretch(place, 1)
        choose = self._choose(offer)
        policy = choose.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Fixed)
        choose.setSizePolicy(policy)
        choose.setFixedWidth(self._choose_width())
        beside = row(gap=m.px(14))
        beside.addLayout(grid, 1)
        beside.addWidget(choose)
        panel = Panel(m, beside, tight=True)
        panel.setObjectName(f"offer.{offer.id}")
        return panel

    def _choose_width(self) -> int:
        return self._width(self.words("choosing.choose")) + 2 * self.m.px(20) + self.m.px(14)

    def _table(self, offers: list[Offer]) -> QGridLayout:
        m, language = self.m, self.around.language
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(m.px(16))
        grid.setVerticalSpacing(m.px(10))
        for place, offer in enumerate(offers, 1):
            grid.addWidget(_cell(self.m, offer.provider.name[language], "cell"), 0, place)
            grid.addWidget(_cell(self.m, offer.product[language], "small"), 1, place)
        rows = _rows(offers)
        for index, (name, value) in enumerate(_COLUMNS):
            line = 2 + 2 * index
            grid.addWidget(rule(), line, 0, 1, len(offers) + 1)
            grid.addWidget(label(self.m, self.words(f"choosing.{name}"), "small"), line + 1, 0)
            for place, offered in enumerate(rows, 1):
                shown = value(offered, language)
                grid.addWidget(_cell(self.m, shown, "number" if name == _PROMINENT else "cell"), line + 1, place)
        for place in range(1, len(offers) + 1):
            grid.setColumnStretch(place, 10)
        grid.setColumnStretch(0, 9)
        return grid

    def _choose(self, offer: Offer) -> Button:
        choose = Button(self.words("choosing.choose"), self.m, self._choosing(offer), pixels=self.m.small)
        choose.setObjectName(f"choose.{offer.id}")
        policy = choose.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        choose.setSizePolicy(policy)
        return choose

    def _choosing(self, offer: Offer) -> Callable[[], None]:
        return lambda: self.post(replies.choice(offer.id, offer.provider.name[self.around.language]))


def _cell(m: Metrics, words: str, role: str) -> QLabel:
    made = label(m, words, role)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    policy = made.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
    made.setSizePolicy(policy)
    return made


def _words(text: str) -> list[str]:
    """What can't be broken: words between spaces; Chinese breaks anywhere, so three characters at a time."""
    return text.split() if text.isascii() else [text[:3]]


def _rows(offers: list[Offer]) -> list[ComparisonRow]:
    return [figures_row(offer) for offer in offers]
