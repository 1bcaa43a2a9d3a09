"""Heads go on to headquarters by the console's own way, with its own certificate: not by the kiosk's."""

import threading
import time
from collections.abc import Callable

import structlog

from kiosk.domain.errors import RefusedError, TransportError
from kiosk.supervision.store import ConsoleStore

_log = structlog.get_logger(__name__)
_FIRST, _LONGEST, _REFUSED_FOR = 1.0, 60.0, 600.0
_BATCH = 64

Post = Callable[[bytes], None]
"""Hands one head to headquarters. Raises TransportError."""


class Forwarder:
    """One thread; nothing is taken out of the store, so nothing can be lost on the way."""

    def __init__(self, store: ConsoleStore, post: Post) -> None:
        self._store, self._post = store, post
        self._wake, self._stopping = threading.Event(), threading.Event()
        self._later: dict[int, float] = {}
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._run, name="forward", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """A head was stored; never waits."""
        self._wake.set()

    def close(self) -> None:
        """End the thread after the head under way."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def forward(self) -> int:
        """What headquarters lacks, once through; how many it took. Raises TransportError while it is out of reach."""
        taken, now = 0, time.monotonic()
        put_off = {number for number, until in self._later.items() if until > now}
        for waiting in self._store.to_forward(_BATCH, put_off):
            if self._stopping.is_set():
                break
            try:
                self._post(waiting.content)
            except RefusedError as failure:
                # It may be approved later; the others must not wait for it.
                _log.warning("console.head_refused", reason=str(failure)[:200])
                self._later[waiting.number] = now + _REFUSED_FOR
                continue
            self._store.forwarded(waiting.number)
            self._later.pop(waiting.number, None)
            taken += 1
        return taken

    def _run(self) -> None:
        pause = _FIRST
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                while self.forward():
                    pause = _FIRST
            except TransportError as failure:
                _log.info("console.headquarters", failure=type(failure).__name__)
                self._stopping.wait(pause)
                pause = min(_LONGEST, pause * 2)
                continue
            self._wake.wait(_LONGEST)
