"""Pages of a document, one at a time, turned by two large buttons; knows which were seen."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.i18n import Words
from ui.pages import Page, render_in_thread
from ui.widgets.button import Button
from ui.widgets.camera_view import qimage
from ui.widgets.text import label, row

_RENDERED_WIDTH = 1400


class _Postman(QObject):
    """Lives on the GUI thread; the rendering thread emits through it."""

    came = Signal(object)


class _Sheet(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None
        self.words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A4 in small."""
        return QSize(420, 594)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The page, whole, with a thin edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.image is None:
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self.words)
        else:
            scale = min(self.width() / self.image.width(), self.height() / self.image.height())
            wide, high = self.image.width() * scale, self.image.height() * scale
            target = QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high)
            painter.drawImage(target, self.image)
            painter.setPen(QPen(QColor(theme.LINE_STRONG), 2))
            painter.drawRect(target.adjusted(1, 1, -1, -1))
        painter.end()


class DocumentView(QWidget):
    """`changed` is called when pages came, and when another page is shown."""

    def __init__(self, pdf: bytes, metrics: theme.Metrics, words: Words, changed: Callable[[], None]) -> None:
        super().__init__()
        self._words, self._changed = words, changed
        self._pages: tuple[Page, ...] = ()
        self._at, self._furthest, self.broken = 0, 0, False
        self._sheet = _Sheet()
        self._sheet.words = words("preparing.wait")
        self._place = label("", "small", centred=True)
        self._back = Button(words("signing.previous"), metrics, lambda: self.turn(-1), "quiet", "left")
        self._next = Button(words("signing.next"), metrics, lambda: self.turn(1), "quiet", "right")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(metrics.px(12))
        layout.addWidget(self._sheet, 1)
        layout.addLayout(row(self._back, self._place, self._next, gap=metrics.px(16), equal=True))
        self._postman = _Postman(self)
        self._postman.came.connect(self._take)
        self._thread = render_in_thread(pdf, _RENDERED_WIDTH, self._postman.came.emit)
        self._show()

    @property
    def all_seen(self) -> bool:
        """The last page was on the screen."""
        return bool(self._pages) and self._furthest >= len(self._pages) - 1

    def turn(self, by: int) -> None:
        """To another page."""
        self._at = min(max(0, self._at + by), max(0, len(self._pages) - 1))
        self._furthest = max(self._furthest, self._at)
        self._show()
        self._changed()

    def wait(self) -> None:
        """Until the pages are rendered (for pictures and tests)."""
        self._thread.join()

    def _take(self, pages: tuple[Page, ...]) -> None:
        self._pages, self.broken = pages, not pages
        if not pages:
            self._sheet.words = self._words("signing.unreadable")
        self._show()
        self._changed()

    def _show(self) -> None:
        count = len(self._pages)
        self._back.setEnabled(self._at > 0)
        self._next.setEnabled(self._at < count - 1)
        if count:
            self._kept = self._pages[self._at]
            self._sheet.image, _ = qimage(self._kept)
            self._place.setText(self._words("signing.page", n=self._at + 1, all=count))
        self._sheet.update()
