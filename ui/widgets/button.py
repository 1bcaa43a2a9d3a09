"""The one kind of button: large, wraps its words, says once what it was touched for."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui import theme
from ui.widgets import icons

_PRESSES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select)
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter)
_LOOKS = {
    # role: ground, border, words, pressed ground
    "primary": (theme.PINE, theme.PINE, theme.ON_PINE, theme.PINE_DEEP),
    "equal": (theme.CARD, theme.PINE, theme.PINE, theme.PINE_TINT),
    "quiet": (theme.PAPER, theme.LINE_STRONG, theme.INK, theme.PINE_TINT),
    "bar": (theme.CARD, theme.CARD, theme.INK, theme.PINE_TINT),
    "chosen": (theme.PINE, theme.PINE, theme.ON_PINE, theme.PINE_DEEP),
    "key": (theme.CARD, theme.LINE, theme.INK, theme.PINE_TINT),
}
_FEW = 16
"""Pixels: the room of several lines is found so finely."""
_SCROLLED = 4
"""Pixels that a page has moved under a finger from which the finger has scrolled it."""


class Button(QAbstractButton):
    """`role` chooses the look; "equal" is for answers of equal weight. `beside`: icon left of the words, else above."""

    def __init__(
        self,
        words: str,
        metrics: theme.Metrics,
        touched: Callable[[], None],
        role: str = "equal",
        symbol: str = "",
        beside: bool = True,
        pixels: int = 0,
    ) -> None:
        super().__init__()
        self.setText(words)
        self.setAccessibleName(words)
        self.role, self._symbol, self._beside, self._metrics = role, symbol, beside, metrics
        font = QFont(theme.SANS)
        font.setPixelSize(pixels or (metrics.mark if role == "bar" else metrics.large))
        font.setBold(role in ("primary", "equal", "chosen"))
        self.setFont(font)
        # A screen reader says that this one of several is chosen; the ground says it to the eye.
        self.setCheckable(role == "chosen")
        self.setChecked(role == "chosen")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.leads_back = False
        """Closes what lies over a page: the key Escape does the same."""
        self._touched, self._cancelled = touched, False
        self._stood = QPoint()
        self._sizes: dict[tuple[int, int, str], QSize] = {}
        self._rooms: dict[tuple[int, int, str], QSize] = {}
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        self._touched()

    def setText(self, words: str) -> None:  # noqa: N802 - Qt's name
        """Other words; a screen reader says the same."""
        super().setText(words)
        self.setAccessibleName(words)

    def cancel(self) -> None:
        """A second finger or a palm: the touch that is going on counts for nothing, wherever it ends."""
        self._cancelled = self.isDown()
        self.setDown(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A new touch."""
        self._cancelled, self._stood = False, self._stands()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Down only while the finger is on it."""
        if not self._cancelled:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """It counts if the finger is still on it, and the page did not move with the finger: that was scrolling."""
        if (self._stands() - self._stood).manhattanLength() > _SCROLLED:
            self.cancel()
        if not self._cancelled:
            super().mouseReleaseEvent(event)

    def _stands(self) -> QPoint:
        """In its window."""
        return self.mapTo(self.window(), QPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Blank and Enter, held however long, press once; any other key is the page's."""
        if event.key() not in _PRESSES:
            event.ignore()
        elif not event.isAutoRepeat():
            self.setDown(True)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """It counts if the key went down here."""
        if event.key() not in _PRESSES:
            event.ignore()
        elif not event.isAutoRepeat() and self.isDown():
            self.setDown(False)
            self.click()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """What was begun here ends here."""
        self.setDown(False)
        super().focusOutEvent(event)

    @property
    def _pad(self) -> int:
        return self._metrics.px(8 if self.role in ("bar", "key") else 20)

    @property
    def _icon_side(self) -> int:
        return round(self.fontMetrics().height() * (1.15 if self._beside else 1.4)) if self._symbol else 0

    @property
    def _smallest(self) -> int:
        m = self._metrics
        return m.bar_target if self.role == "bar" else m.key_target if self.role == "key" else m.target

    def _room(self, width: int) -> int:
        return max(1, width - 2 * self._pad - (self._icon_side + self._pad if self._symbol and self._beside else 0))

    def _words_size(self, width: int) -> QSize:
        room = self._room(width)
        key = (room, self.font().pixelSize(), self.text())
        if key not in self._sizes:
            self._sizes[key] = self._in_lines(room)
        return self._sizes[key]

    def _in_lines(self, room: int) -> QSize:
        """As few lines as there is room for, and of like length: none of them an orphan."""
        whole = self._measured(room)
        if not self._several(whole) or whole.width() > room:
            return whole
        narrow, wide = room // 2, room
        while wide - narrow > _FEW:
            middle = (narrow + wide) // 2
            tried = self._measured(middle)
            if tried.height() > whole.height() or tried.width() > middle:
                narrow = middle
            else:
                wide = middle
        return QSize(wide, whole.height())

    def _measured(self, room: int) -> QSize:
        key = (room, self.font().pixelSize(), self.text())
        if key not in self._rooms:
            asked = QRect(0, 0, room, 10_000)
            self._rooms[key] = QFontMetrics(self.font()).boundingRect(asked, _WRAP, self.text()).size()
        return self._rooms[key]

    def _several(self, size: QSize) -> bool:
        return size.height() > 1.5 * QFontMetrics(self.font()).lineSpacing()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """As many lines as it takes."""
        above = self._icon_side if self._symbol and not self._beside else 0
        # Lines of like length are as many: only what is painted has to look for the width that makes them so.
        high = self._measured(self._room(width)).height()
        return max(self._smallest, high + above + 2 * max(6, self._pad // 2))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """On one line."""
        words = QFontMetrics(self.font()).size(0, self.text())
        width = (
            words.width() + 2 * self._pad + 4 + (self._icon_side + self._pad if self._symbol and self._beside else 0)
        )
        width = max(width, self._smallest)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """No narrower than its longest word (a Chinese one may break anywhere)."""
        longest = max(QFontMetrics(self.font()).horizontalAdvance(word) for word in (self.text().split() or [""]))
        single = QFontMetrics(self.font()).horizontalAdvance("明") * 2
        needed = longest if self.text().isascii() else min(longest, single)
        width = needed + 2 * self._pad + 4 + (self._icon_side + self._pad if self._symbol and self._beside else 0)
        return QSize(max(width, self._smallest), self._smallest)

    def words_fit(self) -> bool:
        """Whether nothing of the words is cut off (the tests ask)."""
        above = self._icon_side if self._symbol and not self._beside else 0
        size = self._words_size(self.width())
        return size.height() + above <= self.height() and size.width() <= self.width() - 2 * self._pad + 2

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ground, border, icon, words."""
        ground, border, words, pressed = _LOOKS[self.role]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            words = theme.INK_SOFT
            if self.role != "bar":
                ground, border = theme.PAPER, theme.LINE
        painter.setBrush(theme.painted(pressed if self.isDown() else ground))
        # Where nobody uses keys it would draw the eye to one answer.
        marked = self.hasFocus() and self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        width = 5 if marked else 3 if self.role in ("equal", "primary", "chosen") else 2
        painter.setPen(QPen(theme.painted(theme.PINE if marked else border), width))
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(box, self._metrics.radius, self._metrics.radius)
        painter.setFont(self.font())
        painter.setPen(theme.painted(words))
        self._draw_inside(painter, words)
        painter.end()

    def _draw_inside(self, painter: QPainter, colour: str) -> None:
        side, size = self._icon_side, self._words_size(self.width())
        if not self._symbol:
            spare = (self.width() - size.width()) // 2 if self._several(size) else self._pad
            painter.drawText(self.rect().adjusted(spare, 0, -spare, 0), _WRAP, self.text())
            return
        if self._beside:
            whole = side + self._pad // 2 + size.width()
            left = (self.width() - whole) // 2 if self.text() else (self.width() - side) // 2
            icons.draw(painter, self._symbol, QRectF(left, (self.height() - side) / 2, side, side), colour)
            left += side + self._pad // 2
            painter.drawText(QRect(left, 0, size.width() + 2, self.height()), _WRAP, self.text())
        else:
            top = (self.height() - side - size.height()) // 2
            icons.draw(painter, self._symbol, QRectF((self.width() - side) / 2, top, side, side), colour)
            spare = (self.width() - size.width()) // 2 if self._several(size) else self._pad
            below = QRect(spare, top + side, self.width() - 2 * spare, size.height())
            painter.drawText(below, _WRAP, self.text())
