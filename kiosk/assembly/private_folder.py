"""A folder in memory for libraries that write temporary files: nothing of a picture touches a disk."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.domain.errors import DeviceError

_MEMORY = Path("/dev/shm")  # noqa: S108 - a tmpfs is what is wanted; the folder made in it is this user's alone
_TMPFS = "tmpfs"


@contextmanager
def private_folder() -> Iterator[Path]:
    """A new folder of mode 0700 on a tmpfs, removed afterwards with all that a killed library left in it.

    Raises DeviceError if the machine has no tmpfs there.
    """
    if not is_in_memory(_MEMORY):
        raise DeviceError("disk", "there is no folder in memory (/dev/shm): pictures would touch the disk")
    with tempfile.TemporaryDirectory(prefix="mingshi-", dir=_MEMORY) as made:
        folder = Path(made)
        folder.chmod(0o700)
        before = tempfile.tempdir
        try:
            yield folder
        finally:
            tempfile.tempdir = before


def is_in_memory(folder: Path) -> bool:
    """Whether a folder lies on a tmpfs, as the kernel lists its mounts."""
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return False
    best, kind = "", ""
    for line in Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines():
        _, place, found = line.split()[:3]
        if folder.is_relative_to(place) and len(place) >= len(best):
            best, kind = place, found
    return kind == _TMPFS
