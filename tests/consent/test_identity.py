"""Two ways to settle identity, of equal worth; the face check leaves what a verifier needs to judge it again."""

from dataclasses import replace

import pytest

from kiosk.checks.card_surface import CardSurface, Seen
from kiosk.checks.face_match import MatchOutcome
from kiosk.checks.liveness import MOVE_TEXTS, Liveness, Move
from kiosk.consent import effects as ef
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.facts import StaffAct
from kiosk.consent.machine import facts_of
from kiosk.domain.borrower import CARD_SIDES, CardSide
from kiosk.domain.consents import Source
from kiosk.domain.ids import StaffId
from kiosk.domain.speech import Channel, Intent, Understood
from kiosk.evidence.review import review
from kiosk.rehearsal.borrower import Borrower, ShowCard, Touch
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import World, card_read, face_checked, play


def until(context, opening, kind, story="signs") -> World:
    world, borrower = World(context), Borrower(STORIES[story], context)
    world.open(opening)
    while not isinstance(world.state, kind):
        match borrower.act(world.state):
            case Touch(event):
                world.touch(event)
            case ShowCard(side):
                world.touch(card_read(side))
            case other:
                raise AssertionError(other)
    return world


def task_of(world) -> ef.CheckFace:
    return next(effect for effect in reversed(world.effects) if isinstance(effect, ef.CheckFace))


@pytest.fixture
def choosing(context, opening) -> World:
    return until(context, opening, st.ChoosingPath)


@pytest.fixture
def checking(context, opening) -> World:
    return until(context, opening, st.CheckingFace)


def choose(world, way) -> None:
    world.touch(ev.Replied(Understood(Intent.CHOICE, way, choice=way), Channel.TOUCH))


def test_both_ways_are_offered_before_a_face_is_looked_at(choosing):
    assert not [effect for effect in choosing.effects if isinstance(effect, ef.CheckFace)]
    assert not [item for item in choosing.items if item.kind == "challenge.drawn"]


@pytest.mark.parametrize(("way", "leads"), [("face", st.CheckingFace), ("staff", st.AwaitingStaff)])
def test_each_way_is_one_touch(choosing, way, leads):
    choose(choosing, way)
    assert isinstance(choosing.state, leads)


def test_who_chooses_staff_leaves_no_word_of_suspicion(context, opening, choosing):
    choose(choosing, "staff")
    [asked] = [item for item in choosing.items if item.kind == "staff.asked"]
    assert asked.data["reason"] == ""
    assert facts_of(choosing.state).staff_reasons == ("identity",)


def test_a_story_by_staff_is_signed_without_a_face(context, opening):
    world = play(context, opening, STORIES["by_staff"])
    kinds = [item.kind for item in world.items]
    assert "face.checked" not in kinds
    assert "document.signed" in kinds
    assert review(world.entries(opening.session)) == ()


def test_an_unknown_way_changes_nothing(choosing):
    before = choosing.state
    choose(choosing, "neither")
    assert choosing.state == before


def test_the_challenge_is_recorded_before_it_is_asked(checking):
    kinds = [item.kind for item in checking.items]
    assert kinds[-1] == "guide.spoke"
    [drawn] = [item for item in checking.items if item.kind == "challenge.drawn"]
    assert bytes.fromhex(str(drawn.data["nonce"])) == task_of(checking).seed


def test_an_instruction_is_said_in_his_language_and_recorded(checking):
    checking.touch(ev.FaceStepAsked(Move.NOD, MOVE_TEXTS[Move.NOD]))
    said = [effect for effect in checking.effects if isinstance(effect, ef.Say)][-1]
    assert said.text == MOVE_TEXTS[Move.NOD].zh
    assert checking.items[-2].kind == "challenge.asked"
    assert isinstance(checking.state, st.CheckingFace)


def test_after_a_pause_another_challenge_is_drawn(checking):
    first = task_of(checking).seed
    checking.touch(ev.PauseAsked())
    checking.touch(ev.Resumed())
    assert isinstance(checking.state, st.CheckingFace)
    assert task_of(checking).seed != first
    assert len([item for item in checking.items if item.kind == "challenge.drawn"]) == 2
    checking.look()
    assert facts_of(checking.state).identity.path == "face"


def test_a_check_that_nobody_could_judge_again_does_not_count(checking):
    checking.touch(ev.FaceChecked(MatchOutcome.MATCH, Liveness.PASSED, "looked", b"x", Source.DEVICE))
    assert isinstance(checking.state, st.CheckingFace)
    assert facts_of(checking.state).identity.path == "open"


def test_a_verdict_that_does_not_follow_from_its_numbers_is_found(context, opening, checking):
    honest = face_checked(task_of(checking), alive=Liveness.FAILED)
    checking.touch(replace(honest, liveness=Liveness.PASSED))
    checking.touch(ev.Broken("end"))
    found = review(checking.entries(opening.session))
    assert [finding.invariant for finding in found] == [4]
    assert "does not follow" in found[0].says


def test_a_challenge_that_was_not_drawn_from_its_nonce_is_found(opening, checking):
    [drawn] = [item for item in checking.items if item.kind == "challenge.drawn"]
    drawn.data["nonce"] = "00" * 32
    checking.look()
    checking.touch(ev.Broken("end"))
    assert any("nonce" in finding.says for finding in review(checking.entries(opening.session)))


def test_a_card_that_was_tried_too_often_goes_straight_to_a_person(checking):
    checking.touch(ev.FaceChecked(MatchOutcome.NOT_DONE, Liveness.NOT_DONE, "attempts", b"", Source.SIMULATED))
    assert isinstance(checking.state, st.AwaitingStaff)
    for staff in ("A", "B"):
        checking.touch(ev.StaffActed(StaffAct(StaffId(staff), approved=True, checked="looked")))
    assert facts_of(checking.state).identity.path == "staff"


def test_who_is_not_seen_moving_is_asked_again_and_then_a_person_comes(checking, context):
    for _ in range(context.face_tries):
        assert isinstance(checking.state, st.CheckingFace)
        checking.look(alive=Liveness.CHALLENGE_UNANSWERED)
    assert isinstance(checking.state, st.AwaitingStaff)


def with_surface(context, opening, surface) -> World:
    """Both sides read and confirmed, the front with this surface."""
    world = until(context, opening, st.ReadingCard)
    for side in CARD_SIDES:
        read = card_read(side)
        world.touch(replace(read, surface=surface) if side is CardSide.FRONT else read)
        world.touch(ev.CardConfirmed(side))
    return world


@pytest.mark.parametrize(
    "surface", [CardSurface(wandering=Seen.NOT_SEEN, tilted=20.4, pictures=9), CardSurface(rounded=Seen.NOT_SEEN)]
)
def test_what_speaks_against_plastic_is_looked_at_by_staff_and_stands_in_the_evidence(context, opening, surface):
    world = with_surface(context, opening, surface)
    assert isinstance(world.state, st.ChoosingPath)
    assert world.state.facts.identity.doubts == ("card_surface",)
    read = next(item for item in world.items if item.kind == "card.read")
    measured = {key: read.data[key] for key in ("highlight", "corners", "tilted", "looks")}
    assert measured == {
        "highlight": str(surface.wandering), "corners": str(surface.rounded),
        "tilted": round(surface.tilted), "looks": surface.pictures,
    }  # fmt: skip
    choose(world, "face")
    world.touch(face_checked(task_of(world)))
    assert isinstance(world.state, st.AwaitingStaff)
    assert "card_surface" in world.state.facts.staff_reasons


def test_a_branch_that_has_not_tried_the_check_on_cards_records_it_only(context, opening):
    world = with_surface(replace(context, surface_counts=False), opening, CardSurface(wandering=Seen.NOT_SEEN))
    assert world.state.facts.identity.doubts == ()
    read = next(item for item in world.items if item.kind == "card.read")
    assert read.data["highlight"] == "not_seen"


@pytest.mark.parametrize("surface", [CardSurface(), CardSurface(Seen.SEEN, Seen.SEEN, 18.0, 9)])
def test_what_was_not_measured_holds_nobody_up_and_is_said(context, opening, surface):
    world = with_surface(context, opening, surface)
    assert world.state.facts.identity.doubts == ()
    read = next(item for item in world.items if item.kind == "card.read")
    assert read.data["highlight"] == str(surface.wandering)
