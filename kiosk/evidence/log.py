"""The hash chain: building it entry by entry, and reading it back (FORMAT.md, section 4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kiosk.domain.consents import Source
from kiosk.domain.errors import EvidenceError
from kiosk.domain.ids import SessionId, Sha256
from kiosk.domain.moment import Moment
from kiosk.evidence.canonical import sha256
from kiosk.evidence.entry import Entry, Value, entry_line, parse_entry
from kiosk.evidence.merkle import EMPTY_ROOT, leaf_hash, tree_root

_GENESIS = b"mingshi log v1\n"


def genesis(session: SessionId) -> Sha256:
    """`prev` of the first entry: it ties the chain to its session."""
    return sha256(_GENESIS + session.encode("ascii"))


@dataclass(frozen=True, slots=True)
class LogHead:
    """`entries`: how many; `head`: SHA-256 of the last line; `root`: Merkle root over the lines (RFC 9162)."""

    entries: int
    head: Sha256
    root: Sha256


@dataclass(frozen=True, slots=True)
class VerifiedLog:
    """A chain that holds, with its lines as they were written."""

    entries: tuple[Entry, ...]
    lines: tuple[bytes, ...]
    head: LogHead


class LogBuilder:
    """Gives each entry its `seq` and `prev`. One thread owns it; it writes nothing to disk."""

    def __init__(self, session: SessionId) -> None:
        self.session = session
        self._seq = 0
        self._prev = genesis(session)
        self._leaves: list[bytes] = []

    @classmethod
    def resume(cls, session: SessionId, lines: Iterable[bytes]) -> "LogBuilder":
        """Go on after lines that were read back. Raises EvidenceError if they do not chain."""
        builder = cls(session)
        for line in lines:
            _in_place(parse_entry(line, f"entry {builder._seq}"), builder._seq, builder._prev)
            builder._advance(line)
        return builder

    def append(
        self, kind: str, data: Mapping[str, Value], at: Moment, source: Source = Source.DEVICE
    ) -> tuple[Entry, bytes]:
        """The entry and its line (without newline). Raises EvidenceError, and then nothing is appended."""
        entry = Entry(self._seq, Moment(round(at.mono, 3), at.wall), kind, data, source, self._prev)
        line = entry_line(entry)
        self._advance(line)
        return entry, line

    @property
    def head(self) -> LogHead:
        """Where the chain stands now."""
        return LogHead(self._seq, self._prev, tree_root(self._leaves))

    @property
    def newest(self) -> tuple[int, Sha256]:
        """`seq` of the last entry (-1: none) and the SHA-256 of its line; cheap, unlike `head`."""
        return self._seq - 1, self._prev

    def _advance(self, line: bytes) -> None:
        self._seq += 1
        self._prev = sha256(line)
        self._leaves.append(leaf_hash(line))


def read_log(lines: Sequence[bytes], session: SessionId) -> VerifiedLog:
    """Check the whole chain. Raises EvidenceError naming the first bad entry."""
    entries: list[Entry] = []
    prev = genesis(session)
    for seq, line in enumerate(lines):
        entry = parse_entry(line, f"entry {seq}")
        _in_place(entry, seq, prev)
        entries.append(entry)
        prev = sha256(line)
    root = tree_root([leaf_hash(line) for line in lines]) if lines else EMPTY_ROOT
    return VerifiedLog(tuple(entries), tuple(lines), LogHead(len(entries), prev, root))


def _in_place(entry: Entry, seq: int, prev: Sha256) -> None:
    if entry.seq != seq:
        raise EvidenceError(f"entry {seq}: the line there says it is {entry.seq}")
    if entry.prev != prev:
        raise EvidenceError(f"{entry.label}: does not continue the line before it")
