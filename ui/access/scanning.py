"""Going through a page with one or two switches: one moves on, the other chooses; or it moves on by itself.

A group is marked as a whole and entered by choosing; past its last member it is left again. Nothing here has an end:
who rests is not hurried, and with one switch the mark stands still after three rounds until the switch is pressed.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget

from kiosk.consent.events import SwitchesChosen
from kiosk.consent.facts import Facts
from kiosk.domain.reach import USUAL_SCAN_SECONDS, Switches
from ui.access.focus import Focus
from ui.access.groups import Group, Place, places, widgets
from ui.access.ring import Ring

_TREMOR = 0.2
"""Seconds within which a second press of a switch is the same press."""
_ROUNDS = 3
_SCREENFUL = 0.85


class Scanning(QObject):
    """One a window. `post` tells the session that switches are used; it says so with every state (`follow`)."""

    def __init__(
        self, window: QWidget, focus: Focus, ring: Ring, post: Callable[[SwitchesChosen], None],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._focus, self._ring, self._post, self._seconds = window, focus, ring, post, seconds
        self.switches, self.scan_seconds = Switches.NONE, USUAL_SCAN_SECONDS
        self._path: list[int] = []
        self._marked: tuple[QWidget, ...] = ()
        self._pressed_at = float("-inf")
        self._rounds, self._in_session = 0, False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._by_itself)

    @property
    def marked(self) -> tuple[QWidget, ...]:
        """What the next press of the choosing switch is for."""
        return self._marked

    @property
    def paused(self) -> bool:
        """With one switch, after three rounds without a choice."""
        return self.switches is Switches.ONE and not self._timer.isActive()

    def follow(self, facts: Facts | None) -> None:
        """A state came. Switches used before the session began are told to it; after it they are forgotten."""
        if facts is None:
            if self._in_session:
                self._use(Switches.NONE, USUAL_SCAN_SECONDS)
            self._in_session = False
            return
        begins, self._in_session = not self._in_session, True
        if begins and self.switches is not Switches.NONE and facts.switches is Switches.NONE:
            self._post(SwitchesChosen(self.switches, self.scan_seconds))
            return
        if (facts.switches, facts.scan_seconds) != (self.switches, self.scan_seconds):
            self._use(facts.switches, facts.scan_seconds)

    def page_came(self, *, same: bool) -> None:
        """Another page is gone through from its beginning; the same one from where it was."""
        if self.switches is Switches.NONE:
            return
        if not same:
            self._path, self._rounds = [0], 0
            if self.switches is Switches.ONE:
                self._timer.start(self.scan_seconds * 1000)
        self._mark()

    def press(self, *, choose: bool) -> bool:
        """One of the two switches; True: it was taken."""
        now = self._seconds()
        trembles, self._pressed_at = now - self._pressed_at < _TREMOR, now
        if trembles:
            return True
        if self.switches is Switches.NONE:
            self._begin(Switches.ONE if choose else Switches.TWO)
        elif self.paused and choose:
            self._go_on()
        elif choose:
            self._choose()
        else:
            self._next()
        return True

    def _begin(self, switches: Switches) -> None:
        self._use(switches, self.scan_seconds)
        if self._in_session:
            self._post(SwitchesChosen(switches, self.scan_seconds))

    def _use(self, switches: Switches, seconds: int) -> None:
        self.switches, self.scan_seconds = switches, seconds
        self._path, self._rounds, self._marked = [0], 0, ()
        self._focus.lend_ring(lent=switches is not Switches.NONE)
        if switches is Switches.ONE:
            self._timer.start(seconds * 1000)
        else:
            self._timer.stop()
        if switches is not Switches.NONE:
            self._mark()

    def _go_on(self) -> None:
        self._path, self._rounds = [0], 0
        self._timer.start(self.scan_seconds * 1000)
        self._mark()

    def _by_itself(self) -> None:
        self._next()
        if self._rounds >= _ROUNDS:
            self._timer.stop()

    def _level(self) -> tuple[Place, ...]:
        """The places among which it moves now; what was entered and has gone is left."""
        among = places(self._window)
        for depth, at in enumerate(self._path[:-1]):
            entered = among[at] if at < len(among) else None
            if not isinstance(entered, Group):
                self._path = self._path[: depth + 1]
                break
            among = entered.members
        return among

    def _next(self) -> None:
        among = self._level()
        self._path[-1] += 1
        if self._path[-1] >= len(among):
            if len(self._path) > 1:
                self._path.pop()  # out of the group, which is marked once more
            else:
                self._path[-1] = 0
                self._rounds += 1
        self._mark()

    def _choose(self) -> None:
        self._rounds = 0
        among = self._level()
        if not among:
            return
        chosen = among[min(self._path[-1], len(among) - 1)]
        if self.switches is Switches.ONE:
            self._timer.start(self.scan_seconds * 1000)  # a whole turn for what comes
        if isinstance(chosen, Group):
            self._path.append(0)
            self._mark()
            return
        if len(self._path) > 1:
            self._path.pop()
        if isinstance(chosen, QScrollArea):
            bar = chosen.verticalScrollBar()
            further = bar.value() + round(chosen.viewport().height() * _SCREENFUL)
            bar.setValue(0 if bar.value() >= bar.maximum() else further)
        elif isinstance(chosen, QAbstractButton):
            chosen.click()
        self._mark()

    def _mark(self) -> None:
        among = self._level()
        if not among:
            self._marked = ()
            self._ring.put_around()
            return
        self._path[-1] = min(self._path[-1], len(among) - 1)
        self._marked = widgets(among[self._path[-1]])
        self._focus.show_at(self._marked[0])
        self._ring.put_around(*self._marked)
