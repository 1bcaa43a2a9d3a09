"""Pages of a document, one at a time, turned by two large buttons; knows which were seen."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QFont, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kiosk.runtime.mailbox import Mailbox
from ui import theme
from ui.access.telling import in_words
from ui.i18n import Words
from ui.pages import Page, render_in_thread
from ui.widgets.button import Button
from ui.widgets.camera_view import qimage
from ui.widgets.drawn import Drawn
from ui.widgets.text import FingerScroll, label, row

_RENDERED_WIDTH = 1400
_SCREENFUL = 0.85
"""Some lines stay in sight, so that the eye finds its place."""
_NEAR = 4
_LOOK_MS = 40


class _Held:
    """The pictures of a document's pages, 8 MB each. They go when Qt destroys the view: its Python half is found by the
    collector only, which may take sessions."""

    def __init__(self) -> None:
        self.pages: tuple[Page, ...] = ()
        self.image: QImage | None = None

    def turn_to(self, at: int) -> None:
        """This page is looked at."""
        self.image = qimage(self.pages[at])

    def let_go(self) -> None:
        """Nobody looks any more."""
        self.pages, self.image = (), None


class _Sheet(Drawn):
    """One page, as wide as the room; taller than it, so that it can be read."""

    def __init__(self, metrics: theme.Metrics, held: _Held) -> None:
        super().__init__()
        self._held = held
        font = QFont(theme.SANS)
        font.setPixelSize(metrics.body)
        self.setFont(font)
        self.words = ""

    def fit(self, width: int) -> None:
        """The height that the page has at this width."""
        image = self._held.image
        if image is not None and width > 0:
            self.setFixedHeight(round(width * image.height() / image.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The page, or why there is none."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), theme.fixed(theme.SNOW))
        if self._held.image is None:
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self.words)
        else:
            painter.drawImage(QRectF(self.rect()), self._held.image)
        painter.end()


class _Desk(FingerScroll):
    """Holds the page; moves by finger and by the buttons."""

    def __init__(self, sheet: _Sheet) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.Box)
        self._sheet = sheet
        self.setWidget(sheet)
        self.setWidgetResizable(True)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width, another height of the page."""
        super().resizeEvent(event)
        self._sheet.fit(self.viewport().width())


class DocumentView(QWidget):
    """`changed` is called when pages came, and when another page is shown."""

    def __init__(self, pdf: bytes, metrics: theme.Metrics, words: Words, changed: Callable[[], None]) -> None:
        super().__init__()
        self._words, self._changed, self._tall = words, changed, metrics.portrait
        self._held = _Held()
        self.destroyed.connect(self._held.let_go)
        self._at, self._all_seen, self.broken = 0, False, False
        self._sheet = _Sheet(metrics, self._held)
        self._sheet.words = words("preparing.wait")
        self._place = label(metrics, "", "small", centred=True)
        self._back = Button(
            words("signing.previous"), metrics, lambda: self.turn(-1), "quiet", "left", pixels=metrics.body
        )
        self._next = Button(words("signing.next"), metrics, lambda: self.turn(1), "quiet", "right", pixels=metrics.body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(metrics.px(12))
        self._desk = _Desk(self._sheet)
        self._desk.verticalScrollBar().valueChanged.connect(self._looked)
        self._desk.verticalScrollBar().rangeChanged.connect(self._looked)
        layout.addWidget(self._desk, 1)
        gap = metrics.px(16)
        if metrics.portrait:
            layout.addLayout(row(self._back, self._place, self._next, gap=gap, equal=True))
        else:  # beside the keys there would be a word a line
            layout.addWidget(self._place)
            layout.addLayout(row(self._back, self._next, gap=gap, equal=True))
        # Looked for, not signalled: a signal's object may be destroyed by Qt just while the other thread emits.
        self._rendered: Mailbox[tuple[Page, ...]] = Mailbox()
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self._look)
        self._looking.start()
        self._read: Mailbox[tuple[str, ...]] = Mailbox()
        self._said: tuple[str, ...] = ()
        wanted = self._read.put if QAccessible.isActive() else None
        self._thread = render_in_thread(pdf, _RENDERED_WIDTH, self._rendered.put, wanted)
        self._show()

    @property
    def all_seen(self) -> bool:
        """The foot of the last page was on the screen."""
        return self._all_seen

    def turn(self, by: int) -> None:
        """A screenful down or up; past the edge, to another page."""
        bar = self._desk.verticalScrollBar()
        edge = bar.value() >= bar.maximum() if by > 0 else bar.value() <= 0
        if not edge:
            bar.setValue(bar.value() + by * round(self._desk.viewport().height() * _SCREENFUL))
            return
        following = min(max(0, self._at + by), max(0, len(self._held.pages) - 1))
        if following != self._at:
            self._at = following
            self._show()
            bar.setValue(0 if by > 0 else bar.maximum())
            self._looked()

    def _looked(self) -> None:
        bar = self._desk.verticalScrollBar()
        pages = self._held.pages
        at_foot = bool(pages) and self._at == len(pages) - 1 and bar.value() >= bar.maximum() - _NEAR
        self._all_seen = self._all_seen or (at_foot and self.isVisible())
        self._back.setEnabled(self._at > 0 or bar.value() > 0)
        self._next.setEnabled(bool(pages) and not at_foot)
        if pages:
            place = self._words("signing.page", n=self._at + 1, all=len(pages))
            between = "\n" if self._tall else "  ·  "
            self._place.setText(place if self._all_seen else f"{place}{between}{self._words('signing.read_all')}")
        self._changed()

    def wait(self) -> None:
        """Until the pages are rendered (for pictures and tests)."""
        self._thread.join()
        self._look()

    def _look(self) -> None:
        pages = self._rendered.take()
        if pages is None:
            return
        self._looking.stop()
        self._held.pages, self.broken = pages, not pages
        self._said = self._read.take() or ()
        if not pages:
            self._sheet.words = self._words("signing.unreadable")
        self._show()
        self._looked()

    def _show(self) -> None:
        if self._held.pages:
            self._held.turn_to(self._at)
            self._sheet.fit(self._desk.viewport().width())
        if self._at < len(self._said):
            self._sheet.setAccessibleName(in_words(self._said[self._at], self._words.language))
        self._sheet.update()
