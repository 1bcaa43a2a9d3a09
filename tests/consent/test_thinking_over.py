"""Think it over: before the contract is signed, from wherever the figures stand, and with nothing else asked."""

import pytest

from kiosk.consent import effects as ef
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.facts import DocumentKind, Opening
from kiosk.consent.guide_words import grammar
from kiosk.consent.thinking_over import THINK_OVER
from kiosk.domain.consents import Ending
from kiosk.domain.speech import Channel, Intent, Understood
from kiosk.evidence.review import review
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import World, play


def sealed(world: World, opening: Opening) -> World:
    """To the end, with nothing found in its evidence."""
    while not isinstance(world.state, st.Ended):
        world.touch(ev.TimedOut(ev.Timer.FAREWELL))
    assert review(world.entries(opening.session)) == ()
    return world


def kinds(world: World) -> list[str]:
    return [item.kind for item in world.items]


@pytest.mark.parametrize("story", ["thinks_it_over", "enquires"])
def test_the_story_ends_as_quoted_with_its_quote_sealed_and_printed(context, opening, enquiry, story) -> None:
    opened = enquiry if story == "enquires" else opening
    world = play(context, opened, STORIES[story])
    assert isinstance(world.state, st.Ended)
    assert world.state.ending is Ending.QUOTED
    (made,) = (item for item in world.items if item.kind == "quote.made")
    assert made.data["binding"] == (story != "enquires")
    assert ("code" in made.data) == (story != "enquires")
    assert ef.PrintDocument(DocumentKind.QUOTE) in world.effects
    assert review(world.entries(opened.session)) == ()


@pytest.mark.parametrize("document", list(DocumentKind)[:2])
def test_from_the_page_for_signing_it_is_one_touch(context, opening, document) -> None:
    world = play(context, opening, STORIES["signs"], until=st.Signing)
    if document is DocumentKind.CONTRACT:
        world.touch(ev.Penned(DocumentKind.SHEET, (tuple((0.1 * n, 0.1, n, 0.5) for n in range(6)),)))
    assert isinstance(world.state, st.Signing)
    assert world.state.document is document
    world.touch(ev.ThinkOverAsked())
    assert isinstance(world.state, st.Parting)
    assert world.state.ending is Ending.QUOTED
    sealed(world, opening)


@pytest.mark.parametrize("channel", [Channel.VOICE, Channel.TOUCH])
def test_where_he_leaves_it_is_an_answer_too(context, opening, channel) -> None:
    world = play(context, opening, STORIES["signs"], until=st.ReadingTerm)
    world.touch(ev.LeaveAsked())
    taken = grammar(context, world.state)
    assert taken is not None
    assert [key for key, _ in taken.choices] == [THINK_OVER]
    world.touch(ev.Replied(Understood(Intent.CHOICE, "再想想", choice=THINK_OVER), channel))
    assert isinstance(world.state, st.Parting)
    assert world.state.ending is Ending.QUOTED
    assert "quote.asked" in kinds(sealed(world, opening))


def test_before_an_offer_is_chosen_there_is_nothing_to_take_home(context, opening) -> None:
    world = play(context, opening, STORIES["signs"], until=st.Choosing)
    assert world.post(ev.ThinkOverAsked()).ignored
    world.touch(ev.LeaveAsked())
    taken = grammar(context, world.state)
    assert taken is not None
    assert not taken.choices


def test_after_the_contract_it_comes_too_late(context, opening) -> None:
    world = play(context, opening, STORIES["signs"], until=st.Parting)
    assert world.post(ev.ThinkOverAsked()).ignored
    assert isinstance(world.state, st.Parting)
    assert world.state.ending is Ending.SIGNED


def test_a_quote_that_comes_unasked_changes_nothing(context, opening) -> None:
    world = play(context, opening, STORIES["signs"], until=st.Signing)
    unasked = ev.DocumentRendered(DocumentKind.QUOTE, world.state.facts.rendered[0].sha256, b"%PDF")
    assert world.post(unasked).ignored


def test_by_ear_it_is_said_among_the_answers(context, opening) -> None:
    world = play(context, opening, STORIES["by_ear"], until=st.ReadingTerm)
    world.touch(ev.LeaveAsked())
    world.touch(ev.SideTouched(right=False))
    world.touch(ev.SideTouched(right=True))
    assert isinstance(world.state, st.Parting)
    assert world.state.ending is Ending.QUOTED


@pytest.mark.parametrize("says", [True, False])
def test_by_ear_yes_takes_the_answer_that_was_said(context, opening, says) -> None:
    world = play(context, opening, STORIES["by_ear"], until=st.ReadingTerm)
    world.touch(ev.LeaveAsked())
    if says:
        world.touch(ev.SideTouched(right=False))
    world.touch(ev.Replied(Understood(Intent.YES, "是"), Channel.VOICE))
    assert isinstance(world.state, st.Parting)
    assert world.state.ending is (Ending.QUOTED if says else Ending.DECLINED)


def test_ending_as_quoted_without_the_quote_is_found(context, opening) -> None:
    world = play(context, opening, STORIES["thinks_it_over"])
    world.items = [item for item in world.items if item.kind != "quote.made"]
    (finding,) = review(world.entries(opening.session))
    assert finding.invariant == 7
