"""Keys on the screen: Latin letters for English and pinyin, digits and signs. It types nothing itself."""

import time
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui.i18n import Words
from ui.theme import Metrics
from ui.widgets.button import Button

_BOUNCE = 0.15
"""Seconds within which a second touch of one key is the same touch: hands tremble, and nobody types nn so fast."""
_COLUMNS = 20
_SIGN, _WORD = 0.46, 0.3
"""Height of a sign and of a word on a key, as a share of its side."""
_LEAST = 72
_TWENTY_MM = 20.0


class Act(StrEnum):
    """Keys that are no signs; `pressed` gets one of them or the sign."""

    DELETE = "key:delete"
    CLEAR = "key:clear"
    SPACE = "key:space"
    SHIFT = "key:shift"
    LANGUAGE = "key:language"
    SYMBOLS = "key:symbols"
    BACK = "key:back"
    DONE = "key:done"


_LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SIGNS = {
    True: ("1234567890", "，。？！：；（）“”", "、￥％—…·@"),
    False: ("1234567890", ",.?!:;()'\"", "-¥%/&@+"),
}
"""By whether Chinese is typed."""


class Key(Button):
    """As large as a finger whatever the letters' size; touched only if the touch starts and ends inside it."""

    def __init__(
        self, words: str, metrics: Metrics, touched: Callable[[], None], role: str = "key", share: float = 0.0
    ) -> None:
        self._side = key_side(metrics)
        short = len(words) == 1
        pixels = round(self._side * (share or (_SIGN if short else _WORD)))
        super().__init__(words, metrics, touched, role, pixels=pixels)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setSizePolicy(policy)
        self.setMinimumHeight(self._side)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Its side decides."""
        return False

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Square."""
        return QSize(self._side, self._side)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Square."""
        return QSize(self._side, self._side)


def key_side(m: Metrics) -> int:
    """20 mm by the panel's resolution; less where the screen is too low for six rows of them."""
    wanted = max(_LEAST, m.millimetres(_TWENTY_MM), m.px(104 if m.portrait else 88))
    return min(wanted, m.height // 11 if not m.portrait else m.height // 14)


class Keyboard(QWidget):
    """`chinese`: letters are pinyin; the page says so and changes it. `languages`: whether the other may be chosen."""

    def __init__(
        self, m: Metrics, words: Words, pressed: Callable[[str], None], *, chinese: bool,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        super().__init__()
        self._m, self._words, self._pressed, self._seconds = m, words, pressed, seconds
        self._chinese, self._upper, self._symbols = chinese, False, False
        self._last: tuple[str, float] = ("", float("-inf"))
        self._keys: dict[str, Key] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(m.px(8))
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self.setLayout(self._grid)
        self._lay_out()

    @property
    def chinese(self) -> bool:
        """Whether letters are pinyin now."""
        return self._chinese

    def show_language(self, *, chinese: bool) -> None:
        """Pinyin or plain letters."""
        self._chinese, self._upper = chinese, False
        self._lay_out()

    def key(self, name: str) -> Key:
        """The key of a sign or act (the tests ask)."""
        return self._keys[name]

    def enable_done(self, enabled: bool) -> None:
        """Only once something stands there."""
        self._keys[Act.DONE].setEnabled(enabled)

    def _lay_out(self) -> None:
        done = self._keys[Act.DONE].isEnabled() if self._keys else False
        for key in self._keys.values():
            self._grid.removeWidget(key)
            key.hide()
            key.deleteLater()
        self._keys = {}
        rows = _SIGNS[self._chinese] if self._symbols else _LETTERS
        for line, signs in enumerate(rows):
            begin = (_COLUMNS - 2 * len(signs)) // 2
            for place, sign in enumerate(signs):
                self._put(self._cased(sign), self._cased(sign), line, begin + 2 * place, 2)
        if not self._symbols and not self._chinese:
            self._put("⇧", Act.SHIFT, 2, 0, 3, "chosen" if self._upper else "key")
        else:
            self._put(self._words("typing.clear"), Act.CLEAR, 2, 0, 3)
        self._put(self._words("typing.delete"), Act.DELETE, 2, 17, 3)
        self._put(self._words("typing.back"), Act.BACK, 3, 0, 3)
        self._put(self._words("typing.english" if self._chinese else "typing.chinese"), Act.LANGUAGE, 3, 3, 3)
        self._put(self._words("typing.letters" if self._symbols else "typing.symbols"), Act.SYMBOLS, 3, 6, 3)
        self._put(self._words("typing.space"), Act.SPACE, 3, 9, 5)
        mark = "，" if self._chinese else "'"
        self._put(mark, mark, 3, 14, 2)
        self._put(self._words("typing.done"), Act.DONE, 3, 16, 4, "primary")
        self.enable_done(done)

    def _cased(self, sign: str) -> str:
        return sign.upper() if self._upper else sign

    def _put(self, words: str, name: str, line: int, column: int, span: int, role: str = "key") -> None:
        if name in self._keys:
            return
        made = Key(words, self._m, lambda: self._touch(name), role)
        made.setObjectName(f"type.{name}")
        made.leads_back = name == Act.BACK
        self._keys[name] = made
        self._grid.addWidget(made, line, column, 1, span)
        made.show()

    def _touch(self, name: str) -> None:
        now = self._seconds()
        same, self._last = self._last[0] == name and now - self._last[1] < _BOUNCE, (name, now)
        if same:
            return
        match name:
            case Act.SHIFT:
                self._upper = not self._upper
                self._lay_out()
            case Act.SYMBOLS:
                self._symbols = not self._symbols
                self._lay_out()
            case _:
                self._pressed(name)
                if self._upper:
                    self._upper = False
                    self._lay_out()
