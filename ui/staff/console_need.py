"""What needs somebody now: the most urgent kiosk, how long it has waited, and the one button for it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.supervision.board import KioskView, Need
from ui import theme
from ui.i18n import Words
from ui.staff.console_rows import clock_words
from ui.widgets.button import Button
from ui.widgets.text import column, label, mark, paint_ground, picture

_GROUNDS = {
    Need.CALL: ("red", theme.RED, "help"), Need.CALL_ANSWERED: ("tint", theme.PINE, "help"),
    Need.ALERT: ("amber", theme.AMBER_INK, "warn"), Need.LOST: ("amber", theme.AMBER_INK, "warn"),
    Need.NONE: ("tint", theme.PINE, "check"),
}  # fmt: skip


class NeedStrip(QWidget):
    """`show_need` again and again; `go` gets the device when the button is touched."""

    def __init__(self, words: Words, m: theme.Metrics, go: Callable[[str], None]) -> None:
        super().__init__()
        self._words, self._m, self._go = words, m, go
        self._device, self._need = "", Need.NONE
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._symbols = {need: picture(symbol, m.px(46), colour) for need, (_, colour, symbol) in _GROUNDS.items()}
        self._title = label(m, "", "strong")
        self._why = label(m, "", "")
        self._waited = mark(m, "", "title")
        self._waited.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._button = Button(words("act.go"), m, lambda: self._go(self._device), "primary", pixels=m.body)
        self._button.setObjectName("need.go")
        inside = QHBoxLayout(self)
        inside.setContentsMargins(m.px(26), m.px(16), m.px(26), m.px(16))
        inside.setSpacing(m.px(20))
        for shown in self._symbols.values():
            inside.addWidget(shown)
        inside.addLayout(column(self._title, self._why, gap=m.px(2)), 1)
        inside.addWidget(self._waited)
        inside.addWidget(self._button)

    def show_need(self, views: tuple[KioskView, ...], calls: int, now: float) -> None:
        """`views` as the board orders them."""
        words, first = self._words, views[0] if views else None
        self._need = first.need if first is not None else Need.NONE
        self._device = first.device if first is not None else ""
        for need, shown in self._symbols.items():
            shown.setVisible(need is self._need)
        if first is None or self._need is Need.NONE:
            self._title.setText(words("title.no_calls"))
            self._why.setText(words("need.calm"))
        else:
            count = words("title.calls", n=calls) if calls else words(f"need.{self._need.name.lower()}")
            self._title.setText(f"{count} · {first.device}")
            self._why.setText(_reason(words, first))
        waits = first is not None and self._need in (Need.CALL, Need.CALL_ANSWERED)
        self._waited.setText(clock_words(first.waited(now)) if waits and first is not None else "")
        self._waited.setVisible(waits)
        self._button.setVisible(self._need is Need.CALL)
        self._waited.setPalette(theme.palette(theme.RED if self._need is Need.CALL else theme.PINE))
        self.setAccessibleName(f"{self._title.text()} {self._why.text()} {self._waited.text()}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Red while somebody waits, calm when nobody does; a broad edge on the left."""
        name, colour, _ = _GROUNDS[self._need]
        paint_ground(self, theme.GROUNDS[name], self._m.radius)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.painted(colour))
        painter.drawRoundedRect(0, self._m.px(10), self._m.px(8), self.height() - self._m.px(20), 4, 4)
        painter.end()


def _reason(words: Words, view: KioskView) -> str:
    call = view.standing.call
    if call is not None:
        return words(f"wanted.{call.wanted}") + (f" · {words('line.coming')}" if call.coming else "")
    if view.alerts:
        return " · ".join(words(f"alert.{alert}") for alert in view.alerts)
    return words("line.lost")
