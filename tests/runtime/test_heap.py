"""Memory that nothing stands on goes back to the system, and circles of objects with it."""

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.runtime import heap


class _Page:
    """Knows its button, which knows it."""

    def __init__(self) -> None:
        self.button = [self]


@pytest.fixture
def loaded() -> Iterator[None]:
    """As the program stands when its window comes."""
    gc.collect()
    gc.freeze()
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


@pytest.mark.usefixtures("loaded")
def test_circles_of_a_session_are_let_go() -> None:
    page = weakref.ref(_Page())
    assert page() is not None
    heap.collect()
    assert page() is None


@pytest.mark.skipif(heap._TRIM is None, reason="needs glibc")
def test_pages_between_what_stays_go_back_to_the_system() -> None:
    blocks = [bytearray(4000) for _ in range(20_000)]
    last = blocks[-1]  # on top of the heap: without a trim nothing below it goes back
    held = _anonymous()
    del blocks
    before = _anonymous()
    heap.give_back()
    assert held - _anonymous() > 60_000
    assert before >= _anonymous()
    assert len(last) == 4000


def _anonymous() -> int:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:"))
