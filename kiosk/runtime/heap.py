"""What a session has had of memory goes back to the system when it is over (docs/adr/0039)."""

import ctypes
import gc
from collections.abc import Callable


def _trimming() -> Callable[[int], int] | None:
    """glibc's malloc_trim; other C libraries have none."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):
        return None


_TRIM = _trimming()


def give_back() -> None:
    """Every page of memory that nothing stands on any more; without Python's lock."""
    if _TRIM is not None:
        _TRIM(0)


def collect() -> None:
    """And objects that know each other, such as pages of the window. On the GUI thread: what is Qt's among them may be
    destroyed on no other."""
    if gc.get_freeze_count():  # else it would look through all that was loaded: half a second
        gc.collect()
        give_back()
