"""Small tfjs graph models, written as the original converter writes them, and their operations reckoned plainly."""

import base64
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def word(text: str) -> dict[str, str]:
    return {"s": base64.b64encode(text.encode()).decode()}


def numbers(*values: int) -> dict[str, Any]:
    return {"list": {"i": [str(value) for value in values]}}


def words(*texts: str) -> dict[str, Any]:
    return {"list": {"s": [base64.b64encode(text.encode()).decode() for text in texts]}}


def node(name: str, operation: str, *inputs: str, **attributes: Any) -> dict[str, Any]:
    return {"name": name, "op": operation, "input": list(inputs), "attr": attributes}


def picture(*shape: int) -> dict[str, Any]:
    return node("picture", "Placeholder", shape={"shape": {"dim": [{"size": str(side)} for side in shape]}})


def model(
    nodes: list[dict[str, Any]], constants: Mapping[str, Array], half: tuple[str, ...] = ()
) -> tuple[bytes, bytes]:
    """The two files; constants named in `half` are stored as 16 bit."""
    listed, raw = [], b""
    for name, values in constants.items():
        kind = "int32" if values.dtype.kind == "i" else "float32"
        weight: dict[str, Any] = {"name": name, "shape": list(values.shape), "dtype": kind}
        if name in half:
            weight["quantization"] = {"dtype": "float16", "original_dtype": "float32"}
            raw += values.astype("<f2").tobytes()
        else:
            raw += values.astype("<i4" if kind == "int32" else "<f4").tobytes()
        listed.append(weight)
    nodes = [*nodes, *({"name": name, "op": "Const"} for name in constants)]
    whole = {"modelTopology": {"node": nodes}, "weightsManifest": [{"paths": ["m.bin"], "weights": listed}]}
    return json.dumps(whole).encode(), raw


def convolved(x: Array, w: Array, stride: int, same: bool, depthwise: bool) -> Array:
    """Pixel by pixel, as the definition says; SAME puts the odd pixel of padding at the end."""
    high, wide = w.shape[:2]
    padded, (rows, columns) = _padded(x, (high, wide), stride, same, 0.0)
    out = np.zeros((x.shape[0], rows, columns, w.shape[2] * w.shape[3] if depthwise else w.shape[3]))
    for row in range(rows):
        for column in range(columns):
            part = padded[:, row * stride : row * stride + high, column * stride : column * stride + wide]
            if depthwise:
                out[:, row, column] = np.einsum("nhwc,hwcm->ncm", part, w).reshape(len(x), -1)
            else:
                out[:, row, column] = np.einsum("nhwc,hwco->no", part, w)
    return out


def pooled(x: Array, side: int, stride: int, same: bool) -> Array:
    padded, (rows, columns) = _padded(x, (side, side), stride, same, -np.inf)
    out = np.zeros((x.shape[0], rows, columns, x.shape[3]))
    for row in range(rows):
        for column in range(columns):
            part = padded[:, row * stride : row * stride + side, column * stride : column * stride + side]
            out[:, row, column] = part.max(axis=(1, 2))
    return out


def _padded(x: Array, kernel: tuple[int, int], stride: int, same: bool, fill: float) -> tuple[Array, tuple[int, int]]:
    sizes, pads = [], [(0, 0)]
    for side, reach in zip(x.shape[1:3], kernel, strict=True):
        if same:
            size = -(-side // stride)
            lacking = max((size - 1) * stride + reach - side, 0)
            pads.append((lacking // 2, lacking - lacking // 2))
        else:
            size = (side - reach) // stride + 1
            pads.append((0, 0))
        sizes.append(size)
    return np.pad(x, [*pads, (0, 0)], constant_values=fill), (sizes[0], sizes[1])
