"""The real window over the machine alone: a storm from any sample state, again and again the same, and cut down.

No device, no evidence: what a device answers comes by itself. A whole kiosk is the matter of `storm`.
"""

import heapq
from collections.abc import Sequence
from functools import cache
from random import Random

from benchmarks.storm_gale import Faults, Gale
from benchmarks.storm_hands import Act, Hands, acts
from kiosk.consent import effects as ef
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.context import Context
from kiosk.consent.facts import DocumentKind
from kiosk.consent.journal import journal
from kiosk.consent.machine import step
from kiosk.domain.ids import Sha256
from ui.app import TEXTS
from ui.i18n import Texts
from ui.previews import SampleSession, settle
from ui.window import Window

_SPOKEN = 0.3
_SIZE = (1080, 1920)
_TURNS = 12
_BETWEEN = 0.6
"""Seconds between acts: a page that has just come takes none yet."""


class MachineSession(SampleSession):
    """Steps the machine when it is told to; its clock passes when somebody lets it."""

    def __init__(self, context: Context, state: st.State, pdf: bytes) -> None:
        super().__init__(context, state=state)
        self.given: list[tuple[ev.Event, str | None]] = []
        self.now = 0.0
        self._hands: Hands | None = None
        self._pdf = pdf
        self._queue: list[ev.Event] = []
        self._due: list[tuple[float, int, ev.Event]] = []
        self._made = 0

    def aim_by(self, hands: Hands) -> None:
        """These hands know what they aim at."""
        self._hands = hands

    def post(self, event: ev.Event) -> None:
        """Kept until `drain`."""
        if not isinstance(event, ev.Touched):
            self.given.append((event, self._hands.aimed if self._hands is not None else None))
        self._queue.append(event)

    def advance(self, seconds: float) -> None:
        """What falls due happens in its order."""
        until = self.now + seconds
        self.drain()
        while self._due and self._due[0][0] <= until:
            self.now, _, event = heapq.heappop(self._due)
            self._queue.append(event)
            self.drain()
        self.now = until

    def drain(self) -> None:
        """Take what was posted."""
        while self._queue:
            event = self._queue.pop(0)
            turn = step(self.context, self.state, event)
            journal(self.context, self.state, event, turn)
            changed = turn.state is not self.state
            self.state = turn.state
            for effect in turn.effects:
                self._do(effect)
            if changed:
                for callback in self.subscribers:
                    callback(self.state)

    def _do(self, effect: ef.Effect) -> None:
        match effect:
            case ef.Say(key, text):
                self._drop(ev.Spoken)
                self._after(_SPOKEN, ev.Spoken(key, complete=True, silent=effect.silent, words=text))
            case ef.PlayReply(key):
                self._after(_SPOKEN, ev.Spoken(key, complete=True))
            case ef.RenderDocument(kind):
                clauses = tuple(c.id for c in self.context.clauses.clauses) if kind is DocumentKind.CONTRACT else ()
                self._after(0.1, ev.DocumentRendered(kind, Sha256("ab" * 32), self._pdf, clauses))
            case ef.StartTimer(timer, seconds):
                self._drop_timer(timer)
                self._after(seconds, ev.TimedOut(timer))
            case ef.StopTimer(timer):
                self._drop_timer(timer)
            case ef.Seal():
                self._after(0.1, ev.Sealed(Sha256("cd" * 32), pending=False, folder=""))
            case _:
                pass

    def _after(self, seconds: float, event: ev.Event) -> None:
        self._made += 1
        heapq.heappush(self._due, (self.now + seconds, self._made, event))

    def _drop(self, kind: type) -> None:
        self._due = [each for each in self._due if not isinstance(each[2], kind)]
        heapq.heapify(self._due)

    def _drop_timer(self, timer: ev.Timer) -> None:
        self._due = [each for each in self._due if each[2] != ev.TimedOut(timer)]
        heapq.heapify(self._due)


class MachineBeneath:
    """As `Gale` wants it. The window's clock is the session's own: a storm is the same each time."""

    def __init__(self, session: MachineSession) -> None:
        self.view = session

    @property
    def state(self) -> st.State:
        """Where the session is."""
        return self.view.state

    def now(self) -> float:
        """Seconds of the session's own clock."""
        return self.view.now

    def pass_time(self, seconds: float) -> None:
        """And let the window have its turn."""
        self.view.advance(seconds)
        settle()

    def settled(self, window: Window) -> bool:
        """Whether the window shows the newest state."""
        for _ in range(_TURNS):
            page = window.screen_shown
            if page is not None and page.state is self.state:
                return True
            settle()
        return False


@cache
def _texts() -> Texts:
    return Texts.load(TEXTS)


def drawn(seed: int, count: int) -> list[Act]:
    """The acts of a seed."""
    endless = acts(Random(seed))  # noqa: S311 a storm that can be played again
    return [next(endless) for _ in range(count)]


def blow(context: Context, state: st.State, pdf: bytes, several: Sequence[Act], faults: Faults) -> Gale:
    """In a window of its own, from this state; `faults` takes Qt's messages and exceptions from outside."""
    session = MachineSession(context, state, pdf)
    beneath = MachineBeneath(session)
    window = Window(session, _texts())
    session.subscribers.append(window.take_state)
    window.resize(*_SIZE)
    window.show()
    window.show_state(state)
    settle()
    gale = Gale(beneath, window, faults, _BETWEEN)
    session.advance(_BETWEEN)
    try:
        for number, act in enumerate(several):
            faults.place = f"act {number}"
            gale.one(act)
            if faults.found:
                break
    finally:
        window.close()
        window.deleteLater()
        settle()
    return gale


def cut_down(context: Context, state: st.State, pdf: bytes, several: Sequence[Act], faults: Faults) -> list[Act]:
    """The fewest acts found that still go wrong: halves first, then single ones."""

    def fails(some: Sequence[Act]) -> bool:
        faults.found.clear()
        blow(context, state, pdf, some, faults)
        return bool(faults.found)

    left, width = list(several), max(1, len(several) // 2)
    while width:
        at = 0
        while at < len(left):
            without = [*left[:at], *left[at + width :]]
            if fails(without):
                left = without
            else:
                at += width
        width //= 2
    return left
