"""A page that is gone leaves nothing behind: neither pictures in a cache of Qt's nor anything else of the C heap."""

import ctypes
import gc

import pytest
from PySide6.QtWidgets import QApplication

from ui.previews import SampleSession, settle
from ui.sample_states import Samples
from ui.window import Window

_PAGES = 30
_LEAST_LEFT = 2_000
"""Bytes a page from which something stays with each: a picture of an icon has twice that."""


class _Heap(ctypes.Structure):
    """What glibc counts: <malloc.h>, struct mallinfo2."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()
    )


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="needs glibc 2.33")
def test_pages_leave_nothing_in_the_c_heap(
    qapp: QApplication, window: Window, session: SampleSession, samples: Samples
) -> None:
    asked = next(state for name, state in samples.all() if name.startswith("asking_consent"))

    def show(times: int) -> int:
        """Bytes in use after that."""
        for _ in range(times):
            session.state = asked
            window.show_state(asked)
            settle()
        gc.collect()
        counted = ctypes.CDLL(None).mallinfo2
        counted.restype = _Heap
        now = counted()
        return now.uordblks + now.hblkhd

    before = show(_PAGES // 2)  # letters and layouts that are kept once
    assert (show(_PAGES) - before) / _PAGES < _LEAST_LEFT
