"""What looks at a surface say together; the looks are numbers."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk.checks.card_surface import NOTHING_SEEN, CardSurface, Seen, judge_surface
from kiosk.ports.card_reader import CardMarks

ROWS, COLUMNS = 8, 12
PRINT = tuple(0.25 + 0.05 * ((7 * place) % 9) if place % 3 else 0.9 for place in range(ROWS * COLUMNS))
PAPER = (0.5,) * (ROWS * COLUMNS)
ROUND, SQUARE = (3.1, 3.2, 3.0, 3.3), (0.2, 0.4, 0.3, 0.5)


def look(tilt: float = 0.0, **changed: Any) -> CardMarks:
    return replace(CardMarks(PRINT, PAPER, (tilt, 0.0), ROUND), **changed)


def lit(at: tuple[int, ...], veil: float, tilt: float, paper: float = 0.0) -> CardMarks:
    """Light over some cells: the ink is paler, the paper brighter (by `paper`, or by that light)."""
    inks, papers = list(PRINT), list(PAPER)
    for place in at:
        inks[place] = (PRINT[place] + veil) / (1 + veil)
        papers[place] = paper or min(1.0, PAPER[place] * (1 + veil))
    return look(tilt, inks=tuple(inks), papers=tuple(papers))


HERE, THERE = (13, 14, 25, 26, 28), (52, 53, 64, 65, 67)
TILTED = tuple(look(3.0 * step) for step in range(7))


def test_nothing_is_seen_where_nothing_was_looked_at() -> None:
    assert judge_surface([]) == NOTHING_SEEN
    assert not NOTHING_SEEN.speaks_against


def test_light_that_wanders_over_the_print_is_a_highlight() -> None:
    surface = judge_surface([*TILTED, lit(HERE, 0.6, 5.0), lit(THERE, 0.8, 8.0)])
    assert surface == CardSurface(Seen.SEEN, Seen.SEEN, 18.0, 9)


def test_light_in_one_picture_alone_decides_nothing() -> None:
    assert judge_surface([*TILTED, lit(HERE, 0.6, 5.0)]).wandering is Seen.UNMEASURED


def test_even_light_under_a_tilt_speaks_against_plastic_and_without_a_tilt_says_nothing() -> None:
    assert judge_surface(TILTED).wandering is Seen.NOT_SEEN
    assert judge_surface(TILTED).speaks_against
    assert judge_surface([look()] * 9).wandering is Seen.UNMEASURED
    assert judge_surface(TILTED[:2] * 2).wandering is Seen.UNMEASURED


def test_a_shadow_changes_ink_and_paper_alike() -> None:
    dim = [replace(one, papers=tuple(value * (0.4 if place % 2 else 1.0) for place, value in enumerate(PAPER)))
           for one in TILTED]  # fmt: skip
    assert judge_surface([*TILTED[:3], *dim[3:]]).wandering is Seen.NOT_SEEN


def test_a_finger_hides_print_and_is_no_highlight() -> None:
    fingers = [lit(HERE, 0.9, 5.0, paper=0.3), lit(THERE, 0.9, 8.0, paper=0.3)]
    assert judge_surface([*TILTED, *fingers]).wandering is not Seen.SEEN


def test_blur_or_haze_over_the_whole_card_is_no_highlight() -> None:
    hazy = [lit(tuple(range(ROWS * COLUMNS)), 0.5, tilt) for tilt in (4.0, 9.0)]
    assert judge_surface([*TILTED, *hazy]).wandering is not Seen.SEEN


def test_an_outline_beside_the_card_is_no_highlight() -> None:
    slipped = [replace(look(tilt), inks=PRINT[step:] + PRINT[:step]) for step, tilt in ((2, 4.0), (-2, 9.0))]
    assert judge_surface([*TILTED, *slipped]).wandering is not Seen.SEEN


def test_a_card_that_was_turned_round_is_the_same_side_and_another_print_is_not() -> None:
    upside_down = CardMarks(PRINT[::-1], PAPER[::-1], (-9.0, 0.0), ROUND)
    other = CardMarks(tuple(sorted(PRINT)), PAPER, (40.0, 0.0), SQUARE)
    surface = judge_surface([*TILTED, upside_down, other])
    assert (surface.pictures, surface.tilted, surface.rounded) == (8, 18.0, Seen.SEEN)


@pytest.mark.parametrize(
    ("radii", "seen"),
    [(ROUND, Seen.SEEN), (SQUARE, Seen.NOT_SEEN), ((1.4, 1.5, 1.4), Seen.UNMEASURED), ((0.1, 0.2), Seen.UNMEASURED),
     ((), Seen.UNMEASURED)],
)  # fmt: skip
def test_corners_are_round_square_or_not_measured(radii: tuple[float, ...], seen: Seen) -> None:
    assert judge_surface([look(radii=radii)]).rounded is seen
