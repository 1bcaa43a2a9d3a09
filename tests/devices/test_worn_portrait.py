"""The worn portrait: the same for the same name, of the size and tone that were measured with."""

import numpy as np

from kiosk.devices.vision.worn_portrait import worn_portrait
from kiosk.ports.face import Face

PICTURE = np.random.default_rng(3).integers(0, 255, (400, 300, 3), np.uint8)
FACE = Face(60, 80, 240, 300, (), 50.0, 100.0)


def test_the_same_name_gives_the_same_picture() -> None:
    first = worn_portrait(PICTURE, FACE, "somewhere/a.jpg")
    assert np.array_equal(first, worn_portrait(PICTURE, FACE, "a.jpg"))
    assert not np.array_equal(first[:50, :50], worn_portrait(PICTURE, FACE, "b.jpg")[:50, :50])


def test_size_and_tone() -> None:
    worn = worn_portrait(PICTURE, FACE, "a.jpg")
    assert 120 <= worn.shape[1] * FACE.width / PICTURE.shape[1] <= 200
    assert float(worn.std()) < 0.6 * float(PICTURE.std())


def test_an_odd_face_box_still_gives_a_picture() -> None:
    assert worn_portrait(PICTURE[:2, :2], Face(0, 0, 0, 0, (), 0.0, 0.0), "a.jpg").ndim == 3
