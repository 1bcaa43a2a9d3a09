"""tflite files with a few constants, written by the FlatBuffers library."""

from collections.abc import Mapping
from typing import Any

import flatbuffers
import numpy as np
from numpy.typing import NDArray

FLOAT32, INT32, INT8 = 0, 2, 9


def constant(values: NDArray[Any], scales: tuple[float, ...] = (), zeros: tuple[int, ...] = ()) -> dict[str, Any]:
    """What `model` takes for a tensor; int8 wants one scale."""
    kind = {"float32": FLOAT32, "int32": INT32, "int8": INT8}[str(values.dtype)]
    return {"shape": values.shape, "kind": kind, "data": values.tobytes(), "scales": scales, "zeros": zeros}


def model(tensors: Mapping[str, Mapping[str, Any]]) -> bytes:
    """A model of version 3 with one subgraph; the first buffer is the empty one, as the schema says."""
    out = flatbuffers.Builder(1024)
    buffers = [_table(out, {})]
    made = []
    for number, (name, tensor) in enumerate(tensors.items(), 1):
        buffers.append(_table(out, {0: out.CreateByteVector(tensor["data"])}))
        how = {}
        if tensor["scales"]:
            how[2] = _numbers(out, tensor["scales"], 4, out.PrependFloat32)
        if tensor["zeros"]:
            how[3] = _numbers(out, tensor["zeros"], 8, out.PrependInt64)
        fields = {
            0: _numbers(out, tensor["shape"], 4, out.PrependInt32),
            3: out.CreateString(name),
            4: _table(out, how),
        }
        made.append(_table(out, fields, kind=tensor["kind"], buffer=number))
    graph = _table(out, {0: _offsets(out, made)})
    root = _table(out, {2: _offsets(out, [graph]), 4: _offsets(out, buffers)})
    out.Finish(root, file_identifier=b"TFL3")
    return bytes(out.Output())


def _table(out: Any, fields: Mapping[int, int], kind: int = 0, buffer: int = 0) -> int:
    out.StartObject(5)
    for field, offset in fields.items():
        out.PrependUOffsetTRelativeSlot(field, offset, 0)
    if buffer:
        out.PrependInt8Slot(1, kind, 0)
        out.PrependUint32Slot(2, buffer, 0)
    return int(out.EndObject())


def _numbers(out: Any, numbers: tuple[Any, ...], size: int, prepend: Any) -> int:
    out.StartVector(size, len(numbers), size)
    for number in reversed(numbers):
        prepend(number)
    return int(out.EndVector())


def _offsets(out: Any, offsets: list[int]) -> int:
    out.StartVector(4, len(offsets), 4)
    for offset in reversed(offsets):
        out.PrependUOffsetTRelative(offset)
    return int(out.EndVector())


def floats(*shape: int, seed: int = 5) -> NDArray[Any]:
    """Normal numbers."""
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)
