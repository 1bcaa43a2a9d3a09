"""Every reply as text: its sound, another wording, another answer, all from there on again."""

from decimal import Decimal

import pytest

from kiosk.consent import effects as ef
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.facts import Need
from kiosk.domain.speech import Channel, Intent, Understood
from kiosk.domain.way import Way
from kiosk.evidence.review import review
from kiosk.rehearsal.borrower import Borrower
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import World
from tests.consent.test_ways import one_act


def spoken(intent: Intent, text: str, value: int | None = None, choice: str | None = None) -> ev.Replied:
    return ev.Replied(Understood(intent, text, Decimal(value) if value is not None else None, choice), Channel.VOICE)


@pytest.fixture
def read_back(context, opening) -> World:
    """A spoken session up to the first page of its read-back."""
    world, borrower = World(context), Borrower(STORIES["speaks"], context)
    world.open(opening)
    for _ in range(900):
        if isinstance(world.state, st.ReadingBack):
            return world
        one_act(world, borrower)
    raise AssertionError(world.state)


def reply(world: World, step: str):
    return next(r for r in world.state.facts.replies if r.step == step)


def step_of(context, need: Need) -> str:
    return next(s.id for s in context.script.steps if s.need is need)


def ended(world: World, context) -> World:
    borrower = Borrower(STORIES["signs"], context)
    for _ in range(900):
        if isinstance(world.state, st.Ended):
            return world
        one_act(world, borrower)
    raise AssertionError(world.state)


class TestSound:
    def test_a_spoken_reply_can_be_heard_again(self, read_back, context):
        mine = reply(read_back, step_of(context, Need.AMOUNT))
        turn = read_back.post(ev.ReplySoundAsked(mine.number))
        [played] = [e for e in turn.effects if isinstance(e, ef.PlayReply)]
        assert played.number == mine.number
        assert isinstance(turn.state, st.ReadingBack)
        assert not [e for e in turn.effects if isinstance(e, ef.Say)]
        assert [i.data["reply"] for i in read_back.items if i.kind == "reply.played"] == [mine.number]

    def test_nothing_is_played_where_there_is_no_sound(self, read_back, context):
        touched = next(r for r in read_back.state.facts.replies if r.channel is Channel.TOUCH)
        assert read_back.post(ev.ReplySoundAsked(touched.number)).ignored
        assert read_back.post(ev.ReplySoundAsked(9999)).ignored

    def test_nothing_is_played_to_who_wants_no_sound(self, read_back, context):
        read_back.touch(ev.WayChosen(Way.SILENT))
        assert read_back.post(ev.ReplySoundAsked(reply(read_back, step_of(context, Need.AMOUNT)).number)).ignored

    def test_the_entry_of_what_was_heard_names_the_reply(self, read_back, context):
        heard = {i.data["reply"] for i in read_back.items if i.kind == "reply.heard"}
        spoken_ones = {r.number for r in read_back.state.facts.replies if r.channel is Channel.VOICE}
        assert spoken_ones <= heard


class TestCorrecting:
    def test_other_words_for_the_same_take_their_place_and_void_nothing(self, read_back, context, opening):
        old = reply(read_back, step_of(context, Need.AMOUNT))
        before = read_back.state.facts
        read_back.touch(ev.ReplyCorrectionAsked(old.number))
        assert isinstance(read_back.state, st.Correcting)
        read_back.touch(spoken(Intent.NUMBER, "五万块钱", value=50000))
        assert isinstance(read_back.state, st.Confirming)  # shown before it counts (invariant 10)
        read_back.touch(ev.ReplyConfirmed())
        assert isinstance(read_back.state, st.ReadingBack)
        facts = read_back.state.facts
        new = reply(read_back, old.step)
        assert (new.said, new.corrects, new.confirmed) == ("五万块钱", old.number, False)
        assert new.number > max(r.number for r in before.replies)
        assert (facts.offer, facts.terms, facts.taught) == (before.offer, before.terms, before.taught)
        [entry] = [i for i in read_back.items if i.kind == "readback.corrected"]
        assert (entry.data["corrects"], entry.data["reply"], entry.data["same"]) == (old.number, new.number, True)
        assert [v.content.decode() for v in entry.values] == ["五万块钱"]
        ended(read_back, context)
        assert review(read_back.entries(opening.session)) == ()

    def test_typed_words_are_shown_before_they_count_and_stand_in_the_evidence(self, read_back, context, opening):
        old = reply(read_back, step_of(context, Need.AMOUNT))
        read_back.touch(ev.ReplyCorrectionAsked(old.number))
        read_back.touch(ev.Replied(Understood(Intent.NUMBER, "5万整", value=Decimal(50000)), Channel.TYPED))
        assert isinstance(read_back.state, st.Confirming)
        read_back.touch(ev.ReplyConfirmed())
        new = reply(read_back, old.step)
        assert (new.said, new.channel, new.corrects) == ("5万整", Channel.TYPED, old.number)
        [typed] = [i for i in read_back.items if i.kind == "reply.typed"]
        assert [v.content.decode() for v in typed.values] == ["5万整"]
        assert read_back.post(ev.ReplySoundAsked(new.number)).ignored
        ended(read_back, context)
        assert review(read_back.entries(opening.session)) == ()

    def test_another_answer_voids_what_hangs_on_it_and_counts_at_once(self, read_back, context, opening):
        old = reply(read_back, step_of(context, Need.AMOUNT))
        read_back.touch(ev.ReplyCorrectionAsked(old.number))
        read_back.touch(ev.Replied(Understood(Intent.NUMBER, "30000", value=Decimal(30000)), Channel.TOUCH))
        facts = read_back.state.facts
        assert facts.needs.amount == 3_000_000
        assert facts.offer is None
        assert not facts.taught
        assert isinstance(read_back.state, st.AskingNeed)
        [entry] = [i for i in read_back.items if i.kind == "readback.corrected"]
        assert (entry.data["corrects"], entry.data["same"]) == (old.number, False)
        ended(read_back, context)
        assert review(read_back.entries(opening.session)) == ()

    def test_a_consent_given_otherwise_is_asked_again_with_all_that_follows(self, read_back, context):
        given = next(r for r in read_back.state.facts.replies if r.item == "sending")
        read_back.touch(ev.ReplyCorrectionAsked(given.number))
        read_back.touch(ev.Replied(Understood(Intent.NO, "不同意"), Channel.TOUCH))
        assert isinstance(read_back.state, st.AskingConsent)

    def test_the_same_choice_again_changes_nothing(self, read_back, context):
        chosen = reply(read_back, step_of(context, Need.PURPOSE))
        read_back.touch(ev.ReplyCorrectionAsked(chosen.number))
        read_back.touch(ev.Replied(Understood(Intent.CHOICE, "看病", choice="health"), Channel.TOUCH))
        assert isinstance(read_back.state, st.ReadingBack)
        assert reply(read_back, chosen.step).corrects == chosen.number

    def test_it_can_be_left_as_it_was(self, read_back, context):
        before = read_back.state
        read_back.touch(ev.ReplyCorrectionAsked(before.facts.replies[4].number))
        read_back.touch(ev.Resumed())
        assert read_back.state.facts.replies == before.facts.replies
        assert isinstance(read_back.state, st.ReadingBack)

    def test_or_taken_back_from_there(self, read_back, context):
        old = reply(read_back, step_of(context, Need.AMOUNT))
        read_back.touch(ev.ReplyCorrectionAsked(old.number))
        read_back.touch(ev.ReplyTakenBack(old.number))
        assert isinstance(read_back.state, st.AskingNeed)
        assert read_back.state.facts.offer is None

    def test_the_recording_goes_on_when_its_consent_is_given_again(self, read_back):
        """It was begun a second time, and what both had kept stood twice in the bundle."""
        first = next(r for r in read_back.state.facts.replies if r.item.startswith("recording"))
        read_back.touch(ev.ReplyTakenBack(first.number))
        assert isinstance(read_back.state, st.AskingConsent)
        assert read_back.state.spec.id == "recording"
        turn = read_back.post(ev.Replied(Understood(Intent.YES, "同意"), Channel.TOUCH))
        assert not [e for e in turn.effects if isinstance(e, ef.StartRecording)]
        assert turn.state.facts.recording

    def test_the_recording_ends_when_its_consent_is_refused_after_all(self, read_back):
        first = next(r for r in read_back.state.facts.replies if r.item.startswith("recording"))
        read_back.touch(ev.ReplyTakenBack(first.number))
        turn = read_back.touch(ev.Replied(Understood(Intent.NO, "不同意"), Channel.TOUCH))
        assert [e for e in turn.effects if isinstance(e, ef.StopRecording)]
        assert isinstance(read_back.state, st.Parting)
        assert not read_back.state.facts.recording

    def test_what_answers_nothing_is_ignored(self, read_back, context):
        old = reply(read_back, step_of(context, Need.AMOUNT))
        read_back.touch(ev.ReplyCorrectionAsked(old.number))
        here = read_back.state
        assert read_back.post(ev.Replied(Understood(Intent.UNDERSTOOD, "清楚"), Channel.TOUCH)).ignored
        assert read_back.post(ev.ReplyTakenBack(old.number + 500)).ignored
        assert read_back.state is here

    def test_a_term_that_was_heard_has_no_other_answer(self, read_back, context):
        heard = next(r for r in read_back.state.facts.replies if r.step == "disclosure.terms")
        assert read_back.post(ev.ReplyCorrectionAsked(heard.number)).ignored

    def test_numbers_are_never_used_again(self, read_back, context):
        highest = max(r.number for r in read_back.state.facts.replies)
        read_back.touch(ev.ReplyTakenBack(reply(read_back, step_of(context, Need.AMOUNT)).number))
        assert read_back.state.facts.next_reply > highest
