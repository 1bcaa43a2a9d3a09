"""A network under construction: operations, one after another, on constants taken from tflite models by their names.

Inside a tensor is (1, channels, steps) around convolutions and (1, steps, channels) around everything else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installer.face_models.onnx_file import FLOAT, Attribute, Operation

from .tflite import Constant, ModelFormatError

_EPSILON = 1e-5
_BIAS = "/BiasAdd/ReadVariableOp/resource"


@dataclass(slots=True)
class Network:
    """What has been put down so far; methods give the name of the tensor that they make."""

    read: Mapping[str, Constant]
    operations: list[Operation] = field(default_factory=list)
    constants: dict[str, NDArray[Any]] = field(default_factory=dict)

    def add(self, operator: str, *inputs: str, **attributes: Attribute) -> str:
        """One operation."""
        output = f"t{len(self.operations)}"
        self.operations.append(Operation(operator, inputs, output, attributes))
        return output

    def fixed(self, values: NDArray[Any]) -> str:
        """A constant of our own, or taken from the model and turned."""
        name = f"c{len(self.constants)}"
        self.constants[name] = values
        return name

    def whole(self, *numbers: int) -> str:
        """A list of whole numbers, as shapes and axes are given."""
        return self.fixed(np.array(numbers, np.int64))

    def taken(self, name: str, *turned: int) -> str:
        """The model's constant as float32, its axes in another order. Weights of one byte stay so in the file: a
        run-time multiplies them out once, when it opens it. Raises ModelFormatError if it is missing."""
        constant = self._constant(name)
        values = constant.values.transpose(turned) if turned else constant.values
        if values.dtype.kind == "f":
            return self.fixed(values)
        wide = self.add("Cast", self.fixed(values), to=FLOAT)
        return self.add("Mul", wide, self.fixed(np.array(constant.scale, np.float32)))

    def dense(self, source: str, name: str) -> str:
        """A layer of (1, steps, channels)."""
        product = self.add("MatMul", source, self.taken(f"{name}/Tensordot/MatMul", 1, 0))
        return self.add("Add", product, self.taken(name + _BIAS))

    def convolution(self, source: str, name: str, *, padded: int = 0, apart: int = 1, bias: str = "") -> str:
        """A layer of (1, channels, steps). `padded`: zeros at both ends; `apart`: steps between taps; `bias`: the name
        of the layer whose bias it is where the file keeps two equal ones once."""
        kernel = name + "/conv1d"
        if self._constant(kernel).values.ndim == 1:  # zeros in place of a bias, and the weights are called otherwise
            kernel += "1"
        inputs = [source, self._kernel(kernel)]
        if bias or name + _BIAS in self.read:
            inputs.append(self.taken((bias or name) + _BIAS))
        return self.add("Conv", *inputs, pads=(padded, padded), dilations=(apart,))

    def normalised(self, source: str, name: str) -> str:
        """(1, steps, channels) with mean 0 and variance 1 over the channels, stretched and moved."""
        stretched, moved = (self.taken(f"{name}/batchnorm/{part}ReadVariableOp/resource") for part in ("mul/", ""))
        return self.add("LayerNormalization", source, stretched, moved, axis=-1, epsilon=_EPSILON)

    def turned(self, source: str) -> str:
        """(1, steps, channels) to (1, channels, steps) and back."""
        return self.add("Transpose", source, perm=(0, 2, 1))

    def _kernel(self, name: str) -> str:
        """(out, 1, taps, in) to (out, in, taps)."""
        return self.add("Squeeze", self.taken(name, 0, 3, 2, 1), self.whole(3))

    def _constant(self, name: str) -> Constant:
        if name not in self.read:
            raise ModelFormatError(f"the model lacks {name}")
        return self.read[name]
