"""What was promised on one topic: a figure, or yes or no; "nothing was said" is as easy."""

from decimal import Decimal

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.states import AskingPromise
from kiosk.domain.case import PromiseTopic
from ui import replies
from ui.money_words import yuan_in_words
from ui.screens.screen import Screen
from ui.widgets.digits import DigitsPad


class AskingPromiseScreen(Screen[AskingPromise]):
    """Told by the borrower; compared below."""

    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        words, topic = self.words, self.state.topic
        self._pad: DigitsPad | None = None
        layout.addWidget(self.asked())
        nothing = words("promise.nothing")
        if topic is PromiseTopic.BUNDLED:
            self.page(layout, 0)
            some = words("promise.some")
            layout.addLayout(
                self.answers(self.button(nothing, replies.no(nothing)), self.button(some, replies.yes(some)))
            )
            return
        rate = topic is PromiseTopic.RATE
        unit = words("promise.rate_unit" if rate else "word.yuan")
        keys = (words("need.delete"), words("need.clear"))
        self._pad = DigitsPad(self.m, unit, words("need.empty"), keys, None if rate else self._in_words, point=rate)
        self.page(layout, self._pad, 0)
        save = self.button(words("promise.save"), self._post_figure)
        layout.addLayout(self.answers(self.button(nothing, replies.no(nothing)), save))

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
