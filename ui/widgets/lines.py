"""Words whose lines end well: no last line of one sign, and short texts in lines of like length."""

import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel

_MOST = 400
"""Letters; a longer text is left as it breaks."""
_EVEN = 3
"""Lines up to which all become alike long, where they stand in the middle."""
_SHORTEST, _LETTER = 4.0, "国"
"""So many of these signs a last line should be long."""
_TWO = 2
_SIGNS = frozenset("，。；：？！、,;:?!")
"""After one of them a line may well end."""
_MAY_BREAK = "\N{ZERO WIDTH SPACE}"
_FEW = 16
"""Pixels: a room is measured so fine."""


_UNBROKEN = re.compile(r"[^\s\u1100-\uffff]{40,}")
"""No word of any language that has spaces is so long."""


def breakable(words: str) -> str:
    """A name of 300 letters without a blank may go on in the next line; all others are as they were."""
    return _UNBROKEN.sub(lambda found: _MAY_BREAK.join(found[0]), words)


class Lines(QLabel):
    """Plain text in lines; where the last would be an orphan, all of them are a little shorter, and none more."""

    def __init__(self, words: str) -> None:
        super().__init__(breakable(words))
        self._narrower: dict[tuple[int, str, int], int] = {}
        self._rooms: dict[int, QRect] = {}
        self._tell: Callable[[str], str] | None = None

    def tell_by(self, in_words: Callable[[str], str]) -> None:
        """A screen reader is told its figures so, also after its words have changed."""
        self._tell = in_words
        if not self.accessibleName():
            self.setAccessibleName(in_words(self.text()))

    def hand_on(self, other: "Lines") -> None:
        """A screen reader is told the other's words as these."""
        if self._tell is not None:
            other.tell_by(self._tell)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width breaks otherwise."""
        super().resizeEvent(event)
        self._break_well()

    def setText(self, words: str) -> None:  # noqa: N802 - Qt's name
        """Other words break otherwise."""
        super().setText(breakable(words))
        self._rooms.clear()
        if self._tell is not None:
            self.setAccessibleName(self._tell(words))
        self._break_well()

    def setAlignment(self, alignment: Qt.AlignmentFlag) -> None:  # noqa: N802 - Qt's name
        """Words stand otherwise."""
        super().setAlignment(alignment)
        self._rooms.clear()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Other letters need other room."""
        if event.type() == QEvent.Type.FontChange:
            self._rooms.clear()
        super().changeEvent(event)

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Fewer signs a line make no more lines: as without them."""
        if not self.wordWrap():
            return super().heightForWidth(width)
        return self._measured(width).height() + 1

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Without what the lines are shortened by: else the page grows by it, breaks otherwise, and never rests."""
        hint, spare = super().minimumSizeHint(), self.contentsMargins()
        return QSize(hint.width() - spare.left() - spare.right(), hint.height())

    def _break_well(self) -> None:
        if not self.wordWrap():
            return
        spare = self._spare(self.width())
        left = spare // 2 if self.alignment() & Qt.AlignmentFlag.AlignHCenter else 0
        if self.contentsMargins().left() != left or self.contentsMargins().right() != spare - left:
            self.setContentsMargins(left, 0, spare - left, 0)

    def _measured(self, width: int) -> QRect:
        """Kept: a layout asks for the same width again and again, which was most of the time that a full page took."""
        found = self._rooms.get(width)
        if found is None:
            flags = int(Qt.TextFlag.TextWordWrap | self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
            room = QRect(0, 0, max(1, width), 100_000)
            found = QFontMetrics(self.font()).boundingRect(room, flags, self.text())
            self._rooms[width] = found
        return found

    def _spare(self, width: int) -> int:
        """What the room is made narrower by."""
        text = self.text()
        key = (width, text, self.font().pixelSize())
        if key not in self._narrower:
            self._narrower[key] = self._found(width) if 0 < len(text) <= _MOST and "\n" not in text else 0
        return self._narrower[key]

    def _after_a_sign(self, width: int, centred: bool) -> int:
        """The width at which the first of two lines ends with a sign, and the second is no orphan; 0: none."""
        letters, text = QFontMetrics(self.font()), self.text()
        least = _SHORTEST * letters.horizontalAdvance(_LETTER)
        fits = []
        for place, sign in enumerate(text[:-1], 1):
            first, rest = letters.horizontalAdvance(text[:place]) + 2, letters.horizontalAdvance(text[place:].strip())
            breaks = sign in _SIGNS and (not sign.isascii() or text[place].isspace())  # never within 1,060
            if breaks and max(first, rest) <= width and rest <= first and rest >= least:
                fits.append(first)
        return (min(fits) if centred else max(fits)) if fits else 0

    def _found(self, width: int) -> int:
        letters = QFontMetrics(self.font())
        whole, letter = self._measured(width), letters.horizontalAdvance(_LETTER)
        count = max(1, round(whole.height() / max(1, letters.lineSpacing())))
        if count == 1 or whole.width() > width or width < _SHORTEST * 1.5 * letter:
            return 0
        centred = bool(self.alignment() & Qt.AlignmentFlag.AlignHCenter)
        if count == _TWO and (at := self._after_a_sign(width, centred)):
            return width - at
        if not (centred and count <= _EVEN):
            # A text of this length fills its lines but for so much of the last.
            last = letters.horizontalAdvance(self.text()) - (count - 1) * width * 0.97
            if last > _SHORTEST * letter:
                return 0
        narrow, wide = width // 2, width
        while wide - narrow > _FEW:
            middle = (narrow + wide) // 2
            tried = self._measured(middle)
            if tried.height() > whole.height() or tried.width() > middle:  # a long word is never cut for it
                narrow = middle
            else:
                wide = middle
        return (width - wide) if centred else min(width - wide, round(width / count))
