"""What a session leaves where: every file that Python opens for writing, and what of the borrower lies in files."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.devices.simulated.specimen_card import Specimen
from kiosk.domain.borrower import CardSide

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_SHORTEST = 2
"""Shorter texts (the sex, the ethnicity) stand in many a file by chance."""
MAGIC = {
    "JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "PNG": b"\x89PNG\r\n\x1a\n",
    "PDF": b"%PDF-1",
    "WAV": b"WAVEfmt ",
    "MP4": b"ftypiso",
    "MP4 fragment": b"moof\x00\x00\x00\x10mfhd",
}


def texts_of_the_specimen() -> list[str]:
    """Everything on the card that could tell who it is."""
    texts = [text for side in CardSide for _, text in Specimen().fields(side)]
    return [text for text in texts if len(text) > _SHORTEST]


def traces_in(content: bytes) -> list[str]:
    """What of the borrower stands in these bytes in the clear."""
    found = [name for name, magic in MAGIC.items() if magic in content]
    codings = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
    return found + [text for text in texts_of_the_specimen() if any(text.encode(c) in content for c in codings)]


def traces_under(folder: Path) -> dict[str, list[str]]:
    """File -> what of the borrower stands in it in the clear."""
    found = {}
    for path in folder.rglob("*"):
        try:
            traces = traces_in(path.read_bytes()) if path.is_file() else []
        except FileNotFoundError:
            continue  # a file that was moved to its place meanwhile is seen there the next time
        if traces:
            found[str(path)] = traces
    return found


@dataclass(slots=True)
class Opened:
    """Paths that were opened for writing."""

    paths: set[Path] = field(default_factory=set)

    def outside(self, *allowed: Path) -> set[Path]:
        """Those that do not lie in one of these folders."""
        return {path for path in self.paths if not any(path.is_relative_to(folder) for folder in allowed)}


_listening: list[Opened] = []
_hooked = False


@contextmanager
def files_opened() -> Iterator[Opened]:
    """Every file that this process opens for writing meanwhile, from any thread (an audit hook can't be taken off)."""
    global _hooked  # noqa: PLW0603 - once a process
    if not _hooked:
        sys.addaudithook(_see)
        _hooked = True
    opened = Opened()
    _listening.append(opened)
    try:
        yield opened
    finally:
        _listening.remove(opened)


def _see(event: str, arguments: tuple[object, ...]) -> None:
    if event != "open" or not _listening:
        return
    path, _, flags = arguments
    if isinstance(path, bytes):
        path = os.fsdecode(path)
    if isinstance(path, str) and isinstance(flags, int) and flags & _WRITES:
        for opened in _listening:
            opened.paths.add(Path(path).absolute())


def open_now() -> set[Path]:
    """Regular files that this process holds open for writing, whoever opened them."""
    found = set()
    for handle in Path("/proc/self/fd").iterdir():
        try:
            target = handle.readlink()
            flags = int(Path("/proc/self/fdinfo", handle.name).read_text().split("flags:")[1].split()[0], 8)
        except (OSError, IndexError):
            continue
        if target.is_file() and flags & (os.O_WRONLY | os.O_RDWR):
            found.add(target)
    return found
