"""A faded portrait gets its levels and colour back, and odd pictures come through unharmed."""

import numpy as np
import pytest

from kiosk.devices.vision.opencv import cv2
from kiosk.devices.vision.portrait_restoration import restored_portrait
from kiosk.devices.vision.worn_portrait import worn_portrait
from kiosk.ports.camera import Image
from kiosk.ports.face import Face

FACE = Face(60, 80, 240, 300, (), 50.0, 100.0)


def drawn() -> Image:
    """Something with edges, colours and both ends of the scale."""
    picture = np.full((400, 300, 3), (60, 90, 200), np.uint8)
    for n in range(12):
        cv2.circle(picture, (70 + 15 * n, 90 + 18 * n), 14, (20 * n, 250 - 20 * n, 10 * n), -1)
    return picture


def test_levels_and_colour_come_back() -> None:
    worn = worn_portrait(drawn(), FACE, "a.jpg")
    scale = worn.shape[1] / 300
    face = Face(*(round(side * scale) for side in (60, 80, 240, 300)), (), 50.0, 100.0)
    restored = restored_portrait(worn, face)
    part = np.s_[face.top : face.bottom, face.left : face.right]
    assert restored.shape == worn.shape
    assert np.percentile(restored[part], 1) < 10 < np.percentile(worn[part], 1)
    assert np.percentile(restored[part], 99) > 245 > np.percentile(worn[part], 99)
    assert np.ptp(restored[part].astype(int), axis=2).mean() > 1.5 * np.ptp(worn[part].astype(int), axis=2).mean()


def test_a_grey_picture_stays_grey_and_a_flat_one_flat() -> None:
    grey = np.repeat(np.random.default_rng(1).integers(90, 140, (200, 200, 1), np.uint8), 3, axis=2)
    restored = restored_portrait(grey, Face(40, 40, 160, 160, (), 1.0, 1.0))
    assert int(np.ptp(restored.astype(int), axis=2).max()) <= 1
    flat = restored_portrait(np.full((100, 100, 3), 120, np.uint8), Face(20, 20, 80, 80, (), 0.0, 120.0))
    assert flat.std() == 0


@pytest.mark.parametrize("size", [(1, 1), (2, 300), (900, 1280)])
@pytest.mark.parametrize("box", [(0, 0, 1, 1), (-50, -50, 9000, 9000), (5000, 5000, 5100, 5100)])
def test_odd_pictures_and_boxes(size: tuple[int, int], box: tuple[int, int, int, int]) -> None:
    picture = np.full((*size, 3), 77, np.uint8)
    assert restored_portrait(picture, Face(*box, (), 0.0, 77.0)).shape == picture.shape
