"""The clock of this machine: one daemon thread a ticker."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from kiosk.domain.moment import Moment


class SystemClock:
    """Monotonic time of the system, wall time in UTC."""

    def now(self) -> Moment:
        """Both clocks, read together."""
        wall = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return Moment(time.monotonic(), wall)

    def sleep(self, seconds: float) -> None:
        """Block this thread."""
        if seconds > 0:
            time.sleep(seconds)

    def every(self, seconds: float, call: Callable[[], None]) -> "ThreadTicker":
        """Call in a thread of its own, for the first time one period from now."""
        if seconds <= 0:
            raise ValueError(f"a period must be above 0, not {seconds}")
        return ThreadTicker(seconds, call, once=False)

    def after(self, seconds: float, call: Callable[[], None]) -> "ThreadTicker":
        """Call once in a thread of its own."""
        return ThreadTicker(max(0.0, seconds), call, once=True)


class ThreadTicker:
    """A call-back in a daemon thread; a call that lasts longer than the period swallows the ones it covers."""

    def __init__(self, seconds: float, call: Callable[[], None], *, once: bool) -> None:
        self._seconds, self._call, self._once = seconds, call, once
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clock", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """No call begins after this returns; the one under way ends by itself."""
        with self._lock:
            self._cancelled.set()

    def _run(self) -> None:
        due = self._began + self._seconds
        while not self._cancelled.wait(max(0.0, due - time.monotonic())):
            with self._lock:
                if self._cancelled.is_set():
                    return
            self._call()
            if self._once:
                return
            late = max(0.0, time.monotonic() - due)
            due += self._seconds * (1 + int(late / self._seconds))
