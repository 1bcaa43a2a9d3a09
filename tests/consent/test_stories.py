import pytest

from kiosk.consent import states as st
from kiosk.domain.consents import Ending
from kiosk.evidence.review import review
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import play

_NEEDS_A_SHELF = [name for name, story in STORIES.items() if story.brings_quote]
"""Played with the quote they bring in test_coming_back, and whole in tests/journeys."""


@pytest.mark.parametrize("name", [n for n in STORIES if n not in ("recorded", *_NEEDS_A_SHELF)])
def test_a_story_comes_to_its_ending_and_breaks_no_invariant(name, context, opening, enquiry):
    story = STORIES[name]
    world = play(context, enquiry if story.enquiry else opening, story)
    assert isinstance(world.state, st.Ended)
    assert world.state.ending is story.ending
    assert review(world.entries(opening.session)) == ()


def test_a_signed_story_signs_the_sheet_before_the_contract(context, opening):
    world = play(context, opening, STORIES["signs"])
    signed = [item.data["document"] for item in world.items if item.kind == "document.signed"]
    assert signed == ["sheet", "contract"]


def test_no_personal_value_stands_in_an_entry(context, opening):
    world = play(context, opening, STORIES["asks"])
    lines = " ".join(str(item.data) for item in world.items)
    for value in ("张示范", "110101197001010024", "示范路", "提前还款要收钱吗"):
        assert value not in lines


@pytest.mark.parametrize("consent", ["recording", "card_data"])
def test_a_refused_consent_leads_to_a_person(consent, context, opening):
    world = play(context, opening, STORIES[f"refuses_{consent.removesuffix('_data')}"])
    assert world.state.ending is Ending.REFERRED


def test_an_enquiry_asks_for_no_card_no_face_and_no_signature(context, enquiry):
    world = play(context, enquiry, STORIES["enquires"])
    kinds = {item.kind for item in world.items}
    assert not kinds & {"card.read", "face.checked", "document.signed"}
    assert [i.data["document"] for i in world.items if i.kind == "document.rendered"] == ["quote"]
