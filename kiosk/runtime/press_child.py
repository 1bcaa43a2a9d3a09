"""What runs in the child that lays papers out: one paper in, one PDF out, until the pipe ends or the kiosk does.

An answer is a mark, the SHA-256 of the question, and the PDF, or the name of what went wrong. The kiosk unpickles
nothing that comes from here. The child writes nothing: no file, no log line, nothing on standard error.
"""

import hashlib
import logging
import multiprocessing
import os
import pickle
import signal
import threading
import warnings
from datetime import UTC, datetime
from multiprocessing.connection import Connection

from kiosk.documents.blocks import Paragraph
from kiosk.documents.paper import Frame, Paper, pdf_of
from kiosk.domain.consents import Mode
from kiosk.domain.speech import Text

MADE, REFUSED = b"P", b"N"
"""First byte of an answer."""
_NICENESS = 5
"""Window and recording come first."""
_FIRST = Paper(
    (Paragraph(Text("明示", "clearly shown")),),
    Frame(Text("明示", "Mingshi"), "", datetime(2026, 1, 1, tzinfo=UTC), Mode.TRAINING),
)
"""Laid out before anybody waits: library and font are then loaded."""


def serve(pipe: Connection) -> None:
    """The child's main function."""
    # Ctrl+C goes to the whole group: the parent seals the session first and then closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICENESS)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _answer(pickle.dumps(_FIRST))
    while True:
        try:
            question = pipe.recv_bytes()
            pipe.send_bytes(_answer(question))
        except (EOFError, OSError):
            return


def _end_with_parent() -> None:
    """Also while a paper is being laid out, when nobody looks at the pipe."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _answer(question: bytes) -> bytes:
    seal = hashlib.sha256(question).digest()
    try:
        paper: Paper = pickle.loads(question)  # noqa: S301 - from the kiosk's own process, over its own pipe
        return MADE + seal + pdf_of(paper)
    except Exception as error:  # noqa: BLE001 - the kiosk makes it itself and then meets the same error
        return REFUSED + seal + type(error).__name__.encode()
