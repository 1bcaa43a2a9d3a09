"""A step that is hard for somebody is left out: once asked for, bounded, in the evidence, and never an easier way."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from kiosk.checks.liveness import COACH_TEXTS, FACE_MOVES, TURNS, Liveness, Move, Plan, draw_challenge, no_easier
from kiosk.consent import effects as ef
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.facts import IdentityPath
from kiosk.consent.machine import facts_of
from kiosk.consent.wording import line
from kiosk.domain.consents import Ending
from kiosk.domain.speech import Channel, Intent, Language, Understood
from kiosk.evidence.review import review
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import World, face_checked, play
from tests.consent.test_identity import until


@pytest.fixture
def checking(context, opening) -> World:
    return until(context, opening, st.CheckingFace)


def drawn(world: World) -> list[dict[str, object]]:
    return [item.data["challenge"] for item in world.items if item.kind == "challenge.drawn"]


def test_the_step_is_not_asked_again_and_another_challenge_is_drawn(checking, opening):
    hard, first = next(iter(checking.asked & set(FACE_MOVES))), checking.task
    checking.touch(ev.StepTooHard(hard))
    assert isinstance(checking.state, st.CheckingFace)
    assert hard not in checking.asked
    assert checking.task.seed != first.seed
    assert (checking.task.attempt, first.attempt) == (0, 0)
    assert [item.data for item in checking.items if item.kind == "challenge.eased"] == [
        {"step": str(hard), "channel": "touch"}
    ]
    said = [effect for effect in checking.effects if isinstance(effect, ef.Say)][-1]
    assert said.text == line(checking.context, "face_eased", Language.ZH_CN)
    checking.look()
    assert facts_of(checking.state).identity.path is IdentityPath.FACE
    checking.touch(ev.Broken("end"))
    assert review(checking.entries(opening.session)) == ()


def test_a_second_touch_on_the_same_step_changes_nothing(checking):
    hard = next(iter(checking.asked & set(FACE_MOVES)))
    checking.touch(ev.StepTooHard(hard))
    before = checking.state
    checking.touch(ev.StepTooHard(hard))
    assert checking.state is before
    assert checking.items[-1].kind == "event.ignored"


def test_what_is_not_asked_can_not_be_left_out(checking):
    for other in set(Move) - checking.asked:
        checking.touch(ev.StepTooHard(other))
    assert len(drawn(checking)) == 1


def test_it_holds_through_later_tries_and_pauses(checking):
    checking.touch(ev.StepTooHard(Move.SAY_DIGITS))
    checking.look(alive=Liveness.CHALLENGE_UNANSWERED)
    checking.touch(ev.PauseAsked())
    checking.touch(ev.Resumed())
    assert all(not challenge["drawn"]["digits"] for challenge in drawn(checking)[1:])
    assert len(drawn(checking)) == 4


def test_who_can_turn_neither_way_is_settled_by_people(context, opening):
    world = until(context, opening, st.CheckingFace)
    for _ in range(6):
        if not isinstance(world.state, st.CheckingFace):
            break
        world.touch(ev.StepTooHard(next(iter(world.asked & set(TURNS)))))
    assert isinstance(world.state, st.AwaitingStaff)
    [asked] = [item for item in world.items if item.kind == "staff.asked"]
    assert asked.data["reason"] == "", "not a word of suspicion"
    assert review(world.entries(opening.session)[:-1])[-1].invariant == 7, "only the ending is missing"


def test_the_colours_can_be_stopped_when_they_are_there(context, opening):
    world = until(replace(context, challenge=Plan(light=6)), opening, st.CheckingFace)
    world.touch(ev.StepTooHard(Move.SCREEN_LIGHT))
    assert world.task.plan == Plan()
    world.look()
    world.touch(ev.Broken("end"))
    assert review(world.entries(opening.session)) == ()


def unanswered(world: World, missing: int) -> ev.FaceChecked:
    """Everything done but the step at this place."""
    honest = face_checked(world.task)
    moves = honest.record.measured.moves
    numbers = replace(honest.record.measured, moves=(*moves[:missing], None, *moves[missing + 1 :]))
    record = replace(honest.record, measured=numbers, verdict=Liveness.CHALLENGE_UNANSWERED)
    return replace(honest, liveness=Liveness.CHALLENGE_UNANSWERED, record=record)


@pytest.mark.parametrize("missing", [0, 1])
def test_before_the_next_try_comes_what_helps_with_the_step_that_was_missed(checking, missing):
    step = draw_challenge(checking.task.seed, checking.task.plan).moves[missing]
    checking.touch(unanswered(checking, missing))
    assert checking.state.hint == str(step)
    said = [effect for effect in checking.effects if isinstance(effect, ef.Say)][-1]
    assert said.text.startswith(COACH_TEXTS[step].zh)
    assert not any(word in said.text for word in ("再试", "重试", "失败", "再来一次"))


def test_what_looked_like_an_attack_gets_no_advice(checking):
    checking.look(alive=Liveness.FAILED)
    assert checking.state.hint == ""


def test_the_story_signs(context, opening):
    world = play(context, opening, STORIES["not_easy"])
    assert world.state.ending is Ending.SIGNED
    assert facts_of(world.states[-2]).identity.not_easy
    assert review(world.entries(opening.session)) == ()


def test_a_challenge_that_leaves_out_what_nobody_called_hard_is_found(checking, opening):
    checking.touch(ev.StepTooHard(Move.SAY_DIGITS))
    for item in list(checking.items):
        if item.kind == "challenge.eased":
            checking.items.remove(item)
    checking.touch(ev.Broken("end"))
    [found] = review(checking.entries(opening.session))
    assert "less than must be asked" in found.says


_ACTS = some.lists(
    some.one_of(
        some.tuples(some.just("hard"), some.sampled_from(Move)),
        some.tuples(some.just("pause"), some.none()),
        some.tuples(some.just("leave"), some.none()),
        some.tuples(some.just("look"), some.sampled_from([Liveness.FAILED, Liveness.SIMULATED])),
        some.tuples(some.just("no"), some.none()),
    ),
    max_size=30,
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=_ACTS, light=some.booleans())
def test_no_way_leads_to_an_easier_check_or_to_choosing_one(shipped, acts, light):
    """Whatever is touched: a face is taken only for a plan as hard as the first, or with what was called hard made up
    for; and nobody sees more challenges than the bound."""
    context, opening = shipped.content
    context = replace(context, challenge=Plan(light=6 if light else 0))
    world = until(context, opening, st.CheckingFace)
    for name, detail in acts:
        _do(world, name, detail)
    seen = drawn(world)
    assert len(seen) <= context.face_draws
    nonces = [item.data["nonce"] for item in world.items if item.kind == "challenge.drawn"]
    assert len(set(nonces)) == len(nonces), "none is shown twice"
    identity = facts_of(world.state).identity if facts_of(world.state) else None
    if identity is not None and identity.path is IdentityPath.FACE:
        plan = world.task.plan
        assert len(plan.allowed) >= 3
        assert set(plan.allowed) & set(TURNS)
        assert no_easier(plan, Plan(plan.allowed)) or (plan.moves, plan.inner, len(plan.allowed) >= 4) == (4, 1, True)
    world.touch(ev.Broken("the history is over"))
    assert review(world.entries(opening.session)) == ()


def _do(world: World, name: str, detail: object) -> None:
    if not isinstance(world.state, st.CheckingFace):
        return
    match name:
        case "hard":
            world.touch(ev.StepTooHard(Move(str(detail))))
        case "pause":
            world.touch(ev.PauseAsked())
            world.touch(ev.Resumed())
        case "leave":
            world.touch(ev.LeaveAsked())
            world.touch(ev.Resumed())
        case "look":
            world.look(alive=Liveness(str(detail)))
        case "no":
            world.touch(ev.Replied(Understood(Intent.NO, "no"), Channel.TOUCH))
