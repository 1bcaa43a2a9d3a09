"""The manifest: what a sealed bundle holds (FORMAT.md, section 8)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from kiosk.domain.consents import Ending, Mode, Source
from kiosk.domain.errors import EvidenceError
from kiosk.domain.ids import CaseId, DeviceId, SessionId, Sha256
from kiosk.evidence import canonical
from kiosk.evidence.canonical import Json
from kiosk.evidence.classes import PartClass
from kiosk.evidence.log import LogHead

FORMAT = 1
_NO_CERTIFICATE = Sha256("0" * 64)
MAX_MANIFEST = 8 * 1024 * 1024
_SESSION = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")
_PART_NAME = re.compile(r"[a-z]+-[0-9]{4,6}")
_PART_KEYS = frozenset({"name", "class", "size", "sha256", "units", "withheld", "destroy_by"})
_Named = TypeVar("_Named", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Part:
    """One part. Withheld: it stays in the terminal and is destroyed by `destroy_by` (ISO date)."""

    name: str
    part_class: PartClass
    size: int
    sha256: Sha256
    units: int
    withheld: bool = False
    destroy_by: str | None = None


@dataclass(frozen=True, slots=True)
class Tail:
    """Which heads of the log left the kiosk before the ending; `last_seq`: the last one's, or None."""

    heads_sent: int = 0
    last_seq: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """`sources`: port -> where its input came from; `versions`: software, script, models (name -> version or hash).

    `opened`, `closed`: the kiosk's own wall clock. `certificate`: SHA-256 of device.pem; `seal` sets it.
    """

    session: SessionId
    device: DeviceId
    mode: Mode
    sources: Mapping[str, Source]
    case: CaseId | None
    ending: Ending
    opened: str
    closed: str
    parts: tuple[Part, ...]
    log: LogHead
    versions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    tail: Tail = Tail()
    certificate: Sha256 = _NO_CERTIFICATE


_KEYS = frozenset({"format", *Manifest.__dataclass_fields__})


def manifest_bytes(manifest: Manifest) -> bytes:
    """The canonical bytes that are signed. Raises EvidenceError if the manifest can't be read back."""
    value = {
        "format": FORMAT,
        "session": manifest.session,
        "device": manifest.device,
        "mode": str(manifest.mode),
        "sources": {port: str(source) for port, source in manifest.sources.items()},
        "case": manifest.case,
        "ending": str(manifest.ending),
        "opened": manifest.opened,
        "closed": manifest.closed,
        "parts": [_part_json(part) for part in manifest.parts],
        "log": {
            "entries": manifest.log.entries,
            "head": str(manifest.log.head),
            "root": str(manifest.log.root),
        },
        "versions": dict(manifest.versions),
        "tail": {"heads_sent": manifest.tail.heads_sent, "last_seq": manifest.tail.last_seq},
        "certificate": str(manifest.certificate),
    }
    content = canonical.dump(value)
    parse_manifest(content)
    return content


def parse_manifest(untrusted: bytes) -> Manifest:
    """Strict: unknown, missing or double keys, wrong types and other spellings raise EvidenceError."""
    if len(untrusted) > MAX_MANIFEST:
        raise EvidenceError(f"manifest.json: longer than {MAX_MANIFEST} bytes")
    value = canonical.keys_exactly(canonical.parse_object(untrusted, "manifest.json"), _KEYS, "manifest.json")
    if value["format"] != FORMAT or isinstance(value["format"], bool):
        raise EvidenceError("manifest.json: a format that this verifier does not know")
    log = canonical.keys_exactly(value["log"], frozenset({"entries", "head", "root"}), "manifest.json: log")
    parts = _parse_parts(value["parts"])
    return Manifest(
        session=SessionId(_fits(_SESSION, value["session"], "session")),
        device=DeviceId(_fits(_CODE, value["device"], "device")),
        mode=_named(Mode, value["mode"], "mode"),
        sources={
            port: _named(Source, source, "sources") for port, source in _names(value["sources"], "sources").items()
        },
        case=None if value["case"] is None else CaseId(_fits(_CODE, value["case"], "case")),
        ending=_named(Ending, value["ending"], "ending"),
        opened=canonical.wall(value["opened"], "manifest.json: opened"),
        closed=canonical.wall(value["closed"], "manifest.json: closed"),
        parts=parts,
        log=LogHead(
            canonical.count(log["entries"], "manifest.json: log.entries"),
            canonical.digest(log["head"], "manifest.json: log.head"),
            canonical.digest(log["root"], "manifest.json: log.root"),
        ),
        versions={
            name: canonical.text(version, "manifest.json: versions")
            for name, version in _names(value["versions"], "versions").items()
        },
        tail=_parse_tail(value["tail"]),
        certificate=canonical.digest(value["certificate"], "manifest.json: certificate"),
    )


def _part_json(part: Part) -> dict[str, Json]:
    return {
        "name": part.name,
        "class": str(part.part_class),
        "size": part.size,
        "sha256": str(part.sha256),
        "units": part.units,
        "withheld": part.withheld,
        "destroy_by": part.destroy_by,
    }


def _parse_parts(value: Json) -> tuple[Part, ...]:
    if not isinstance(value, list) or not value:
        raise EvidenceError("manifest.json: parts is not a list with at least one part")
    parts = tuple(_parse_part(item) for item in value)
    if len({part.name for part in parts}) < len(parts) or len({part.sha256 for part in parts}) < len(parts):
        raise EvidenceError("manifest.json: a part stands twice")
    return parts


def _parse_part(value: Json) -> Part:
    part = canonical.keys_exactly(value, _PART_KEYS, "manifest.json: part")
    name = _fits(_PART_NAME, part["name"], "part name")
    part_class = _named(PartClass, part["class"], f"{name}: class")
    withheld, destroy_by = part["withheld"], part["destroy_by"]
    if not isinstance(withheld, bool) or withheld != (destroy_by is not None):
        raise EvidenceError(f"manifest.json: {name}: withheld is true with a date, or false with null")
    if withheld and part_class is PartClass.LOG:
        raise EvidenceError("manifest.json: the log is never withheld")
    return Part(
        name,
        part_class,
        canonical.count(part["size"], f"manifest.json: {name}: size"),
        canonical.digest(part["sha256"], f"manifest.json: {name}: sha256"),
        canonical.count(part["units"], f"manifest.json: {name}: units"),
        withheld,
        None if destroy_by is None else _iso_date(destroy_by, name),
    )


def _parse_tail(value: Json) -> Tail:
    tail = canonical.keys_exactly(value, frozenset({"heads_sent", "last_seq"}), "manifest.json: tail")
    last = tail["last_seq"]
    return Tail(
        canonical.count(tail["heads_sent"], "manifest.json: tail.heads_sent"),
        None if last is None else canonical.count(last, "manifest.json: tail.last_seq"),
    )


def _iso_date(value: Json, name: str) -> str:
    try:
        if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise EvidenceError(f"manifest.json: {name}: destroy_by is not a date like 2026-01-31")


def _fits(pattern: re.Pattern[str], value: Json, what: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise EvidenceError(f"manifest.json: {what}: not as FORMAT.md says")
    return value


def _named(names: type[_Named], value: Json, what: str) -> _Named:
    if not isinstance(value, str) or value not in {str(member) for member in names}:
        raise EvidenceError(f"manifest.json: {what}: not one of {', '.join(names)}")
    return names(value)


def _names(value: Json, what: str) -> dict[str, Json]:
    if not isinstance(value, dict) or not all(_CODE.fullmatch(name) for name in value):
        raise EvidenceError(f"manifest.json: {what}: not an object of short names")
    return value
