"""Messages as frames: canonical JSON (RFC 8785), one a frame, versioned, of bounded size, strictly parsed.

`{"v": 2, "type": "standing", ...}`: exactly the keys of its message. What is not so raises ProtocolError, and whoever
reads it ends the connection.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar, cast, get_args

from kiosk.domain.consents import Chapter, Mode
from kiosk.domain.errors import EvidenceError, MingshiError
from kiosk.evidence import canonical
from kiosk.supervision import messages as ms

VERSION = 2
MAX_FRAME = 16 * 1024
"""Bytes; the largest true frame, a greeting with its certificate chain, has some 2 KiB."""
MAX_COUNT = 1_000_000
_MAX_CHAIN, _MAX_HEAD = 8 * 1024, 2 * 1024
_SESSION = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
_NONCE = re.compile(r"[0-9a-f]{32}")
_PROOF = re.compile(r"[0-9a-f]{128}")
_NAME = re.compile(r"[A-Z][A-Za-z]{0,39}")
_CHECK = re.compile(r"[a-z][a-z_]{0,39}")
_MAX_CHECKS, _MAX_ALERTS = 8, len(ms.Alert)
_Reader = Callable[[Any], Any]
_Enum = TypeVar("_Enum", bound=StrEnum)


class ProtocolError(MingshiError):
    """A frame that this version does not know; the connection it came by is at its end."""


def encode(message: ms.Message) -> str:
    """One frame. Raises ProtocolError for a message that could not be read back."""
    value = {"v": VERSION, "type": _NAMES[type(message)], **_plain(message)}
    try:
        frame = canonical.dump(value)
    except EvidenceError as failure:
        raise ProtocolError(str(failure)) from failure
    decode(frame)
    return frame.decode("utf-8")


def decode(untrusted: str | bytes) -> ms.Message:
    """Parsed, not believed: who may say it is the reader's to ask. Raises ProtocolError."""
    raw = untrusted.encode("utf-8", "surrogatepass") if isinstance(untrusted, str) else untrusted
    if len(raw) > MAX_FRAME:
        raise ProtocolError(f"a frame of more than {MAX_FRAME} bytes")
    try:
        value = canonical.parse_object(raw, "frame")
        kind, version = value.get("type"), value.get("v")
        if version != VERSION or isinstance(version, bool):
            raise EvidenceError("frame: an unknown version")
        found = _KINDS.get(kind) if isinstance(kind, str) else None
        if found is None:
            raise EvidenceError("frame: an unknown type")
        canonical.keys_exactly(value, found.keys, "frame")
        return found.make({name: read(value[name]) for name, read in found.readers.items()})
    except EvidenceError as failure:
        raise ProtocolError(str(failure)) from failure


def from_console(untrusted: str | bytes) -> ms.FromConsole:
    """What a kiosk takes. Raises ProtocolError."""
    message = decode(untrusted)
    if not isinstance(message, get_args(ms.FromConsole)):
        raise ProtocolError("frame: not one that a console sends")
    return cast("ms.FromConsole", message)


def from_kiosk(untrusted: str | bytes) -> ms.FromKiosk:
    """What a console takes. Raises ProtocolError."""
    message = decode(untrusted)
    if not isinstance(message, get_args(ms.FromKiosk)):
        raise ProtocolError("frame: not one that a kiosk sends")
    return cast("ms.FromKiosk", message)


@dataclass(frozen=True, slots=True)
class _Kind:
    keys: frozenset[str]
    readers: Mapping[str, _Reader]
    make: Callable[[dict[str, Any]], ms.Message]


def _plain(value: Any) -> dict[str, Any]:
    return {field.name: _json(getattr(value, field.name)) for field in fields(value)}


def _json(value: Any) -> Any:
    match value:
        case StrEnum():
            return value.value
        case tuple():
            return [_json(item) for item in value]
        case None | str() | int():
            return value
        case _:
            return _plain(value)


def _fits(pattern: re.Pattern[str]) -> _Reader:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise EvidenceError("frame: a text that does not fit its field")
        return value

    return read


def _one_of(kind: type[_Enum]) -> _Reader:
    def read(value: Any) -> _Enum:
        try:
            return kind(canonical.text(value, f"frame: {kind.__name__}"))
        except ValueError as failure:
            raise EvidenceError(f"frame: not a {kind.__name__}") from failure

    return read


def _or(empty: Any, read: _Reader) -> _Reader:
    return lambda value: value if value == empty and type(value) is type(empty) else read(value)


def _count(value: Any) -> int:
    number = canonical.count(value, "frame: a count")
    if number > MAX_COUNT:
        raise EvidenceError("frame: a count that can't be")
    return number


def _text(most: int) -> _Reader:
    return lambda value: canonical.text(value, "frame: a text", most)


def _pair(value: Any) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise EvidenceError("frame: expected two counts")
    return _count(value[0]), _count(value[1])


def _several(read: _Reader, most: int) -> _Reader:
    def all_of(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) > most:
            raise EvidenceError(f"frame: expected a list of at most {most}")
        found = tuple(read(item) for item in value)
        if len(set(found)) != len(found):
            raise EvidenceError("frame: something stands twice in a list")
        return found

    return all_of


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise EvidenceError("frame: expected true or false")
    return value


def _part(kind: type[Any], readers: Mapping[str, _Reader]) -> _Reader:
    def read(value: Any) -> Any:
        found = canonical.keys_exactly(value, frozenset(readers), f"frame: {kind.__name__}")
        return kind(**{name: reader(found[name]) for name, reader in readers.items()})

    return read


_METER = _part(ms.Meter, {
    **dict.fromkeys(("questions", "repeats", "pauses", "not_understood", "by_person", "dropped"), _count),
    "terms": _pair, "facts": _pair,
})  # fmt: skip
_CALL = _part(ms.Call, {"wanted": _one_of(ms.Wanted), "waited": _count, "coming": _flag})
_COMMAND: dict[str, _Reader] = {
    "nonce": _fits(_NONCE),
    "number": _count,
    "session": _fits(_SESSION),
    "staff": _fits(_CODE),
    "proofs": _several(_fits(_PROOF), 2),
}
_SERVICE = {name: read for name, read in _COMMAND.items() if name != "session"}  # fmt: skip
_TYPES: dict[type[Any], dict[str, _Reader]] = {
    ms.Greeting: {
        "device": _fits(_CODE), "branch": _text(100), "mode": _one_of(Mode), "nonce": _fits(_NONCE),
        "chain": _text(_MAX_CHAIN),
    },
    ms.Standing: {
        "session": _or("", _fits(_SESSION)), "state": _fits(_NAME), "chapter": _or(None, _one_of(Chapter)),
        "meter": _METER, "call": _or(None, _CALL), "alerts": _several(_one_of(ms.Alert), _MAX_ALERTS),
    },
    ms.HeadSigned: {"head": _text(_MAX_HEAD)},
    ms.Answered: {"number": _count, "outcome": _one_of(ms.Outcome)},
    ms.Welcomed: {"console": _fits(_CODE)},
    ms.HeadStored: {"session": _fits(_SESSION), "seq": _count},
    ms.ComeOver: _COMMAND,
    ms.PauseScript: _COMMAND,
    ms.EndSession: {**_COMMAND, "reason": _one_of(ms.Reason)},
    ms.Approve: {
        **_COMMAND, "second": _fits(_CODE), "matter": _one_of(ms.Matter), "reason": _one_of(ms.Reason),
        "checks": _several(_fits(_CHECK), _MAX_CHECKS),
    },
    ms.HandOver: {**_COMMAND, "second": _fits(_CODE)},
    ms.CloseKiosk: _SERVICE,
    ms.OpenKiosk: _SERVICE,
}  # fmt: skip
_NAMES: Mapping[type[Any], str] = MappingProxyType(
    {kind: re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower() for kind in _TYPES}
)


def _known(kind: type[Any], readers: Mapping[str, _Reader]) -> _Kind:
    return _Kind(frozenset({"v", "type", *readers}), readers, lambda values: cast("ms.Message", kind(**values)))


_KINDS: Mapping[str, _Kind] = MappingProxyType(
    {_NAMES[kind]: _known(kind, readers) for kind, readers in _TYPES.items()}
)
