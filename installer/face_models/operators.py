"""tfjs operations as ONNX operators.

A tensor of rank 4 is kept channels-first inside (tfjs keeps them last), so that no layer costs a transposition. SAME
padding is ONNX's SAME_UPPER: both put the odd pixel at the end. Clamping (Relu, Minimum, Maximum) is gathered into one
operator, since a run-time joins just that with the convolution before it.
"""

from dataclasses import dataclass, field
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .graph import Graph, ModelFormatError, Node
from .onnx_file import Attribute, Operation

Array = NDArray[Any]

_TO_FIRST, _TO_LAST = (0, 3, 1, 2), (0, 2, 3, 1)
_FROM_LAST = {0: 0, 1: 2, 2: 3, 3: 1}
"""Where an axis of a channels-last tensor lies inside."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor under way; those of rank 4 are channels-first."""

    name: str
    rank: int


@dataclass(frozen=True, slots=True)
class _Clamp:
    source: Tensor
    low: float
    high: float


@dataclass(slots=True)
class Translation:
    """What has been translated so far. `add` takes nodes in the order of reckoning."""

    graph: Graph
    operations: list[Operation] = field(default_factory=list)
    constants: dict[str, Array] = field(default_factory=dict)
    tensors: dict[str, Tensor] = field(default_factory=dict)
    _clamps: dict[str, _Clamp] = field(default_factory=dict)
    _count: int = 0

    def add(self, node: Node) -> None:
        """Raises ModelFormatError for an operation, or a use of one, that is not known here."""
        match node.operation:
            case "Const":
                return
            case "Placeholder":
                tensor = Tensor(self.emit("Transpose", (node.name,), perm=_TO_FIRST), 4)
            case "Identity":
                tensor = self._tensor(node, 0)
            case "Conv2D" | "_FusedConv2D" | "DepthwiseConv2dNative":
                tensor = self._convolution(node)
            case "Add" | "AddV2" | "Mul":
                tensor = self._two_sided(node, "Mul" if node.operation == "Mul" else "Add")
            case "Relu":
                tensor = self._clamped(self._tensor(node, 0), 0.0, inf)
            case "Minimum":
                tensor = self._clamped(self._tensor(node, 0), -inf, self._scalar(node, 1))
            case "Maximum":
                tensor = self._clamped(self._tensor(node, 0), self._scalar(node, 1), inf)
            case "Prelu":
                tensor = self._prelu(self._tensor(node, 0), self._constant(node, 1))
            case "Sigmoid":
                source = self._tensor(node, 0)
                tensor = Tensor(self.emit("Sigmoid", (source.name,)), source.rank)
            case "MaxPool":
                tensor = self._pooled(node)
            case "Pad":
                tensor = self._padded(node)
            case "Reshape":
                tensor = self._reshaped(node)
            case "Mean":
                tensor = self._mean(node)
            case "ConcatV2":
                tensor = self._joined(node)
            case _:
                raise ModelFormatError(f"{node.operation} at {node.name} is not known here")
        self.tensors[node.name] = tensor

    def emit(self, operator: str, inputs: tuple[str, ...], **attributes: Attribute) -> str:
        """One operator more; the name of what comes out."""
        self._count += 1
        output = f"{operator.lower()}_{self._count}"
        self.operations.append(Operation(operator, inputs, output, attributes))
        return output

    def as_written(self, tensor: Tensor) -> str:
        """The tensor with its channels where tfjs has them."""
        return self.emit("Transpose", (tensor.name,), perm=_TO_LAST) if tensor.rank == 4 else tensor.name

    def _keep(self, values: Array) -> str:
        self._count += 1
        name = f"constant_{self._count}"
        self.constants[name] = np.ascontiguousarray(values)
        return name

    def _tensor(self, node: Node, place: int) -> Tensor:
        name = node.inputs[place] if place < len(node.inputs) else ""
        if name not in self.tensors:
            raise ModelFormatError(f"{node.name} does not take a tensor at {place}")
        return self.tensors[name]

    def _constant(self, node: Node, place: int) -> Array:
        name = node.inputs[place] if -len(node.inputs) <= place < len(node.inputs) else ""
        if name not in self.graph.constants:
            raise ModelFormatError(f"{node.name} does not take a constant at {place}")
        return self.graph.constants[name]

    def _scalar(self, node: Node, place: int) -> float:
        values = self._constant(node, place)
        if values.size != 1:
            raise ModelFormatError(f"{node.name} clamps by more than one number")
        return float(values.reshape(()))

    def _convolution(self, node: Node) -> Tensor:
        source, weights = self._rank_4(node), self._constant(node, 1)
        if weights.ndim != 4:
            raise ModelFormatError(f"{node.name} has weights of rank {weights.ndim}")
        groups = 1
        if node.operation == "DepthwiseConv2dNative":
            groups = weights.shape[2]
            weights = weights.reshape(*weights.shape[:2], 1, -1)
        steps = node.attributes.get("fused_ops") or []
        inputs = [source.name, self._keep(weights.transpose(3, 2, 0, 1))]
        if steps[:1] == ["BiasAdd"]:
            inputs.append(self._keep(self._constant(node, 2).reshape(-1)))
        made = self.emit(
            "Conv", tuple(inputs), auto_pad=_padding(node), dilations=_spatial(node, "dilations"), group=groups,
            kernel_shape=weights.shape[:2], strides=_spatial(node, "strides"),
        )  # fmt: skip
        match steps:
            case [] | ["BiasAdd"]:
                return Tensor(made, 4)
            case ["BiasAdd", "Relu"]:
                return self._clamped(Tensor(made, 4), 0.0, inf)
            case ["BiasAdd", "Prelu"]:
                return self._prelu(Tensor(made, 4), self._constant(node, 3))
        raise ModelFormatError(f"{node.name} is fused with {steps}")

    def _rank_4(self, node: Node) -> Tensor:
        tensor = self._tensor(node, 0)
        if tensor.rank != 4 or node.attributes.get("data_format", "NHWC") != "NHWC":
            raise ModelFormatError(f"{node.name} does not take pictures with their channels last")
        return tensor

    def _two_sided(self, node: Node, operator: str) -> Tensor:
        names: list[str] = []
        rank = max((self.tensors[name].rank for name in node.inputs if name in self.tensors), default=0)
        for place, name in enumerate(node.inputs):
            if name in self.tensors:
                if self.tensors[name].rank != rank:
                    raise ModelFormatError(f"{node.name} joins tensors of two ranks")
                names.append(self.tensors[name].name)
            else:
                values = self._constant(node, place)
                wide = values.reshape((1,) * (rank - values.ndim) + values.shape)
                names.append(self._keep(wide.transpose(_TO_FIRST) if rank == 4 else wide))
        return Tensor(self.emit(operator, tuple(names)), rank)

    def _clamped(self, tensor: Tensor, low: float, high: float) -> Tensor:
        before = self._clamps.get(tensor.name)
        source = tensor
        if before is not None:
            source = before.source
            low, high = min(max(before.low, low), high), max(min(before.high, high), low)
        if (low, high) == (0.0, inf):
            name = self.emit("Relu", (source.name,))
        else:
            bounds = [self._keep(np.float32(side)) if abs(side) < inf else "" for side in (low, high)]
            name = self.emit("Clip", (source.name, *bounds))
        self._clamps[name] = _Clamp(source, low, high)
        return Tensor(name, tensor.rank)

    def _prelu(self, tensor: Tensor, slopes: Array) -> Tensor:
        if tensor.rank != 4 or slopes.size != slopes.shape[-1]:
            raise ModelFormatError("a PReLU whose slopes are not one a channel")
        return Tensor(self.emit("PRelu", (tensor.name, self._keep(slopes.reshape(-1, 1, 1)))), 4)

    def _pooled(self, node: Node) -> Tensor:
        source = self._rank_4(node)
        made = self.emit(
            "MaxPool", (source.name,), auto_pad=_padding(node), kernel_shape=_spatial(node, "ksize"),
            strides=_spatial(node, "strides"),
        )  # fmt: skip
        return Tensor(made, 4)

    def _padded(self, node: Node) -> Tensor:
        source, pads = self._rank_4(node), self._constant(node, 1)
        if pads.shape != (4, 2):
            raise ModelFormatError(f"{node.name} pads by something else than two numbers a side")
        inside = pads[list(_TO_FIRST)]
        return Tensor(self.emit("Pad", (source.name, self._keep(np.concatenate([inside[:, 0], inside[:, 1]])))), 4)

    def _reshaped(self, node: Node) -> Tensor:
        shape = self._constant(node, 1).reshape(-1)
        if len(shape) == 4:
            raise ModelFormatError(f"{node.name} makes a picture of something else")
        source = self.as_written(self._tensor(node, 0))
        return Tensor(self.emit("Reshape", (source, self._keep(shape))), len(shape))

    def _mean(self, node: Node) -> Tensor:
        source = self._rank_4(node)
        axes = sorted(int(axis) % 4 for axis in self._constant(node, 1).reshape(-1))
        if axes != [1, 2] or node.attributes.get("keep_dims"):
            raise ModelFormatError(f"{node.name} is another mean than that over a picture")
        return Tensor(self.emit("ReduceMean", (source.name,), axes=[_FROM_LAST[axis] for axis in axes], keepdims=0), 2)

    def _joined(self, node: Node) -> Tensor:
        sources = [self._tensor(node, place) for place in range(len(node.inputs) - 1)]
        if any(source.rank != 4 for source in sources):
            raise ModelFormatError(f"{node.name} joins something else than pictures")
        axis = _FROM_LAST[int(self._constant(node, -1).reshape(())) % 4]
        return Tensor(self.emit("Concat", tuple(source.name for source in sources), axis=axis), 4)


def _padding(node: Node) -> str:
    match node.attributes.get("padding"):
        case "SAME":
            return "SAME_UPPER"
        case "VALID":
            return "VALID"
    raise ModelFormatError(f"{node.name} pads in a way that is not known here")


def _spatial(node: Node, name: str) -> tuple[int, int]:
    """Of an attribute of four numbers the two that belong to height and width."""
    match node.attributes.get(name):
        case [1, int(down), int(across), 1] if down > 0 and across > 0:
            return down, across
    raise ModelFormatError(f"{node.name} has odd {name}")
