"""The invariants over random histories: whatever comes in whatever order, the evidence breaks none of them."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from kiosk.checks.face_match import MatchOutcome
from kiosk.checks.liveness import MOVE_TEXTS, Liveness, Move
from kiosk.checks.presence import Seen, Stage
from kiosk.consent import effects as ef
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.facts import DocumentKind, PromiseTold, StaffAct
from kiosk.consent.invariants import missing_before_signing
from kiosk.consent.machine import base, facts_of
from kiosk.domain.borrower import CardSide
from kiosk.domain.case import PromiseTopic
from kiosk.domain.consents import Ending, Source
from kiosk.domain.ids import OfferId, Sha256, StaffId
from kiosk.domain.speech import Channel, Intent, Language, Understood
from kiosk.domain.way import Way
from kiosk.evidence.review import review
from kiosk.lending.what_if import Supposition, What
from kiosk.rehearsal.borrower import Borrower, LookAtCamera, ShowCard, Touch
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import World, card_read, play

_channels = some.sampled_from(Channel)
_understood = some.builds(
    Understood,
    some.sampled_from(Intent),
    some.just("x"),
    some.one_of(some.none(), some.decimals(0, 100000, places=0)),
    some.one_of(some.none(), some.sampled_from(["1", "2", "health", "jianghe-steady", "anhe-easy", "face", "staff"])),
)
_sounds = some.sampled_from([b"", b"RIFF"])
_strokes = some.sampled_from([(), (((0.1, 0.1, 0, 0.5),) * 9,)])
ANY_EVENT = some.one_of(
    some.builds(ev.Replied, _understood, _channels, _sounds),
    some.builds(ev.FaceStepAsked, some.sampled_from(Move), some.just(MOVE_TEXTS[Move.NOD])),
    some.builds(ev.StepTooHard, some.sampled_from(Move)),
    some.just(ev.ReplyConfirmed()),
    some.just(ev.ReplyRejected()),
    some.builds(ev.ReplyTakenBack, some.integers(0, 60)),
    some.builds(ev.LanguageChosen, some.sampled_from(Language)),
    some.builds(ev.WayChosen, some.sampled_from(Way)),
    some.builds(ev.ContrastChosen, some.integers(0, 4)),
    some.builds(ev.SideTouched, some.booleans()),
    some.builds(ev.ReplyCorrectionAsked, some.integers(0, 60)),
    some.builds(ev.ReplySoundAsked, some.integers(0, 60)),
    some.builds(ev.PaceMeasured, some.just("disclosure.terms"), some.integers(0, 300), some.floats(0, 300)),
    some.builds(ev.Spoken, some.sampled_from(["x", "disclosure.terms.principal"]), some.booleans()),
    some.builds(card_read, some.sampled_from(CardSide)),
    some.builds(ev.CardRefused, some.sampled_from(CardSide), some.just("glare"), some.booleans()),
    some.builds(ev.CardCorrected, some.sampled_from(CardSide), some.just("name"), some.sampled_from(["", "李示范"])),
    some.builds(ev.CardConfirmed, some.sampled_from(CardSide)),
    some.builds(ev.FaceChecked, some.sampled_from(MatchOutcome), some.sampled_from(Liveness), some.just("looked"),
                some.just(b"x"), some.just(Source.SIMULATED)),
    some.builds(ev.StaffActed, some.builds(StaffAct, some.sampled_from([StaffId("A"), StaffId("B")]), some.booleans(),
                                           some.just("looked"))),
    some.builds(
        ev.ConsultantStated,
        some.builds(StaffAct, some.just(StaffId("C")), some.booleans(), some.just("said")),
        some.sampled_from([(), (PromiseTold(PromiseTopic.RATE, "0.03"),), (PromiseTold(PromiseTopic.FEES, "x"),)]),
    ),
    some.builds(ev.StaffComing, some.just(StaffId("A"))),
    some.builds(ev.ScriptHeld, some.just(StaffId("A"))),
    some.builds(ev.EndedByStaff, some.just(StaffId("A")), some.sampled_from(["pressure_seen", "x"])),
    some.builds(
        ev.QuestionAsked, some.sampled_from(["提前还款要收钱吗", "天气", "如果第六个月提前还清呢", "哪家最便宜"]),
        _channels, _sounds,
    ),
    some.builds(ev.WhatIfAsked, some.sampled_from([None, Supposition(What.EARLY, 6), Supposition(What.EARLY, 99),
                                                   Supposition(What.MISSED, 90), Supposition(What.INCOME)]),
                some.sampled_from([None, OfferId("jianghe-steady"), OfferId("x")])),
    some.just(ev.KnownAsked()),
    some.just(ev.ThinkOverAsked()),
    some.builds(ev.Resumed, some.booleans()),
    some.just(ev.LeaveAsked()),
    some.builds(ev.LeaveConfirmed, some.booleans()),
    some.builds(ev.PhraseHeard, some.sampled_from([(), ("zero_interest",), ("zero_interest", "sign_at_once")]),
                some.just("零利率"), some.floats(0, 90), some.floats(0, 90)),
    some.just(ev.HelpAsked()),
    some.just(ev.PauseAsked()),
    some.just(ev.RepeatAsked()),
    some.builds(ev.Penned, some.sampled_from(DocumentKind), _strokes),
    some.builds(ev.DocumentRendered, some.sampled_from(DocumentKind), some.just(Sha256("ab" * 32)), some.just(b"%PDF")),
    some.builds(ev.TimedOut, some.sampled_from(ev.Timer)),
    some.builds(ev.DeviceFailed, some.sampled_from(["face_camera", "microphone", "document_camera"]), some.just("x")),
    some.builds(ev.DeviceRecovered, some.sampled_from(["face_camera", "microphone"])),
    some.builds(ev.PresenceChanged, some.sampled_from(Seen), some.just(2.0), some.sampled_from(Stage)),
    some.builds(ev.Misheard, some.just("嗯"), some.just("distance"), _sounds),
)  # fmt: skip
"""Fitting or not; None stands for the borrower's right answer, so that histories get somewhere."""
HISTORY = some.lists(some.one_of(some.none(), some.none(), some.none(), ANY_EVENT), max_size=160)

_random = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def walk(context, opening, history) -> World:
    world, borrower = World(context), Borrower(STORIES["signs"], context)
    world.open(opening)
    for event in history:
        if isinstance(world.state, st.Ended):
            break
        act = Touch(event) if event is not None else borrower.act(world.state)
        match act:
            case Touch(touched):
                world.touch(touched)
            case ShowCard(side):
                world.touch(card_read(side))
            case LookAtCamera():
                world.look()
    return world


@_random
@given(history=HISTORY)
def test_whatever_happens_the_evidence_breaks_no_invariant(shipped, history):
    context, opening = shipped.content
    world = walk(context, opening, history)
    if base(world.state) is not None:
        world.touch(ev.Broken("the history is over"))
    assert review(world.entries(opening.session)) == ()


@_random
@given(history=HISTORY)
def test_no_pen_is_free_while_anything_is_missing(shipped, history):
    context, opening = shipped.content
    world = walk(context, opening, history)
    for state in world.states:
        if isinstance(state, st.Signing):
            assert missing_before_signing(state.facts, state.document, context.clauses) == ()


@_random
@given(history=HISTORY)
@example(history=[ev.LeaveAsked(), None, ev.QuestionAsked("提前还款要收钱吗", Channel.VOICE, b"")])
def test_from_every_state_two_touches_leave(shipped, history):
    context, opening = shipped.content
    world = walk(context, opening, history)
    if base(world.state) is None:
        return
    before = base(world.state)
    world.touch(ev.LeaveAsked())
    if isinstance(before, st.Parting):
        assert base(world.state) is None, "the farewell ends at once, also under a question or a pause"
        return
    assert isinstance(world.state, st.AskingToLeave)
    world.touch(ev.LeaveConfirmed())
    assert isinstance(world.state, st.Parting)
    assert world.state.ending is Ending.DECLINED


@_random
@given(history=HISTORY)
def test_recording_starts_once_with_its_consent_and_never_pauses(shipped, history):
    context, opening = shipped.content
    world = walk(context, opening, history)
    started = [e for e in world.effects if isinstance(e, ef.StartRecording)]
    facts = facts_of(world.state)
    assert len(started) <= 1
    if facts is not None and facts.consent("recording") is not True:
        assert not started


@_random
@given(history=HISTORY, question=some.sampled_from(["提前还款要收钱吗", "今天天气怎么样"]))
def test_a_question_returns_to_the_same_place(shipped, history, question):
    context, opening = shipped.content
    world = walk(context, opening, history)
    before = base(world.state)
    if before is None or isinstance(world.state, st.DeviceLost):
        return
    world.touch(ev.QuestionAsked(question, Channel.TOUCH))
    assert isinstance(world.state, st.Explaining)
    world.touch(ev.Resumed())
    after = base(world.state)
    assert after is not None
    assert after.step == before.step
    assert getattr(after, "item", None) == getattr(before, "item", None)


@_random
@given(history=HISTORY)
def test_voice_alone_never_signs_and_never_answers_unseen(shipped, history):
    context, opening = shipped.content
    world = walk(context, opening, history)
    before = world.state
    world.touch(ev.Replied(Understood(Intent.YES, "是"), Channel.VOICE))
    committed = (st.AskingConsent, st.AskingPromised, st.ShowingDifferences)
    if isinstance(before, committed):
        assert isinstance(world.state, st.Confirming)
    if isinstance(before, st.Signing):
        assert isinstance(base(world.state), st.Signing)


@pytest.mark.parametrize("place", [1, 2])
def test_changing_the_offer_voids_every_later_confirmation(context, opening, place):
    world = walk(context, opening, [None] * 30)
    facts = facts_of(world.state)
    assert facts is not None
    assert facts.offer is not None
    assert any(t.stage != "open" for t in facts.terms)
    chosen = next(r.number for r in facts.replies if r.step == "choice.offers")
    world.state = st.ReadingBack(facts, "read_back.replies", 0, (chosen,))
    world.touch(ev.ReplyTakenBack(chosen))
    assert isinstance(world.state, st.Choosing)
    world.touch(ev.Replied(Understood(Intent.NUMBER, "", value=Decimal(place)), Channel.TOUCH))
    after = facts_of(world.state)
    assert after is not None
    assert all(t.stage == "open" for t in after.terms)
    assert not after.taught
    assert not after.promises_settled
    assert not [r for r in after.replies if r.step.startswith(("disclosure", "teach_back"))]


def test_an_event_that_does_not_fit_changes_nothing(context, opening):
    world = World(context)
    world.open(opening)
    before = world.state
    turn = world.post(ev.CardConfirmed(CardSide.FRONT))
    assert turn.ignored
    assert world.state == before
    assert world.items[-1].kind == "event.ignored"


def test_a_failed_face_check_never_blocks_the_way_with_a_person(context, opening):
    story = STORIES["signs"]
    world, borrower = World(context), Borrower(story, context)
    world.open(opening)
    while not isinstance(world.state, st.AwaitingStaff):
        match borrower.act(world.state):
            case Touch(event):
                world.touch(event)
            case ShowCard(side):
                world.touch(card_read(side))
            case LookAtCamera():
                world.look(MatchOutcome.STAFF_WARNING, Liveness.FAILED)
    world.touch(ev.StaffActed(StaffAct(StaffId("A"), True, "looked")))
    assert world.touch(ev.StaffActed(StaffAct(StaffId("A"), True, "looked"))).ignored
    world.touch(ev.StaffActed(StaffAct(StaffId("B"), True, "looked")))
    assert facts_of(world.state).identity.path == "staff"


def test_when_it_ends_nothing_of_the_borrower_stays_in_the_state(context, opening):
    world = play(context, opening, STORIES["signs"])
    assert "张示范" not in repr(world.state)
    assert any(isinstance(effect, ef.Forget) for effect in world.effects)


@_random
@given(history=HISTORY)
def test_while_somebody_else_may_sit_there_only_staff_lead_back_to_the_script(shipped, history):
    context, opening = shipped.content
    world = walk(context, opening, history)
    before, seen = base(world.state), len(world.states)
    if before is None or isinstance(before, st.Parting):
        return
    world.touch(ev.PresenceChanged(Seen.OTHER, 0.0, Stage.PAUSE))
    for event in (
        ev.Resumed(), ev.HelpAsked(), ev.Resumed(), ev.PauseAsked(), ev.Resumed(), ev.LeaveAsked(), ev.Resumed(),
        ev.TimedOut(ev.Timer.IDLE), ev.QuestionAsked("天气", Channel.TOUCH), ev.Resumed(),
        ev.DeviceFailed("face_camera", "x"), ev.DeviceRecovered("face_camera"),
        ev.Replied(Understood(Intent.YES, "是"), Channel.TOUCH), ev.PresenceChanged(Seen.OTHER, 9.0, Stage.BACK),
    ):  # fmt: skip
        world.touch(event)
    for state in world.states[seen:]:
        assert base(state) is None or state is not base(state) or facts_of(state).doubted is False
    if isinstance(world.state, st.CheckingPresence):
        world.touch(ev.StaffActed(StaffAct(StaffId("A"), True, "looked")))
        assert base(world.state).step == before.step
        assert not facts_of(world.state).doubted
