"""The document as it will be signed, and the place for the pen. The sheet comes before the contract."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.by_ear import by_ear
from kiosk.consent.events import HelpAsked, LeaveAsked, Penned, ThinkOverAsked
from kiosk.consent.states import Signing
from kiosk.domain.reach import Switches
from ui.screens.screen import Screen
from ui.widgets.button import Button
from ui.widgets.document_view import DocumentView
from ui.widgets.pen_area import PenArea, Point
from ui.widgets.spoken import Spoken
from ui.widgets.text import Scroll, column, label, row

_FEWEST_POINTS = 4
"""A dot is no name."""


class SigningScreen(Screen[Signing]):
    """Signing is free only after the last page was shown and something was written."""

    shows_caption = False
    document: DocumentView | None = None
    """None: by ear, where its items were said one by one."""

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state = self.m, self.words, self.state
        self.pen = PenArea(m, words("signing.pen"), self._changed)
        if by_ear(state):
            self._by_ear(layout)
            return
        self.document = DocumentView(state.pdf, m, words, self._changed)
        heading = column(
            label(m, words(f"signing.{state.document}"), "number"), Spoken(self.around.caption, m), gap=m.px(8)
        )
        clear = self.button(words("signing.clear"), self.pen.clear)
        self._sign = self.button(words("signing.sign"), self._post_strokes)
        self._sign.setEnabled(False)
        later = self.button(words("signing.think_over"), ThinkOverAsked())
        decline = self.button(words("signing.decline"), LeaveAsked())
        pair = (self._sign, decline) if m.left_handed else (decline, self._sign)
        rows = [row(clear, later, gap=m.gap, equal=True), row(*pair, gap=m.gap, equal=True)]
        if state.facts.switches is not Switches.NONE:
            rows.append(row(self._by_staff(), gap=m.gap, equal=True))
        answers = column(*rows, gap=m.px(14))
        layout.addLayout(heading)
        if m.portrait:
            self.pen.setFixedHeight(m.px(270))
            layout.addWidget(self.document, 1)
            layout.addWidget(self.pen)
            layout.addLayout(answers)
        else:
            right = column(gap=m.px(14))
            right.addWidget(self.pen, 1)
            right.addLayout(answers)
            beside = row(gap=m.gap)
            if m.left_handed:
                beside.addLayout(right, 5)
                beside.addWidget(self.document, 5)
            else:
                beside.addWidget(self.document, 5)
                beside.addLayout(right, 5)
            layout.addLayout(beside, 1)

    def _by_ear(self, layout: QVBoxLayout) -> None:
        """Every item was said and acknowledged; here is room for the pen, and the two corners."""
        m, words = self.m, self.words
        layout.addWidget(Scroll(column(Spoken(self.around.caption, m, ""))), 2)
        layout.addWidget(self.pen, 5)
        layout.addWidget(self.button(words("signing.clear"), self.pen.clear, "quiet"))
        decline = self.button(words("signing.decline"), LeaveAsked())
        self._sign = self.button(words("signing.sign"), self._post_strokes)
        for corner in (decline, self._sign):
            corner.setMinimumHeight(round(m.height * 0.16))
        self._sign.setEnabled(False)
        layout.addLayout(row(decline, self._sign, gap=m.gap, equal=True))
        if self.state.facts.switches is not Switches.NONE:
            layout.addWidget(self._by_staff())

    def _by_staff(self) -> Button:
        """No switch writes a name, and nobody writes it for him unseen: staff come, and he may think it over."""
        return self.button(self.words("signing.by_staff"), HelpAsked())

    def _changed(self) -> None:
        points = sum(len(stroke) for stroke in self.pen.strokes())
        seen = self.document is None or self.document.all_seen
        self._sign.setEnabled(seen and points >= _FEWEST_POINTS)

    def _post_strokes(self) -> None:
        self.post(Penned(self.state.document, self.pen.strokes()))

    def draft(self) -> object | None:
        return self.pen.strokes()

    def restore(self, draft: object) -> None:
        if isinstance(draft, tuple):
            strokes: tuple[tuple[Point, ...], ...] = draft
            self.pen.take_up(strokes)
