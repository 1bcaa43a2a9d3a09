"""Whether somebody can be served: looked at before anybody sits down, never while somebody does.

What is missing becomes the out-of-order screen with one plain sentence; opening hours, and staff who close the kiosk,
become the closed screen. Both go by themselves when the cause has gone.
"""

import datetime as dt
import json
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from kiosk.consent import states as st
from kiosk.consent.events import Event
from kiosk.consent.events_staff import ServiceChanged
from kiosk.domain.errors import MingshiError
from kiosk.ports.clock import Clock, Ticker

_log = structlog.get_logger(__name__)
LOOK_SECONDS = 5.0
_OUTSIDE = (st.Attract, st.Closed, st.OutOfOrder)
Probe = Callable[[], str]
"""What is missing, one of FAULTS; empty: nothing."""


@dataclass(frozen=True, slots=True)
class Hours:
    """By the clock on the wall of the branch. `days`: 1 Monday to 7 Sunday; without any it is always open."""

    opens: dt.time = dt.time(0)
    closes: dt.time = dt.time(0)
    days: frozenset[int] = field(default_factory=frozenset)

    def holds(self, local: dt.datetime) -> bool:
        """Somebody may begin now."""
        return not self.days or (local.isoweekday() in self.days and self.opens <= local.time() < self.closes)


ALWAYS = Hours()


class ClosedByStaff:
    """Kept over a restart: a kiosk that was closed stays so until staff open it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def by(self) -> str:
        """The id of who closed it; empty: nobody has."""
        try:
            value = json.loads(self._path.read_bytes()[:1024])
        except FileNotFoundError:
            return ""
        except (OSError, ValueError):
            return "?"  # a damaged note was one: the kiosk stays closed
        return str(value.get("by", "?")) if isinstance(value, dict) else "?"

    def close(self, by: str) -> None:
        """Durable when it returns."""
        with self._path.open("w") as file:
            json.dump({"by": by}, file)
            file.flush()
            os.fsync(file.fileno())

    def open(self) -> None:
        """Serve again."""
        self._path.unlink(missing_ok=True)


class ServiceWatch:
    """Give `saw` to the runner, then `start`. Probes run on the clock's thread; the first find counts."""

    def __init__(
        self, clock: Clock, post: Callable[[Event], None], probes: tuple[Probe, ...], closed: ClosedByStaff,
        hours: Hours = ALWAYS, local: Callable[[], dt.datetime] = dt.datetime.now,
    ) -> None:  # fmt: skip
        self._clock, self._post, self._probes, self._closed = clock, post, probes, closed
        self._hours, self._local = hours, local
        self._now = ServiceChanged()
        self._state: st.State = st.Attract()
        self._lock = threading.Lock()
        self._ticker: Ticker | None = None

    @property
    def serves(self) -> bool:
        """Nothing was missing at the last look."""
        return self._now == ServiceChanged()

    def start(self) -> None:
        """Look now, and then every five seconds."""
        self._ticker = self._clock.every(LOOK_SECONDS, self.look)

    def close(self) -> None:
        """Look no more."""
        if self._ticker is not None:
            self._ticker.cancel()

    def saw(self, state: st.State) -> None:
        """A session is over: what was found meanwhile stands there at once."""
        self._state = state
        if isinstance(state, st.Attract) and not self.serves:
            self._post(self._now)

    def open_or_close(self, opens: bool, staff: str) -> None:
        """By staff."""
        if opens:
            self._closed.open()
        else:
            self._closed.close(staff)
        _log.warning("service.opened" if opens else "service.closed", staff=staff)
        self.look()

    def look(self) -> None:
        """Each probe, then the hours."""
        fault = next(filter(None, map(_found, self._probes)), "")
        closed = "staff" if self._closed.by else ("" if self._hours.holds(self._local()) else "hours")
        with self._lock:
            self._now = ServiceChanged(fault, closed)
        # Within a session it would be one more ignored event in the evidence, every five seconds.
        if isinstance(self._state, _OUTSIDE):
            self._post(self._now)


def _found(probe: Probe) -> str:
    try:
        return probe()
    except (MingshiError, OSError) as failure:
        _log.warning("service.probe", failure=type(failure).__name__)
        return ""
