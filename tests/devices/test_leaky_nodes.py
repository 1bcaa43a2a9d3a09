"""Leaky activations exchanged for faster steps: the same numbers, and nothing else of a model touched."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from installer.face_models.onnx_file import Operation, Value, onnx_bytes
from kiosk.devices.onnx.leaky_nodes import with_fast_activations
from kiosk.devices.onnx.model_folder import ModelFolder, load_model_folder
from kiosk.devices.onnx.session import open_session
from kiosk.domain.errors import DeviceError

RANDOM = np.random.default_rng(3)


def leaky(slope: NDArray[np.float32]) -> bytes:
    """A convolution of 16 or as many channels as the slope has, and the activation."""
    channels = slope.size
    weights = RANDOM.normal(size=(channels, 4, 3, 3)).astype(np.float32)
    return onnx_bytes(
        "small",
        (
            Operation("Conv", ("x", "w"), "c", {"kernel_shape": (3, 3)}),
            Operation("PRelu", ("c", "s"), "y", {}),
        ),
        {"w": weights, "s": slope},
        (Value("x", ("n", 4, 9, 9)),),
        (Value("y", ("n", channels, 7, 7)),),
    )


def run(model: bytes) -> NDArray[np.float32]:
    x = np.random.default_rng(5).normal(size=(2, 4, 9, 9)).astype(np.float32)
    return np.asarray(onnxruntime.InferenceSession(model).run(None, {"x": x})[0])


def slopes(channels: int, most: float) -> NDArray[np.float32]:
    """Negative ones too, and the largest as said."""
    drawn = RANDOM.uniform(-0.5, most, size=(channels, 1, 1)).astype(np.float32)
    drawn[0] = most
    return drawn


@pytest.mark.parametrize("most", [0.25, 1.0, 3.0])
@pytest.mark.parametrize("channels", [16, 48])
def test_channels_in_whole_blocks_are_equal_to_the_last_places(channels: int, most: float) -> None:
    model = leaky(slopes(channels, most))
    fast = with_fast_activations(model)
    assert b"PRelu" not in fast
    np.testing.assert_allclose(run(fast), run(model), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("most", [0.25, 1.0])
@pytest.mark.parametrize("channels", [1, 13, 30])
def test_other_channels_are_equal_bit_for_bit(channels: int, most: float) -> None:
    model = leaky(slopes(channels, most))
    fast = with_fast_activations(model)
    assert b"PRelu" not in fast
    assert np.array_equal(run(fast), run(model))


def test_a_slope_over_one_in_broken_blocks_stays_as_it_is() -> None:
    model = leaky(slopes(13, 1.5))
    assert with_fast_activations(model) == model


def test_a_slope_that_is_no_number_a_channel_stays_as_it_is() -> None:
    each = RANDOM.uniform(0, 0.5, size=(16, 7, 7)).astype(np.float32)
    weights = RANDOM.normal(size=(16, 4, 3, 3)).astype(np.float32)
    model = onnx_bytes(
        "small",
        (Operation("Conv", ("x", "w"), "c", {"kernel_shape": (3, 3)}), Operation("PRelu", ("c", "s"), "y", {})),
        {"w": weights, "s": each},
        (Value("x", (1, 4, 9, 9)),),
        (Value("y", (1, 16, 7, 7)),),
    )
    assert with_fast_activations(model) == model


@pytest.mark.parametrize(
    "untrusted",
    [b"", b"\xff" * 30, b"\x3a\xff\xff\xff\xff\x0f", b"\x3a\x04\x0a\x7f\x00\x00", b"no model", b"\x07", b"\x0d\x01"],
)
def test_what_is_no_model_is_left_to_the_runtime(untrusted: bytes) -> None:
    assert with_fast_activations(untrusted) == untrusted
    with pytest.raises(DeviceError, match="can't be loaded"):
        open_session(untrusted, "face")


@pytest.mark.parametrize("cut", [1, 50, 400, 1000])
def test_a_model_that_was_cut_off_is_refused(cut: int) -> None:
    with pytest.raises(DeviceError):
        open_session(leaky(slopes(16, 0.2))[:-cut], "face")


def _same_numbers(model: bytes, shape: tuple[int, ...], scale: float) -> None:
    x = (scale * np.random.default_rng(7).random(shape)).astype(np.float32)
    was, now = (onnxruntime.InferenceSession(each) for each in (model, with_fast_activations(model)))
    assert with_fast_activations(model) != model
    name = was.get_inputs()[0].name
    for before, after in zip(was.run(None, {name: x}), now.run(None, {name: x}), strict=True):
        np.testing.assert_allclose(after, before, rtol=0, atol=2e-6 * max(float(np.abs(before).max()), 1.0))


@pytest.mark.parametrize(("use", "shape"), [("face_mesh", (1, 192, 192, 3)), ("iris", (2, 64, 64, 3))])
def test_mesh_and_iris_give_the_same_points(root: Path, use: str, shape: tuple[int, ...]) -> None:
    model = load_model_folder(root / "assets" / "models.toml", root / "models").read(use, "face")
    if model is None:
        pytest.skip("the face models are not installed: run installer/start")
    _same_numbers(model, shape, 1.0)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("use", "side", "scale"), [("attack_detection", 80, 255.0), ("attack_detection_second", 128, 1.0)]
)
def test_attack_detection_gives_the_same_scores(
    root: Path, shared_dir: Path, use: str, side: int, scale: float
) -> None:
    models: ModelFolder = load_model_folder(root / "assets" / "models.toml", shared_dir / "models")
    model = models.read(use, "attack_detector")
    assert model is not None
    _same_numbers(model, (1, 3, side, side), scale)
