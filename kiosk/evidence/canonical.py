"""Canonical JSON (RFC 8785) and a parser that takes nothing else (FORMAT.md, section 2)."""

import hashlib
import json
import re
from datetime import datetime
from typing import Any, NoReturn

import rfc8785

from kiosk.domain.errors import EvidenceError
from kiosk.domain.ids import Sha256

_HEX_64 = re.compile(r"[0-9a-f]{64}")
_WALL = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z")
_DEEPEST = 12
_LARGE = re.compile(r"\d{16}")
_PLAIN = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)
Json = Any
"""Objects, arrays, strings, integers, booleans, null. No fractions: money is fen, rates are strings."""


def sha256(content: bytes) -> Sha256:
    """Lower-case hexadecimal."""
    return Sha256(hashlib.sha256(content).hexdigest())


def dump(value: Json) -> bytes:
    """The one canonical form of a value. Raises EvidenceError for what JSON or our rules can't hold."""
    _refuse_fractions(value, 0)
    try:
        return bytes(rfc8785.dumps(value))
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as failure:
        raise EvidenceError(f"not canonical JSON: {failure}") from failure


def parse_object(untrusted: bytes, what: str) -> dict[str, Json]:
    """One canonical JSON object; duplicate keys, fractions and any other spelling are refused."""
    try:
        spelling = untrusted.decode("utf-8")
        value = json.loads(
            spelling,
            object_pairs_hook=_no_duplicates,
            parse_float=_no_fraction,
            parse_constant=_no_fraction,
        )
    except (ValueError, RecursionError) as failure:
        raise EvidenceError(f"{what}: not JSON as FORMAT.md wants it: {failure}") from failure
    if not isinstance(value, dict):
        raise EvidenceError(f"{what}: not a JSON object")
    if not _surely_canonical(value, spelling) and dump(value) != untrusted:
        raise EvidenceError(f"{what}: not in canonical form (RFC 8785)")
    return value


def keys_exactly(value: Json, keys: frozenset[str], what: str) -> dict[str, Json]:
    """An object with these keys, no more and no fewer."""
    if not isinstance(value, dict):
        raise EvidenceError(f"{what}: not a JSON object")
    if missing := keys - value.keys():
        raise EvidenceError(f"{what}: missing {', '.join(sorted(missing))}")
    if unknown := value.keys() - keys:
        raise EvidenceError(f"{what}: unknown {', '.join(sorted(unknown))}")
    return value


def text(value: Json, what: str, most: int = 200) -> str:
    """A string of 1 to `most` characters."""
    if not isinstance(value, str) or not 0 < len(value) <= most:
        raise EvidenceError(f"{what}: expected 1 to {most} characters of text")
    return value


def count(value: Json, what: str) -> int:
    """An integer of zero or more."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise EvidenceError(f"{what}: expected an integer of zero or more")
    return value


def digest(value: Json, what: str) -> Sha256:
    """64 lower-case hexadecimal characters."""
    if not isinstance(value, str) or not _HEX_64.fullmatch(value):
        raise EvidenceError(f"{what}: expected 64 hexadecimal characters")
    return Sha256(value)


def wall(value: Json, what: str) -> str:
    """RFC 3339 in UTC with milliseconds."""
    try:
        if isinstance(value, str) and _WALL.fullmatch(value):
            datetime.fromisoformat(value)
            return value
    except ValueError:
        pass
    raise EvidenceError(f"{what}: expected a time like 2026-01-31T08:00:00.000Z")


def _surely_canonical(value: dict[str, Json], spelling: str) -> bool:
    """Whether json's own writer, ten times as fast, settles it; False: RFC 8785 has to be asked.

    They differ in the order of keys beyond U+FFFF (section 3.2.3) and in integers beyond 2^53 (2.2, 3.2.2.3).
    """
    return (
        (spelling.isascii() or max(spelling) < "\U00010000")
        and spelling.count("{") + spelling.count("[") <= _DEEPEST
        and not _LARGE.search(spelling)
        and _PLAIN.encode(value) == spelling
    )


def _no_duplicates(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key stands twice")
    return value


def _no_fraction(spelling: str) -> NoReturn:
    raise ValueError(f"a fraction or non-number: {spelling[:20]}")


def _refuse_fractions(value: Json, depth: int) -> None:
    if depth > _DEEPEST:
        raise EvidenceError(f"nested deeper than {_DEEPEST}")
    match value:
        case float():
            raise EvidenceError("a fraction: money is integer fen, rates are strings")
        case dict():
            for item in value.values():
                _refuse_fractions(item, depth + 1)
        case list() | tuple():
            for item in value:
                _refuse_fractions(item, depth + 1)
