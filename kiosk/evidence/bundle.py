"""The sealed bundle as a folder (FORMAT.md, section 3): strict to read, atomic to write."""

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.errors import DeviceError, EvidenceError
from kiosk.domain.ids import Sha256
from kiosk.evidence.certificates import MAX_PEM
from kiosk.evidence.manifest import MAX_MANIFEST
from kiosk.evidence.part import MAX_UNIT, PART_BYTES, PREFIX_BYTES
from kiosk.evidence.seal import Sealed, TimeMark
from kiosk.evidence.timestamp import MAX_TOKEN

MANIFEST, SIGNATURE, CERTIFICATE = "manifest.json", "manifest.sig", "device.pem"
TOKEN, PENDING, MARK_SIGNATURE, PARTS = "timestamp.tsr", "timestamp.pending", "timestamp.sig", "parts"
MAX_PART = max(PART_BYTES, MAX_UNIT + PREFIX_BYTES)
MAX_PARTS = 100_000
_SIGNATURE_BYTES = 64
_LIMITS = {
    MANIFEST: MAX_MANIFEST,
    SIGNATURE: _SIGNATURE_BYTES,
    CERTIFICATE: MAX_PEM,
    TOKEN: MAX_TOKEN,
    PENDING: MAX_TOKEN,
    MARK_SIGNATURE: _SIGNATURE_BYTES,
}
_PART_FILE = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Bundle:
    """What lies in the folder. Read, not verified. `parts`: the names found in parts/."""

    folder: Path
    untrusted: Sealed
    parts: frozenset[Sha256]

    def read_part(self, name: Sha256) -> bytes:
        """At most MAX_PART bytes; no link is followed. Raises EvidenceError."""
        return _read(self.folder / PARTS / name, MAX_PART, f"{PARTS}/{name}")

    def size_of(self, name: Sha256) -> int:
        """Bytes of a part; -1 if it can't be looked at."""
        try:
            return (self.folder / PARTS / name).lstat().st_size
        except OSError:
            return -1


def read_bundle(folder: Path) -> Bundle:
    """Refuses links, strange names, missing and oversized files. Raises EvidenceError naming the file."""
    names = _names(folder)
    if unknown := names - _LIMITS.keys() - {PARTS}:
        raise EvidenceError(f"{_printable(min(unknown))}: does not belong into a bundle")
    for name in (MANIFEST, SIGNATURE, CERTIFICATE, MARK_SIGNATURE, PARTS):
        if name not in names:
            raise EvidenceError(f"{name}: is missing")
    if (TOKEN in names) == (PENDING in names):
        raise EvidenceError(f"{TOKEN}: there must be either this or {PENDING}")
    mark = TOKEN if TOKEN in names else PENDING
    content = {name: _read(folder / name, _LIMITS[name], name) for name in (names & _LIMITS.keys())}
    sealed = Sealed(
        content[MANIFEST],
        content[SIGNATURE],
        content[CERTIFICATE],
        TimeMark(content[mark], content[MARK_SIGNATURE], pending=mark == PENDING),
    )
    return Bundle(folder, sealed, _part_names(folder / PARTS))


def sealed_files(sealed: Sealed) -> dict[str, bytes]:
    """File name -> content, as the folder and the transport hold them."""
    return {
        MANIFEST: sealed.manifest,
        SIGNATURE: sealed.signature,
        CERTIFICATE: sealed.certificate,
        PENDING if sealed.mark.pending else TOKEN: sealed.mark.content,
        MARK_SIGNATURE: sealed.mark.signature,
    }


def write_sealed(folder: Path, sealed: Sealed) -> None:
    """Put the sealed files into the folder, the manifest last. Raises DeviceError."""
    files = sealed_files(sealed)
    for name in sorted(files, key=lambda name: name == MANIFEST):
        write_durably(folder / name, files[name])


def replace_mark(folder: Path, mark: TimeMark) -> None:
    """A token that came later takes the pending note's place; done again after a crash it ends the same."""
    if mark.pending:
        raise EvidenceError("only a token replaces a pending mark")
    write_durably(folder / TOKEN, mark.content)
    write_durably(folder / MARK_SIGNATURE, mark.signature)
    (folder / PENDING).unlink(missing_ok=True)
    sync_folder(folder)


def write_durably(path: Path, content: bytes) -> None:
    """Write beside, fdatasync, rename: the file is there whole or not at all. Raises DeviceError."""
    beside = path.with_name(f".{path.name}.new")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fdatasync(file.fileno())
        beside.rename(path)
        sync_folder(path.parent)
    except OSError as failure:
        raise DeviceError("disk", f"{path.name} can't be written: {failure.strerror}") from failure


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _part_names(folder: Path) -> frozenset[Sha256]:
    names = _names(folder)
    if len(names) > MAX_PARTS:
        raise EvidenceError(f"{PARTS}: more than {MAX_PARTS} parts")
    for name in names:
        if not _PART_FILE.fullmatch(name):
            raise EvidenceError(f"{PARTS}/{_printable(name)}: not the name of a part")
    return frozenset(Sha256(name) for name in names)


def _names(folder: Path) -> frozenset[str]:
    try:
        if not stat.S_ISDIR(folder.lstat().st_mode):
            raise EvidenceError(f"{_printable(folder.name)}: not a folder")
        return frozenset(path.name for path in folder.iterdir())
    except OSError as failure:
        raise EvidenceError(f"{_printable(folder.name)}: can't be read: {failure.strerror}") from failure


def _read(path: Path, limit: int, name: str) -> bytes:
    try:
        # O_NONBLOCK: a pipe in the place of a file must not hold the verifier up.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as failure:
        raise EvidenceError(f"{name}: can't be read (a link, or no file): {failure.strerror}") from failure
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise EvidenceError(f"{name}: not a regular file")
    with os.fdopen(handle, "rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise EvidenceError(f"{name}: larger than {limit} bytes")
    return content


def _printable(name: str) -> str:
    return "".join(letter if letter.isascii() and letter.isprintable() else "?" for letter in name[:80])
