"""Children that lay no papers out as they should, each named for its fault; run in a spawned process."""

import hashlib
import os
import struct
import threading
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection

from kiosk.runtime.press_child import MADE, REFUSED

PDF = b"%PDF-1.6\n another's paper \n%%EOF\n"


def dies_at_once(pipe: Connection) -> None:
    """Before it was asked anything."""
    pipe.close()


def dies_in_the_middle(pipe: Connection) -> None:
    """With the paper in hand."""
    pipe.recv_bytes()
    os.kill(os.getpid(), 9)


def never_answers(pipe: Connection) -> None:
    """Takes the paper and does nothing."""
    pipe.recv_bytes()
    threading.Event().wait()


def never_reads(_pipe: Connection) -> None:
    """Does not even take the paper."""
    threading.Event().wait()


def half_an_answer(pipe: Connection) -> None:
    """Announces more than it sends, and stays."""
    pipe.recv_bytes()
    os.write(pipe.fileno(), struct.pack("!i", 1000) + b"P" * 10)
    threading.Event().wait()


def too_long(pipe: Connection) -> None:
    """Announces two gigabytes."""
    pipe.recv_bytes()
    os.write(pipe.fileno(), struct.pack("!i", 2**31 - 1))
    threading.Event().wait()


def negative(pipe: Connection) -> None:
    """Announces a length below nothing."""
    pipe.recv_bytes()
    os.write(pipe.fileno(), struct.pack("!i", -5) + b"P" * 10)
    threading.Event().wait()


def _says(answer: Callable[[bytes], bytes], pipe: Connection) -> None:
    while True:
        pipe.send_bytes(answer(pipe.recv_bytes()))


def _seal(question: bytes) -> bytes:
    return hashlib.sha256(question).digest()


def _nothing(_question: bytes) -> bytes:
    return b""


def _noise(_question: bytes) -> bytes:
    return bytes(range(256)) * 40


def _no_pdf(question: bytes) -> bytes:
    return MADE + _seal(question) + b"not a document at all"


def _cut_off(question: bytes) -> bytes:
    return MADE + _seal(question) + PDF[:-4]


def _of_another_question(_question: bytes) -> bytes:
    return MADE + _seal(b"another") + PDF


def _unknown_mark(question: bytes) -> bytes:
    return b"?" + _seal(question) + PDF


def _refuses(question: bytes) -> bytes:
    return REFUSED + _seal(question) + b"ConfigurationError"


refuses = partial(_says, _refuses)
ANSWERS_NONSENSE = {each.__name__.strip("_"): partial(_says, each) for each in (
    _nothing, _noise, _no_pdf, _cut_off, _of_another_question, _unknown_mark
)}  # fmt: skip
BREAKS_OFF = {each.__name__: each for each in (
    dies_at_once, dies_in_the_middle, never_answers, never_reads, half_an_answer, too_long, negative
)}  # fmt: skip
