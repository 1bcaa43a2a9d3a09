"""The GUI thread's beat: how long it was kept from coming, by what, and what every thread did meanwhile.

A late beat has four parts: what the thread worked, how long it stood ready without a core (the machine's other work),
how long a core was taken from a virtual machine by its host ("steal" of /proc/stat, proc(5)), and the rest: Python's
lock, a disk, the window system.
"""

import gc
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QObject, QTimer

_BEAT_MS = 2
_KEPT_MS = 20.0
_LONG = 0.05
_LOOKS_EVERY = 0.01
_HOST_EVERY = 0.01
_STEAL = 8
"""Column of a core's line."""
_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
_ROOT = str(Path(__file__).resolve().parent.parent)
_WAITING = frozenset({
    "wait", "_wait_for_tstate_lock", "get", "select", "poll", "accept", "recv", "recvfrom", "_recv", "join", "sleep",
    "readinto", "_worker", "acquire",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """Milliseconds. `queued`: ready, but without a core; `stolen`: what the host took of a core at most."""

    late: float
    worked: float
    queued: float
    stolen: float
    state: str
    seen: str = ""

    @property
    def held(self) -> float:
        """By Python's lock, a disk, the window system."""
        return max(0.0, self.late - self.worked - self.queued - self.stolen)

    def __str__(self) -> str:
        told = {"worked": self.worked, "without a core": self.queued, "stolen": self.stolen, "held": self.held}
        parts = ", ".join(f"{value:.0f} {name}" for name, value in told.items())
        return f"{self.late:.0f} ms ({parts}) {self.state}{self.seen and ': '}{self.seen}"


class Heartbeat(QObject):
    """Lives on the GUI thread, from its making on. `now`: the state, told from outside."""

    def __init__(self, on_long: Callable[[Block], None] = lambda _: None) -> None:
        """`on_long` hears of each over 50 ms."""
        super().__init__()
        self._on_long = on_long
        self.blocks: list[Block] = []
        """Those of 20 ms and more."""
        self.collected_ms = 0.0
        """Work of Python's longest collection of garbage, in whatever thread."""
        self.now = "Attract"
        self._thread = threading.get_ident()
        self._schedule = os.open(f"/proc/self/task/{threading.get_native_id()}/schedstat", os.O_RDONLY)
        self._host = os.open("/proc/stat", os.O_RDONLY)
        self._last, self._taken, self._asked = self._stand(), self._stolen(), 0.0
        self._first = self._last[0], self._taken
        self._seen: dict[float, str] = {}
        self._collecting = 0.0
        gc.callbacks.append(self._garbage)
        self._over = threading.Event()
        threading.Thread(target=self._watch, name="heartbeat", daemon=True).start()
        self._timer = QTimer(self)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def stop(self) -> None:
        """No more beats."""
        self._timer.stop()
        self._over.set()
        gc.callbacks.remove(self._garbage)

    def worst(self, by: str, count: int = 6) -> list[str]:
        """The longest by a part's name, in words."""
        return [str(block) for block in sorted(self.blocks, key=attrgetter(by), reverse=True)[:count]]

    @property
    def stolen_share(self) -> float:
        """Of all cores' time since it was made, from 0 to 1: what the host took."""
        began, at_first = self._first
        passed = (time.monotonic() - began) * 1000 * len(at_first)
        return (sum(self._stolen()) - sum(at_first)) / passed

    def _stand(self) -> tuple[float, float, float]:
        queued = int(os.pread(self._schedule, 100, 0).split()[1]) / 1e9
        return time.monotonic(), time.thread_time(), queued

    def _stolen(self) -> tuple[float, ...]:
        """Milliseconds of each core since the machine began."""
        lines = os.pread(self._host, 4096, 0).decode().splitlines()[1:]
        return tuple(int(line.split()[_STEAL]) * _TICK_MS for line in lines if line.startswith("cpu"))

    def _beat(self) -> None:
        last, self._last = self._last, self._stand()
        passed, worked, queued = ((new - old) * 1000 for new, old in zip(self._last, last, strict=True))
        late = passed - _BEAT_MS
        if late < _KEPT_MS and self._last[0] - self._asked < _HOST_EVERY:
            return
        before, self._taken, self._asked = self._taken, self._stolen(), self._last[0]
        if late >= _KEPT_MS:
            taken = max(new - old for new, old in zip(self._taken, before, strict=True))
            stolen = max(0.0, min(taken, late - worked - queued))
            block = Block(late, worked, queued, stolen, self.now, self._seen.pop(last[0], ""))
            self.blocks.append(block)
            if block.late > _LONG * 1000:
                self._on_long(block)

    def _watch(self) -> None:
        while not self._over.wait(_LOOKS_EVERY):
            began = self._last[0]
            if time.monotonic() - began > _LONG and began not in self._seen:
                self._seen[began] = self._stacks()

    def _stacks(self) -> str:
        names = {thread.ident: thread.name for thread in threading.enumerate()}
        frames = sys._current_frames()
        own = frames.pop(self._thread, None)
        busy = [
            f"{names.get(thread, '?')} {_place(frame, 1)}" for thread, frame in frames.items()
            if thread != threading.get_ident() and frame.f_code.co_name not in _WAITING
        ]  # fmt: skip
        return f"[{_place(own, 4)}] beside {busy}"

    def _garbage(self, phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            self._collecting = time.thread_time()
        else:
            self.collected_ms = max(self.collected_ms, (time.thread_time() - self._collecting) * 1000)


def _place(frame: FrameType | None, count: int) -> str:
    """The innermost lines, ours first."""
    places: list[str] = []
    while frame is not None and len(places) < count:
        code = frame.f_code
        if code.co_filename.startswith(_ROOT) or not places:
            places.append(f"{Path(code.co_filename).name}:{frame.f_lineno} {code.co_name}")
        frame = frame.f_back
    return " < ".join(places)
