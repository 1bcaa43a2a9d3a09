"""Labels, panels and the scroll area: what every screen is put together from."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QScrollBar,
    QScroller,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.theme import Metrics
from ui.widgets.lines import Lines

LabelT = TypeVar("LabelT", bound=QLabel)


def label(m: Metrics, words: str, role: str = "", centred: bool = False) -> QLabel:
    """Plain text (never markup: it may be the borrower's), wrapped. Roles are those of theme.TEXT_ROLES."""
    return as_label(Lines(words), m, role, centred)


def as_label(made: LabelT, m: Metrics, role: str = "", centred: bool = False) -> LabelT:
    """Dressed as one of `label`."""
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setFont(theme.font(m, role))
    made.setPalette(theme.palette(theme.colour(role)))
    if centred:
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


def mark(m: Metrics, words: str, role: str) -> QLabel:
    """A label on one line."""
    made = label(m, words, role)
    made.setWordWrap(False)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


class Chip(QLabel):
    """A mark on a ground of its own: the AI mark, the training mark."""

    def __init__(self, m: Metrics, words: str, role: str) -> None:
        super().__init__(words)
        self.setFont(theme.font(m, role))
        self.setPalette(theme.palette(theme.colour(role)))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setContentsMargins(m.px(14), m.px(6), m.px(14), m.px(6))
        self._role, self._radius = role, m.px(10)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ground first, then the words."""
        paint_ground(self, theme.GROUNDS[self._role], self._radius)
        super().paintEvent(event)


def paint_ground(widget: QWidget, ground: theme.Ground, radius: int) -> None:
    """A rounded area with an edge, under whatever else the widget paints."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = ground.seen()
    half = ground.width / 2
    painter.setBrush(theme.painted(ground.fill))
    painter.setPen(QPen(theme.painted(ground.edge), ground.width) if ground.width else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(half, half, -half, -half), radius, radius)
    painter.end()


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


class Panel(QWidget):
    """A card of paper with its parts under one another. Roles are those of theme.GROUNDS."""

    def __init__(
        self, metrics: Metrics, *parts: QWidget | QLayout | int, role: str = "card", tight: bool = False
    ) -> None:
        super().__init__()
        self._metrics, self._tight = metrics, tight
        self._role, self._radius = role, metrics.radius
        pad = metrics.px(16 if tight else 28)
        layout = column(*parts, gap=metrics.px(8 if tight else 14))
        layout.setContentsMargins(pad, pad * 3 // 4, pad, pad * 3 // 4)
        self.setLayout(layout)

    def another(self) -> "Panel":
        """An empty one of the same kind."""
        return Panel(self._metrics, role=self._role, tight=self._tight)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Only the ground."""
        paint_ground(self, theme.GROUNDS[self._role], self._radius)


def rule() -> QFrame:
    """A hair line."""
    made = QFrame()
    made.setAutoFillBackground(True)
    made.setPalette(theme.palette(theme.INK, theme.LINE))
    made.setFixedHeight(2)
    return made


def pairs(
    metrics: Metrics, rows: Iterable[tuple[str, str]], role: str = "strong",
    value_label: Callable[[Metrics, str, str], QLabel] = label,
) -> QGridLayout:  # fmt: skip
    """Names and values in two columns; `value_label` makes the values."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(metrics.px(24))
    grid.setVerticalSpacing(metrics.px(14))
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 5)
    for index, (name, value) in enumerate(rows):
        left, right = label(metrics, name, "kicker"), value_label(metrics, value, role)
        left.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(left, index, 0)
        grid.addWidget(right, index, 1)
    return grid


class WideScrollBar(QScrollBar):
    """Shows how much there is and where one is; fingers move the page itself."""

    _WIDTH = 26

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setFixedWidth(self._WIDTH)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The scroll area asks this and nothing else."""
        return QSize(self._WIDTH, 3 * self._WIDTH)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A rounded handle on nothing."""
        span = self.maximum() - self.minimum() + self.pageStep()
        if span <= 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.painted(theme.LINE_STRONG))
        high = max(60.0, self.height() * self.pageStep() / span)
        top = (self.height() - high) * (self.value() - self.minimum()) / max(1, self.maximum() - self.minimum())
        painter.drawRoundedRect(QRectF(10, top, self._WIDTH - 10, high), 8, 8)
        painter.end()


class FingerScroll(QScrollArea):
    """Moves up and down by finger once there is more on it than is in sight.

    Not before: each grab is a gesture of its own, of which PySide makes an enum type that it never lets go of (2.6 kB).
    """

    def __init__(self) -> None:
        super().__init__()
        self._by_finger = False
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(WideScrollBar())
        self.verticalScrollBar().rangeChanged.connect(self._grab)

    @property
    def by_finger(self) -> bool:
        """Whether a finger moves it."""
        return self._by_finger

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Only now it has its size: until then everything is too tall for it."""
        super().showEvent(event)
        self._grab()

    def _grab(self) -> None:
        if not self._by_finger and self.isVisible() and self.verticalScrollBar().maximum() > 0:
            self._by_finger = True
            QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)


class Scroll(FingerScroll):
    """Scrolls by finger when the page is too tall, and gives wrapped text the height that it needs.

    QScrollArea itself ignores height-for-width, and text would be cut.
    """

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self._inside = inside = QWidget()
        # Empty as yet: Qt would lay the whole page out for a width that it never has (15 ms).
        self.setWidget(inside)
        inside.setLayout(layout)
        inside.setAutoFillBackground(False)
        inside.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Parts that changed their words change the height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width, another height of the text."""
        super().resizeEvent(event)
        self._fit()

    @property
    def spare(self) -> int:
        """Pixels that its parts do not need."""
        return self.viewport().height() - self._inside.minimumHeight()

    def refit(self) -> None:
        """Now, and not when the events come to it: parts were hidden or shown."""
        layout = self._inside.layout()
        if layout is not None:
            layout.invalidate()
            layout.activate()
        self._fit()

    def _fit(self) -> None:
        layout = self._inside.layout()
        if layout is None:
            return
        whole = self.maximumViewportSize()
        high = self._high(layout, whole.width())
        # A bar takes width, words break anew, and it would stay for what fits without it.
        fits = high <= whole.height()
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        if self.verticalScrollBarPolicy() != bar:
            self.setVerticalScrollBarPolicy(bar)
        self._inside.setMinimumHeight(max(0, high if fits else self._high(layout, self.viewport().width())))

    def _high(self, layout: QLayout, width: int) -> int:
        return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
