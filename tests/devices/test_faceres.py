"""The crop that faceres wants, and the numbers it gives, where its file is."""

from pathlib import Path

import numpy as np
import pytest

from kiosk.devices.onnx.faceres import FaceResEmbedder, aligned_crop
from kiosk.devices.vision.opencv import cv2
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Image


def marked(size: int, points: np.ndarray, radius: int) -> Image:
    """Blue left eye, green right eye, red mouth."""
    picture = np.full((size, size, 3), 30, np.uint8)
    for (x, y), colour in zip(points, ((255, 0, 0), (0, 255, 0), (0, 0, 255)), strict=True):
        cv2.circle(picture, (round(x), round(y)), radius, colour, -1)
    return picture


def middle_of(crop: Image, channel: int) -> tuple[float, float]:
    """Where one colour lies."""
    rows, columns = np.nonzero((crop[..., channel] > 150) & (crop.sum(axis=2) < 400))
    return float(columns.mean()), float(rows.mean())


UPRIGHT = np.array([(0.0, 0.0), (1.0, 0.0), (0.5, 1.1)])
"""In eye distances; the mouth is 1.1 below the eyes, so the crop's side is 3.2 x 1.1."""


@pytest.mark.parametrize("roll", [0.0, 25.0, -40.0, 90.0])
@pytest.mark.parametrize("scale", [40.0, 200.0, 700.0])
def test_the_face_comes_upright_in_its_place_and_size(roll: float, scale: float) -> None:
    angle = np.radians(roll)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    size = round(5 * scale)
    points = (UPRIGHT - UPRIGHT.mean(axis=0)) @ turn * scale + size / 2
    crop = aligned_crop(marked(size, points, max(3, round(scale / 12))), points)
    assert crop.shape == (224, 224, 3)
    unit = 224 / (3.2 * 1.1)
    left, right, mouth = (middle_of(crop, channel) for channel in range(3))
    assert left == pytest.approx((112 - unit / 2, 112 - 0.45 * 1.1 * unit), abs=1.5)
    assert right == pytest.approx((112 + unit / 2, 112 - 0.45 * 1.1 * unit), abs=1.5)
    assert mouth == pytest.approx((112, 112 + 0.55 * 1.1 * unit), abs=1.5)


def test_beyond_the_picture_is_black() -> None:
    crop = aligned_crop(np.full((60, 60, 3), 200, np.uint8), UPRIGHT * 20 + np.array([20.0, 20.0]))
    assert crop[0, 0].sum() == 0
    assert crop[112, 112].sum() > 500


@pytest.mark.parametrize("points", [np.zeros((3, 2)), np.full((3, 2), 500.0), -UPRIGHT * 1e4])
def test_points_that_can_not_be_still_give_a_crop(points: np.ndarray) -> None:
    assert aligned_crop(np.full((100, 100, 3), 90, np.uint8), points).shape == (224, 224, 3)


def test_bytes_that_are_no_model() -> None:
    with pytest.raises(DeviceError, match="can't be loaded"):
        FaceResEmbedder(b"not a model")


@pytest.fixture(scope="module")
def embedder(root: Path) -> FaceResEmbedder:
    path = root / "models" / "faceres.onnx"
    if not path.is_file():
        pytest.skip("models/faceres.onnx is not here: installer/start brings it")
    return FaceResEmbedder(path.read_bytes())


def test_numbers_of_length_one_that_do_not_mind_a_mirror(embedder: FaceResEmbedder) -> None:
    picture = np.random.default_rng(2).integers(0, 255, (300, 300, 3), np.uint8)
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 6), np.uint8)
    points = np.array([(110.0, 120.0), (190.0, 120.0), (150.0, 200.0)])
    numbers = embedder.embed(picture, points)
    assert numbers.shape == (1024,)
    assert np.linalg.norm(numbers) == pytest.approx(1)
    mirrored = embedder.embed(
        np.ascontiguousarray(picture[:, ::-1]), np.array([(299 - x, y) for x, y in points[[1, 0, 2]]])
    )
    assert float(numbers @ mirrored) > 0.999
