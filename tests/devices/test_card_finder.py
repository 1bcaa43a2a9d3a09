"""Cards found on any desk, in any turn; and pictures with no card in them."""

import numpy as np
import pytest

from kiosk.devices.simulated.specimen_card import Specimen, draw_card
from kiosk.devices.vision.card_finder import CARD_HEIGHT, CARD_WIDTH, find_quads, rectify, whole_picture
from kiosk.devices.vision.opencv import cv2
from kiosk.domain.borrower import CardSide
from kiosk.ports.camera import Image
from tests.devices.card_scenes import on_desk


@pytest.fixture(scope="module")
def card() -> Image:
    return draw_card(Specimen(), CardSide.FRONT)


DARK, PALE, COLOURED = (40, 60, 30), (170, 190, 175), (200, 120, 120)


@pytest.mark.parametrize(
    ("turn", "desk"), [(0, DARK), (17, PALE), (45, DARK), (90, COLOURED), (-80, PALE), (180, COLOURED), (200, DARK)]
)
def test_a_card_is_found_within_four_pixels(card: Image, turn: float, desk: tuple[int, int, int]) -> None:
    picture, corners = on_desk(card, turn, desk, share=0.4)
    found = find_quads(picture)[0].corners
    errors = [float(np.linalg.norm(found - np.roll(corners, k, axis=0), axis=1).max()) for k in range(4)]
    assert min(errors) < 4
    assert find_quads(picture)[0].coverage == pytest.approx(0.4**2 * 540 / 856 * 16 / 9, rel=0.15)


def test_the_rectified_card_is_the_card(card: Image) -> None:
    picture, _ = on_desk(card, 12, (60, 50, 40))
    flat = rectify(picture, find_quads(picture)[0])
    assert flat.shape == (CARD_HEIGHT, CARD_WIDTH, 3)
    soft, truth = (cv2.GaussianBlur(side, (0, 0), 3).astype(float)[60:-60, 60:-60] for side in (flat, card))
    assert float(np.abs(soft - 0.95 * truth).mean()) < 5


def test_a_part_of_the_card_out_of_view_is_no_card_of_its_own(card: Image) -> None:
    picture, corners = on_desk(card, 0, (40, 60, 30))
    cut = picture[:, : int(corners[:, 0].mean())]
    assert all(quad.support < 0.9 or quad.coverage < 0.2 for quad in find_quads(cut))


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 2000, 3), (480, 640, 3), (60, 60, 3)])
def test_an_empty_picture_holds_no_card(shape: tuple[int, int, int]) -> None:
    assert find_quads(np.full(shape, 128, np.uint8)) == ()


def test_a_scan_is_a_card_by_its_shape(card: Image) -> None:
    assert whole_picture(card) is not None
    assert whole_picture(np.ascontiguousarray(card.transpose(1, 0, 2))) is not None
    assert whole_picture(np.zeros((500, 500, 3), np.uint8)) is None
