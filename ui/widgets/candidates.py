"""What the letters may mean, a row at a time."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.dialogue.pinyin_input import Candidate
from ui.i18n import Words
from ui.theme import Metrics
from ui.widgets.keyboard import Key, key_side

_MOST = 9
"""Of a row: as many as there are digits to choose them by."""
_SHARE = 0.42
"""Height of their signs, of a key's side."""
_PAD = 20
"""As a button has on both sides."""


class CandidateRow(QWidget):
    """As many as fit, each as wide as a finger or its words; two keys turn to the next and the one before."""

    def __init__(self, m: Metrics, words: Words, chosen: Callable[[Candidate], None]) -> None:
        super().__init__()
        self._m, self._chosen = m, chosen
        self._found: Sequence[Candidate] = ()
        self._starts = [0]
        self._shown = 0
        self._side, self._gap = key_side(m), m.px(8)
        self.setFixedHeight(self._side)
        self._keys = [self._slot(place) for place in range(_MOST)]
        self._before = self._turn("‹", words("typing.fewer"), self.turn_back)
        self._more = self._turn("›", words("typing.more"), self.turn)
        self._lay_out()

    def _slot(self, place: int) -> Key:
        made = Key("", self._m, lambda: self.choose(place), "equal", _SHARE)
        made.setParent(self)
        made.setObjectName(f"candidate.{place + 1}")
        return made

    def _turn(self, sign: str, name: str, touched: Callable[[], None]) -> Key:
        made = Key(sign, self._m, touched)
        made.setParent(self)
        made.setAccessibleName(name)
        return made

    def show_candidates(self, found: Sequence[Candidate]) -> None:
        """From the first."""
        self._found, self._starts = found, [0]
        self._lay_out()

    def choose(self, place: int) -> None:
        """The one in this place of the row, if there is one."""
        if place < self._shown:
            self._chosen(self._found[self._starts[-1] + place])

    def turn(self) -> None:
        """The next row."""
        following = self._starts[-1] + self._shown
        if following < len(self._found):
            self._starts.append(following)
            self._lay_out()

    def turn_back(self) -> None:
        """The row before."""
        if len(self._starts) > 1:
            self._starts.pop()
            self._lay_out()

    def texts(self) -> tuple[str, ...]:
        """Those in sight (the tests ask)."""
        return tuple(each.text for each in self._found[self._starts[-1] :][: self._shown])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width holds another number of them."""
        super().resizeEvent(event)
        self._starts = [0]
        self._lay_out()

    def _lay_out(self) -> None:
        here = self._found[self._starts[-1] :]
        room = self.width() - 2 * (self._side + self._gap)
        left, self._shown = 0, 0
        for key, each in zip(self._keys, here, strict=False):
            words = QFontMetrics(key.font()).horizontalAdvance(each.text)
            width = max(self._side, words + 2 * self._m.px(_PAD) + 8)
            if left + width > room and self._shown:
                break
            key.setText(each.text)
            key.setAccessibleName(each.text)
            key.setGeometry(left, 0, min(width, max(room, self._side)), self._side)
            left += width + self._gap
            self._shown += 1
        for place, key in enumerate(self._keys):
            key.setVisible(place < self._shown)
        first, last = self._starts[-1] == 0, self._starts[-1] + self._shown >= len(self._found)
        for key, right, useful in ((self._before, 2, not first), (self._more, 1, not last)):
            key.setGeometry(self.width() - right * self._side - (right - 1) * self._gap, 0, self._side, self._side)
            key.setVisible(bool(self._found) and not (first and last))
            key.setEnabled(useful)
