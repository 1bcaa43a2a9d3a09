"""A session with a passport: one side in place of two, then as with a card."""

import pytest

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.domain.borrower import CardSide
from kiosk.domain.consents import Ending
from kiosk.evidence.review import review
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import World, card_read, play


def at_the_card(context, opening) -> World:
    """Where the first side is asked for."""
    reached = play(context, opening, STORIES["signs"])
    waiting = next(state for state in reached.states if isinstance(state, st.ReadingCard))
    return World(context, waiting)


def past_the_card(world: World) -> bool:
    """The script went on to the face, whichever way it is asked for; no other side is wanted."""
    return isinstance(world.state, st.CheckingFace | st.ChoosingPath)


def test_a_passport_is_signed_with_and_no_back_is_asked_for(context, opening):
    world = play(context, opening, STORIES["passport"])
    assert isinstance(world.state, st.Ended)
    assert world.state.ending is Ending.SIGNED
    asked = {state.side for state in world.states if isinstance(state, st.ReadingCard)}
    assert asked == {CardSide.FRONT}
    assert review(world.entries(opening.session)) == ()


def test_its_portrait_is_the_reference(context, opening):
    world = at_the_card(context, opening)
    world.touch(card_read(CardSide.PAGE))
    assert isinstance(world.state, st.ReviewingCard)
    world.touch(ev.CardConfirmed(CardSide.PAGE))
    assert past_the_card(world)
    assert world.state.facts.identity.portrait == b"portrait"
    assert world.state.facts.identity.doubts == ()


def test_a_page_is_no_back_of_a_card(context, opening):
    world = at_the_card(context, opening)
    world.touch(card_read(CardSide.FRONT))
    world.touch(ev.CardConfirmed(CardSide.FRONT))
    assert isinstance(world.state, st.ReadingCard)
    assert world.touch(card_read(CardSide.PAGE)).ignored


@pytest.mark.parametrize(
    ("changed", "doubt"), [({"valid_to": "2020-01-01"}, "expired"), ({"birth": "1930-01-01"}, "over_age")]
)
def test_doubts_take_the_path_with_a_person(context, opening, changed, doubt):
    world = at_the_card(context, opening)
    world.touch(card_read(CardSide.PAGE, **changed))
    world.touch(ev.CardConfirmed(CardSide.PAGE))
    assert past_the_card(world)
    assert doubt in world.state.facts.identity.doubts


def test_a_number_that_no_check_digit_vouches_for_is_compared_by_people(context, opening):
    world = at_the_card(context, opening)
    world.touch(card_read(CardSide.PAGE))
    world.touch(ev.CardCorrected(CardSide.PAGE, "number", "SPEC12346"))
    world.touch(ev.CardConfirmed(CardSide.PAGE))
    assert past_the_card(world)
    assert world.state.facts.identity.doubts == ("zone_unchecked",)


def test_under_age_is_referred(context, opening):
    world = at_the_card(context, opening)
    world.touch(card_read(CardSide.PAGE, birth=str(replace_year(opening.today, 17))))
    world.touch(ev.CardConfirmed(CardSide.PAGE))
    assert isinstance(world.state, st.Parting)
    assert world.state.facts.staff_reasons == ("under_age",)


def test_a_birthday_that_is_none_is_referred(context, opening):
    world = at_the_card(context, opening)
    world.touch(card_read(CardSide.PAGE, birth="1974-02-30"))
    world.touch(ev.CardConfirmed(CardSide.PAGE))
    assert isinstance(world.state, st.Parting)
    assert world.state.facts.staff_reasons == ("card_fields",)


def replace_year(day, years):
    """So many years before."""
    return replace_day(day).replace(year=day.year - years)


def replace_day(day):
    """No 29 February."""
    return day.replace(day=min(day.day, 28))
