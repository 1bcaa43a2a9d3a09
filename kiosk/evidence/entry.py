"""One entry of the evidence log: a line of canonical JSON (FORMAT.md, section 4)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Union

from kiosk.domain.consents import Source
from kiosk.domain.errors import EvidenceError
from kiosk.domain.ids import Sha256
from kiosk.domain.moment import Moment
from kiosk.evidence import canonical
from kiosk.evidence.canonical import Json
from kiosk.evidence.catalogue import catalogue
from kiosk.evidence.classes import PartClass

VERSION = 1
MAX_LINE = 64 * 1024
_ENTRY_KEYS = frozenset({"v", "seq", "at", "kind", "data", "source", "prev"})
_REFERENCE_KEYS = frozenset({"class", "name", "digest"})
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
_CODE = re.compile(r"[ -~]{0,200}")
# A resident identity number or a mobile number must stand in a blob (DESIGN: nothing personal in an entry).
_PERSONAL_NUMBER = re.compile(r"\d{17}[\dXx]|1[3-9]\d{9}")


@dataclass(frozen=True, slots=True)
class BlobRef:
    """What an entry says of a value: its class, the blob's name, SHA-256(salt || value)."""

    data_class: PartClass
    name: str
    digest: Sha256

    def to_json(self) -> dict[str, Json]:
        """`{"class","name","digest"}`."""
        return {"class": str(self.data_class), "name": self.name, "digest": str(self.digest)}


# A recursive alias in quotes, so that Union: `|` does not take strings on Python 3.11.
Value = Union[str, int, bool, None, BlobRef, Sequence["Value"], Mapping[str, "Value"]]  # noqa: UP007


@dataclass(frozen=True, slots=True)
class Entry:
    """`seq` counts from 0; `prev` is the SHA-256 of the line before (the first: of the session's genesis)."""

    seq: int
    at: Moment
    kind: str
    data: Mapping[str, Value]
    source: Source
    prev: Sha256

    @property
    def references(self) -> tuple[BlobRef, ...]:
        """Each blob that this entry points to."""
        return tuple(_references(self.data))

    @property
    def label(self) -> str:
        """How a finding names it."""
        return f"entry {self.seq} ({self.kind})"


def entry_line(entry: Entry) -> bytes:
    """The canonical line, without its newline. Raises EvidenceError for an unknown kind or key, or a value
    that may be personal (anything but short ASCII codes, integers and blob references)."""
    _check_kind(entry.kind, entry.data)
    line = canonical.dump(
        {
            "v": VERSION,
            "seq": canonical.count(entry.seq, "seq"),
            "at": {
                "wall": canonical.wall(entry.at.wall, "at.wall"),
                "mono": canonical.count(round(entry.at.mono * 1000), "at.mono"),
            },
            "kind": entry.kind,
            "data": _plain(entry.data, entry.kind),
            "source": str(Source(entry.source)),
            "prev": canonical.digest(entry.prev, "prev"),
        }
    )
    if len(line) > MAX_LINE:
        raise EvidenceError(f"{entry.kind}: an entry of {len(line)} bytes; at most {MAX_LINE}")
    return line


def parse_entry(untrusted: bytes, what: str = "entry") -> Entry:
    """One line, checked by itself; its place in the chain is not (see `read_log`)."""
    if len(untrusted) > MAX_LINE:
        raise EvidenceError(f"{what}: longer than {MAX_LINE} bytes")
    value = canonical.keys_exactly(canonical.parse_object(untrusted, what), _ENTRY_KEYS, what)
    if value["v"] != VERSION or isinstance(value["v"], bool):
        raise EvidenceError(f"{what}: version {value['v']!r} is unknown")
    at = canonical.keys_exactly(value["at"], frozenset({"wall", "mono"}), f"{what}: at")
    moment = Moment(
        canonical.count(at["mono"], f"{what}: at.mono") / 1000, canonical.wall(at["wall"], f"{what}: at.wall")
    )
    kind = canonical.text(value["kind"], f"{what}: kind")
    if not isinstance(value["data"], dict):
        raise EvidenceError(f"{what}: data is not an object")
    data = {key: _parse_value(item, f"{what}: {key}") for key, item in value["data"].items()}
    if value["source"] not in [str(source) for source in Source]:
        raise EvidenceError(f"{what}: unknown source")
    entry = Entry(
        canonical.count(value["seq"], f"{what}: seq"),
        moment,
        kind,
        data,
        Source(value["source"]),
        canonical.digest(value["prev"], f"{what}: prev"),
    )
    _check_kind(kind, data)
    _plain(data, what)
    return entry


def _check_kind(kind: str, data: Mapping[str, Value]) -> None:
    known = catalogue().get(kind)
    if known is None:
        raise EvidenceError(f"unknown kind {kind!r}: declare it in events.toml")
    if unknown := data.keys() - known.keys:
        raise EvidenceError(f"{kind}: unknown key {', '.join(sorted(unknown))}: declare it in events.toml")


def _plain(value: Value, what: str) -> Json:
    match value:
        case BlobRef():
            _check_reference(value, what)
            return value.to_json()
        case None | bool() | int():
            # Identity numbers are beyond JSON's integers; a mobile number looks like milliseconds of a long uptime.
            return value
        case str():
            if not _CODE.fullmatch(value) or _PERSONAL_NUMBER.fullmatch(value):
                raise EvidenceError(f"{what}: only short ASCII codes stand in an entry; put the value into a blob")
            return str(value)
        case Mapping():
            if value.keys() == _REFERENCE_KEYS:
                raise EvidenceError(f"{what}: a blob reference must be a BlobRef")
            if not all(_CODE.fullmatch(key) for key in value):
                raise EvidenceError(f"{what}: keys are short ASCII codes")
            return {str(key): _plain(item, what) for key, item in value.items()}
        case Sequence() if not isinstance(value, bytes | bytearray):
            return [_plain(item, what) for item in value]
        case _:
            raise EvidenceError(f"{what}: {type(value).__name__} can't stand in an entry")


def _check_reference(reference: BlobRef, what: str) -> None:
    if reference.data_class is PartClass.LOG or not _NAME.fullmatch(reference.name):
        raise EvidenceError(f"{what}: a blob's class or name that can't be")
    canonical.digest(reference.digest, what)


def _parse_value(value: Json, what: str) -> Value:
    if isinstance(value, dict):
        if value.keys() == _REFERENCE_KEYS:
            if value["class"] not in [str(part_class) for part_class in PartClass]:
                raise EvidenceError(f"{what}: unknown data class")
            name = canonical.text(value["name"], what)
            return BlobRef(PartClass(value["class"]), name, canonical.digest(value["digest"], what))
        return {key: _parse_value(item, what) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(_parse_value(item, what) for item in value)
    return value  # type: ignore[no-any-return]


def _references(value: Value) -> Iterator[BlobRef]:
    match value:
        case BlobRef():
            yield value
        case str():
            return
        case Mapping():
            for item in value.values():
                yield from _references(item)
        case Sequence():
            for item in value:
                yield from _references(item)
