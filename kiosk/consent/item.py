"""One entry of the evidence as the session makes it, and the values that go into blobs beside it."""

import json
from dataclasses import dataclass, field
from typing import Any

from kiosk.domain.consents import DataClass, Source

Scalar = str | int | bool | None
Field = Scalar | list[Scalar] | dict[str, Any]


@dataclass(frozen=True, slots=True)
class Value:
    """A personal value for the blob that the entry will name under `key`. `reread`: wanted again before the ending."""

    key: str
    data_class: DataClass
    name: str
    media_type: str
    content: bytes
    reread: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One entry to be."""

    kind: str
    data: dict[str, Field] = field(default_factory=dict)
    values: tuple[Value, ...] = ()
    source: Source = Source.DEVICE


def text_value(key: str, name: str, text: str, data_class: DataClass = DataClass.RECORD) -> Value:
    """Words as a value."""
    return Value(key, data_class, name, "text/plain", text.encode(), reread=True)


def json_value(key: str, name: str, content: object, data_class: DataClass = DataClass.RECORD) -> Value:
    """JSON as a value; those of the record may be wanted again before the ending."""
    raw = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return Value(key, data_class, name, "application/json", raw, reread=data_class is DataClass.RECORD)
