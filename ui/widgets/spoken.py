"""Words of the guide: large, with a bar at their side that is lit while they are heard, and the word that is heard."""

import re

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from kiosk.runtime.sounding import Sounding
from ui import theme
from ui.theme import Metrics
from ui.widgets.lines import Lines
from ui.widgets.text import as_label, column
from ui.widgets.turning import come_into_view

Span = tuple[int, int]

_ENDS = re.compile(r"[。！？；]\s*|[.!?;]\s+(?=[A-Z])")
_LINE_SEPARATOR = "\u2028"
_UNDERLINE = 4.0
"""Pixels; for eyes and contrasts to which a ground alone says nothing."""


class Said(Lines):
    """A label that is read aloud: the sentence that sounds has a soft ground, the word of it a stronger one and a line.

    No letter moves, and its ink stays.
    """

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self._sentence: Span = (0, 0)
        self._word: Span = (0, 0)
        self._lines: tuple[tuple[int, str], QTextLayout, float] | None = None

    @property
    def lit(self) -> str:
        """The word that has the stronger ground, empty for none."""
        return self.text()[slice(*self._word)]

    def show_sounding(self, sounding: Sounding | None) -> None:
        """What of these words is heard now; nothing if the guide says something else."""
        before = (self._sentence, self._word)
        self._sentence, self._word = _within(self.text(), sounding)
        if before == (self._sentence, self._word):
            return
        area = QRect()
        for span in (*before, self._sentence, self._word):
            for rectangle in self._rectangles(span):
                area = area.united(rectangle.toAlignedRect())
        self.update(area)
        if self._sentence != before[0] and self._sentence[0] < self._sentence[1]:
            self._come_into_view()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Grounds first, then the words as ever."""
        if self._sentence[0] < self._sentence[1]:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            for span, colour in ((self._sentence, theme.SOUNDING), (self._word, theme.SOUNDING_WORD)):
                painter.setBrush(theme.painted(colour))
                for rectangle in self._rectangles(span):
                    painter.drawRoundedRect(rectangle, 6, 6)
            painter.setBrush(theme.painted(theme.PINE))
            for rectangle in self._rectangles(self._word):
                painter.drawRect(rectangle.adjusted(0, rectangle.height() - _UNDERLINE, 0, 0))
            painter.end()
        super().paintEvent(event)

    def _rectangles(self, span: Span) -> list[QRectF]:
        """Where these characters stand, line by line."""
        if span[0] >= span[1]:
            return []
        layout, at = self._laid_out()
        begin, end = (_units(self.text(), place) for place in span)
        found: list[QRectF] = []
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            first = max(begin, line.textStart())
            last = min(end, line.textStart() + line.textLength())
            if first < last:
                left, right = _x(line.cursorToX(first)), _x(line.cursorToX(last))
                found.append(QRectF(at.x() + left - 2, at.y() + line.y(), right - left + 4, line.height()))
        return found

    def _laid_out(self) -> tuple[QTextLayout, QPointF]:
        """As QLabel itself breaks plain text into lines; it tells nobody where they are."""
        room = self.contentsRect()
        key = (room.width(), self.text())
        if self._lines is None or self._lines[0] != key:
            layout = QTextLayout(self.text().replace("\n", _LINE_SEPARATOR), self.font(), self)
            option = QTextOption(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
            option.setWrapMode(QTextOption.WrapMode.WordWrap if self.wordWrap() else QTextOption.WrapMode.NoWrap)
            layout.setTextOption(option)
            leading = QFontMetricsF(self.font()).leading()
            height = -leading
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(room.width())
                height += leading
                line.setPosition(QPointF(0, height))
                height += line.height()
            layout.endLayout()
            self._lines = (key, layout, height)
        _, layout, height = self._lines
        centred = bool(self.alignment() & Qt.AlignmentFlag.AlignVCenter)
        top = room.top() + (max(0.0, (room.height() - height) / 2) if centred else 0.0)
        return layout, QPointF(room.left(), top)

    def _come_into_view(self) -> None:
        """Scroll or turn no further than needed, and only as another sentence begins: a finger may do so meanwhile."""
        area = come_into_view(self)
        rectangles = self._rectangles(self._sentence)
        inside = area.widget() if area is not None else None
        if not rectangles or area is None or inside is None:
            return
        for rectangle in (rectangles[-1], rectangles[0]):
            middle = self.mapTo(inside, rectangle.center().toPoint())
            area.ensureVisible(middle.x(), middle.y(), 0, round(rectangle.height() / 2) + 4)


def said(metrics: Metrics, words: str, role: str = "") -> Said:
    """Plain text that lights up as it is read aloud. Roles are those of theme.TEXT_ROLES."""
    return as_label(Said(words), metrics, role)


class Spoken(QWidget):
    """`role`: how large the words stand."""

    def __init__(self, words: str, metrics: Metrics, role: str = "guide") -> None:
        super().__init__()
        self._metrics, self._role = metrics, role
        self._bar, self._lit = metrics.px(10), False
        self._said = as_label(Said(words), metrics, role)
        layout = column(self._said)
        layout.setContentsMargins(self._bar + metrics.px(24), 0, 0, 0)
        self.setLayout(layout)

    def cut(self) -> "Spoken | None":
        """The sentences of the second half, told as these are; None: there is one only."""
        words = self._said.text()
        ends = [found.end() for found in _ENDS.finditer(words) if found.end() < len(words)]
        if not ends:
            return None
        at = min(ends, key=lambda end: abs(end - len(words) / 2))
        half = Spoken(words[at:], self._metrics, self._role)
        self._said.hand_on(half._said)
        self._said.setText(words[:at].rstrip())
        return half

    def show_speaking(self, speaking: bool) -> None:
        """Lit while the guide speaks."""
        if speaking != self._lit:
            self._lit = speaking
            self.update(0, 0, self._bar + 1, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.painted(theme.PINE if self._lit else theme.LINE))
        painter.drawRoundedRect(QRectF(0, 0, self._bar, self.height()), self._bar / 2, self._bar / 2)
        painter.end()


def _within(words: str, sounding: Sounding | None) -> tuple[Span, Span]:
    """Sentence and word as places in `words`, which may be all that is said or a part of it."""
    none = ((0, 0), (0, 0))
    if sounding is None or not words.strip():
        return none
    at = sounding.text.find(words)
    while at >= 0 and at + len(words) <= sounding.word[0]:
        at = sounding.text.find(words, at + 1)
    if at < 0 or sounding.word[1] <= at:
        return none

    def clipped(span: Span) -> Span:
        begin, end = (min(len(words), max(0, place - at)) for place in span)
        while begin < end and words[end - 1].isspace():
            end -= 1
        return begin, end

    return clipped(sounding.sentence), clipped(sounding.word)


def _units(text: str, place: int) -> int:
    """Qt counts UTF-16 units."""
    return len(text[:place].encode("utf-16-le")) // 2


def _x(found: object) -> float:
    """PySide gives the place back beside the x."""
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]
