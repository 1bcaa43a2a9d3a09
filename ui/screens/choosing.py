"""All offers side by side: the same units, the same size, the order drawn by lot; none of these is one of them.

Where the columns would be too narrow for their words, and for who sees one idea a page: one offer a page, and at the
end all of them, and none, on buttons of one size. Nothing is chosen beforehand.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.consent.comparing import reasons_against
from kiosk.consent.events import QuestionAsked, QuoteBrought
from kiosk.consent.quote_brought import HAVE_QUOTE_WORDS
from kiosk.consent.states import Choosing
from kiosk.consent.ways import one_at_a_time
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Channel
from ui import replies
from ui.access.telling import in_words
from ui.screens.offer_figures import COLUMNS, IN_YUAN, PROMINENT, figures_row
from ui.screens.offer_pages import OfferPages
from ui.screens.screen import Screen
from ui.theme import Metrics, font
from ui.widgets.button import Button
from ui.widgets.spoken import Spoken
from ui.widgets.text import Panel, as_label, label, row, rule

_NOTHING = {"received": "0", "instalment": "0", "largest": "0", "payments": "0", "total": "0", "more": "0", "late": "0",
            "commission": "0"}  # fmt: skip
"""What none of these costs, in the same units; elsewhere a dash."""


class ChoosingScreen(Screen[Choosing]):
    """No offer is larger, first or coloured because of what it pays the branch."""

    def build(self, layout: QVBoxLayout) -> None:
        self.shows_caption = self._beside
        by_id = {offer.id: offer for offer in self.state.facts.opening.offers}
        self.offers = [by_id[id_] for id_ in self.state.order]
        self.rows = [figures_row(offer) for offer in self.offers]
        self._pages: OfferPages | None = None
        if one_at_a_time(self.state.facts) or not self._fits():
            self._pages = OfferPages(self)
            layout.addWidget(self._pages, 1)
            return
        told = [] if self._beside else [Spoken(self.around.caption, self.m)]
        self.page(layout, *told, *self.trial(), Panel(self.m, self._table(), tight=True), *self._notes(), 0)
        layout.addLayout(self._buttons_below())

    def draft(self) -> object | None:
        """The page, while one after another is looked at."""
        return self._pages.at if self._pages is not None else None

    def restore(self, draft: object) -> None:
        """The same page again."""
        if self._pages is not None and isinstance(draft, int):
            self._pages.show_page(draft)

    def trial(self) -> list[QWidget]:
        """An enquiry can't be signed."""
        return [label(self.m, self.words("choosing.trial"), "amber")] if self.state.facts.is_enquiry else []

    def reasons(self, offer: Offer) -> tuple[str, ...]:
        """Why it is not what was asked for; empty: it is."""
        found = reasons_against(self.around.context, self.state, offer, figures_row(offer))
        return tuple(text[self.around.language] for text in found)

    def choice(self, offer: Offer, words: str) -> Button:
        """The button of an offer: all alike."""
        made = Button(words, self.m, self._choosing(offer), pixels=self.m.small)
        made.setObjectName(f"choose.{offer.id}")
        made.setAccessibleName(f"{words} {offer.provider.name[self.around.language]}")
        return made

    def none(self, words: str) -> Button:
        """None of these: as large and as plain as any other."""
        whole = self.words("choosing.none")
        made = Button(words, self.m, lambda: self.post(replies.no(whole)), pixels=self.m.small)
        made.setObjectName("choose.none")
        made.setAccessibleName(whole)
        return made

    def compared(self) -> Button:
        """The question that everybody has; figures answer it."""
        question = self.words("choosing.cheapest")
        return self.button(question, QuestionAsked(question, Channel.TOUCH), "quiet")

    def brought(self) -> Button:
        """Who has been here before has chosen already."""
        made = self.button(HAVE_QUOTE_WORDS[self.around.language], QuoteBrought(), "quiet")
        made.setObjectName("quote.brought")
        return made

    def _choosing(self, offer: Offer) -> Callable[[], None]:
        return lambda: self.post(replies.choice(offer.id, offer.provider.name[self.around.language]))

    def _notes(self) -> list[QWidget | QLayout]:
        """Relation to each, once where it is the same; then what does not fit, and why; then the question."""
        m, language = self.m, self.around.language
        said: dict[str, list[str]] = {}
        for offer in self.offers:
            said.setdefault(offer.provider.relation[language], []).append(offer.provider.name[language])
        relations = [words if len(said) == 1 else f"{'、'.join(names)}：{words}" for words, names in said.items()]
        against = [(offer.provider.name[language], self.reasons(offer)) for offer in self.offers]
        return [
            *(label(m, words, "small") for words in (*relations, self.words("choosing.paid_by"))),
            *(label(m, f"{name}：{' '.join(found)}", "amber") for name, found in against if found),
            row(self.compared(), self.brought(), 0, gap=m.gap),
        ]

    @property
    def _beside(self) -> bool:
        """On a wide screen the names of rows stand beside them, else above."""
        return not self.m.portrait

    def _role(self, name: str) -> str:
        """The all-in rate is the largest figure, also where columns are narrow."""
        if self._beside:
            return "number" if name == PROMINENT else "cell"
        return "strong" if name == PROMINENT else "strong_tiny"

    def _fits(self) -> bool:
        """Whether the columns are wide enough for their words."""
        m = self.m
        room = (m.width - 2 * m.margin) * (1.0 if m.portrait else 0.74) - m.px(70)
        shares = len(self.offers) + 1 + (1.1 if self._beside else 0)
        return room / shares - m.px(12) >= self._widest()

    def _widest(self) -> int:
        language = self.around.language
        buttons_font = QFontMetrics(font(self.m, "cell"))
        cells, names = QFontMetrics(font(self.m, self._role(""))), QFontMetrics(font(self.m, "strong_tiny"))
        values = [value(row, language) for row in self.rows for name, value in COLUMNS if name != PROMINENT]
        called = [offer.provider.name[language] + " " + offer.product[language] for offer in self.offers]
        rates = QFontMetrics(font(self.m, self._role(PROMINENT))).horizontalAdvance("00.00%")
        buttons = [self.words("choosing.choose"), self.words("choosing.none_short")]
        return max(
            rates,
            *(cells.horizontalAdvance(word) for text in values for word in _unbroken(text)),
            *(buttons_font.horizontalAdvance(word) + 2 * self.m.px(20) for text in buttons for word in _unbroken(text)),
            *(names.horizontalAdvance(word) for text in called for word in _unbroken(text)),
        )

    def _table(self) -> QGridLayout:
        m, language, count = self.m, self.around.language, len(self.offers)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(m.px(12))
        grid.setVerticalSpacing(m.px(4))
        first = 1 if self._beside else 0
        heads = [(each.provider.name[language], each.product[language]) for each in self.offers]
        called = (*(name for name, _ in heads), self.words("choosing.none_column"))
        for place, (name, product) in enumerate((*heads, (self.words("choosing.none_column"), "")), first):
            grid.addWidget(_cell(m, name, "strong_tiny"), 0, place)
            grid.addWidget(_cell(m, product, "tiny"), 1, place)
        lines = [(name, [of(one, language) for one in self.rows], _NOTHING.get(name, "—")) for name, of in COLUMNS]
        fits = [self.words("choosing.fits_not" if self.reasons(offer) else "choosing.fits") for offer in self.offers]
        at = 2
        same = all(one.largest_payment == one.first_payment for one in self.rows)
        shown = [each for each in lines if not (same and each[0] == "largest")]
        for name, values, nothing in (*shown[:7], ("match", fits, "—"), *shown[7:]):
            grid.addWidget(rule(), at, 0, 1, count + 1 + first)
            words = self.words(f"choosing.{name}")
            words = self.words("choosing.in_yuan", name=words) if name in IN_YUAN else words
            named = label(m, words, "tiny")
            grid.addWidget(named, at + 1, 0, 1, 1 if self._beside else count + 1)
            at += 2 if self._beside else 3
            for place, value in enumerate((*values, nothing), first):
                cell = _cell(m, value, self._role(name))
                # Told one after another, a figure needs to say whose and what it is.
                told = (in_words(each, language) for each in (words, value))
                cell.setAccessibleName(f"{called[place - first]}, {': '.join(told)}")
                grid.addWidget(cell, at - 1, place)
        for place in range(first, count + 1 + first):
            grid.setColumnStretch(place, 10)
        if self._beside:
            grid.setColumnStretch(0, 11)
        return grid

    def _buttons_below(self) -> QHBoxLayout:
        """Under the columns, in sight however far the table is scrolled; none of these among them."""
        m = self.m
        line = row(gap=m.px(12))
        line.setContentsMargins(m.px(16), 0, m.px(16) + m.px(26), 0)
        if self._beside:
            line.addStretch(11)
        buttons = [self.choice(offer, self.words("choosing.choose")) for offer in self.offers]
        for made in (*buttons, self.none(self.words("choosing.none_short"))):
            policy = made.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            made.setSizePolicy(policy)
            line.addWidget(made, 10)
        return line


def _cell(m: Metrics, words: str, role: str) -> QLabel:
    """A figure can't be broken, and columns are wide enough for it: laid out without asking how high at which width."""
    figure = words.isascii() and not any(map(str.isspace, words))
    made = as_label(QLabel(words), m, role) if figure else label(m, words, role)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    policy = made.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
    if figure:
        made.setWordWrap(False)
        policy.setHeightForWidth(False)
    made.setSizePolicy(policy)
    return made


def _unbroken(text: str) -> list[str]:
    """What can't be broken: words between spaces; Chinese breaks anywhere, so three characters at a time."""
    return text.split() if text.isascii() else [text[:3]]
