"""The traces of a sensor: its own noise is measured, motion and clipping are not taken for it."""

import numpy as np
import pytest

from kiosk.devices.vision.sensor_noise import FrameTracer
from kiosk.ports.camera import Image
from kiosk.ports.face import Face

FACE = Face(120, 60, 200, 170, (), 50.0, 120.0)


def scene(noise: float, seed: int, *, shift: int = 0, level: int = 120) -> Image:
    random = np.random.default_rng(seed)
    across, down = np.meshgrid(np.arange(320) + shift, np.arange(240))
    smooth = level + 40 * np.sin(across / 9) * np.cos(down / 11) if level == 120 else np.full((240, 320), level)
    return np.clip(np.round(smooth[..., None] + random.normal(0, noise, (240, 320, 3))), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("noise", [1.0, 2.0, 4.0])
def test_the_noise_of_grey_is_measured(noise: float) -> None:
    tracer = FrameTracer()
    tracer.trace(scene(noise, 1), FACE, 0.0)
    trace = tracer.trace(scene(noise, 2), FACE, 0.04)
    # Grey is a weighted mean of three channels, each with its own noise.
    expected = noise * float(np.hypot(np.hypot(0.114, 0.587), 0.299))
    assert trace.face_noise == pytest.approx(expected, rel=0.2)
    assert trace.backdrop_noise == pytest.approx(expected, rel=0.2)


def test_a_made_picture_has_none() -> None:
    tracer = FrameTracer()
    one, two = (tracer.trace(scene(0.0, 1), FACE, at) for at in (0.0, 0.04))
    assert one.face_noise is None, "there is no frame before the first"
    assert two.face_noise == 0
    assert one.fingerprint == two.fingerprint


def test_frames_of_a_sensor_differ() -> None:
    tracer = FrameTracer()
    prints = {tracer.trace(scene(1.0, seed), None, seed / 25).fingerprint for seed in range(10)}
    assert len(prints) == 10


def test_motion_and_white_are_no_noise() -> None:
    tracer = FrameTracer()
    tracer.trace(scene(1.0, 1), FACE, 0.0)
    assert tracer.trace(scene(1.0, 2, shift=12), FACE, 0.04).face_noise is None
    tracer.trace(scene(1.0, 1, level=255), FACE, 0.08)
    assert tracer.trace(scene(1.0, 2, level=255), FACE, 0.12).face_noise is None


def test_odd_boxes_and_sizes_are_not_measured() -> None:
    tracer = FrameTracer()
    tracer.trace(scene(1.0, 1), FACE, 0.0)
    for face in (Face(-90, -90, -10, -10, (), 0, 0), Face(0, 0, 4, 4, (), 0, 0), Face(300, 200, 900, 900, (), 0, 0)):
        trace = tracer.trace(scene(1.0, 2), face, 0.04)
        assert trace.face_noise is None or trace.face_noise >= 0
    tiny = np.zeros((1, 1, 3), np.uint8)
    assert tracer.trace(tiny, FACE, 0.08).face_noise is None
    assert tracer.trace(scene(1.0, 3), FACE, 0.12).face_noise is None, "the size changed"
