"""A clock on which time passes only when somebody sleeps.

While one sleeps, due call-backs run inline in order of time (ties: in order of making). A call-back may sleep too:
then the others go on meanwhile, and time has passed for the outer sleeper as well. A call-back never runs inside
itself; the calls that it covers are left out, as on a real clock. Two runs of the same program see the same times.
"""

import heapq
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from kiosk.domain.moment import Moment

_EPSILON = 1e-9
"""Times that differ by less are the same; 1/25 s has no exact binary fraction."""


class SimulatedClock:
    """Starts at `start_wall` (aware) and mono 0.0; wall time is the start and what has elapsed."""

    def __init__(self, start_wall: datetime) -> None:
        if start_wall.tzinfo is None:
            raise ValueError("start_wall needs a time zone")
        self._start = start_wall.astimezone(UTC)
        self._elapsed = 0.0
        self._newest = Moment(-1.0, "")
        self._due: list[tuple[float, int, SimulatedTicker]] = []
        self._made = 0
        self._lock = threading.Lock()

    def now(self) -> Moment:
        """Both clocks, read together."""
        elapsed, newest = self._elapsed, self._newest
        if newest.mono != elapsed:  # time stands still most of the time, and is asked for all the time
            wall = self._start + timedelta(seconds=elapsed)
            wall_text = wall.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            self._newest = newest = Moment(elapsed, wall_text)
        return newest

    def sleep(self, seconds: float) -> None:
        """Let time pass, running what falls due."""
        until = self._elapsed + max(0.0, seconds)
        while (ticker := self._take_due(until)) is not None:
            ticker.run()
        self._elapsed = max(self._elapsed, until)

    advance = sleep

    def every(self, seconds: float, call: Callable[[], None]) -> "SimulatedTicker":
        """Call inline at this period, for the first time one period from now."""
        if seconds <= 0:
            raise ValueError(f"a period must be above 0, not {seconds}")
        return self._make(seconds, call, once=False)

    def after(self, seconds: float, call: Callable[[], None]) -> "SimulatedTicker":
        """Call once inline, later; never at once, even for 0 seconds."""
        return self._make(max(0.0, seconds), call, once=True)

    def _make(self, seconds: float, call: Callable[[], None], *, once: bool) -> "SimulatedTicker":
        with self._lock:
            self._made += 1
            ticker = SimulatedTicker(self, self._made, self._elapsed, seconds, call, once=once)
        self.put_back(ticker)
        return ticker

    def put_back(self, ticker: "SimulatedTicker") -> None:
        """For tickers: wait for the next turn."""
        with self._lock:
            heapq.heappush(self._due, (ticker.due, ticker.order, ticker))

    def _take_due(self, until: float) -> "SimulatedTicker | None":
        with self._lock:
            while self._due and (self._due[0][2].cancelled or self._due[0][0] <= until + _EPSILON):
                due, _, ticker = heapq.heappop(self._due)
                if not ticker.cancelled:
                    self._elapsed = max(self._elapsed, due)
                    return ticker
        return None


class SimulatedTicker:
    """A call-back and its turns: the n-th is due at began + n periods."""

    def __init__(
        self, clock: SimulatedClock, order: int, began: float, seconds: float, call: Callable[[], None], *, once: bool
    ) -> None:
        self._clock, self._began, self._seconds, self._call, self._once = clock, began, seconds, call, once
        self.order = order
        self._turn = 1
        self.cancelled = False

    @property
    def due(self) -> float:
        """Mono seconds of the next turn."""
        return round(self._began + self._turn * self._seconds, 9)  # so that 4 x 0.3 and 3 x 0.4 are a tie

    def cancel(self) -> None:
        """No call begins after this returns."""
        self.cancelled = True

    def run(self) -> None:
        """For the clock: one turn."""
        try:
            self._call()
        finally:
            if not (self._once or self.cancelled):
                passed = (self._clock.now().mono - self._began + _EPSILON) / self._seconds
                self._turn = max(self._turn, int(passed)) + 1
                self._clock.put_back(self)
