"""The converter, operator by operator against plain reckoning, and whole models against the original runtime."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from installer.face_models.convert import convert
from installer.face_models.graph import ModelFormatError
from tests.installer.tfjs_graphs import convolved, model, node, numbers, picture, pooled, word, words

Array = NDArray[Any]
RANDOM = np.random.default_rng(11)
X = RANDOM.normal(size=(2, 7, 6, 3)).astype(np.float32)
ONE = {"strides": numbers(1, 1, 1, 1), "dilations": numbers(1, 1, 1, 1)}


def normal(*shape: int) -> Array:
    return RANDOM.normal(size=shape).astype(np.float32)


def run(nodes: list[dict[str, Any]], constants: dict[str, Array], **stored: Any) -> Array:
    """The last node's output for X."""
    files = model([picture(-1, 7, 6, 3), *nodes], constants, **stored)
    session = onnxruntime.InferenceSession(convert("small", *files, (nodes[-1]["name"],)))
    return np.asarray(session.run(None, {"picture": X})[0])


@pytest.mark.parametrize("same", [True, False])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("side", [1, 2, 3])
def test_convolution(same: bool, stride: int, side: int) -> None:
    w = normal(side, side, 3, 4)
    how = {**ONE, "strides": numbers(1, stride, stride, 1), "padding": word("SAME" if same else "VALID")}
    made = run([node("y", "Conv2D", "picture", "w", **how)], {"w": w})
    np.testing.assert_allclose(made, convolved(X, w, stride, same, False), atol=1e-5)


@pytest.mark.parametrize("same", [True, False])
@pytest.mark.parametrize(("stride", "multiplier"), [(1, 1), (2, 1), (2, 2)])
def test_depthwise_convolution(same: bool, stride: int, multiplier: int) -> None:
    w = normal(3, 3, 3, multiplier)
    how = {**ONE, "strides": numbers(1, stride, stride, 1), "padding": word("SAME" if same else "VALID")}
    made = run([node("y", "DepthwiseConv2dNative", "picture", "w", **how)], {"w": w})
    np.testing.assert_allclose(made, convolved(X, w, stride, same, True), atol=1e-5)


@pytest.mark.parametrize("fused", [("BiasAdd",), ("BiasAdd", "Relu"), ("BiasAdd", "Prelu")])
def test_fused_convolution(fused: tuple[str, ...]) -> None:
    w, b, slope = normal(2, 2, 3, 4), normal(4), normal(1, 1, 4)
    how = {**ONE, "padding": word("VALID"), "fused_ops": words(*fused)}
    inputs = ("picture", "w", "b", "s")[: 4 if "Prelu" in fused else 3]
    constants = {"w": w, "b": b, "s": slope} if "Prelu" in fused else {"w": w, "b": b}
    made = run([node("y", "_FusedConv2D", *inputs, **how)], constants)
    plain = convolved(X, w, 1, False, False) + b
    wanted = {"BiasAdd": plain, "Relu": np.maximum(plain, 0), "Prelu": np.where(plain < 0, slope * plain, plain)}
    np.testing.assert_allclose(made, wanted[fused[-1]], atol=1e-5)


@pytest.mark.parametrize(("side", "stride"), [(2, 2), (3, 2), (2, 1)])
@pytest.mark.parametrize("same", [True, False])
def test_pooling(side: int, stride: int, same: bool) -> None:
    how = {
        "ksize": numbers(1, side, side, 1), "strides": numbers(1, stride, stride, 1),
        "padding": word("SAME" if same else "VALID"),
    }  # fmt: skip
    made = run([node("y", "MaxPool", "picture", **how)], {})
    np.testing.assert_allclose(made, pooled(X, side, stride, same), atol=1e-6)


@pytest.mark.parametrize("operation", ["Add", "AddV2", "Mul"])
@pytest.mark.parametrize("shape", [(), (3,), (1, 1, 3), (1, 1, 1, 3)])
def test_arithmetic_with_a_constant_on_either_side(operation: str, shape: tuple[int, ...]) -> None:
    c = normal(*shape) if shape else np.array(0.7, np.float32)
    wanted = X * c if operation == "Mul" else X + c
    for inputs in (("picture", "c"), ("c", "picture")):
        np.testing.assert_allclose(run([node("y", operation, *inputs)], {"c": c}), wanted, atol=1e-6)


def test_arithmetic_of_two_tensors() -> None:
    nodes = [node("a", "Relu", "picture"), node("y", "AddV2", "a", "picture")]
    np.testing.assert_allclose(run(nodes, {}), np.maximum(X, 0) + X, atol=1e-6)


def test_clamping_one_after_another() -> None:
    low, high = np.array(-0.3, np.float32), np.array(0.5, np.float32)
    chain = [node("r", "Relu", "picture"), node("m", "Minimum", "r", "high"), node("y", "Maximum", "m", "low")]
    np.testing.assert_allclose(run(chain, {"low": low, "high": high}), np.clip(X, 0, 0.5), atol=1e-7)
    alone = [node("m", "Minimum", "picture", "high"), node("y", "Maximum", "m", "low")]
    np.testing.assert_allclose(run(alone, {"low": low, "high": high}), np.clip(X, -0.3, 0.5), atol=1e-7)
    crossed = [node("m", "Minimum", "picture", "low"), node("y", "Maximum", "m", "high")]
    np.testing.assert_allclose(run(crossed, {"low": low, "high": high}), np.full_like(X, 0.5))
    other_way = [node("m", "Maximum", "picture", "high"), node("y", "Minimum", "m", "low")]
    np.testing.assert_allclose(run(other_way, {"low": low, "high": high}), np.full_like(X, -0.3))


def test_a_clamped_tensor_that_is_used_unclamped_too() -> None:
    nodes = [
        node("r", "Relu", "picture"), node("m", "Minimum", "r", "high"), node("y", "AddV2", "m", "r"),
    ]  # fmt: skip
    high = np.array(0.5, np.float32)
    np.testing.assert_allclose(run(nodes, {"high": high}), np.clip(X, 0, 0.5) + np.maximum(X, 0), atol=1e-6)


def test_prelu_and_sigmoid() -> None:
    slope = normal(1, 1, 3)
    made = run([node("y", "Prelu", "picture", "s")], {"s": slope})
    np.testing.assert_allclose(made, np.where(X < 0, slope * X, X), atol=1e-6)
    np.testing.assert_allclose(run([node("y", "Sigmoid", "picture")], {}), 1 / (1 + np.exp(-X)), atol=1e-6)


def test_padding_of_channels_and_of_sides() -> None:
    pads = np.array([[0, 0], [1, 2], [0, 3], [0, 5]], np.int32)
    np.testing.assert_allclose(run([node("y", "Pad", "picture", "p")], {"p": pads}), np.pad(X, pads))


def test_reshaping_keeps_the_order_of_tfjs() -> None:
    shape = np.array([-1, 126], np.int32)
    made = run([node("y", "Reshape", "picture", "s")], {"s": shape})
    np.testing.assert_array_equal(made, X.reshape(2, 126))


def test_mean_over_the_picture() -> None:
    made = run([node("y", "Mean", "picture", "a", keep_dims={"b": False})], {"a": np.array([1, 2], np.int32)})
    np.testing.assert_allclose(made, X.mean(axis=(1, 2)), atol=1e-6)


@pytest.mark.parametrize("axis", [1, 2, 3, -1])
def test_joining(axis: int) -> None:
    nodes = [node("r", "Relu", "picture"), node("y", "ConcatV2", "picture", "r", "a")]
    made = run(nodes, {"a": np.array(axis, np.int32)})
    np.testing.assert_allclose(made, np.concatenate([X, np.maximum(X, 0)], axis=axis))


def test_halved_weights_and_nodes_in_any_order() -> None:
    w = normal(1, 1, 3, 2)
    nodes = [node("y", "Identity", "c"), node("c", "Conv2D", "picture", "w", **ONE, padding=word("VALID"))]
    files = model([picture(-1, 7, 6, 3), *nodes], {"w": w}, half=("w",))
    session = onnxruntime.InferenceSession(convert("small", *files, ("y",)))
    halved = w.astype(np.float16).astype(np.float32)
    np.testing.assert_allclose(session.run(None, {"picture": X})[0], convolved(X, halved, 1, False, False), atol=1e-5)


def test_the_same_bytes_each_time() -> None:
    files = model([picture(-1, 7, 6, 3), node("y", "Mul", "picture", "c")], {"c": normal(3)})
    assert convert("small", *files, ("y",)) == convert("small", *files, ("y",))


CONV = node("y", "Conv2D", "picture", "w", **ONE, padding=word("SAME"))
W = np.zeros((1, 1, 3, 2), np.float32)


@pytest.mark.parametrize(
    ("nodes", "constants"),
    [
        ([node("y", "LSTM", "picture")], {}),
        ([node("y", "Relu", "nothing")], {}),
        ([node("y", "Relu")], {}),
        ([node("y", "Relu", "z"), node("z", "Relu", "y")], {}),
        ([node("y", "Relu", "y")], {}),
        ([node("y", "Relu", "picture"), node("y", "Relu", "picture")], {}),
        ([node("y", "Relu", "^picture")], {}),
        ([CONV | {"attr": {}}], {"w": W}),
        ([CONV | {"attr": CONV["attr"] | {"padding": word("EXPLICIT")}}], {"w": W}),
        ([CONV | {"attr": CONV["attr"] | {"strides": numbers(1, 0, 1, 1)}}], {"w": W}),
        ([CONV | {"attr": CONV["attr"] | {"strides": numbers(2, 1, 1, 1)}}], {"w": W}),
        ([CONV | {"attr": CONV["attr"] | {"data_format": word("NCHW")}}], {"w": W}),
        ([CONV | {"attr": CONV["attr"] | {"fused_ops": words("FusedBatchNorm")}}], {"w": W}),
        ([CONV | {"attr": CONV["attr"] | {"padding": {"s": "%%%"}}}], {"w": W}),
        ([CONV], {"w": W[0]}),
        ([node("y", "Minimum", "picture", "w")], {"w": W}),
        ([node("y", "Prelu", "picture", "w")], {"w": np.zeros((7, 6, 3), np.float32)}),
        ([node("y", "Mean", "picture", "a")], {"a": np.array([1], np.int32)}),
        ([node("y", "Reshape", "picture", "a")], {"a": np.array([1, 1, 1, -1], np.int32)}),
        ([node("y", "Pad", "picture", "a")], {"a": np.zeros((2, 2), np.int32)}),
        ([node("y", "Mul", "picture", "w")], {"w": np.array([np.nan], np.float32)}),
        ([picture(-1, 7, 6, 3) | {"name": "second"}, node("y", "AddV2", "picture", "second")], {}),
        ([node("y", "Const")], {}),
    ],
)
def test_what_is_not_understood_is_refused(nodes: list[dict[str, Any]], constants: dict[str, Array]) -> None:
    files = model([picture(-1, 7, 6, 3), *nodes], constants)
    with pytest.raises(ModelFormatError):
        convert("small", *files, ("y",))


def test_files_that_are_no_model_are_refused() -> None:
    good, raw = model([picture(-1, 7, 6, 3), CONV], {"w": W})
    whole = json.loads(good)
    odd_size = json.dumps(
        whole | {"weightsManifest": [{"weights": [{"name": "w", "shape": [-1], "dtype": "float32"}]}]}
    )
    odd_kind = good.replace(b"float32", b"complex64")
    for untrusted, weights in (
        (b"", raw), (b"[]", raw), (b"{}", raw), (b"\xff", raw), (good, raw[:-1]), (good, raw + b"\0"), (good, b""),
        (odd_size.encode(), raw), (odd_kind, raw), (b"[" * 100_000, raw),
        (json.dumps(whole | {"modelTopology": {"node": 7}}).encode(), raw),
    ):  # fmt: skip
        with pytest.raises(ModelFormatError):
            convert("small", untrusted, weights, ("y",))
    with pytest.raises(ModelFormatError, match="no node"):
        convert("small", good, raw, ("x",))


def synthetic(batch: int, side: int, scale: float, shift: float) -> Array:
    """Waves; tfjs_outputs.mjs has the same formula."""
    n, row, column, channel = np.indices((batch, side, side, 3))
    waves = (
        0.5
        + 0.25 * np.sin(0.061 * row + 0.7 * channel + n)
        + 0.15 * np.sin(0.083 * column - 0.4 * channel)
        + 0.1 * np.sin(0.31 * (row + column) + n)
    )
    return (scale * waves + shift).astype(np.float32)


STORED = json.loads((Path(__file__).parent / "tfjs_outputs.json").read_text(encoding="utf-8"))["models"]


@pytest.mark.parametrize("name", STORED)
def test_a_converted_model_answers_as_the_original_runtime_did(name: str, root: Path) -> None:
    path = root / "models" / f"{name}.onnx"
    if not path.is_file():
        pytest.skip(f"{name}.onnx is not in models/: the installer could not get the face models here")
    told = STORED[name]
    session = onnxruntime.InferenceSession(str(path))
    fed = synthetic(told["batch"], told["side"], told["scale"], told["shift"])
    answers = session.run(list(told["outputs"]), {told["input"]: fed})
    for answer, (output, stored) in zip(answers, told["outputs"].items(), strict=True):
        assert list(answer.shape) == stored["shape"], output
        shown = np.array(stored["shown"])
        got = answer.reshape(-1)[:: stored["step"]][: len(shown)]
        assert np.abs(got - shown).max() <= 1e-5 * np.abs(shown).max(), output
        assert np.abs(answer).mean() == pytest.approx(stored["mean_size"], rel=1e-5)
