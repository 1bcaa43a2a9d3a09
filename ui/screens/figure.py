"""What pages with a pad of digits have in common: the figure in words, posted once, kept as a draft."""

from decimal import Decimal

from PySide6.QtWidgets import QWidget

from ui import replies
from ui.money_words import yuan_in_words
from ui.screens.screen import Screen, StateT
from ui.widgets.digits import DigitsPad


class FigureScreen(Screen[StateT]):
    """`pad` makes the pad; a page of this kind that asks for no figure has none."""

    _pad: DigitsPad | None = None

    def pad(
        self, unit: str, *, words: bool = True, point: bool = False, under: tuple[QWidget, ...] = (),
        over: tuple[QWidget, ...] = (),
    ) -> DigitsPad:  # fmt: skip
        """`words`: the figure is money, and stands in words too; `point`: decimals may be given; `over`, `under`: what
        stands over and under the figure on a wide screen, where there is room beside the keys."""
        keys = (self.words("need.delete"), self.words("need.clear"))
        in_words = self._in_words if words else None
        self._pad = DigitsPad(self.m, unit, self.words("need.empty"), keys, in_words, point, under, over)
        return self._pad

    def _in_words(self, value: Decimal) -> str:
        return yuan_in_words(value, self.around.language)

    def _post_figure(self) -> None:
        value = self._pad.value() if self._pad is not None else None
        if value is not None:
            self.post(replies.number(value, f"{value:,f}"))

    def draft(self) -> object | None:
        return self._pad.typed() if self._pad is not None else None

    def restore(self, draft: object) -> None:
        if self._pad is not None and isinstance(draft, str):
            self._pad.type(draft)
