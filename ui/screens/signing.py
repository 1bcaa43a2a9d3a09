"""The document as it will be signed, and the place for the pen. The sheet comes before the contract."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.consent.events import LeaveAsked, Penned
from kiosk.consent.states import Signing
from ui.screens.screen import Screen
from ui.widgets.document_view import DocumentView
from ui.widgets.pen_area import PenArea, Point
from ui.widgets.text import column, label, row

_FEWEST_POINTS = 4
"""A dot is no name."""


class SigningScreen(Screen[Signing]):
    """Signing is free only after the last page was shown and something was written."""

    shows_caption = True

    def build(self, layout: QVBoxLayout) -> None:
        m, words, state = self.m, self.words, self.state
        self.document = DocumentView(state.pdf, m, words, self._changed)
        self.pen = PenArea(m, words("signing.pen"), self._changed)
        heading = column(self.title(words(f"signing.{state.document}")), label(words("signing.order"), "small"))
        self._note = label(words("signing.read_all"), "small", centred=True)
        clear = self.button(words("signing.clear"), self.pen.clear, "quiet", "repeat")
        self._sign = self.button(words("signing.sign"), self._post_strokes)
        self._sign.setEnabled(False)
        answers = self.answers(self.button(words("signing.decline"), LeaveAsked()), self._sign)
        layout.addLayout(heading)
        if m.portrait:
            layout.addWidget(self.document, 5)
            layout.addWidget(self._note)
            layout.addWidget(self.pen, 2)
            layout.addWidget(clear)
            layout.addLayout(answers)
        else:
            right = column(self._note, gap=m.px(14))
            right.addWidget(self.pen, 1)
            right.addWidget(clear)
            right.addLayout(answers)
            beside = row(gap=m.gap)
            beside.addWidget(self.document, 5)
            beside.addLayout(right, 5)
            layout.addLayout(beside, 1)

    def _changed(self) -> None:
        points = sum(len(stroke) for stroke in self.pen.strokes())
        self._note.setVisible(not self.document.all_seen)
        self._sign.setEnabled(self.document.all_seen and points >= _FEWEST_POINTS)

    def _post_strokes(self) -> None:
        self.post(Penned(self.state.document, self.pen.strokes()))

    def draft(self) -> object | None:
        return self.pen.strokes()

    def restore(self, draft: object) -> None:
        if isinstance(draft, tuple):
            strokes: tuple[tuple[Point, ...], ...] = draft
            self.pen.take_up(strokes)
