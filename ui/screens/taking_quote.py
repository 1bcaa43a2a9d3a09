"""The quote that he brought: laid on the desk, or its twelve digits typed; going on without it is as near as either."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kiosk.consent.events import QuoteShown, Resumed
from kiosk.consent.quote_brought import MOST_TRIES
from kiosk.consent.states import TakingQuote
from kiosk.lending.quote import DIGITS, QuoteCode
from ui.screens.screen import Screen
from ui.widgets.button import Button
from ui.widgets.camera_view import CameraView
from ui.widgets.digits import Keypad
from ui.widgets.pictures import Picture
from ui.widgets.text import Panel, column, label, row


class TakingQuoteScreen(Screen[TakingQuote]):
    """Whatever was refused stands here in one sentence, with the same ways on."""

    fields_below = True
    shows_caption = False

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state = self.m, self.words, self.state
        self._typed = ""
        words_of_guide = label(m, self.around.caption, "large")
        layout.addWidget(Panel(m, words_of_guide, role="amber" if state.refused else "tint", tight=True))
        without = self.button(words("taking.without"), Resumed(), "equal")
        without.setObjectName("quote.without")
        if state.tries >= MOST_TRIES:
            layout.addStretch(1)
            layout.addWidget(Picture("coming", m.px(300 if m.portrait else 200)))
            layout.addStretch(1)
            layout.addWidget(without)
            return
        view = CameraView("document", m)
        view.setMinimumHeight(m.px(160))
        view.setMaximumHeight(m.px(300 if m.portrait else 2000))
        shown, keys = self._pad()
        self._enter = self.button(words("taking.enter"), self._post_digits, "equal")
        self._enter.setObjectName("quote.enter")
        if m.portrait:
            # With the largest letters the picture and the keys need more than is left: they scroll, the words stay.
            self.page(layout, view, column(shown, keys, gap=m.px(12)))
        else:
            beside = row(gap=m.gap)
            left = column(gap=m.px(12))
            left.addWidget(view, 1)
            left.addWidget(shown)
            beside.addLayout(left, 5)
            beside.addWidget(keys, 6)
            layout.addLayout(beside, 1)
        layout.addLayout(self.answers(self._enter, without))
        self._show()

    def draft(self) -> object | None:
        """The digits typed so far."""
        return self._typed

    def restore(self, draft: object) -> None:
        """The same digits again."""
        if isinstance(draft, str) and self.state.tries < MOST_TRIES:
            self._typed = draft
            self._show()

    def _pad(self) -> tuple[QWidget, QWidget]:
        """What was typed, and the keys."""
        m, words = self.m, self.words
        self._shown: QLabel = label(m, "", "number", centred=True)
        self._shown.setWordWrap(False)
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        keys = Keypad(m, (words("need.delete"), ""), self._press, last="C")
        clear = keys.findChild(Button, "key.C")
        if clear is not None:
            clear.setText(words("need.clear"))
        return Panel(m, label(m, words("taking.digits"), "small"), self._shown, tight=True), keys

    def _press(self, key: str) -> None:
        if key == "C":
            self._typed = ""
        elif key == "<":
            self._typed = self._typed[:-1]
        elif len(self._typed) < DIGITS:
            self._typed += key
        self._show()

    def _show(self) -> None:
        padded = self._typed + "_" * (DIGITS - len(self._typed))
        self._shown.setText(QuoteCode(padded).spaced)
        self._enter.setEnabled(len(self._typed) == DIGITS)

    def _post_digits(self) -> None:
        if len(self._typed) == DIGITS:
            self.post(QuoteShown(self._typed, typed=True))
