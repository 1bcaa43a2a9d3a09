"""One offer a page, in the drawn order; at the end all of them, and none, on buttons of one size."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from kiosk.consent.events import Event, WhatIfAsked
from kiosk.domain.money import percent_text, yuan_text
from kiosk.domain.offer import Offer
from ui.i18n import Words
from ui.screens.offer_figures import COLUMNS, IN_YUAN, figures_row
from ui.screens.screen import Surroundings
from ui.theme import Metrics
from ui.widgets.button import Button
from ui.widgets.spoken import Spoken
from ui.widgets.text import Panel, Scroll, column, label, pairs, row, rule

_ON_THE_PAGE = (
    "received", "instalment", "largest", "months", "payments", "total", "more", "late", "early", "method", "commission",
)  # fmt: skip


class Choices(Protocol):
    """What the pages need of the screen of the choice."""

    offers: list[Offer]
    m: Metrics
    words: Words
    around: Surroundings
    shows_caption: bool

    def choice(self, offer: Offer, words: str) -> Button:
        """The button of an offer."""

    def none(self, words: str) -> Button:
        """That of none."""

    def brought(self) -> Button:
        """The quote of an earlier session."""

    def compared(self) -> Button:
        """Which is cheapest?"""

    def trial(self) -> list[QWidget]:
        """A mark for an enquiry."""

    def reasons(self, offer: Offer) -> tuple[str, ...]:
        """Why it does not fit."""

    def button(self, words: str, event: Event | Callable[[], None], role: str = "equal") -> Button:
        """A button that posts its event."""


class OfferPages(QWidget):
    """Pages of their own within the screen: looking on is no answer, and posts nothing."""

    def __init__(self, screen: Choices) -> None:
        super().__init__()
        self._screen, self.at = screen, 0
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._page: QWidget | None = None
        self.show_page(0)

    @property
    def count(self) -> int:
        """What it is about, one for each offer, and one to choose."""
        return len(self._screen.offers) + 2

    def show_page(self, at: int) -> None:
        """This one in place of the other."""
        self.at = min(max(0, at), self.count - 1)
        if self._page is not None:
            self._page.hide()
            self._layout.removeWidget(self._page)
            self._page.deleteLater()
        self._page = QWidget()
        self._page.setLayout(self._filled())
        self._layout.addWidget(self._page, 1)

    def _filled(self) -> QLayout:
        screen, m, words = self._screen, self._screen.m, self._screen.words
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(m.gap)
        place = label(m, words("choosing.page", n=self.at + 1, all=self.count), "kicker")
        parts: list[QWidget | QLayout | int] = [place, *screen.trial()]
        last = self.at == self.count - 1
        if self.at == 0:
            how = label(m, words("choosing.how", n=len(screen.offers)), "large")
            told = [] if screen.shows_caption else [Spoken(screen.around.caption, m)]
            parts += [*told, how, self._who(), row(screen.compared(), screen.brought(), 0, gap=m.gap)]
        else:
            parts += self._choices() if last else self._offer(screen.offers[self.at - 1])
        layout.addWidget(Scroll(column(*parts, 0, gap=m.px(16))), 1)
        back = self._turning("choosing.back", -1)
        back.setEnabled(self.at > 0)
        onward = self._turning("choosing.first" if last else "choosing.next", -self.at if last else 1)
        between = [] if self.at == 0 or last else [self._what_if(screen.offers[self.at - 1])]
        layout.addLayout(row(back, *between, onward, gap=m.gap, equal=True))
        return layout

    def _who(self) -> Panel:
        """Whose pages follow, in the drawn order, and that none is an answer too: all in the same letters."""
        screen, m, language = self._screen, self._screen.m, self._screen.around.language
        lines: list[QWidget | QLayout] = []
        for number, each in enumerate(screen.offers, 1):
            place = label(m, str(number), "count", centred=True)
            place.setFixedWidth(m.px(48))
            name, product = (label(m, words[language]) for words in (each.provider.name, each.product))
            line = row(place, gap=m.px(12))
            line.addWidget(name, 5)
            line.addWidget(product, 3)
            lines += [line, rule()]
        return Panel(m, *lines, label(m, screen.words("choosing.none")))

    def _turning(self, key: str, by: int) -> Button:
        made = Button(self._screen.words(key), self._screen.m, lambda: self.show_page(self.at + by), "quiet")
        made.setObjectName(key)
        return made

    def _offer(self, offer: Offer) -> list[QWidget | QLayout | int]:
        screen, m, words = self._screen, self._screen.m, self._screen.words
        language, shown = screen.around.language, figures_row(offer)
        name = label(m, f"{offer.provider.name[language]} · {offer.product[language]}", "strong")
        rate = label(m, f"{words('choosing.rate')} {percent_text(shown.annual_simple)}", "number")
        values = {key: value(shown, language) for key, value in COLUMNS}
        same = {"largest": shown.largest_payment == shown.first_payment, "payments": shown.payments == shown.months}
        names = [key for key in _ON_THE_PAGE if not same.get(key)]
        rows = [
            (words(f"choosing.{key}"), words("choosing.yuan", amount=values[key]) if key in IN_YUAN else values[key])
            for key in names
        ]
        figures = pairs(m, rows, "cell")
        figures.setColumnStretch(0, 1)
        figures.setColumnStretch(1, 1)
        figures.setVerticalSpacing(m.px(6))
        told = label(m, f"{offer.provider.relation[language]} {offer.provider.commission[language]}", "tiny")
        parts: list[QWidget | QLayout | int] = [Panel(m, name, rate, figures, told, tight=True)]
        if against := screen.reasons(offer):
            parts.insert(0, Panel(m, label(m, " ".join(against), "amber"), role="amber", tight=True))
        return parts

    def _what_if(self, offer: Offer) -> Button:
        made = self._screen.button(self._screen.words("choosing.what_if"), WhatIfAsked(None, offer.id), "quiet")
        made.setObjectName(f"what_if.{offer.id}")
        return made

    def _choices(self) -> list[QWidget | QLayout | int]:
        """Nothing is marked beforehand; each says the same two figures, and none of these says its own."""
        screen, words = self._screen, self._screen.words
        made = []
        for offer in screen.offers:
            shown = figures_row(offer)
            figures = words(
                "choosing.two_figures", rate=percent_text(shown.annual_simple), total=yuan_text(shown.total_repaid)
            )
            made.append(screen.choice(offer, f"{offer.provider.name[screen.around.language]}\n{figures}"))
        made.append(screen.none(f"{words('choosing.none')}\n{words('choosing.none_figures')}"))
        high = max(button.heightForWidth(screen.m.width - 2 * screen.m.margin - screen.m.px(60)) for button in made)
        for button in made:
            button.setFixedHeight(high)
        return [label(screen.m, words("choosing.which"), "title"), *made]
