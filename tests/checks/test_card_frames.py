"""Several pictures of one side, and what the hand is told."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.checks.card_frames import settle_frames
from kiosk.checks.card_look import Guidance, guide, moved
from kiosk.domain.borrower import CardField
from kiosk.ports.card_reader import CardLook

AGREED = CardField("name", "张三", "agreement")
OPEN = CardField("name", "张三", "open")
OTHER = CardField("name", "张王", "open")
CORNERS = ((0.0, 0.0), (856.0, 0.0), (856.0, 540.0), (0.0, 540.0))
LOOK = CardLook(CORNERS, 856.0, 100.0, 0.0, 120.0)


def settled(*fields: CardField, all_moved: bool = True) -> CardField:
    """One field seen in several pictures."""
    return settle_frames(tuple((field,) for field in fields), all_moved=all_moved)[0]


def test_an_agreement_in_any_picture_stands() -> None:
    assert settled(OPEN, AGREED, all_moved=False) == AGREED
    assert settled(OTHER, AGREED) == AGREED


def test_two_agreements_that_differ_are_open() -> None:
    assert settled(AGREED, CardField("name", "张四", "rule")).settled_by == "open"


def test_the_same_reading_in_three_moved_pictures_stands() -> None:
    assert settled(OPEN, OPEN, OPEN) == CardField("name", "张三", "frames")
    assert settled(OPEN, OPEN, OPEN, all_moved=False).settled_by == "open"
    assert settled(OPEN, OPEN).settled_by == "open"
    assert settled(OPEN, OPEN, OTHER).settled_by == "open"


@pytest.mark.parametrize("name", ["number", "birth", "valid_from", "valid_to"])
def test_figures_are_not_carried_by_repetition(name: str) -> None:
    field = CardField(name, "2020-01-01", "open")
    assert settled(field, field, field).settled_by == "open"


@given(some.lists(some.sampled_from([AGREED, OPEN, OTHER, CardField("name", "", "open")]), min_size=1, max_size=3))
def test_nothing_is_made_up(fields: list[CardField]) -> None:
    found = settled(*fields)
    assert found.value in {field.value for field in fields}
    assert found.settled_by == "open" or found.value


def test_a_card_turned_over_in_its_place_has_not_moved() -> None:
    assert moved(LOOK, replace(LOOK, corners=CORNERS[2:] + CORNERS[:2])) == 0
    assert moved(LOOK, replace(LOOK, corners=())) == 1.0
    further = tuple((x + 85.6, y) for x, y in CORNERS)
    assert moved(replace(LOOK, corners=further), LOOK) == pytest.approx(0.1)


def test_what_hinders_most_is_said_first() -> None:
    assert guide(replace(LOOK, brightness=5.0, corners=()), None) is Guidance.MORE_LIGHT
    assert guide(replace(LOOK, width=100.0, glare=0.9), LOOK) is Guidance.CLOSER
    assert guide(replace(LOOK, glare=0.9), LOOK) is Guidance.LESS_GLARE
    assert guide(LOOK, None) is Guidance.HOLD_STILL
    assert guide(LOOK, LOOK) is Guidance.GOOD
