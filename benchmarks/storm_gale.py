"""What every storm holds the window to, act by act: whatever lies beneath it."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Protocol

import structlog
from PySide6.QtCore import QMessageLogContext, QtMsgType
from PySide6.QtGui import QGuiApplication

from benchmarks.storm_hands import Act, Hands
from kiosk.consent import states as st
from kiosk.consent.events import Event, LanguageChosen
from kiosk.consent.machine import facts_of
from kiosk.domain.speech import Language
from ui.window import Window

_log = structlog.get_logger(__name__)
_NO_TARGET = "QGestureManager::deliverEvents: could not find the target"
"""Qt looks for a gesture's window on the screen, and finds none for a finger beyond its edge."""
_WIDEST = 3840
"""Pixels of the largest window of a storm, either way."""
A_TOUCH = 0.01
"""A hundred a second."""


class Posting(Protocol):
    """What the window posts to. `given`: all that was posted, with what was aimed at; `aimed` is asked for it."""

    given: list[tuple[Event, str | None]]

    def post(self, event: Event) -> None:
        """Never waits."""

    def aim_by(self, hands: Hands) -> None:
        """These hands know what they aim at."""


class Beneath(Protocol):
    """A kiosk, or the machine alone."""

    @property
    def view(self) -> Posting:
        """As the window sees it."""

    @property
    def state(self) -> st.State:
        """Where the session is."""

    def now(self) -> float:
        """Seconds of the session's own clock."""

    def pass_time(self, seconds: float) -> None:
        """On the session's own clock; then the window has its turn."""

    def settled(self, window: Window) -> bool:
        """Let the window show the newest state; whether it does."""


@dataclass(slots=True)
class Faults:
    """What must not happen, as it happens. `place` says where the storm is."""

    found: list[str] = field(default_factory=list)
    place: str = "start"

    def add(self, says: str) -> None:
        """At the place where the storm is."""
        self.found.append(f"{self.place}: {says}")
        _log.warning("storm.fault", place=self.place, says=says)

    def take_message(self, kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
        """Qt's own."""
        if text.startswith(_NO_TARGET) and not _whole_on_screen():
            return
        if kind is not QtMsgType.QtDebugMsg and kind is not QtMsgType.QtInfoMsg:
            self.add(f"Qt: {text}")

    def take_exception(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        """Of a slot."""
        places = []
        while trace is not None:
            places.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
            trace = trace.tb_next
        self.add(f"{kind.__name__}: {fault} at {' < '.join(reversed(places[-4:]))}")


def offscreen_panel(folder: Path) -> None:
    """Give Qt's offscreen platform a screen that holds every window of a storm; its own ends at 800 pixels.

    Before the application is made; a real platform is left alone.
    """
    if os.environ.get("QT_QPA_PLATFORM") != "offscreen":
        return
    panel = {"name": "panel", "x": 0, "y": 0, "width": _WIDEST, "height": _WIDEST, "logicalDpi": 96, "dpr": 1}
    told = folder / "panel.json"
    told.write_text(json.dumps({"screens": [{**panel, "logicalBaseDpi": 96}]}))
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={told}"


def _whole_on_screen() -> bool:
    size = QGuiApplication.primaryScreen().size()
    return min(size.width(), size.height()) >= _WIDEST


class Gale:
    """One window, and what lies beneath it."""

    def __init__(self, beneath: Beneath, window: Window, faults: Faults, between: float = A_TOUCH) -> None:
        """`between`: seconds from act to act. The window rests by the session's clock, as if it were the wall's."""
        self._kiosk, self._window, self.faults, self._between = beneath, window, faults, between
        if hasattr(window, "hands"):
            window.hands._seconds = beneath.now
        self.hands = Hands(window, lambda: beneath.pass_time(0.7), self._other_language)
        beneath.view.aim_by(self.hands)
        self.seen: Counter[str] = Counter()
        self.acts: Counter[str] = Counter()
        self.seconds = 0.0

    @property
    def given(self) -> list[tuple[Event, str | None]]:
        """All that was posted, with what was aimed at."""
        return self._kiosk.view.given

    def blow(self, several: Iterator[Act]) -> None:
        """Until they are done, or the session is over."""
        self._kiosk.settled(self._window)
        for act in several:
            if not self._in_session():
                return
            self.one(act)

    def one(self, act: Act) -> None:
        """One act, and what must hold after it."""
        before = self._kiosk.state
        where = self.faults.place
        self.faults.place = f"{where}, {type(before).__name__}, {act.kind}"
        self.seen[type(before).__name__] += 1
        self.acts[act.kind] += 1
        draft = self._draft() if act.kind in ("resize", "screen") else None
        posted = len(self._kiosk.view.given)
        self.hands.perform(act)
        for event, aimed in self._kiosk.view.given[posted:]:
            if aimed is None:
                self.faults.add(f"{type(event).__name__} was posted, and no touch gave it")
        begun = draft is not None and not isinstance(draft, int)  # which page of offers was looked at is nothing begun
        if begun and self._kiosk.state is before and self._draft() != draft:
            self.faults.add(f"what was begun is lost: {draft!r} became {self._draft()!r}")
        self._kiosk.pass_time(self._between)
        self.seconds += self._between
        if not self._kiosk.settled(self._window):
            page = self._window.screen_shown
            shown_ = type(page.state).__name__ if page is not None else "nothing"
            self.faults.add(f"{type(self._kiosk.state).__name__} is not what is shown, but {shown_}")
        if isinstance(self._kiosk.state, st.OutOfOrder) and not isinstance(before, st.OutOfOrder):
            self.faults.add("out of order")
        self.faults.place = where

    def _draft(self) -> object | None:
        page = self._window.screen_shown
        return page.draft() if page is not None else None

    def _in_session(self) -> bool:
        return facts_of(self._kiosk.state) is not None and not isinstance(self._kiosk.state, st.Sealing)

    def _other_language(self) -> None:
        facts = facts_of(self._kiosk.state)
        if facts is not None:
            other = Language.EN if facts.language is Language.ZH_CN else Language.ZH_CN
            self._kiosk.view.post(LanguageChosen(other))
