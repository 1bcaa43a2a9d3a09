"""Coming back on a quote: needs and choice stand as then, everything else is done as ever, and none of it binds him."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.consent import effects as ef
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.facts import Facts, Needs, Opening
from kiosk.consent.guide_words import grammar, speech
from kiosk.consent.quote_brought import HAVE_QUOTE, MOST_TRIES, Against, Brought
from kiosk.domain.consents import Ending
from kiosk.domain.money import Fen
from kiosk.domain.speech import Channel, Intent, Language, Understood
from kiosk.domain.way import Way
from kiosk.evidence.review import review
from kiosk.lending.quote import quote_code
from kiosk.lending.sheet import build_sheet
from kiosk.lending.terms_file import parse_terms
from kiosk.rehearsal.borrower import Borrower, LookAtCamera, ShowCard, Speak, Touch
from kiosk.rehearsal.stories import STORIES
from tests.consent.conftest import TODAY
from tests.consent.stage import World, play

YES = ev.Replied(Understood(Intent.YES, "接着办"), Channel.TOUCH)
NO = ev.Replied(Understood(Intent.NO, "重新选"), Channel.TOUCH)
LATER = timedelta(days=4)


@pytest.fixture(scope="module")
def went(context, opening) -> World:
    """The session in which he took it home."""
    return play(context, opening, STORIES["thinks_it_over"])


@pytest.fixture(scope="module")
def taken(went) -> Facts:
    (kept,) = (effect for effect in went.effects if isinstance(effect, ef.KeepQuote))
    return kept.facts


def brought(facts: Facts, root, day: date = TODAY + LATER) -> Brought:
    """As the shelf finds it on another day."""
    case = parse_terms((root / "assets/offers/training_case.json").read_text(), day, "case")
    then = facts.sheet
    assert then is not None
    offer = next(each for each in case.offers if each.id == then.offer.id)
    now = build_sheet(offer, case.id)
    code = quote_code(then).digits
    return Brought(code, facts.opening.session, TODAY, day + LATER, case, then, now, facts.needs)


@pytest.fixture(scope="module")
def found(taken, root) -> Brought:
    return brought(taken, root)


@pytest.fixture
def day(opening, root) -> Opening:
    """Four days later, another session."""
    case = parse_terms((root / "assets/offers/training_case.json").read_text(), TODAY + LATER, "case")
    return replace(
        opening, session="6f1d2f3a-0000-4000-8000-000000000002", today=TODAY + LATER, case=case, offers=case.offers
    )


def asked(context, opening, story: str = "signs", until: type[st.State] = st.AskingNeed) -> World:
    world = play(context, opening, STORIES[story], until=until)
    world.touch(ev.QuoteBrought())
    assert isinstance(world.state, st.TakingQuote)
    return world


def resumed(context, opening, found) -> World:
    world = asked(context, opening)
    world.touch(ev.QuoteShown(found.code, typed=True))
    world.touch(ev.QuoteFound(found))
    assert isinstance(world.state, st.ResumingQuote)
    return world


def kinds(world: World) -> list[str]:
    return [item.kind for item in world.items]


def to_the_end(context, world: World, story: str = "signs") -> World:
    """Whatever is still asked, as the story answers it."""
    borrower = Borrower(STORIES[story], context)
    for _ in range(600):
        if isinstance(world.state, st.Ended):
            return world
        match borrower.act(world.state):
            case Touch(event):
                world.touch(event)
            case Speak(reply):
                world.touch(ev.Replied(reply, Channel.VOICE))
            case LookAtCamera() | ShowCard():
                raise AssertionError("identity was done already")
    raise AssertionError(world.state)


@pytest.mark.parametrize("until", [st.AskingNeed, st.Choosing])
def test_it_may_be_said_or_touched_while_needs_and_choice_are_open(context, day, until) -> None:
    for event in (
        ev.QuoteBrought(),
        ev.Replied(Understood(Intent.CHOICE, "我有报价单", choice=HAVE_QUOTE), Channel.VOICE),
    ):
        world = play(context, day, STORIES["signs"], until=until)
        heard = grammar(context, world.state)
        assert heard is not None
        assert HAVE_QUOTE in dict(heard.choices)
        turn = world.touch(event)
        assert isinstance(world.state, st.TakingQuote)
        assert ef.ReadCode() in turn.effects


@pytest.mark.parametrize("until", [st.AskingConsent, st.ReadingCard, st.ChoosingPath, st.ReadingTerm, st.Signing])
def test_before_identity_and_after_the_choice_it_changes_nothing(context, day, until) -> None:
    world = play(context, day, STORIES["signs"], until=until)
    assert world.post(ev.QuoteBrought()).ignored


def test_nothing_but_needs_and_choice_is_left_out(context, day, found) -> None:
    world = resumed(context, day, found)
    world.touch(YES)
    assert isinstance(world.state, st.ShowingAffordability), "judged anew"
    to_the_end(context, world)
    assert isinstance(world.state, st.Ended)
    assert world.state.ending is Ending.SIGNED
    whole = kinds(play(context, day, STORIES["signs"]))
    left_out = {"offers.shuffled", "offers.shown", "step.entered", "need.stated"}
    for kind in ("identity.settled", "term.acknowledged", "fact.graded", "readback.confirmed", "document.signed"):
        assert kinds(world).count(kind) == whole.count(kind), kind
    assert set(whole) - set(kinds(world)) <= left_out
    assert review(world.entries(day.session)) == ()


def test_the_figures_are_the_quotes(context, day, found, taken) -> None:
    world = resumed(context, day, found)
    world.touch(YES)
    by_kind = {item.kind: item.data for item in world.items}
    assert by_kind["quote.recalled"]["same_days"] is False
    assert by_kind["quote.resumed"]["sheet_sha256"] == by_kind["disclosure.opened"]["sheet_sha256"]
    assert by_kind["offer.chosen"]["quote"] == found.code
    facts = world.state.facts
    assert facts.needs == taken.needs
    assert [row.amount for row in facts.sheet.figures.schedule.instalments] == [
        row.amount for row in taken.sheet.figures.schedule.instalments
    ]


def test_on_the_same_day_it_is_the_very_same_sheet(context, opening, taken, root, went) -> None:
    world = resumed(context, opening, brought(taken, root, TODAY))
    world.touch(YES)
    recalled = next(item.data for item in world.items if item.kind == "quote.recalled")
    made = next(item.data for item in went.items if item.kind == "quote.made")
    assert recalled["same_days"] is True
    assert recalled["quote_sha256"] == recalled["sheet_sha256"] == made["sheet_sha256"]


def test_to_choose_anew_is_one_touch_and_nothing_stays_of_it(context, day, found) -> None:
    world = resumed(context, day, found)
    world.touch(NO)
    assert isinstance(world.state, st.AskingNeed)
    assert world.state.facts.needs == Needs()
    assert world.state.facts.quote == ""
    assert "quote.left" in kinds(world)
    to_the_end(context, world)
    assert "quote" not in next(item.data for item in world.items if item.kind == "offer.chosen")
    assert review(world.entries(day.session)) == ()


def test_what_he_said_then_is_read_back_and_may_be_taken_back(context, day, found) -> None:
    world = resumed(context, day, found)
    world.touch(YES)
    replies = world.state.facts.replies
    assert [r.step for r in replies if r.step.startswith(("needs", "choice"))] == [
        "needs.amount", "needs.purpose", "needs.income", "needs.debts", "choice.offers",
    ]  # fmt: skip
    assert all(r.said for r in replies)
    while not isinstance(world.state, st.ReadingBack):
        before = world.state
        to_read_back(context, world)
        assert world.state is not before
    number = next(r.number for r in world.state.facts.replies if r.step == "needs.income")
    world.touch(ev.ReplyTakenBack(number))
    assert isinstance(world.state, st.AskingNeed)
    assert world.state.facts.quote == ""
    assert world.state.facts.offer is None, "what hangs on a need goes with it"


def to_read_back(context, world: World) -> None:
    act = Borrower(STORIES["signs"], context).act(world.state)
    assert isinstance(act, Touch)
    world.touch(act.event)


def test_a_spoken_yes_is_shown_first(context, day, found) -> None:
    world = resumed(context, day, found)
    world.touch(ev.Replied(Understood(Intent.YES, "是"), Channel.VOICE))
    assert isinstance(world.state, st.Confirming)
    assert "quote.resumed" not in kinds(world)
    world.touch(ev.ReplyConfirmed())
    assert isinstance(world.state, st.ShowingAffordability)
    (entry,) = (item for item in world.items if item.kind == "quote.resumed")
    assert entry.data["channel"] == "voice"
    assert review(to_the_end(context, world).entries(day.session)) == ()


@pytest.mark.parametrize("reason", [each for each in Against if each is not Against.TOO_OFTEN])
def test_a_refused_one_is_said_plainly_and_leaves_the_ways_on(context, day, reason) -> None:
    world = asked(context, day)
    world.touch(ev.QuoteShown("x"))
    turn = world.touch(ev.QuoteRefused(reason))
    said = speech(context, world.state)
    assert said is not None
    assert said[1] == context.script.lines[f"quote_refused_{reason}"][Language.ZH_CN]
    assert ef.ReadCode() in turn.effects, "the right page may still be laid down"
    world.touch(ev.Resumed())
    assert isinstance(world.state, st.AskingNeed)
    assert ef.StopReadingCode() in world.effects
    assert review(to_the_end(context, world).entries(day.session)) == ()


def test_after_some_tries_nothing_more_is_looked_for(context, day) -> None:
    world = asked(context, day)
    for _ in range(MOST_TRIES):
        world.touch(ev.QuoteShown("123412341234", typed=True))
        turn = world.touch(ev.QuoteRefused(Against.SLIP))
    assert isinstance(world.state, st.TakingQuote)
    assert world.state.refused is Against.TOO_OFTEN
    assert ef.ReadCode() not in turn.effects
    assert world.post(ev.QuoteShown("123412341234", typed=True)).ignored


def test_what_was_not_asked_for_is_not_taken(context, day, found) -> None:
    world = asked(context, day)
    assert world.post(ev.QuoteFound(found)).ignored, "nothing was shown"
    world.touch(ev.Resumed())
    assert world.post(ev.QuoteFound(found)).ignored
    assert world.post(ev.QuoteShown(found.code)).ignored


@pytest.mark.parametrize("field", ["case", "principal", "needs"])
def test_the_machine_looks_again_at_what_was_found(context, day, found, field) -> None:
    other = {
        "case": replace(found, case=replace(found.case, id="another")),
        "principal": replace(found, now=build_sheet(replace(found.now.offer, principal=Fen(1_000_00)), found.case.id)),
        "needs": replace(found, now=replace(found.now, case="another")),
    }[field]
    world = asked(context, day)
    world.touch(ev.QuoteShown(found.code))
    world.touch(ev.QuoteFound(other))
    assert isinstance(world.state, st.TakingQuote)
    assert world.state.refused in (Against.CHANGED, Against.OTHER_CASE)


def test_a_quote_of_another_case_than_todays_is_not_gone_on_with(context, day, found) -> None:
    other = replace(day, case=replace(day.case, id="TRAINING-0002"))
    world = asked(context, other)
    world.touch(ev.QuoteShown(found.code))
    world.touch(ev.QuoteFound(found))
    assert isinstance(world.state, st.TakingQuote)
    assert world.state.refused is Against.OTHER_CASE


def test_an_enquiry_may_ask_too_and_is_never_given_one(context, enquiry, found) -> None:
    world = play(context, enquiry, STORIES["enquires"], until=st.AskingNeed)
    world.touch(ev.QuoteBrought())
    world.touch(ev.QuoteShown(found.code))
    (wanted,) = (effect for effect in world.effects if isinstance(effect, ef.FindQuote))
    assert wanted.number == "", "no card was read"
    world.touch(ev.QuoteFound(found))
    assert isinstance(world.state, st.TakingQuote)


def test_a_number_that_he_typed_himself_proves_nothing(context, day) -> None:
    world = play(context, day, STORIES["signs"], until=st.AskingNeed)
    sides = tuple(
        (side, tuple(replace(f, settled_by="borrower") if f.name == "number" else f for f in fields))
        for side, fields in world.state.facts.card
    )
    world.state = replace(world.state, facts=replace(world.state.facts, card=sides))
    world.touch(ev.QuoteBrought())
    world.touch(ev.QuoteShown("123412341234", typed=True))
    (wanted,) = (effect for effect in world.effects if isinstance(effect, ef.FindQuote))
    assert wanted.number == ""


def test_what_was_read_stands_in_a_blob_and_the_card_nowhere(context, day, found) -> None:
    world = resumed(context, day, found)
    for item in world.items:
        if item.kind.startswith("quote."):
            assert "110101197001010024" not in str(item.data)
    (shown,) = (item for item in world.items if item.kind == "quote.shown")
    assert shown.values[0].content.decode() == found.code
    assert found.code not in str(shown.data)


@pytest.mark.parametrize("way", [Way.BY_EAR, Way.SILENT, Way.ELDER])
def test_every_way_can_answer(context, day, found, way) -> None:
    world = asked(context, day)
    world.touch(ev.WayChosen(way))
    world.touch(ev.QuoteShown(found.code))
    world.touch(ev.QuoteFound(found))
    assert isinstance(world.state, st.ResumingQuote)
    said = speech(context, world.state)
    assert said is not None
    if way is Way.BY_EAR:
        world.touch(ev.SideTouched(right=True))
    else:
        world.touch(YES)
    assert isinstance(world.state, st.ShowingAffordability)


def test_both_languages_say_figures_needs_and_day(context, day, found) -> None:
    world = resumed(context, day, found)
    for language, words in ((Language.ZH_CN, ("元", "看病", "日期往后移")), (Language.EN, ("yuan", "Medical", "days"))):
        world.touch(ev.LanguageChosen(language)) if world.state.facts.language is not language else None
        said = speech(context, world.state)
        assert said is not None
        assert all(word in said[1] for word in words), said[1]


class TestReview:
    """What a changed log would have to hide."""

    def of(self, context, day, found, **changed: object) -> list[str]:
        world = resumed(context, day, found)
        world.touch(YES)
        to_the_end(context, world)
        kind = changed.pop("kind")
        world.items = [
            replace(item, data={**item.data, **changed}) if item.kind == kind else item for item in world.items
        ]
        return [finding.says for finding in review(world.entries(day.session))]

    @pytest.mark.parametrize(
        ("kind", "changed", "says"),
        [
            ("quote.recalled", {"valid_until": "2026-05-30"}, "run out"),
            ("quote.recalled", {"same_days": True}, "figures are others"),
            ("quote.recalled", {"code": "000000000000"}, "not found"),
            ("quote.resumed", {"sheet_sha256": "0" * 64}, "not those found"),
            ("quote.resumed", {"offer": "another"}, "not found before"),
            ("disclosure.opened", {"sheet_sha256": "0" * 64}, "not those of the quote"),
            ("offer.chosen", {"quote": "000000000000"}, "not found for it"),
        ],
    )
    def test_finds_it(self, context, day, found, kind, changed, says) -> None:
        assert any(says in said for said in self.of(context, day, found, kind=kind, **changed))
