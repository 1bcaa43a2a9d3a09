"""What if, what is known, which is cheapest: over the script, changing nothing, standing in the evidence."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from kiosk.consent import effects as ef
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.comparing import unfit
from kiosk.consent.household import household
from kiosk.consent.known import views
from kiosk.consent.machine import base, facts_of, with_facts
from kiosk.consent.reactions_loan import CONTESTED
from kiosk.consent.wording import CONTEST, LONGER, SMALLER
from kiosk.domain.case import VerifiedIncome
from kiosk.domain.consents import Ending
from kiosk.domain.ids import OfferId
from kiosk.domain.money import Fen
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Channel, Intent, Language, Text, Understood
from kiosk.domain.way import Way
from kiosk.evidence.review import review
from kiosk.lending.what_if import Supposition, What
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import World, play

SIX = Supposition(What.EARLY, 6)


@pytest.fixture
def reading(context, opening) -> World:
    return play(context, opening, STORIES["signs"], until=st.ReadingTerm)


@pytest.fixture
def choosing(context, opening) -> World:
    return play(context, opening, STORIES["signs"], until=st.Choosing)


def data_of(world: World, kind: str) -> list[dict]:
    return [item.data for item in world.items if item.kind == kind]


def said(world: World) -> str:
    return next(effect.text for effect in reversed(world.effects) if isinstance(effect, ef.Say))


def test_a_button_supposes_the_guide_says_it_and_the_script_is_where_it_was(reading) -> None:
    before = reading.state
    reading.touch(ev.WhatIfAsked(SIX))
    shown = reading.state
    assert isinstance(shown, st.Supposing)
    assert shown.supposed.supposition == SIX
    assert shown.supposed.said.zh == said(reading)
    reading.touch(ev.Resumed())
    assert reading.state == before
    (shown_entry,) = data_of(reading, "what_if.shown")
    assert (shown_entry["what"], shown_entry["number"], shown_entry["channel"]) == ("early", 6, "touch")
    assert shown_entry["term"] == before.item.id
    assert data_of(reading, "question.answered") == [], "nobody asked in words"


def test_what_was_shown_lies_in_the_blob(reading) -> None:
    reading.touch(ev.WhatIfAsked(SIX))
    (item,) = [item for item in reading.items if item.kind == "what_if.shown"]
    kept = json.loads(item.values[0].content)
    assert kept["difference"] == reading.state.supposed.difference
    assert kept["actual"][-1][1] == 0
    assert kept["said"] == said(reading)
    assert not any(isinstance(value, int) and value > 100 for value in item.data.values()), "no figure in the entry"


@pytest.mark.parametrize(
    ("language", "words", "what"),
    [
        (Language.ZH_CN, "如果第六个月提前还清呢", SIX),
        (Language.ZH_CN, "要是三个月没还会怎样", Supposition(What.MISSED, 90)),
        (Language.ZH_CN, "利率涨一个点呢", Supposition(What.RATE)),
        (Language.ZH_CN, "收入少两成怎么办", Supposition(What.INCOME)),
        (Language.EN, "what if I pay it off after six months", SIX),
        (Language.EN, "what happens if I miss ninety days", Supposition(What.MISSED, 90)),
    ],
)
def test_in_words_it_is_a_question_that_is_answered(reading, language, words, what) -> None:
    if language is not reading.state.facts.language:
        reading.touch(ev.LanguageChosen(language))
    reading.touch(ev.Replied(Understood(Intent.QUESTION, words), Channel.VOICE))
    assert isinstance(reading.state, st.Supposing)
    assert reading.state.supposed.supposition == what
    (answered,) = data_of(reading, "question.answered")
    assert answered["known"] is True
    assert answered["item"] == f"what_if.{what.what}"
    assert data_of(reading, "what_if.shown")[0]["channel"] == "voice"


def test_another_month_may_be_said_or_slid_to(reading) -> None:
    reading.touch(ev.WhatIfAsked(SIX))
    reading.touch(ev.Replied(Understood(Intent.NUMBER, "十二", value=Decimal(12)), Channel.VOICE))
    assert reading.state.supposed.supposition.number == 12
    reading.touch(ev.WhatIfAsked(Supposition(What.EARLY, 3), reading.state.offer))
    assert reading.state.supposed.supposition.number == 3
    before = reading.state
    for months in (Decimal(0), Decimal(999), Decimal("2.5")):
        turn = reading.touch(ev.Replied(Understood(Intent.NUMBER, str(months), value=months), Channel.VOICE))
        assert turn.ignored
    assert reading.state == before


def test_nothing_of_the_loan_changes_and_no_confirmation_is_lost(reading) -> None:
    before = facts_of(reading.state)
    for asked in (SIX, Supposition(What.MISSED, 30), Supposition(What.RATE), Supposition(What.INCOME)):
        reading.touch(ev.WhatIfAsked(asked))
        reading.touch(ev.Resumed())
    assert facts_of(reading.state) == before


@pytest.mark.parametrize("asked", [Supposition(What.EARLY, 10**6), Supposition(What.MISSED, 7)])
def test_what_can_not_be_supposed_is_ignored(reading, asked) -> None:
    before = reading.state
    assert reading.touch(ev.WhatIfAsked(asked)).ignored
    assert reading.touch(ev.WhatIfAsked(SIX, OfferId("nobody's"))).ignored
    assert reading.state == before


def test_without_an_offer_there_is_nothing_to_suppose_unless_one_is_named(choosing) -> None:
    assert choosing.touch(ev.WhatIfAsked(SIX)).ignored
    named = choosing.state.order[2]
    choosing.touch(ev.WhatIfAsked(None, named))
    assert isinstance(choosing.state, st.Supposing)
    assert choosing.state.offer == named
    choosing.touch(ev.Replied(Understood(Intent.CONTINUE, "继续"), Channel.VOICE))
    assert isinstance(choosing.state, st.Choosing)


@pytest.mark.parametrize(
    ("language", "words"), [(Language.ZH_CN, "哪个最便宜"), (Language.EN, "which one is the cheapest")]
)
def test_which_is_cheapest_gets_figures_and_chooses_nothing(choosing, language, words) -> None:
    if language is not choosing.state.facts.language:
        choosing.touch(ev.LanguageChosen(language))
    before = choosing.state
    choosing.touch(ev.Replied(Understood(Intent.QUESTION, words), Channel.VOICE))
    assert isinstance(choosing.state, st.Explaining)
    assert choosing.state.known
    assert "6.41%" in said(choosing)
    assert data_of(choosing, "question.answered")[0]["item"] == "offers.any"
    other = Language.EN if language is Language.ZH_CN else Language.ZH_CN
    choosing.touch(ev.LanguageChosen(other))
    assert ("recommend none" in said(choosing)) is (other is Language.EN)
    choosing.touch(ev.LanguageChosen(language))
    choosing.touch(ev.Resumed())
    assert choosing.state == before
    assert facts_of(choosing.state).offer is None


def test_elsewhere_the_approved_knowledge_answers(reading) -> None:
    reading.touch(ev.QuestionAsked("哪个最便宜", Channel.TOUCH))
    assert isinstance(reading.state, st.Explaining)
    assert not reading.state.entry.startswith("offers.")


def test_offers_that_do_not_fit_are_shown_too_and_the_evidence_says_which(context, opening) -> None:
    world = play(context, opening, STORIES["signs"], until=st.Choosing)
    assert data_of(world, "offers.shown")[-1]["unmatched"] == []
    needs = replace(world.state.facts.needs, amount=Fen(4_000_000))
    other = with_facts(world.state, replace(world.state.facts, needs=needs))
    found = unfit(context, other)
    assert [id_ for id_, _ in found] == list(world.state.order), "none of them lends what he asked for"
    assert all("40,000" in reasons[0].zh for _, reasons in found)


class TestAffordability:
    def heavy(self, context, opening, **case: object) -> World:
        """The story's borrower with an income at which the loan weighs."""
        if case:
            opening = replace(opening, case=replace(opening.case, **case))
        world = play(context, opening, STORIES["signs"], until=st.Choosing)
        needs = replace(world.state.facts.needs, income=Fen(600_000), debts=Fen(80_000))
        world.state = with_facts(world.state, replace(world.state.facts, needs=needs))
        chosen = world.state.order[0]
        world.touch(ev.Replied(Understood(Intent.CHOICE, "这家", choice=chosen), Channel.TOUCH))
        assert isinstance(world.state, st.ShowingAffordability)
        return world

    def test_what_is_only_declared_is_said_to_be(self, context, opening) -> None:
        world = self.heavy(context, opening)
        assert not facts_of(world.state).affordability.verified
        assert "没有核实" in said(world)

    def test_a_checked_income_counts_in_its_place(self, context, opening) -> None:
        checked = VerifiedIncome(Fen(2_000_000), Text("工资流水", "wage slips"), opening.today)
        world = self.heavy(context, opening, income=checked)
        verdict = facts_of(world.state).affordability
        assert verdict.verified
        assert verdict.income == 2_000_000
        assert household(context, facts_of(world.state)).income == 2_000_000
        assert "核实" in said(world)
        assert "没有核实" not in said(world)

    def test_less_or_longer_are_told_and_lead_back_to_the_choice(self, context, opening) -> None:
        for way in (SMALLER, LONGER):
            world = self.heavy(context, opening)
            assert world.state.counters
            for counter in world.state.counters:
                assert counter.said.zh in said(world)
                assert counter.share < context.affordability.warn
            world.touch(ev.Replied(Understood(Intent.CHOICE, "x", choice=way), Channel.TOUCH))
            assert isinstance(world.state, st.Choosing)
            assert facts_of(world.state).offer is None

    def test_contesting_calls_a_person_stands_in_the_evidence_and_closes_no_way(self, context, opening) -> None:
        world = self.heavy(context, opening)
        before = world.state
        world.touch(ev.Replied(Understood(Intent.CHOICE, "我有不同意见", choice=CONTEST), Channel.TOUCH))
        assert isinstance(world.state, st.CallingStaff)
        assert ef.CallStaff("affordability") in world.effects
        (entry,) = data_of(world, "affordability.contested")
        assert entry["verdict"] == str(facts_of(before).affordability.verdict)
        world.touch(ev.Resumed())
        assert isinstance(world.state, st.ShowingAffordability)
        assert CONTESTED in facts_of(world.state).staff_reasons

    def test_it_refers_to_a_person_and_never_decides(self, context, opening) -> None:
        world = self.heavy(context, opening)
        world.touch(ev.Replied(Understood(Intent.CONTINUE, "继续"), Channel.TOUCH))
        under = base(world.state)
        assert not isinstance(under, st.Parting) or under.ending is Ending.REFERRED


class TestKnown:
    def test_who_does_not_read_hears_each_row(self, context, reading) -> None:
        reading.touch(ev.WayChosen(Way.BY_EAR))
        reading.touch(ev.KnownAsked())
        spoken = said(reading)
        for view in views(context, facts_of(reading.state)):
            for row in view.rows:
                assert row.what.zh in spoken
                assert (row.value.zh if row.value is not None else "缺") in spoken
                assert row.source.zh in spoken

    def test_it_lies_over_the_script_and_names_what_is_missing(self, reading) -> None:
        before = reading.state
        reading.touch(ev.KnownAsked())
        assert isinstance(reading.state, st.ShowingKnown)
        (entry,) = data_of(reading, "known.shown")
        assert {"customer.credit", "business.other_lenders", "product.complaints"} <= set(entry["missing"])
        reading.touch(ev.Resumed())
        assert reading.state == before

    def test_each_row_says_where_it_is_from_and_what_is_declared_is_marked(self, context, reading) -> None:
        customer, business, product = views(context, reading.state.facts)
        assert [view.id for view in (customer, business, product)] == ["customer", "business", "product"]
        for view in (customer, business, product):
            assert len(view.rows) <= 5, "kept short"
            assert all(row.source.zh and row.source.en for row in view.rows)
        income = next(row for row in customer.rows if row.id == "income")
        assert "没有核实" in income.source.zh

    def test_before_an_offer_the_product_is_what_is_missing(self, context, choosing) -> None:
        product = views(context, choosing.state.facts)[2]
        assert [row.value for row in product.rows] == [None]

    def test_a_commission_told_only_in_words_is_told_in_words(self, context, reading) -> None:
        facts = reading.state.facts
        provider = replace(facts.offer.provider, commission_rate=None)
        offer: Offer = replace(facts.offer, provider=provider)
        product = views(context, replace(facts, offer=offer))[2]
        told = next(row for row in product.rows if row.id == "commission")
        assert told.value == provider.commission


def test_a_session_with_all_of_them_breaks_no_invariant(context, opening) -> None:
    world = play(context, opening, STORIES["signs"], until=st.ReadingTerm)
    for event in (
        ev.QuestionAsked("如果第六个月提前还清呢", Channel.TOUCH), ev.Resumed(), ev.WhatIfAsked(Supposition(What.RATE)),
        ev.PauseAsked(), ev.Resumed(), ev.KnownAsked(), ev.Resumed(), ev.LeaveAsked(), ev.LeaveConfirmed(),
    ):  # fmt: skip
        world.touch(event)
    world.touch(ev.TimedOut(ev.Timer.FAREWELL))
    assert review(world.entries(opening.session)) == ()


class TestOnTop:
    """A second what-if on top of a first, by button and in words; nothing of the loan changes."""

    HALF = Supposition(What.PART, 6)

    def test_by_button_and_back_to_the_first_and_to_the_plan(self, reading) -> None:
        before = reading.state
        reading.touch(ev.WhatIfAsked(self.HALF))
        reading.touch(ev.WhatIfAsked(self.HALF, reading.state.offer, then=Supposition(What.RATE)))
        both = reading.state.supposed
        assert both.supposition.what is What.RATE
        assert both.first.supposition == self.HALF
        assert said(reading) == both.said.zh
        shown = data_of(reading, "what_if.shown")[-1]
        assert (shown["what"], shown["first"], shown["first_number"]) == ("rate", "part", 6)
        reading.touch(ev.WhatIfAsked(self.HALF, reading.state.offer))
        assert reading.state.supposed.first is None
        reading.touch(ev.Resumed())
        assert reading.state == before

    @pytest.mark.parametrize(
        ("language", "first", "then"),
        [
            (Language.ZH_CN, "如果第六个月先还一半呢", "再加上利率涨一个点呢"),
            (Language.EN, "what if I pay half after six months", "and what if the rate is one point higher on top"),
        ],
    )
    def test_in_words(self, reading, language, first, then) -> None:
        if language is not reading.state.facts.language:
            reading.touch(ev.LanguageChosen(language))
        for words in (first, then):
            reading.touch(ev.Replied(Understood(Intent.QUESTION, words), Channel.VOICE))
        both = reading.state.supposed
        assert both.first.supposition == self.HALF
        assert both.supposition == Supposition(What.RATE)

    def test_without_such_words_it_takes_the_place_of_the_first(self, reading) -> None:
        reading.touch(ev.WhatIfAsked(self.HALF))
        reading.touch(ev.Replied(Understood(Intent.QUESTION, "利率涨一个点呢"), Channel.VOICE))
        assert reading.state.supposed.first is None
        assert reading.state.supposed.supposition == Supposition(What.RATE)

    def test_a_third_takes_the_place_of_the_second(self, reading) -> None:
        reading.touch(ev.WhatIfAsked(self.HALF))
        for words in ("再加上利率涨一个点呢", "再加上三十天没还呢"):
            reading.touch(ev.Replied(Understood(Intent.QUESTION, words), Channel.VOICE))
        both = reading.state.supposed
        assert (both.first.supposition, both.supposition) == (self.HALF, Supposition(What.MISSED, 30))

    def test_the_seconds_month_may_be_said_within_what_is_left(self, reading) -> None:
        reading.touch(ev.WhatIfAsked(self.HALF, then=Supposition(What.EARLY, 9)))
        reading.touch(ev.Replied(Understood(Intent.NUMBER, "十", value=Decimal(10)), Channel.VOICE))
        assert reading.state.supposed.supposition == Supposition(What.EARLY, 10)
        assert reading.state.supposed.first.supposition == self.HALF
        turn = reading.touch(ev.Replied(Understood(Intent.NUMBER, "六", value=Decimal(6)), Channel.VOICE))
        assert turn.ignored, "before the first has happened"

    @pytest.mark.parametrize("then", [Supposition(What.PART, 8), Supposition(What.EARLY, 3)])
    def test_what_cannot_come_second_changes_nothing(self, reading, then) -> None:
        reading.touch(ev.WhatIfAsked(self.HALF))
        assert reading.touch(ev.WhatIfAsked(self.HALF, then=then)).ignored
