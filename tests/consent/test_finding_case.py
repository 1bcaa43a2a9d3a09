"""Cases that are each for somebody: found once identity stands, chosen from neutrally, and never another person's."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kiosk.consent import effects as ef
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.facts import Opening
from kiosk.consent.flow import drawn
from kiosk.consent.guide_words import grammar, speech
from kiosk.domain.case import Case
from kiosk.domain.consents import Ending
from kiosk.domain.holder import Holder, holder_of, is_holder
from kiosk.domain.ids import CaseId
from kiosk.domain.speech import Channel, Intent, Language, Understood
from kiosk.domain.way import Way
from kiosk.evidence.review import review
from kiosk.evidence.review_choice import ALGORITHM
from kiosk.lending.comparison import neutral_order
from kiosk.rehearsal.borrower import Borrower, Speak, Touch
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import FRONT, World, play

BOUND = Holder("00" * 16, "11" * 32)
NO = ev.Replied(Understood(Intent.NO, "都不办"), Channel.TOUCH)


@pytest.fixture
def case(opening) -> Case:
    return replace(opening.case, holder=BOUND)


@pytest.fixture
def open_to_all(opening, enquiry) -> Opening:
    """Nobody knows yet who will sit down."""
    return replace(opening, case=None, offers=enquiry.offers, to_find=True)


@pytest.fixture
def finding(context, open_to_all) -> World:
    return play(context, open_to_all, STORIES["signs"], until=st.FindingCase)


def several(case: Case) -> tuple[Case, ...]:
    return tuple(replace(case, id=CaseId(f"C-{n}"), offers=case.offers[n : n + 2]) for n in range(3))


def on(context, world: World) -> World:
    borrower = Borrower(STORIES["signs"], context)
    for _ in range(600):
        if isinstance(world.state, st.Ended):
            return world
        match borrower.act(world.state):
            case Touch(event):
                world.touch(event)
            case Speak(reply):
                world.touch(ev.Replied(reply, Channel.VOICE))
    raise AssertionError(world.state)


def of(world: World, kind: str) -> list[dict]:
    return [item.data for item in world.items if item.kind == kind]


def test_it_is_looked_for_only_when_identity_stands_and_by_the_card(finding) -> None:
    kinds = [item.kind for item in finding.items]
    assert "identity.settled" in kinds
    (wanted,) = (effect for effect in finding.effects if isinstance(effect, ef.FindCases))
    assert wanted.number == FRONT["number"]
    assert not finding.state.facts.is_enquiry, "identity was asked for as with any case"


def test_one_opens_the_session_and_it_is_signed_as_ever(context, finding, case, open_to_all) -> None:
    finding.touch(ev.CasesFound((case,)))
    assert isinstance(finding.state, st.AskingNeed)
    assert finding.state.facts.opening.case == case
    assert finding.state.facts.opening.offers == case.offers
    (found,) = of(finding, "case.found")
    assert (found["case"], found["matched"]) == (str(case.id), 1)
    on(context, finding)
    assert finding.state.ending is Ending.SIGNED
    assert review(finding.entries(open_to_all.session)) == ()


def test_none_is_said_and_the_session_goes_on_as_an_enquiry(context, finding, open_to_all) -> None:
    finding.touch(ev.CasesFound(()))
    assert isinstance(finding.state, st.Telling)
    assert finding.state.facts.is_enquiry
    assert of(finding, "case.none") == [{"matched": 0, "channel": "touch"}]
    on(context, finding)
    assert finding.state.ending is Ending.QUOTED
    assert not of(finding, "document.signed")
    assert review(finding.entries(open_to_all.session)) == ()


def test_a_case_for_nobody_in_particular_is_not_let_in_here(finding, case) -> None:
    finding.touch(ev.CasesFound((replace(case, holder=None),)))
    assert isinstance(finding.state, st.Telling)


class TestSeveral:
    """They are shown in an order drawn by lot; none is marked, none is as near as any."""

    @pytest.fixture
    def choosing(self, finding, case) -> World:
        finding.touch(ev.CasesFound(several(case)))
        assert isinstance(finding.state, st.ChoosingCase)
        return finding

    def test_the_order_is_the_lots_whatever_order_they_came_in(self, context, choosing, case, open_to_all) -> None:
        seed = drawn(choosing.state.facts, "cases")
        order = neutral_order((each.id for each in several(case)), seed)
        assert tuple(each.id for each in choosing.state.cases) == order
        assert of(choosing, "case.shown") == [{"cases": list(order), "seed": seed.hex(), "algorithm": ALGORITHM}]
        other = play(context, open_to_all, STORIES["signs"], until=st.FindingCase)
        other.touch(ev.CasesFound(several(case)[::-1]))
        assert other.state.cases == choosing.state.cases

    @pytest.mark.parametrize("how", ["touch", "number", "voice"])
    def test_one_is_chosen_by_touch_or_by_its_place(self, context, choosing, how, open_to_all) -> None:
        wanted = choosing.state.cases[1]
        by_place = Understood(Intent.NUMBER, "第二份", value=Decimal(2))
        match how:
            case "touch":
                choosing.touch(ev.Replied(Understood(Intent.CHOICE, "x", choice=str(wanted.id)), Channel.TOUCH))
            case "number":
                choosing.touch(ev.Replied(by_place, Channel.TOUCH))
            case _:
                choosing.touch(ev.Replied(by_place, Channel.VOICE))
                assert isinstance(choosing.state, st.Confirming), "a spoken one is shown first"
                said = speech(context, choosing.state)
                assert said is not None
                assert wanted.offers[0].provider.name.zh in said[1]
                choosing.touch(ev.ReplyConfirmed())
        assert choosing.state.facts.opening.case == wanted
        assert of(choosing, "case.found")[0]["matched"] == 3
        on(context, choosing)
        assert choosing.state.ending is Ending.SIGNED
        assert review(choosing.entries(open_to_all.session)) == ()

    def test_none_of_them_is_an_answer_too(self, context, choosing) -> None:
        choosing.touch(NO)
        assert isinstance(choosing.state, st.Telling)
        assert choosing.state.facts.is_enquiry
        assert of(choosing, "case.none")[0]["matched"] == 3

    @pytest.mark.parametrize(
        "said",
        [
            Understood(Intent.CHOICE, "x", choice="ANOTHERS"), Understood(Intent.NUMBER, "0", value=Decimal(0)),
            Understood(Intent.NUMBER, "4", value=Decimal(4)), Understood(Intent.YES, "是"),
        ],
        ids=str,
    )  # fmt: skip
    def test_nothing_else_chooses_one(self, choosing, said) -> None:
        before = choosing.state
        assert choosing.post(ev.Replied(said, Channel.TOUCH)).ignored
        assert choosing.state == before

    def test_what_is_said_may_be_answered_in_both_languages_and_by_ear(self, context, choosing) -> None:
        for language in Language:
            if language is not choosing.state.facts.language:
                choosing.touch(ev.LanguageChosen(language))
            assert speech(context, choosing.state)
            taken = grammar(context, choosing.state)
            assert taken is not None
            assert Intent.NUMBER in taken.intents
        choosing.touch(ev.WayChosen(Way.BY_EAR))
        choosing.touch(ev.SideTouched(right=False))
        choosing.touch(ev.SideTouched(right=True))
        assert choosing.state.facts.opening.case is not None


def test_after_a_pause_it_is_looked_for_again(finding, case) -> None:
    finding.touch(ev.PauseAsked())
    assert finding.post(ev.CasesFound((case,))).ignored
    turn = finding.touch(ev.Resumed())
    assert any(isinstance(effect, ef.FindCases) for effect in turn.effects)
    finding.touch(ev.CasesFound((case,)))
    assert finding.state.facts.opening.case == case


def test_what_comes_unasked_opens_nothing(context, opening, case) -> None:
    world = play(context, opening, STORIES["signs"], until=st.AskingNeed)
    assert world.post(ev.CasesFound((replace(case, id=CaseId("ANOTHERS")),))).ignored
    assert world.state.facts.opening.case == opening.case


def test_its_own_consultant_may_not_have_said_who_he_is(context, open_to_all, case) -> None:
    world = play(context, open_to_all, STORIES["by_staff"], until=st.FindingCase)
    staff = world.state.facts.identity.staff[0].staff
    world.touch(ev.CasesFound((replace(case, consultant=replace(case.consultant, id=staff)),)))
    assert isinstance(world.state, st.Parting)
    assert world.state.ending is Ending.REFERRED


def test_review_finds_a_case_that_was_opened_before_identity(finding, case, open_to_all, context) -> None:
    finding.touch(ev.CasesFound((case,)))
    on(context, finding)
    found = next(item for item in finding.items if item.kind == "case.found")
    finding.items.remove(found)
    finding.items.insert(1, found)
    says = [finding_.says for finding_ in review(finding.entries(open_to_all.session))]
    assert "a case was opened before anybody knew for whom" in says


def test_a_holder_is_known_by_his_number_alone() -> None:
    holder = holder_of(FRONT["number"], b"s" * 16)
    assert is_holder(holder, FRONT["number"])
    assert is_holder(holder, f" {FRONT['number'].lower()} ")
    assert holder_of(FRONT["number"], b"t" * 16) != holder
    for other in ("", " ", FRONT["number"][:-1], "110101197001010032"):
        assert not is_holder(holder, other)
    assert FRONT["number"] not in str(holder)
