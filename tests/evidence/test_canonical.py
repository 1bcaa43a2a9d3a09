"""The parser takes the canonical form and no other, as RFC 8785's own reference writer would have it."""

import json

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as some

from kiosk.domain.errors import EvidenceError
from kiosk.evidence.canonical import parse_object

_KEYS = some.text(max_size=6)
_VALUES = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**53) + 1, 2**53 - 1) | some.text(max_size=12),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)
_OBJECTS = some.dictionaries(_KEYS, _VALUES, max_size=5)


@given(_OBJECTS)
@example({"\U0001f600": 1, "\uffee": 2})
@example({"\x7f\u2028": '\x00\x1f"\\/\b\f\n\r\t'})
@example({"n": 2**53 - 1, "m": -(2**53) + 1, "z": -0})
def test_what_the_reference_writes_is_taken(value):
    assert parse_object(bytes(rfc8785.dumps(value)), "it") == value


@given(_OBJECTS, some.booleans(), some.booleans(), some.booleans())
@example({"\U0001f600": 1, "\uffee": 2}, False, True, True)
def test_any_other_spelling_is_refused(value, ascii_only, in_order, tight):
    spelling = json.dumps(
        value, ensure_ascii=ascii_only, sort_keys=in_order, separators=(",", ":") if tight else None
    ).encode("utf-8")
    if spelling == bytes(rfc8785.dumps(value)):
        assert parse_object(spelling, "it") == value
    else:
        with pytest.raises(EvidenceError):
            parse_object(spelling, "it")


@pytest.mark.parametrize(
    "untrusted",
    [
        b'{"n":9007199254740993}',
        b'{"n":1e3}',
        b'{"n":1.0}',
        b'{"n":-0}',
        b'{"n":NaN}',
        b'{"a":1,"a":1}',
        b'{"a":"\\u00e9"}',
        b'{"a":"\\/"}',
        b'{"a":"\\ud800"}',
        b'{"a":1}\n',
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":' + b"[" * 14 + b"]" * 14 + b"}",
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b"[1]",
        b"",
        b"\xff",
    ],
    ids=lambda untrusted: untrusted[:24].decode("latin-1"),
)
def test_what_is_no_canonical_object_is_refused(untrusted):
    with pytest.raises(EvidenceError):
        parse_object(untrusted, "it")
