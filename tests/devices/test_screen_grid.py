"""The grid of a display in a card's picture. Proven on renderings; what a branch's screens show must be measured."""

from pathlib import Path

import numpy as np
import pytest

from kiosk.checks.card_verdicts import CardFault, CardThresholds, picture_fault
from kiosk.devices.simulated.specimen_card import Specimen, draw_card
from kiosk.devices.vision.card_finder import find_quads, rectify
from kiosk.devices.vision.pictures import read_picture
from kiosk.devices.vision.screen_grid import screen_grid
from kiosk.domain.borrower import CardSide
from kiosk.ports.card_reader import CardQuality
from tests.devices.card_screens import on_display

LIMIT = CardThresholds().most_grid


@pytest.mark.parametrize("pitch", [2.7, 3.3, 4.0, 5.0])
@pytest.mark.parametrize("turn", [2.0, 5.0, 9.0])
@pytest.mark.parametrize("side", [CardSide.FRONT, CardSide.BACK])
def test_a_display_is_seen(side: CardSide, pitch: float, turn: float) -> None:
    assert screen_grid(on_display(draw_card(Specimen(), side), pitch, turn)) > LIMIT


@pytest.mark.parametrize("side", [CardSide.FRONT, CardSide.BACK])
def test_a_card_is_not(side: CardSide) -> None:
    assert screen_grid(draw_card(Specimen(), side)) < LIMIT


def test_odd_pictures_have_none() -> None:
    assert screen_grid(np.zeros((8, 8, 3), np.uint8)) == 0.0
    assert screen_grid(np.full((540, 856, 3), 200, np.uint8)) < LIMIT
    noise = np.random.default_rng(4).integers(0, 255, (540, 856, 3), np.uint8)
    assert screen_grid(noise) < LIMIT


def test_the_reason_is_said() -> None:
    quality = CardQuality(100.0, 0.0, 20.0, portrait=True, coverage=0.4, grid=LIMIT + 0.1)
    assert picture_fault(quality) is CardFault.SCREEN


@pytest.mark.shared
def test_photographs_of_cards_are_none(shared_dir: Path) -> None:
    folder = shared_dir / "data" / "idcards_photo"
    for name in ("card_001.jpg", "card_005.jpg", "card_016.jpg", "card_027.jpg"):
        picture = read_picture(folder / name)
        assert picture is not None
        assert screen_grid(rectify(picture, find_quads(picture)[0])) < LIMIT / 2
