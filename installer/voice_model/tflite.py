"""The constants of a tflite model, by name. How the model reckons with them is not read: `acoustic` and `vocoder` say
it anew.

The file is a FlatBuffer; the field numbers are those of TensorFlow's schema (tensorflow/compiler/mlir/lite/schema,
version 3).
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

_IDENTIFIER = b"TFL3"
_KINDS = {0: np.dtype("<f4"), 9: np.dtype("i1")}  # TensorType; whole numbers of 32 bits are shapes, which nobody needs
_SUBGRAPHS, _BUFFERS = 2, 4  # Model
_TENSORS = 0  # SubGraph
_SHAPE, _TYPE, _BUFFER, _NAME, _QUANTIZATION = range(5)  # Tensor
_SCALE, _ZERO_POINT = 2, 3  # QuantizationParameters
_DATA = 0  # Buffer


class ModelFormatError(Exception):
    """The file does not hold a model as this reader knows them."""


@dataclass(frozen=True, slots=True, eq=False)
class Constant:
    """`values` times `scale`; float32 with scale 1, or int8."""

    values: NDArray[Any]
    scale: float


def read_constants(untrusted: bytes) -> Mapping[str, Constant]:
    """Raises ModelFormatError."""
    if untrusted[4:8] != _IDENTIFIER:
        raise ModelFormatError("not a tflite model")
    try:
        model = _root(untrusted)
        buffers = list(model.tables(_BUFFERS))
        found: dict[str, Constant] = {}
        for tensor in next(model.tables(_SUBGRAPHS)).tables(_TENSORS):
            content = buffers[tensor.whole(_BUFFER, "<I")].bytes(_DATA)
            kind = _KINDS.get(tensor.whole(_TYPE, "<b"))
            if content and kind is not None:
                found[tensor.bytes(_NAME).decode()] = _constant(tensor, content, kind)
        return found
    except (struct.error, IndexError, ValueError, StopIteration) as error:
        raise ModelFormatError("the tflite model is broken") from error


@dataclass(frozen=True, slots=True)
class _Table:
    """A FlatBuffer table at a place of the file."""

    file: bytes
    at: int

    def whole(self, field: int, form: str) -> int:
        """A number; 0, the schema's default, where it is left out."""
        place = self._place(field)
        return 0 if place is None else int(struct.unpack_from(form, self.file, place)[0])

    def table(self, field: int) -> "_Table | None":
        """The table that a field points to."""
        place = self._place(field)
        return None if place is None else _Table(self.file, _target(self.file, place))

    def tables(self, field: int) -> "Iterator[_Table]":
        """A vector of tables."""
        start, count = self._vector(field)
        for place in range(start, start + 4 * count, 4):
            yield _Table(self.file, _target(self.file, place))

    def numbers(self, field: int, form: str) -> tuple[Any, ...]:
        """A vector of numbers of one form ("i", "f", "q")."""
        start, count = self._vector(field)
        return struct.unpack_from(f"<{count}{form}", self.file, start)

    def bytes(self, field: int) -> bytes:
        """A vector of bytes, or a text."""
        start, count = self._vector(field)
        if start + count > len(self.file):
            raise ValueError("cut off")
        return self.file[start : start + count]

    def _place(self, field: int) -> int | None:
        rules = self.at - struct.unpack_from("<i", self.file, self.at)[0]
        size = struct.unpack_from("<H", self.file, rules)[0]
        if 4 + 2 * field >= size:
            return None
        offset = struct.unpack_from("<H", self.file, rules + 4 + 2 * field)[0]
        return self.at + offset if offset else None

    def _vector(self, field: int) -> tuple[int, int]:
        place = self._place(field)
        if place is None:
            return 0, 0
        start = _target(self.file, place)
        return start + 4, struct.unpack_from("<I", self.file, start)[0]


def _root(file: bytes) -> _Table:
    return _Table(file, _target(file, 0))


def _target(file: bytes, place: int) -> int:
    target = place + int(struct.unpack_from("<I", file, place)[0])
    if target + 4 > len(file):
        raise ValueError("points beyond the end")
    return target


def _constant(tensor: _Table, content: bytes, kind: np.dtype[Any]) -> Constant:
    shape = tensor.numbers(_SHAPE, "i")
    if min(shape, default=1) < 0 or prod(shape) * kind.itemsize != len(content):
        raise ModelFormatError("a constant has another size than its shape")
    values = np.frombuffer(content, kind).reshape(shape)
    if kind.kind == "f":
        if not np.isfinite(values).all():
            raise ModelFormatError("a constant holds what is no number")
        return Constant(values, 1.0)
    how = tensor.table(_QUANTIZATION)
    scales = () if how is None else how.numbers(_SCALE, "f")
    zeros = () if how is None else how.numbers(_ZERO_POINT, "q")
    if len(scales) != 1 or not 0 < scales[0] < 1 or any(zeros):
        raise ModelFormatError("a constant is stored in a way that is not known here")
    return Constant(values, float(scales[0]))
