"""What if: the figures are those of the one cash flow, and the words say them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kiosk.domain.case import Case
from kiosk.domain.errors import LendingError
from kiosk.domain.money import Fen, yuan_text
from kiosk.domain.offer import Offer, RepaymentMethod
from kiosk.lending.affordability import DEFAULT_THRESHOLDS
from kiosk.lending.annual_rate import AnnualRate, schedule_rate
from kiosk.lending.courses import settled_after
from kiosk.lending.figures import figures
from kiosk.lending.schedule import build_schedule, due_date, terms_of
from kiosk.lending.stacked import on_top, stack
from kiosk.lending.what_if import (
    Household,
    Supposition,
    What,
    months_allowed,
    suppose,
    suppositions,
)

HOME = Household(Fen(900_000), Fen(80_000), DEFAULT_THRESHOLDS)


def by_hand(fen: int) -> str:
    return yuan_text(fen)


def test_each_kind_can_be_asked_of_each_offer_and_says_its_difference(case: Case) -> None:
    for offer in case.offers:
        for asked in suppositions(offer, HOME):
            shown = suppose(offer, asked, HOME)
            assert shown.said.zh
            assert shown.said.en
            assert shown.planned[-1][1] == shown.actual[-1][1] == 0, "whatever happens, all is repaid in the end"
            assert shown.actual[0] == shown.planned[0]
            if asked.what is not What.INCOME:
                assert by_hand(abs(shown.difference)) in shown.said.zh
                assert by_hand(abs(shown.difference)) in shown.said.en


def test_paying_early_without_a_charge_saves_the_interest_that_is_left(case: Case) -> None:
    offer = next(o for o in case.offers if o.id == "jianghe-steady")
    found = figures(offer)
    shown = suppose(offer, Supposition(What.EARLY, 6), HOME)
    left = sum(row.interest for row in found.schedule.instalments[6:])
    assert shown.difference == -left
    assert shown.actual_per_100 < shown.planned_per_100


def test_a_charge_for_paying_early_is_named_and_may_eat_up_what_is_saved(case: Case) -> None:
    base = next(o for o in case.offers if o.id == "jianghe-steady")
    dear = tuple(replace(c, rate=Decimal("0.5")) if c.kind == "prepayment" else c for c in base.contingent)
    shown = suppose(replace(base, contingent=dear), Supposition(What.EARLY, 1), HOME)
    assert shown.difference > 0
    assert "多付" in shown.said.zh
    assert "more than agreed" in shown.said.en


def test_the_rate_after_paying_early_is_that_of_the_course(case: Case) -> None:
    """The page and the engine are one: the cash flow shown is the one that the rate comes out of."""
    offer = case.offers[0]
    course = settled_after(figures(offer).schedule, 6, figures(offer).prepayment_rate)
    assert suppose(offer, Supposition(What.EARLY, 6), None).actual == course.balances()
    assert isinstance(schedule_rate(course.actual), AnnualRate)


def test_missing_longer_costs_more(case: Case) -> None:
    for offer in case.offers:
        short, long = (suppose(offer, Supposition(What.MISSED, days), HOME) for days in (30, 90))
        assert 0 < short.difference < long.difference
        assert "征信" in long.said.zh


def test_a_point_more_costs_more_whatever_the_method(case: Case) -> None:
    for offer in case.offers:
        assert suppose(offer, Supposition(What.RATE), HOME).difference > 0


def test_a_fifth_less_income_changes_no_payment(case: Case) -> None:
    shown = suppose(case.offers[0], Supposition(What.INCOME), HOME)
    assert shown.difference == 0
    assert "1,800" in shown.said.zh
    assert "1,800" in shown.said.en
    poor = replace(HOME, income=Fen(300_000))
    assert "还差" in suppose(case.offers[0], Supposition(What.INCOME), poor).said.zh


@pytest.mark.parametrize(
    "asked",
    [
        Supposition(What.EARLY, -1), Supposition(What.EARLY, 0), Supposition(What.EARLY, 24),
        Supposition(What.EARLY, 10**9), Supposition(What.MISSED, 0), Supposition(What.MISSED, 31),
        Supposition(What.MISSED, -30),
    ],
)  # fmt: skip
def test_what_can_not_be_is_refused(case: Case, asked: Supposition) -> None:
    with pytest.raises(LendingError):
        suppose(case.offers[0], asked, HOME)


def test_an_income_that_was_not_stated_is_not_guessed(case: Case) -> None:
    assert all(asked.what is not What.INCOME for asked in suppositions(case.offers[0], None))
    with pytest.raises(LendingError):
        suppose(case.offers[0], Supposition(What.INCOME), None)


def test_a_loan_of_one_month_can_not_be_paid_early(fee_offer: Offer) -> None:
    short = replace(fee_offer, periods=1)
    first, last = months_allowed(short)
    assert first > last
    assert all(asked.what is not What.EARLY for asked in suppositions(short, HOME))


class TestStacked:
    """A second on top of a first: the same cash flow, and both differences."""

    def test_every_pair_that_is_offered_can_be_worked_out(self, case: Case) -> None:
        for offer in case.offers:
            for first in suppositions(offer, HOME):
                for second in on_top(offer, first, HOME):
                    both = stack(offer, first, second, HOME)
                    assert both.first == suppose(offer, first, HOME)
                    assert both.actual[-1][1] == 0
                    assert both.planned == both.first.planned
                    assert all(text.zh and text.en for row in both.rows for text in row)

    def test_only_after_what_leaves_a_loan(self, case: Case) -> None:
        offer = case.offers[0]
        for what, number in ((What.EARLY, 6), (What.MISSED, 30), (What.INCOME, 0)):
            assert on_top(offer, Supposition(what, number), HOME) == ()
            with pytest.raises(LendingError):
                stack(offer, Supposition(what, number), Supposition(What.RATE), HOME)

    @pytest.mark.parametrize(
        "second",
        [
            Supposition(What.PART, 9), Supposition(What.EARLY, 6), Supposition(What.EARLY, 24),
            Supposition(What.EARLY, -1), Supposition(What.MISSED, 31), Supposition(What.INCOME),
        ],
        ids=str,
    )  # fmt: skip
    def test_what_cannot_come_second_is_refused(self, case: Case, second: Supposition) -> None:
        with pytest.raises(LendingError):
            stack(case.offers[0], Supposition(What.PART, 6), second, None)

    def test_half_in_month_six_and_then_a_point_more_by_hand(self, case: Case) -> None:
        """Through an engine that knows of no changed loan: two loans, one after the other."""
        offer = next(each for each in case.offers if each.method is RepaymentMethod.ANNUITY)
        plan = build_schedule(terms_of(offer))
        owed = next(row.balance for row in plan.instalments if row.n == 6)
        half = owed // 200 * 100
        rest = replace(
            terms_of(offer), principal=Fen(owed - half), periods=offer.periods - 6, upfront_fee=Fen(0),
            nominal_rate=offer.nominal_rate + Decimal("0.01"), start=due_date(plan.terms, 6),
            first_due=due_date(plan.terms, 7),
        )  # fmt: skip
        figures_ = figures(offer)
        fee = int((half * figures_.prepayment_rate).to_integral_value("ROUND_HALF_UP"))
        paid = sum(row.amount for row in plan.instalments[:6]) + half + fee + build_schedule(rest).total_paid
        both = stack(offer, Supposition(What.PART, 6), Supposition(What.RATE), HOME)
        assert both.difference == paid - (plan.total_paid - plan.terms.upfront_fee)
        first = suppose(offer, Supposition(What.PART, 6), HOME)
        assert yuan_text(both.difference - first.difference) in both.said.zh
        assert yuan_text(abs(both.difference)) in both.said.zh

    def test_the_words_name_both_and_both_differences(self, case: Case) -> None:
        both = stack(case.offers[0], Supposition(What.PART, 6), Supposition(What.MISSED, 30), HOME)
        for word in ("6 个月后先还一半", "30 天没还", "比只有前一样", "比原来约定的"):
            assert word in both.said.zh
        for word in ("half paid after 6 months", "30 days unpaid", "first alone", "agreed"):
            assert word in both.said.en
