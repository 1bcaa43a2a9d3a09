"""What stands on the attract screen around its button; also drawn before the rest of the program is loaded."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLayout, QWidget

from ui import theme
from ui.theme import Metrics
from ui.widgets.seal import Seal
from ui.widgets.text import Panel, column, label, picture, row


def promise(m: Metrics, words: Callable[[str], str]) -> tuple[QWidget | QLayout | int, ...]:
    """A promise and three reasons."""
    heading = label(m, words("attract.title"), "hero", centred=True)
    line = label(m, words("attract.line"), "large", centred=True)
    reasons = [_reason(m, words, *names) for names in (("one", "ear"), ("two", "scales"), ("three", "paper"))]
    tiles = column(*reasons, gap=m.px(30)) if m.portrait else row(*reasons, gap=m.gap, equal=True)
    return (0, Seal(m.px(190)), heading, line, 0, tiles, 0) if m.portrait else (0, heading, line, 0, tiles, 0)


def minutes(m: Metrics, words: Callable[[str], str]) -> QLabel:
    """How long it takes."""
    return label(m, words("attract.minutes"), "", centred=True)


def button_height(m: Metrics) -> int:
    """Of the one button, or of what stands in its place."""
    return m.px(200 if m.portrait else 120)


def _reason(m: Metrics, words: Callable[[str], str], name: str, symbol: str) -> QWidget:
    mark = picture(symbol, m.px(110 if m.portrait else 64), theme.PINE)
    head, more = label(m, words(f"attract.{name}"), "title"), label(m, words(f"attract.{name}_more"), "large")
    text = column(head, more, gap=m.px(4))
    if m.portrait:
        inside = row(mark, text, gap=m.px(30))
        inside.setAlignment(mark, Qt.AlignmentFlag.AlignVCenter)
        return Panel(m, inside)
    return Panel(m, row(mark, 0), text, 0)
