"""The first screen: name and promise, painted before cameras, models and headquarters are up.

It imports Qt and nothing of the kiosk, loads one typeface and three texts, and lays out four things, so that something
to read stands there in nearly the time of a bare window.
"""

import contextlib
import gc
import importlib
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QFont, QPixmapCache, QShowEvent
from PySide6.QtWidgets import QApplication, QLayout, QVBoxLayout, QWidget

from ui import theme
from ui.display import fill_screen
from ui.widgets.seal import Seal
from ui.widgets.text import column, label, mark, row

if TYPE_CHECKING:
    from ui.bridge import SessionPort

TEXTS = Path(__file__).resolve().parent.parent / "assets" / "texts"
WINDOWED = (810, 1440)
_PATIENCE = 10.0
"""Seconds for the window system to show a window."""
EXIT_FAILED = 2

Opens = Callable[[], AbstractContextManager["SessionPort"]]


def application() -> QApplication:
    """The one QApplication, with our type. Call it after cv2 was imported, if it will be."""
    # cv2 points both at its own folder, where neither our platform plugin nor a font lies.
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        os.environ.pop(name, None)
    # Qt would paint a large picture in threads of its own and wait for them, Python's lock in hand: beside a recorder
    # and speech on two cores that took up to a quarter of a second.
    os.environ["QT_NO_GUI_THREADPOOL"] = "1"
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setFont(QFont(theme.SANS))
    # A label keeps its painted picture there, where it would outlive its page (5 kB each, up to 14 MB): docs/adr/0039.
    QPixmapCache.setCacheLimit(0)
    return app


class Opening(QWidget):
    """Stands until the session's window takes its place."""

    def __init__(self, windowed: bool) -> None:
        super().__init__()
        self.windowed = windowed
        self.painted_at: float | None = None
        """On time.monotonic()."""
        self.setWindowTitle("Mingshi 明示")
        self.setPalette(theme.palette(theme.INK))
        self._page: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        # As the session's window: a page never makes it larger than the screen.
        self._layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def put_up(self) -> None:
        """Show it, and return when it has been painted."""
        if self.windowed:
            self.resize(*WINDOWED)
            self.show()
        else:
            fill_screen(self)
        end = time.monotonic() + _PATIENCE
        while self.painted_at is None and time.monotonic() < end:
            QApplication.processEvents()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """The size is known now."""
        super().showEvent(event)
        if self._page is None:
            self._page = self._built(theme.Metrics(max(self.width(), 1), max(self.height(), 1), 2))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The page was painted."""
        if event.type() == QEvent.Type.Paint and self.painted_at is None:
            self.painted_at = time.monotonic()
        return super().eventFilter(watched, event)

    def _built(self, m: theme.Metrics) -> QWidget:
        words = first_words()
        promise = label(m, words["attract.title"], "hero", centred=True)
        wait = label(m, words["opening.wait"], "title", centred=True)
        page = column(row(mark(m, words["mark.brand"], "brand"), 0), 0, Seal(m.px(190)), promise, 0, wait, 0, gap=m.gap)
        page.setContentsMargins(m.margin, m.space(3), m.margin, m.space(5))
        holder = QWidget(self)
        holder.setLayout(page)
        holder.installEventFilter(self)
        self._layout.addWidget(holder)
        return holder


def first_words(file: Path = TEXTS / "zh_CN.toml") -> dict[str, str]:
    """The three texts of the first screen, by their keys. Not by a reader of TOML: that alone would take longer than
    all the rest of this screen; a test holds them against it."""
    text, found = file.read_text("utf-8"), {}
    for key in ("mark.brand", "attract.title", "opening.wait"):
        section, name = key.split(".")
        block = text.partition(f"[{section}]\n")[2].partition("\n[")[0]
        found[key] = next((line.split('"')[1] for line in block.splitlines() if line.startswith(f"{name} = ")), "")
    return found


class _Opener(QObject):
    """Opens the session in a thread of its own, keeps it there, and closes it there.

    The thread must live as long as the session: a child process that dies with its parent dies with the thread that
    started it (Linux, PR_SET_PDEATHSIG).
    """

    opened = Signal(object)
    failed = Signal(str)

    def __init__(self, opens: Opens) -> None:
        super().__init__()
        self._opens = opens
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="opening")

    def start(self) -> None:
        """Begin to open."""
        self._thread.start()

    def close(self) -> None:
        """Close what was opened; returns when it is."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        from kiosk.domain.errors import MingshiError

        try:
            importlib.import_module("ui.app")
            with self._opens() as session:
                self.opened.emit(session)
                self._over.wait()
        except MingshiError as failure:
            self.failed.emit(str(failure))
        except Exception as failure:  # noqa: BLE001 the person before the screen has to be told
            self.failed.emit(type(failure).__name__)


class _Lead(QObject):
    """From the first screen to the session's window; its slots run on the GUI thread."""

    def __init__(self, opening: Opening, tell: Callable[[str], None]) -> None:
        super().__init__()
        self._opening, self._tell = opening, tell
        self._closing = contextlib.ExitStack()
        self.code = 0

    @Slot(object)
    def show_session(self, session: "SessionPort") -> None:
        """The session stands: its window takes over."""
        from kiosk.runtime import heap
        from ui.app import shown

        # What was loaded so far stays: the collector would look through all of it in the middle of a session, for 25 ms
        # at a time on this thread.
        gc.collect()
        gc.freeze()
        heap.give_back()  # what loading alone needed
        window = self._closing.enter_context(shown(session, self._opening.windowed))
        window.painted.connect(self._opening.hide)

    @Slot(str)
    def give_up(self, reason: str) -> None:
        """It can't be started: refuse, with the reason."""
        self.code = EXIT_FAILED
        self._tell(reason)
        QApplication.quit()

    def close(self) -> None:
        """Take the window away."""
        self._closing.close()


_standing: list[Opening] = []


def first_screen(windowed: bool) -> Opening:
    """Painted when this returns. Called again, it gives the same."""
    application()
    if not _standing:
        _standing.append(Opening(windowed))
        _standing[0].put_up()
    return _standing[0]


def run(opens: Opens, windowed: bool, tell: Callable[[str], None]) -> int:
    """Show the first screen, open the session behind it, show that until its window is closed; the exit code.

    `opens` is called in a thread of its own and left there; `tell` hears why it could not be opened.
    """
    app, opening = application(), first_screen(windowed)
    lead, opener = _Lead(opening, tell), _Opener(opens)
    opener.opened.connect(lead.show_session)
    opener.failed.connect(lead.give_up)
    opener.start()
    try:
        app.exec()
    finally:
        lead.close()
        opener.close()
        _standing.clear()
    return lead.code
