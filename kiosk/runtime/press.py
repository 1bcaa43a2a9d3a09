"""Who lays papers out: a child process in real time, this process on a simulated clock.

Laying out is pure Python, which holds the interpreter's lock and with it the window (docs/adr/0040). A child that died,
hung or answered nonsense costs nobody his paper: it is then made here, and the child begun anew.
"""

import hashlib
import multiprocessing
import pickle
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

import structlog

from kiosk.documents.paper import Paper, pdf_of
from kiosk.runtime.press_child import MADE, REFUSED, serve

_log = structlog.get_logger(__name__)
_ANSWER_SECONDS = 20.0
"""A paper takes under a second on a quiet core, and a child as long to begin; this is for an overloaded machine."""
_LARGEST_ANSWER = 50_000_000
_SEAL = hashlib.sha256().digest_size


class OwnPress:
    """Lays out in this process: on a simulated clock one thread does everything."""

    def start(self) -> None:
        """Nothing to get ready."""

    def pdf(self, paper: Paper) -> bytes:
        """As the port says."""
        return pdf_of(paper)

    def renew(self) -> None:
        """Nothing is kept."""

    def close(self) -> None:
        """Nothing to end."""


class ChildPress:
    """`work` is what the child runs, `seconds` how long a paper is waited for."""

    def __init__(self, work: Callable[[Connection], None] = serve, seconds: float = _ANSWER_SECONDS) -> None:
        self._work, self._seconds = work, seconds
        self._child: _Child | None = None
        self._spare = True
        self._used = False

    @property
    def process_id(self) -> int | None:
        """Of the child; None while there is none."""
        return self._child.process.pid if self._child is not None else None

    def start(self) -> None:
        """As the port says."""
        if self._child is None:
            try:
                self._child = _begun(self._work)
            except OSError as failure:
                _log.warning("press.not_started", failure=type(failure).__name__)

    def pdf(self, paper: Paper) -> bytes:
        """As the port says; within `seconds` and what it takes to make it here."""
        made = self._asked(pickle.dumps(paper))
        return made if made is not None else pdf_of(paper)

    def renew(self) -> None:
        """As the port says: the child's memory goes back to the system."""
        if self._used or self._child is None:
            self.close()
            self._spare, self._used = True, False
            self.start()

    def close(self) -> None:
        """As the port says."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def _asked(self, question: bytes) -> bytes | None:
        """None: it has to be made here, and why is in the log."""
        if self._child is None and self._spare:
            self.start()
        if self._child is None:
            return None
        self._used = True
        answer = self._child.ask(question, self._seconds)
        mark, seal, content = answer[:1], answer[1 : 1 + _SEAL], answer[1 + _SEAL :]
        if seal == hashlib.sha256(question).digest():
            if mark == MADE and content.startswith(b"%PDF-") and content.endswith(b"%%EOF\n"):
                self._spare = True
                return content
            if mark == REFUSED:
                _log.warning("press.refused", failure=content[:40].decode("ascii", "replace"))
                return None
        self._replace()
        return None

    def _replace(self) -> None:
        """Once; a child that is lost again before it made anything is not begun again in this session."""
        _log.warning("press.lost", begun_again=self._spare)
        self.close()
        if self._spare:
            self._spare = False
            self.start()


@dataclass(frozen=True, slots=True)
class _Child:
    process: SpawnProcess
    pipe: Connection

    def ask(self, question: bytes, seconds: float) -> bytes:
        """What came back, which may be anything; empty if nothing did in time."""
        # Whatever it hangs in, reading, laying out or half an answer: its end is the pipe's.
        alarm = threading.Timer(seconds, self.process.kill)
        alarm.start()
        try:
            self.pipe.send_bytes(question)
            return self.pipe.recv_bytes(_LARGEST_ANSWER)
        except (EOFError, OSError):
            return b""
        finally:
            alarm.cancel()
            alarm.join()

    def end(self) -> None:
        """It holds nothing that has to be put down first."""
        self.pipe.close()
        self.process.kill()
        self.process.join()
        self.process.close()


def _begun(work: Callable[[Connection], None]) -> _Child:
    context = multiprocessing.get_context("spawn")
    pipe, far_end = context.Pipe()
    with far_end:
        process = context.Process(target=work, args=(far_end,), name="papers", daemon=True)
        process.start()
    return _Child(process, pipe)
