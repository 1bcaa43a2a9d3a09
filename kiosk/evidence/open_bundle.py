"""The bundle of a session that is still open: parts on disk, recovery after a cut, closing (FORMAT.md, section 7)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.errors import DeviceError, EvidenceError
from kiosk.domain.ids import Sha256
from kiosk.evidence import bundle, encryption
from kiosk.evidence.blob import Blob, parse_blob, seal_blob
from kiosk.evidence.canonical import sha256
from kiosk.evidence.classes import PartClass, Recipients
from kiosk.evidence.entry import BlobRef
from kiosk.evidence.manifest import Part, parse_manifest
from kiosk.evidence.part import PART_BYTES, PartFile, split_units
from kiosk.evidence.seal import Sealed

OPEN = "open"
_FILE = re.compile(r"([a-z]+)-([0-9]{4,6})\.part")


@dataclass(frozen=True, slots=True)
class _Closed:
    name: str
    part_class: PartClass
    size: int
    sha256: Sha256
    units: int


class OpenBundle:
    """One thread owns it. While open, parts lie in `open/<class>-<number>.part`; `finish` moves them to `parts/`.

    `own_recipient`: the session's own age recipient; the log and blobs appended with `reread` go to it too.
    """

    def __init__(
        self, folder: Path, recipients: Recipients, own_recipient: str | None = None, limit: int = PART_BYTES
    ) -> None:
        """Make the folder, or go on in one that a crash left; `cut` counts the torn bytes then cut off.

        Raises EvidenceError when a class has no recipient, DeviceError when the disk fails.
        """
        if missing := [str(part_class) for part_class in PartClass if not recipients.get(part_class)]:
            raise EvidenceError(f"no recipient for {', '.join(missing)}")
        self.folder, self._recipients, self._own, self._limit = folder, recipients, own_recipient, limit
        self._closed: list[_Closed] = []
        self._files: dict[PartClass, tuple[str, PartFile]] = {}
        self._numbers: dict[PartClass, int] = {}
        self.cut = 0
        try:
            (folder / OPEN).mkdir(parents=True, exist_ok=True, mode=0o700)
            (folder / bundle.PARTS).mkdir(exist_ok=True, mode=0o700)
        except OSError as failure:
            raise DeviceError("disk", f"the session's folder can't be made: {failure.strerror}") from failure
        self._recover()

    def append_log(self, lines: Sequence[bytes]) -> None:
        """A batch of log lines as one unit; durable after `sync`. Raises DeviceError."""
        plain = b"".join(line + b"\n" for line in lines)
        self._append(PartClass.LOG, encryption.encrypt(plain, self._readers(PartClass.LOG, reread=True)))

    def append_blob(self, blob: Blob, reread: bool = False) -> BlobRef:
        """Encrypt and append; `reread`: it must be read again before the ending. Raises DeviceError."""
        self._append(blob.data_class, seal_blob(blob, self._readers(blob.data_class, reread)))
        return blob.ref

    def sync(self) -> None:
        """Make everything appended durable. Raises DeviceError."""
        for _, file in self._files.values():
            file.sync()

    def log_lines(self, identity: str) -> tuple[bytes, ...]:
        """The log so far, read back with the session's identity. Raises EvidenceError."""
        plain = (encryption.decrypt(unit, (identity,)) for unit in self._units(PartClass.LOG))
        return tuple(line for batch in plain for line in split_lines(batch))

    def read_blob(self, reference: BlobRef, identity: str) -> Blob:
        """A blob that was appended with `reread`, checked against its digest. Raises EvidenceError."""
        for unit in self._units(reference.data_class):
            try:
                blob = parse_blob(encryption.decrypt(unit, (identity,)))
            except encryption.NoMatchingKeyError:
                continue
            if blob.ref == reference:
                return blob
        raise EvidenceError(f"{reference.name}: can't be read back")

    def close(self, withheld: Mapping[PartClass, str] | None = None) -> tuple[Part, ...]:
        """Close all parts and say what they are, for the manifest. `withheld`: class -> destroy by (ISO date)."""
        self.sync()
        for part_class in tuple(self._files):
            self._turn(part_class)
        stays = withheld or {}
        return tuple(
            Part(
                part.name,
                part.part_class,
                part.size,
                part.sha256,
                part.units,
                part.part_class in stays,
                stays.get(part.part_class),
            )
            for part in sorted(self._closed, key=lambda part: part.name)
        )

    def _append(self, part_class: PartClass, age_file: bytes) -> None:
        if part_class in self._files and not self._files[part_class][1].fits(age_file):
            self._turn(part_class)
        if part_class not in self._files:
            self._numbers[part_class] = self._numbers.get(part_class, 0) + 1
            name = f"{part_class}-{self._numbers[part_class]:04d}"
            self._files[part_class] = (name, PartFile(self._path(name), self._limit))
            bundle.sync_folder(self.folder / OPEN)
        self._files[part_class][1].append(age_file)

    def _turn(self, part_class: PartClass) -> None:
        name, file = self._files.pop(part_class)
        file.sync()
        file.close()
        if file.units:
            self._read_back(name, file.sha256)
            self._closed.append(_Closed(name, part_class, file.size, file.sha256, file.units))

    def _read_back(self, name: str, digest: Sha256) -> None:
        """Half of the self-check, done as each part closes: at the ending it would take as long as the session was."""
        try:
            found = sha256(self._path(name).read_bytes())
        except OSError as failure:
            raise DeviceError("disk", f"{name} can't be read back: {failure.strerror}") from failure
        if found != digest:
            raise EvidenceError(f"{name} does not read back as it was written")

    def _recover(self) -> None:
        for path in sorted((self.folder / OPEN).iterdir()):
            found = _FILE.fullmatch(path.name)
            if not found or found[1] not in {str(part_class) for part_class in PartClass}:
                continue
            part_class = PartClass(found[1])
            if part_class in self._files:
                self._turn(part_class)
            file = PartFile(path, self._limit)
            self.cut += file.cut
            self._files[part_class] = (path.stem, file)
            self._numbers[part_class] = int(found[2])

    def _readers(self, part_class: PartClass, reread: bool) -> list[str]:
        return [*self._recipients[part_class], *([self._own] if reread and self._own else [])]

    def _units(self, part_class: PartClass) -> Iterator[bytes]:
        for path in sorted((self.folder / OPEN).glob(f"{part_class}-*.part")):
            yield from split_units(path.read_bytes()).units

    def _path(self, name: str) -> Path:
        return self.folder / OPEN / f"{name}.part"


def split_lines(untrusted_batch: bytes) -> list[bytes]:
    """The lines of one unit of the log. Raises EvidenceError."""
    lines = untrusted_batch.split(b"\n")
    if lines.pop() or not lines:
        raise EvidenceError("a unit of the log does not end with a whole line")
    return lines


def finish(folder: Path, sealed: Sealed) -> None:
    """Write the seal and move the parts to their names. Raises DeviceError or EvidenceError."""
    bundle.write_sealed(folder, sealed)
    finish_moving(folder)


def finish_moving(folder: Path) -> None:
    """The second half of `finish`, to be called again for a folder that has a manifest and an `open/`."""
    try:
        manifest = parse_manifest((folder / bundle.MANIFEST).read_bytes())
        for part in manifest.parts:
            path = folder / OPEN / f"{part.name}.part"
            if path.exists():
                path.rename(folder / bundle.PARTS / part.sha256)
        bundle.sync_folder(folder / bundle.PARTS)
        for empty in (folder / OPEN).iterdir():
            if empty.stat().st_size == 0:
                empty.unlink()
        (folder / OPEN).rmdir()
        bundle.sync_folder(folder)
    except OSError as failure:
        raise DeviceError("disk", f"the bundle can't be closed: {failure.strerror}") from failure
