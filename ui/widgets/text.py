"""Labels, panels and the scroll area: what every screen is put together from."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QScroller,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.theme import Metrics


def label(words: str, role: str = "", centred: bool = False) -> QLabel:
    """Plain text (never markup: it may be the borrower's), wrapped. Roles are those of the style sheet."""
    made = QLabel(words)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    if role:
        made.setProperty("role", role)
    if centred:
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


def mark(words: str, role: str) -> QLabel:
    """A label on one line."""
    made = label(words, role)
    made.setWordWrap(False)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def picture(symbol: str, pixels: int, colour: str) -> QLabel:
    """An icon."""
    from ui.widgets.icons import pixmap

    made = QLabel()
    made.setPixmap(pixmap(symbol, pixels, colour))
    made.setFixedSize(pixels, pixels)
    return made


def column(*parts: QWidget | QLayout | int, gap: int = 0) -> QVBoxLayout:
    """Widgets under one another; an int is a space, 0 a stretch."""
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    _fill(layout, parts)
    return layout


def row(*parts: QWidget | QLayout | int, gap: int = 0, equal: bool = False) -> QHBoxLayout:
    """Widgets beside one another; `equal`: of the same width."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    _fill(layout, parts)
    if equal:
        for index, part in enumerate(parts):
            layout.setStretch(index, 1)
            if isinstance(part, QWidget):
                policy = part.sizePolicy()
                policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
                part.setSizePolicy(policy)
    return layout


def _fill(layout: QVBoxLayout | QHBoxLayout, parts: Iterable[QWidget | QLayout | int]) -> None:
    for part in parts:
        match part:
            case QWidget():
                layout.addWidget(part)
            case QLayout():
                layout.addLayout(part)
            case 0:
                layout.addStretch(1)
            case space:
                layout.addSpacing(space)


class Panel(QFrame):
    """A card of paper with its parts under one another. Roles: card, tint, amber, open, red."""

    def __init__(
        self, metrics: Metrics, *parts: QWidget | QLayout | int, role: str = "card", tight: bool = False
    ) -> None:
        super().__init__()
        self.setProperty("role", role)
        pad = metrics.px(16 if tight else 28)
        layout = column(*parts, gap=metrics.px(8 if tight else 14))
        layout.setContentsMargins(pad, pad * 3 // 4, pad, pad * 3 // 4)
        self.setLayout(layout)


def rule() -> QFrame:
    """A hair line."""
    made = QFrame()
    made.setProperty("role", "rule")
    made.setFixedHeight(2)
    return made


def pairs(metrics: Metrics, rows: Iterable[tuple[str, str]], role: str = "strong") -> QGridLayout:
    """Names and values in two columns."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(metrics.px(24))
    grid.setVerticalSpacing(metrics.px(14))
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 5)
    for index, (name, value) in enumerate(rows):
        left, right = label(name, "kicker"), label(value, role)
        left.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(left, index, 0)
        grid.addWidget(right, index, 1)
    return grid


class Scroll(QScrollArea):
    """Scrolls by finger when the page is too tall, and gives wrapped text the height that it needs.

    QScrollArea itself ignores height-for-width, and text would be cut.
    """

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = inside = QWidget()
        inside.setLayout(layout)
        self.setWidget(inside)
        inside.installEventFilter(self)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Parts that changed their words change the height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width, another height of the text."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = self._inside.layout()
        if layout is not None:
            width = self.viewport().width()
            height = (
                layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
            )
            self._inside.setMinimumHeight(max(0, height))
