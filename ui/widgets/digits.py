"""A pad of digits with the figure in large type and, for money, in words."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from ui import theme
from ui.widgets.button import Button
from ui.widgets.text import Panel, column, label, mark, row

_ROOMY = 2
_MOST = 11
"""Characters of a figure: a hundred million with two decimals."""


class Keypad(QWidget):
    """Twelve keys, and one to clear if it has a word; `pressed` gets a digit, `last`, "<" (delete) or "C" (clear)."""

    def __init__(
        self, metrics: theme.Metrics, keys: tuple[str, str], pressed: Callable[[str], None], last: str = "00"
    ) -> None:
        super().__init__()
        self._metrics, self._pressed = metrics, pressed
        delete, clear = keys
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(metrics.px(14 if metrics.portrait else 8))
        for index in range(9):
            grid.addWidget(self._key(str(index + 1), str(index + 1)), index // 3, index % 3)
        if metrics.portrait or not clear:
            rest = ((last, last, 3, 0, 1), ("0", "0", 3, 1, 1), (delete, "<", 3, 2, 1), (clear, "C", 4, 0, 3))
        else:
            # A low screen has no room for a fifth line.
            rest = ((delete, "<", 0, 3, 1), (clear, "C", 1, 3, 1), (last, last, 2, 3, 1), ("0", "0", 3, 0, 4))
        for words, key, line, place, span in rest:
            if words:
                grid.addWidget(self._key(words, key), line, place, 1, span)
        self.setLayout(grid)

    def _key(self, words: str, key: str) -> Button:
        made = _key(self._metrics, words, key, self._pressed)
        made.setMinimumHeight(self._metrics.px(_high(self._metrics)))
        policy = made.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        made.setSizePolicy(policy)
        return made


def _high(metrics: theme.Metrics) -> int:
    """Of a line of keys, at 1080: lower where the letters of the page need the room."""
    if not metrics.portrait:
        return 76
    return 132 if metrics.text_size <= _ROOMY else 104


def _key(metrics: theme.Metrics, words: str, key: str, pressed: Callable[[str], None]) -> Button:
    pixels = metrics.title if key in "0123456789.00" else metrics.body
    made = Button(words, metrics, lambda: pressed(key), "key", pixels=pixels)
    made.setObjectName(f"key.{key}")
    return made


class DigitsPad(QWidget):
    """`unit` stands beside the figure; `in_words` turns it into words (or ""); `point`: decimals may be given; `over`
    and `under`: what stands there on a wide screen, beside the keys."""

    def __init__(
        self,
        metrics: theme.Metrics,
        unit: str,
        empty: str,
        keys: tuple[str, str],
        in_words: Callable[[Decimal], str] | None = None,
        point: bool = False,
        under: tuple[QWidget, ...] = (),
        over: tuple[QWidget, ...] = (),
    ) -> None:
        super().__init__()
        self._empty, self._in_words = empty, in_words
        self._typed = ""
        self._keys = "0123456789<" + ("." if point else "")
        self._changed: list[Callable[[], None]] = []
        self._figure: QLabel = label(metrics, "", "figure")
        self._figure.setWordWrap(False)
        self._figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._said: QLabel = label(metrics, "", "small")
        self._said.setAlignment(Qt.AlignmentFlag.AlignRight)
        delete, clear = keys
        emptied = _key(metrics, clear, "C", self.press)
        emptied.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        figure = row(emptied, self._figure, mark(metrics, unit, "large"), gap=metrics.px(12))
        figure.setStretch(1, 1)
        shown = Panel(metrics, figure, self._said, tight=True)
        pad = Keypad(metrics, (delete, ""), self.press, "." if point else "00")
        if metrics.portrait:
            self.setLayout(column(shown, pad, gap=metrics.px(16)))
        else:
            beside = row(gap=metrics.px(16))
            if metrics.left_handed:
                beside.addWidget(pad, 6)
            beside.addLayout(column(*over, shown, *under, 0, gap=metrics.space(2)), 4)
            if not metrics.left_handed:
                beside.addWidget(pad, 6)
            self.setLayout(beside)
        self._show()

    def value(self) -> Decimal | None:
        """What was typed; None: nothing yet."""
        try:
            return Decimal(self._typed)
        except InvalidOperation:
            return None

    def typed(self) -> str:
        """As typed, for a draft."""
        return self._typed

    def type(self, text: str) -> None:
        """Take up a draft."""
        self._typed = text
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Digits of a real keyboard, wherever among the keys of the screen one is."""
        key = "<" if event.key() == Qt.Key.Key_Backspace else event.text()
        if key and key in self._keys:
            self.press(key)
        else:
            super().keyPressEvent(event)

    def on_change(self, call: Callable[[], None]) -> None:
        """Called after each key."""
        self._changed.append(call)

    def press(self, key: str) -> None:
        """One key: a digit, 00, a point, "<" (delete) or "C" (clear)."""
        if key == "C":
            self._typed = ""
        elif key == "<":
            self._typed = self._typed[:-1]
        elif key == ".":
            self._typed += "." if self._typed and "." not in self._typed else ""
        elif len(self._typed) + len(key) <= _MOST and not self._too_fine():
            self._typed = (self._typed + key).lstrip("0") or "0"
            if self._typed.startswith("."):
                self._typed = "0" + self._typed
        self._show()
        for call in self._changed:
            call()

    def _too_fine(self) -> bool:
        return "." in self._typed and len(self._typed.split(".")[1]) >= 2

    def _show(self) -> None:
        whole, point, rest = self._typed.partition(".")
        self._figure.setText(f"{int(whole):,}{point}{rest}" if whole else "—")
        value = self.value()
        words = self._in_words(value) if self._in_words is not None and value is not None else ""
        self._said.setText(words if value is not None else self._empty)
