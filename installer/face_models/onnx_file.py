"""The ONNX file format (onnx.proto3 of the ONNX specification), as far as these models need it: protobuf by hand.

The numbers are the fields' numbers in that file.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_IR_VERSION, _OPSET = 8, 13
_PRODUCER = "mingshi face_models 1"
FLOAT, INT8, INT64 = 1, 3, 7  # TensorProto.DataType
_VARINT, _BYTES, _FIXED32 = 0, 2, 5  # wire types

Attribute = int | float | str | Sequence[int]


@dataclass(frozen=True, slots=True)
class Operation:
    """One node: an ONNX operator from named tensors to one named tensor."""

    operator: str
    inputs: tuple[str, ...]
    output: str
    attributes: Mapping[str, Attribute]


@dataclass(frozen=True, slots=True)
class Value:
    """A tensor that goes in or out; a side that is open has a name in place of its size."""

    name: str
    shape: tuple[int | str, ...]
    kind: int = FLOAT


def onnx_bytes(
    name: str, operations: Sequence[Operation], constants: Mapping[str, NDArray[Any]], inputs: Sequence[Value],
    outputs: Sequence[Value], producer: str = _PRODUCER, opset: int = _OPSET,
) -> bytes:  # fmt: skip
    """A whole model file; the same for the same arguments."""
    graph = b"".join((
        *(_message(1, _operation(operation)) for operation in operations),
        _text(2, name),
        *(_message(5, _tensor(key, values)) for key, values in constants.items()),
        *(_message(11, _value(value)) for value in inputs),
        *(_message(12, _value(value)) for value in outputs),
    ))  # fmt: skip
    operators = _text(1, "") + _whole(2, opset)
    return _whole(1, _IR_VERSION) + _text(2, producer) + _message(7, graph) + _message(8, operators)


def _operation(operation: Operation) -> bytes:
    parts = [_text(1, name) for name in operation.inputs]
    parts += [_text(2, operation.output), _text(3, operation.output), _text(4, operation.operator)]
    parts += [_message(5, _attribute(name, value)) for name, value in sorted(operation.attributes.items())]
    return b"".join(parts)


def _attribute(name: str, value: Attribute) -> bytes:
    match value:
        case int():
            return _text(1, name) + _whole(3, value) + _whole(20, 2)
        case float():
            return _text(1, name) + _key(2, _FIXED32) + struct.pack("<f", value) + _whole(20, 1)
        case str():
            return _text(1, name) + _text(4, value) + _whole(20, 3)
    return _text(1, name) + b"".join(_whole(8, one) for one in value) + _whole(20, 7)


def _tensor(name: str, values: NDArray[Any]) -> bytes:
    match values.dtype.kind, values.dtype.itemsize:
        case "i", 1:
            kind, stored = INT8, "i1"
        case "i", _:
            kind, stored = INT64, "<i8"
        case _:
            kind, stored = FLOAT, "<f4"
    dimensions = b"".join(_whole(1, side) for side in values.shape)
    return dimensions + _whole(2, kind) + _text(8, name) + _message(9, np.ascontiguousarray(values, stored).tobytes())


def _value(value: Value) -> bytes:
    sides = (_text(2, side) if isinstance(side, str) else _whole(1, side) for side in value.shape)
    shape = b"".join(_message(1, side) for side in sides)
    return _text(1, value.name) + _message(2, _message(1, _whole(1, value.kind) + _message(2, shape)))


def _key(field: int, wire: int) -> bytes:
    return bytes(_varint(field << 3 | wire))


def _whole(field: int, number: int) -> bytes:
    return _key(field, _VARINT) + bytes(_varint(number & 0xFFFF_FFFF_FFFF_FFFF))


def _message(field: int, content: bytes) -> bytes:
    return _key(field, _BYTES) + bytes(_varint(len(content))) + content


def _text(field: int, text: str) -> bytes:
    return _message(field, text.encode())


def _varint(number: int) -> Iterator[int]:
    while number > 0x7F:
        yield number & 0x7F | 0x80
        number >>= 7
    yield number
