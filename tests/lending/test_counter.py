"""Less or longer: what is named could really be borne, and no larger sum, no shorter term could."""

from dataclasses import replace

from kiosk.domain.case import Case
from kiosk.domain.money import Fen
from kiosk.domain.offer import Offer, RepaymentMethod
from kiosk.lending.affordability import DEFAULT_THRESHOLDS, judge
from kiosk.lending.counter import STEP, TERMS, _scaled, counters
from kiosk.lending.figures import figures

INCOME, DEBTS = Fen(600_000), Fen(80_000)


def by_kind(offer: Offer, income: Fen = INCOME) -> dict[str, object]:
    return {each.kind: each for each in counters(offer, income, DEBTS, DEFAULT_THRESHOLDS)}


def test_what_is_named_stays_below_the_warning_and_one_step_more_does_not(case: Case) -> None:
    for offer in case.offers:
        found = counters(offer, INCOME, DEBTS, DEFAULT_THRESHOLDS)
        for each in found:
            assert judge(INCOME, DEBTS, each.burden, DEFAULT_THRESHOLDS).share == each.share < DEFAULT_THRESHOLDS.warn
        for each in (one for one in found if one.kind == "smaller"):
            assert each.principal < offer.principal
            more = figures(_scaled(offer, Fen(each.principal + STEP))).monthly_burden
            share = judge(INCOME, DEBTS, more, DEFAULT_THRESHOLDS).share
            assert share is not None
            assert share >= DEFAULT_THRESHOLDS.warn


def test_longer_is_a_term_that_there_is_and_says_what_it_costs_more(case: Case) -> None:
    for offer in case.offers:
        longer = next((c for c in counters(offer, Fen(900_000), DEBTS, DEFAULT_THRESHOLDS) if c.kind == "longer"), None)
        if longer is None:
            continue
        assert longer.months in TERMS
        assert offer.periods < longer.months <= 60
        assert longer.total_more > 0
        assert str(longer.months) in longer.said.zh
        assert str(longer.months) in longer.said.en


def test_a_single_payment_at_the_end_is_not_made_longer(case: Case) -> None:
    bullet = next(offer for offer in case.offers if offer.method is RepaymentMethod.BULLET)
    assert "longer" not in by_kind(bullet)


def test_who_can_bear_nothing_is_offered_nothing(case: Case) -> None:
    assert by_kind(case.offers[0], Fen(0)) == {}


def test_fees_are_scaled_upwards(fee_offer: Offer) -> None:
    third = _scaled(fee_offer, Fen(fee_offer.principal // 3))
    for before, after in zip(fee_offer.fees, third.fees, strict=True):
        assert after.amount * fee_offer.principal >= before.amount * third.principal


def test_a_smaller_sum_is_never_the_same_sum(case: Case) -> None:
    easy = replace(case.offers[0], principal=Fen(STEP))
    assert "smaller" not in by_kind(easy)
