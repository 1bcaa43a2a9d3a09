"""One of the four figures: a sum on the digits pad with its words, or a purpose as tiles."""

from decimal import Decimal

from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from kiosk.consent.events import QuoteBrought
from kiosk.consent.facts import Need, Purpose
from kiosk.consent.quote_brought import HAVE_QUOTE_WORDS
from kiosk.consent.states import AskingNeed
from kiosk.consent.wording import PURPOSES
from ui import replies
from ui.screens.figure import FigureScreen
from ui.widgets.button import Button
from ui.widgets.text import column, row

_ROOMY = 2
"""Size of letters up to which a wide screen has room for high tiles."""

_WIDE = 1.5
"""Width to height from which the question stands beside the keys."""


class AskingNeedScreen(FigureScreen[AskingNeed]):
    """Declared by the borrower, judged by nobody here."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        need = self.around.context.script.step(self.state.step).need
        assert need is not None
        if need is Need.PURPOSE:
            layout.addWidget(self.asked())
            self._tiles(layout)
        else:
            self._figure(layout, need)

    def _tiles(self, layout: QVBoxLayout) -> None:
        m = self.m
        grid = QGridLayout()
        grid.setSpacing(m.gap if m.portrait else m.space(3))
        columns = 1 if m.portrait else 3
        for index, purpose in enumerate(Purpose):
            words = PURPOSES[purpose][self.around.language]
            tile = Button(words, m, self._choosing(purpose, words), "equal", purpose.value, beside=m.portrait)
            tile.setMinimumHeight(m.px(190 if m.portrait else 220 if m.text_size <= _ROOMY else 150))
            grid.addWidget(tile, index // columns, index % columns)
        for index in range(columns):
            grid.setColumnStretch(index, 1)
        self.page(layout, grid, 0)

    def _choosing(self, purpose: Purpose, words: str):  # type: ignore[no-untyped-def]
        return lambda: self.post(replies.choice(purpose.value, words))

    def _figure(self, layout: QVBoxLayout, need: Need) -> None:
        words, asked = self.words, self.asked()
        beside = self.m.width > _WIDE * self.m.height
        if not beside:
            layout.addWidget(asked)
        pad = self.pad(words("need.unit"), over=(asked,) if beside else ())
        self.page(layout, *((0, pad) if self.m.portrait else (pad, 0)))
        enter = self.button(words("need.enter"), self._post_figure, "primary", "check")
        enter.setEnabled(False)
        pad.on_change(lambda: enter.setEnabled(pad.value() is not None))
        below = [enter]
        if need is Need.DEBTS:
            none = words("need.debts_none")
            below.insert(0, self.button(none, replies.number(Decimal(0), none), "quiet"))
        if need is Need.AMOUNT:
            quote = self.button(HAVE_QUOTE_WORDS[self.around.language], QuoteBrought(), "quiet")
            quote.setObjectName("quote.brought")
            below.insert(0, quote)
        # A low screen has room for the keys if these stand beside one another.
        gap = self.m.gap
        layout.addLayout(column(*below, gap=gap) if self.m.portrait else row(*below, gap=gap, equal=True))
