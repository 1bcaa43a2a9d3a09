"""A session with a passport: one side in place of two, then as with a card."""

from dataclasses import replace

import pytest

from kiosk.checks.card_surface import CardSurface, Seen
from kiosk.consent import effects as ef
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.wording import speech
from kiosk.domain.borrower import CardField, CardSide
from kiosk.domain.consents import Ending, Source
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


def with_td1_page(context, opening) -> World:
    """The zone of a travel card was confirmed; its portrait is on the other side."""
    world = at_the_card(context, opening)
    world.touch(replace(card_read(CardSide.PAGE), portrait=b""))
    world.touch(ev.CardConfirmed(CardSide.PAGE))
    return world


def portrait_side(*fields: CardField, **changed) -> ev.CardRead:
    return ev.CardRead(CardSide.PORTRAIT, fields, b"picture", b"face", Source.SIMULATED, **changed)


NUMBER = CardField("number", "SPEC12345", "rule")


def test_the_portrait_of_a_travel_card_is_asked_for_on_its_other_side(context, opening):
    world = with_td1_page(context, opening)
    assert isinstance(world.state, st.ReadingCard)
    assert world.state.side is CardSide.PORTRAIT
    task = next(effect for effect in reversed(world.effects) if isinstance(effect, ef.ReadCard))
    assert ("number", "SPEC12345") in {(f.name, f.value) for f in task.front}
    said = speech(context, world.state)
    assert said is not None
    assert said[1] == "请把证件翻过来，有照片的一面朝上。"
    world.touch(portrait_side(NUMBER))
    assert past_the_card(world)
    assert world.state.facts.identity.portrait == b"face"
    assert world.state.facts.identity.doubts == ()


@pytest.mark.parametrize(
    ("event", "doubt"),
    [(portrait_side(), "card_sides"),
     (portrait_side(NUMBER, surface=CardSurface(rounded=Seen.NOT_SEEN)), "card_surface")],
)  # fmt: skip
def test_a_portrait_that_nothing_ties_to_the_zone_is_looked_at_by_staff(context, opening, event, doubt):
    world = with_td1_page(context, opening)
    world.touch(event)
    assert past_the_card(world)
    assert world.state.facts.identity.doubts == (doubt,)


def test_without_a_portrait_the_session_goes_on_with_staff(context, opening):
    world = with_td1_page(context, opening)
    for _ in range(context.card_tries):
        world.touch(ev.CardRefused(CardSide.PORTRAIT, "no_portrait"))
    assert past_the_card(world)
    assert world.state.facts.identity.doubts == ("no_portrait",)
