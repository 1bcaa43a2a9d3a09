"""Elder, by ear, silent: the same session, told in another way."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kiosk.checks.liveness import Move
from kiosk.consent import effects as ef
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.by_ear import answer_words, answers, place_of, sides
from kiosk.consent.guide_words import speech
from kiosk.consent.machine import base, facts_of
from kiosk.consent.wording import consent_words
from kiosk.domain.consents import Chapter, Ending
from kiosk.domain.speech import Channel, Intent, Language, Understood
from kiosk.domain.way import Way
from kiosk.evidence.review import review
from kiosk.lending.comparison import compare
from kiosk.lending.wording import yuan
from kiosk.rehearsal.borrower import Borrower, by_field
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import World, play

WAYS = {Way.ELDER: "elder", Way.BY_EAR: "by_ear", Way.SILENT: "silent"}


def at_step(context, opening, story: str, kind: type, most: int = 900) -> World:
    """The story, up to the first state of this kind."""
    world, borrower = World(context), Borrower(STORIES[story], context)
    world.open(opening)
    for _ in range(most):
        if isinstance(world.state, kind):
            return world
        one_act(world, borrower)
    raise AssertionError(f"{kind} never came")


def one_act(world: World, borrower: Borrower) -> None:
    from kiosk.rehearsal.borrower import LookAtCamera, ShowCard, Speak, Touch
    from tests.consent.stage import card_read

    match borrower.act(world.state):
        case Touch(event):
            world.touch(event)
        case Speak(reply):
            world.touch(ev.Replied(reply, Channel.VOICE))
        case ShowCard(side):
            world.touch(card_read(side))
        case LookAtCamera():
            world.look()
        case act:
            raise AssertionError(act)


def said(world: World, since: int = 0) -> str:
    return " ".join(e.text for e in world.effects[since:] if isinstance(e, ef.Say))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("language", Language)
def test_a_whole_session_is_signed_and_breaks_no_rule(way, language, context, opening):
    world = play(context, opening, replace(STORIES[WAYS[way]], language=language), most=2000)
    assert world.state.ending is Ending.SIGNED
    entries = world.entries(opening.session)
    assert review(entries) == ()
    assert [e.data["way"] for e in entries if e.kind == "way.chosen"] == [str(way)]


@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_the_loan_is_left_out(way, context, opening):
    def settled(story: str) -> list[dict]:
        kinds = (
            "term.spoken",
            "term.acknowledged",
            "term.confirmed",
            "fact.graded",
            "document.signed",
            "consent.given",
        )
        keys = ("term", "fact", "document", "consent", "text_sha256")
        items = play(context, opening, STORIES[story], most=2000).items
        return [{k: i.data[k] for k in keys if k in i.data} for i in items
                if i.kind in kinds]  # fmt: skip

    assert sorted(map(str, settled(WAYS[way]))) == sorted(map(str, settled("signs")))


def test_the_way_goes_with_the_session(context, opening):
    world = play(context, opening, STORIES["elder"])
    world.touch(ev.TimedOut(ev.Timer.FAREWELL))
    assert isinstance(world.state, st.Attract)
    world.open(opening)
    facts = facts_of(world.state)
    assert facts is not None
    assert (facts.way, facts.text_size, facts.rate, facts.contrast) == (Way.STANDARD, 2, Decimal("1.0"), 1)
    assert facts.pace.samples == ()


class TestElder:
    def test_is_slower_and_largest(self, context, opening):
        world = at_step(context, opening, "elder", st.Telling)
        assert (world.state.facts.rate, world.state.facts.text_size) == (Decimal("0.85"), 4)
        back = world.touch(ev.WayChosen(Way.STANDARD)).state.facts
        assert (back.rate, back.text_size) == (Decimal("1.0"), 2)

    def test_one_reply_a_page(self, context, opening):
        assert len(at_step(context, opening, "elder", st.ReadingBack).state.numbers) == 1
        assert len(at_step(context, opening, "signs", st.ReadingBack).state.numbers) > 1

    def test_who_touches_the_screen_has_all_his_time_again_and_has_answered_nothing(self, context, opening):
        world = at_step(context, opening, "elder", st.Telling)
        state, entries, before = world.state, len(world.items), len(world.effects)
        world.touch(ev.Touched())
        assert world.state == state
        assert len(world.items) == entries
        assert [e.timer for e in world.effects[before:] if isinstance(e, ef.StartTimer)] == [ev.Timer.IDLE]
        assert not [e for e in world.effects[before:] if not isinstance(e, ef.StartTimer)]

    @pytest.mark.parametrize(("story", "times"), [("elder", 2), ("by_ear", 2), ("signs", 1), ("silent", 1)])
    def test_time_runs_out_only_after_asking(self, story, times, context, opening):
        world = at_step(context, opening, story, st.Telling)
        idle = [e.seconds for e in world.effects if isinstance(e, ef.StartTimer) and e.timer is ev.Timer.IDLE]
        assert idle[-1] >= 120 * times
        world.touch(ev.TimedOut(ev.Timer.IDLE))
        for _ in range(times - 1):
            before = len(world.effects)
            world.touch(ev.TimedOut(ev.Timer.IDLE_ANSWER))
            assert isinstance(world.state, st.AskingPresence)
            assert said(world, before)  # it is asked aloud again
            assert any(isinstance(e, ef.StartTimer) and e.timer is ev.Timer.IDLE_ANSWER for e in world.effects[before:])
        world.touch(ev.TimedOut(ev.Timer.IDLE_ANSWER))
        assert isinstance(world.state, st.Parting)
        assert world.state.ending is Ending.INTERRUPTED


class TestSilent:
    def test_nothing_is_played_and_each_text_stands_for_its_reading_time(self, context, opening):
        world = play(context, opening, STORIES["silent"])
        says = [e for e in world.effects if isinstance(e, ef.Say)]
        chosen = next(n for n, e in enumerate(says) if e.silent)
        assert chosen <= 1
        assert all(e.silent and e.seconds >= context.reading.shortest for e in says[chosen:])
        longest = max(says, key=lambda e: len(e.text))
        assert longest.seconds >= len(longest.text) * context.reading.fewest[Language.ZH_CN]

    def test_a_term_that_was_not_shown_long_enough_is_not_heard(self, context, opening):
        world = at_step(context, opening, "silent", st.Telling)
        while not isinstance(world.state, st.ReadingTerm):
            one_act(world, Borrower(STORIES["silent"], context))
        fresh = replace(world.state, heard=False)
        world.state = fresh
        world.post(ev.Spoken(speech(context, fresh)[0], complete=False, silent=True))
        assert world.post(ev.Replied(Understood(Intent.UNDERSTOOD, "x"), Channel.TOUCH)).ignored

    def test_sound_alone_tells_nothing_to_who_does_not_hear(self, context, opening):
        world = play(context, opening, STORIES["silent"])
        for item in world.items:
            if item.kind == "term.spoken":
                item.data["silent"] = False
        assert {f.invariant for f in review(world.entries(opening.session))} >= {3}


class TestByEar:
    def test_what_is_only_shown_is_not_heard_by_who_does_not_read(self, context, opening):
        world = at_step(context, opening, "by_ear", st.ReadingTerm)
        world.state = replace(world.state, heard=False)
        world.post(ev.Spoken(speech(context, world.state)[0], complete=True, silent=True))
        assert isinstance(world.state, st.CallingStaff)
        assert not world.state.resume.heard

    def test_the_review_does_not_take_it_either(self, context, opening):
        world = play(context, opening, STORIES["by_ear"], most=2000)
        for item in world.items:
            if item.kind == "term.spoken":
                item.data["silent"] = True
        assert {f.invariant for f in review(world.entries(opening.session))} >= {3}

    def test_no_digits_have_to_be_read_before_the_camera(self, context, opening):
        world = play(context, opening, STORIES["by_ear"], most=2000)
        eased = [i.data["step"] for i in world.items if i.kind == "challenge.eased"]
        assert eased == [str(Move.SAY_DIGITS)]
        assert Move.SAY_DIGITS not in world.asked

    @pytest.mark.parametrize("language", Language)
    def test_everything_that_matters_on_a_page_was_said(self, language, context, opening):
        story = replace(STORIES["by_ear"], language=language, choice=3)
        world, borrower = World(context), Borrower(story, context)
        world.open(opening)
        seen: set[str] = set()
        since, under = 0, None
        for _ in range(2000):
            if isinstance(world.state, st.Ended):
                break
            now = base(world.state)
            before = len(world.effects)
            told = said(world, since)
            for words in matters(context, world.state):
                assert words in told, (type(world.state).__name__, words, told)
            seen.add(type(world.state).__name__)
            one_act(world, borrower)
            following = base(world.state)
            if (type(now), getattr(now, "step", "")) != (type(following), getattr(following, "step", "")) or (
                type(world.state) is not under
            ):
                since = before
            under = type(world.state)
        assert isinstance(world.state, st.Ended)
        assert {"AskingConsent", "ReviewingCard", "Choosing", "ReadingTerm", "TeachingBack", "ReadingBack", "Signing",
                "Parting", "ShowingAffordability", "Confirming"} <= seen  # fmt: skip

    def test_in_the_read_back_a_term_is_named_by_its_title(self, context, opening):
        """It was said to its end before; each reply is asked about all the same."""
        world = play(context, opening, STORIES["by_ear"], until=st.ReadingBack)
        facts = world.state.facts
        item = facts.sheet.items[0]
        term = next(r for r in facts.replies if (r.chapter, r.item) == (Chapter.DISCLOSURE, item.id))
        told = speech(context, replace(world.state, page=1, numbers=(term.number,)))[1]
        assert item.title.zh in told
        assert term.said in told
        assert item.body.zh not in told

    def test_every_offer_is_said_with_the_figures_that_are_shown(self, context, opening):
        world = at_step(context, opening, "by_ear", st.Choosing)
        since = len(world.effects) - 4
        for _ in range(len(opening.offers)):
            world.touch(ev.SideTouched(right=False))
        told = said(world, since)
        for row in compare(opening.offers):
            for cell in (row.provider, *row.cells()):
                assert cell.zh.rstrip("。") in told
        assert "这些都不要" in told

    def test_a_figure_can_be_chosen_digit_by_digit(self, context, opening):
        world = at_step(context, opening, "by_ear", st.AskingNeed)
        wanted = ev.Replied(Understood(Intent.NUMBER, "", value=Decimal("30500")), Channel.TOUCH)
        from kiosk.rehearsal.borrower import Touch

        for _ in range(100):
            if world.state.facts.needs.amount is not None:
                break
            act = by_field(context, world.state, Touch(wanted))
            assert isinstance(act, Touch)
            world.touch(act.event)
        assert world.state.facts.needs.amount == 3_050_000

    def test_yes_and_no_by_voice_go_through_the_answers(self, context, opening):
        world = at_step(context, opening, "by_ear", st.Choosing)
        first = place_of(context, world.state).offered
        world.touch(ev.Replied(Understood(Intent.NO, "不是"), Channel.VOICE))
        assert isinstance(world.state, st.Choosing)  # "no" to one offer is no "none of these"
        assert place_of(context, world.state).offered == first + 1
        world.touch(ev.Replied(Understood(Intent.YES, "是"), Channel.VOICE))
        assert isinstance(world.state, st.Confirming)
        assert world.state.reply.understood.choice == world.state.resume.order[first + 1]

    def test_the_fields_are_nothing_in_another_way(self, context, opening):
        world = at_step(context, opening, "signs", st.AskingConsent)
        assert world.touch(ev.SideTouched(right=True)).ignored

    def test_a_way_can_be_named_aloud_on_the_welcome_page(self, context, opening):
        world = at_step(context, opening, "signs", st.Welcoming)
        world.touch(ev.Replied(Understood(Intent.CHOICE, "念给我听", choice="by_ear"), Channel.VOICE))
        assert world.state.facts.way is Way.BY_EAR
        assert isinstance(world.state, st.Welcoming)

    def test_what_is_asked_can_always_be_answered(self, context, opening):
        """In each state of the session one of the fields leads on, or the pen and staff do."""
        world, borrower = World(context), Borrower(STORIES["by_ear"], context)
        world.open(opening)
        for _ in range(2000):
            if isinstance(world.state, st.Ended):
                return
            state = world.state
            if facts_of(state).way is Way.BY_EAR and not isinstance(state, st.Signing | st.Preparing):
                assert sides(context, state) is not None, state
            one_act(world, borrower)


def matters(context, state) -> list[str]:
    """What stands on the page of a state and has consequences, as it must have been said since it came up."""
    facts = facts_of(state)
    if facts is None or facts.way is not Way.BY_EAR:
        return []
    language = facts.language
    match state:
        case st.AskingConsent(_, _, spec):
            return [consent_words(state), spec.receiver[language], spec.retention[language]]
        case st.ReviewingCard(_, _, _, fields):
            return [f.value for f in fields]
        case st.ReadingTerm(_, _, item):
            return [item.title[language], item.body[language]]
        case st.Choosing():
            said = answers(context, state)[: place_of(context, state).offered + 1]
            return [answer_words(context, state, one, at) for at, one in enumerate(said)]
        case st.TeachingBack() if getattr(state, "worded", None) is not None:
            return [state.worded.text]
        case st.TeachingBack(_, _, question):
            upto = place_of(context, state)
            choices = question.choices[: upto.offered + 1] if upto is not None else ()
            return [question.text, *(c.text for c in choices)]
        case st.ReadingBack(_, _, _, numbers):
            titles = {item.id: item.title[language] for item in facts.sheet.items}
            shown = [r for r in facts.replies if r.number in numbers]
            asked = [titles[r.item] if r.chapter is Chapter.DISCLOSURE and r.item in titles else r.asked for r in shown]
            return [*asked, *(r.said for r in shown)]
        case st.ShowingAffordability():
            verdict = facts.affordability
            return [*(r[language] for r in verdict.reasons), verdict.contest[language], yuan(verdict.payment)[language],
                    yuan(verdict.left_over)[language], yuan(verdict.income)[language]]  # fmt: skip
        case st.Confirming(reply):
            from kiosk.consent.wording import meaning

            return [meaning(state.resume, reply.understood)]
        case _:
            return []
