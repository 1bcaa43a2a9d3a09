"""Parts: length-prefixed runs of age files (FORMAT.md, section 7)."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.errors import DeviceError, EvidenceError
from kiosk.domain.ids import Sha256

PREFIX_BYTES = 4
PART_BYTES = 8 * 1024 * 1024
"""A part is closed before it grows beyond this."""
MAX_UNIT = 64 * 1024 * 1024
"""No unit is larger: a larger prefix is damage."""


def frame_unit(age_file: bytes) -> bytes:
    """One unit: 4-byte big-endian length, then the age file."""
    if not 0 < len(age_file) <= MAX_UNIT:
        raise EvidenceError(f"a unit of {len(age_file)} bytes")
    return len(age_file).to_bytes(PREFIX_BYTES, "big") + age_file


@dataclass(frozen=True, slots=True)
class PartUnits:
    """What a part holds. `torn`: bytes at its end that are no whole unit (0 in a part that is whole)."""

    units: tuple[bytes, ...]
    torn: int


def split_units(untrusted: bytes) -> PartUnits:
    """Take a part apart. Never raises: what is torn is reported."""
    units: list[bytes] = []
    place = 0
    while place < len(untrusted):
        size = int.from_bytes(untrusted[place : place + PREFIX_BYTES], "big")
        end = place + PREFIX_BYTES + size
        if len(untrusted) - place < PREFIX_BYTES or not 0 < size <= MAX_UNIT or end > len(untrusted):
            break
        units.append(untrusted[place + PREFIX_BYTES : end])
        place = end
    return PartUnits(tuple(units), len(untrusted) - place)


def iter_units(untrusted: bytes) -> Iterator[bytes]:
    """The units of a part that must be whole. Raises EvidenceError."""
    found = split_units(untrusted)
    if found.torn:
        raise EvidenceError(f"{found.torn} bytes at the end are no whole unit")
    yield from found.units


class PartFile:
    """An open part on disk. Appends whole units; a unit that can't be written whole is cut off again."""

    def __init__(self, path: Path, limit: int = PART_BYTES) -> None:
        """Make or reopen; a torn last unit (a crash) is cut off and counted in `cut`. Raises DeviceError."""
        self.path, self._limit = path, limit
        self._durable = False
        try:
            found = path.read_bytes() if path.exists() else b""
            whole = split_units(found)
            self.cut = whole.torn
            self.size, self.units = len(found) - whole.torn, len(whole.units)
            self._hash = hashlib.sha256(found[: self.size])
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            os.ftruncate(self._file, self.size)
            os.lseek(self._file, self.size, os.SEEK_SET)
        except OSError as failure:
            raise DeviceError("disk", f"a part can't be opened: {failure.strerror}") from failure

    def fits(self, age_file: bytes) -> bool:
        """Whether the unit still goes into this part; an empty part takes any."""
        return self.units == 0 or self.size + PREFIX_BYTES + len(age_file) <= self._limit

    def append(self, age_file: bytes) -> None:
        """Write one unit; it is durable after `sync`. Raises DeviceError, and then the part is as before."""
        framed = frame_unit(age_file)
        try:
            rest = memoryview(framed)
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError as failure:
            os.ftruncate(self._file, self.size)
            os.lseek(self._file, self.size, os.SEEK_SET)
            raise DeviceError("disk", f"a unit can't be written: {failure.strerror}") from failure
        self._durable = False
        self._hash.update(framed)
        self.size += len(framed)
        self.units += 1

    def sync(self) -> None:
        """fdatasync, where anything was appended since. Raises DeviceError."""
        if self._durable:
            return  # even for nothing new the disk would empty its cache: 4 ms
        try:
            os.fdatasync(self._file)
        except OSError as failure:
            raise DeviceError("disk", f"a part can't be made durable: {failure.strerror}") from failure
        self._durable = True

    @property
    def sha256(self) -> Sha256:
        """Of everything appended so far: known at once, however long the session was."""
        return Sha256(self._hash.hexdigest())

    def close(self) -> None:
        """Close the file; closing twice is allowed."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
