"""Marks of a surface on rendered cards in a hand: plastic shines and is round, matt paper does neither."""

import numpy as np
import pytest

from kiosk.checks.card_surface import CardSurface, Seen, judge_surface
from kiosk.devices.simulated.card_in_hand import Held, Material, Room, draw_held
from kiosk.devices.simulated.specimen_card import Specimen, draw_card
from kiosk.devices.vision.card_finder import Quad
from kiosk.devices.vision.card_look import look_at
from kiosk.devices.vision.card_marks import COLUMNS, ROWS, marks_of
from kiosk.domain.borrower import CardSide
from kiosk.ports.card_reader import CardMarks
from tests.devices.card_scenes import on_desk

ROOM = Room(lamp=(120, -60, 420), height=190)
PLASTIC = Material(shine=1.0, sharpness=150)
MATT = Material(shine=0.02, sharpness=8, curl=2, radius=0)
GLOSSY = Material(shine=1.5, sharpness=400, curl=3, radius=0)
SIZE = (960, 540)


def looks(material: Material, side: CardSide = CardSide.FRONT) -> list[CardMarks]:
    """Eight looks at a card that is tilted by thirty degrees while it is pushed."""
    card = draw_card(Specimen(), side)
    found = []
    for step in range(8):
        held = Held(x=14 - 2 * step, spin=5 + step, across=10 - 4 * step, down=2 * step)
        look = look_at(draw_held(card, material, held, ROOM, SIZE))
        if look.marks is not None:
            found.append(look.marks)
    return found


@pytest.mark.parametrize("side", [CardSide.FRONT, CardSide.BACK])
def test_the_highlight_of_plastic_wanders_over_round_corners(side: CardSide) -> None:
    surface = judge_surface(looks(PLASTIC, side))
    assert (surface.wandering, surface.rounded) == (Seen.SEEN, Seen.SEEN)
    assert not surface.speaks_against


def test_matt_paper_stays_even_and_is_cut_square() -> None:
    surface = judge_surface(looks(MATT))
    assert surface.wandering is not Seen.SEEN
    assert surface.rounded is Seen.NOT_SEEN
    assert surface.speaks_against
    assert surface.tilted > 20


def test_a_glossy_print_shines_like_plastic_and_only_its_corners_tell() -> None:
    surface = judge_surface(looks(GLOSSY))
    assert (surface.wandering, surface.rounded) == (Seen.SEEN, Seen.NOT_SEEN)


def test_one_picture_however_often_measures_no_highlight() -> None:
    picture = draw_held(draw_card(Specimen(), CardSide.FRONT), PLASTIC, Held(spin=4), ROOM, SIZE)
    marks = look_at(picture).marks
    assert marks is not None
    surface = judge_surface([marks] * 8)
    assert (surface.wandering, surface.tilted) == (Seen.UNMEASURED, 0.0)


def test_marks_are_shares_and_the_desk_has_none() -> None:
    marks = looks(PLASTIC)[0]
    assert len(marks.inks) == len(marks.papers) == ROWS * COLUMNS
    assert all(0 <= value <= 1 for value in (*marks.inks, *marks.papers))
    assert look_at(np.full((540, 960, 3), 90, np.uint8)).marks is None


def test_a_desk_of_the_cards_own_colour_hides_its_corners() -> None:
    card = np.full((540, 856, 3), 200, np.uint8)
    picture, corners = on_desk(card, 3, (190, 190, 190), share=0.6)
    marks = marks_of(picture, Quad(corners, 1.0, 0.4))
    assert marks.radii == ()
    assert judge_surface([marks]) == CardSurface(Seen.UNMEASURED, Seen.UNMEASURED, 0.0, 1)
