"""The disclosure sheet is whole or it does not exist."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.case import Case
from kiosk.domain.errors import LendingError
from kiosk.domain.money import Fen, percent_text, yuan_text
from kiosk.domain.offer import (
    ConditionalFee,
    Contingency,
    DayCount,
    Fee,
    FeeKind,
    FeeTiming,
    Offer,
    RepaymentMethod,
)
from kiosk.domain.speech import Text
from kiosk.lending.ceiling import Ceiling, RateBasis
from kiosk.lending.figures import figures
from kiosk.lending.sheet import MANDATORY, build_sheet, require_complete

BLANK = Text(" ", " ")


def test_every_training_offer_has_a_whole_sheet(case: Case) -> None:
    for offer in case.offers:
        sheet = build_sheet(offer, case.id)
        ids = [item.id for item in sheet.items]
        assert set(MANDATORY) <= set(ids)
        assert {f"fee.{fee.id}" for fee in offer.fees} <= set(ids)
        assert all(item.mandatory for item in sheet.items)


def test_the_sheet_says_its_figures(fee_offer: Offer) -> None:
    sheet = build_sheet(fee_offer)
    found = sheet.figures
    assert yuan_text(found.received) in sheet.item("received").body.zh
    assert percent_text(found.annual_simple) in sheet.item("cost_rate").body.zh
    assert percent_text(found.annual_compound) in sheet.item("rate_method").body.en
    assert yuan_text(found.total_repaid) in sheet.item("total").body.en
    assert "云禾示范信息服务公司" in sheet.item("fee.service").body.zh
    assert "平台服务费" in sheet.item("partner_fees").body.zh
    assert yuan_text(found.late_10_days) in sheet.item("overdue_penalty_interest").body.zh


def test_an_enquiry_is_marked(fee_offer: Offer, case: Case) -> None:
    assert "试算" in build_sheet(fee_offer).title.zh
    assert "试算" not in build_sheet(fee_offer, case.id).title.zh


@pytest.mark.parametrize(
    ("change", "item"),
    [
        ({"purpose": BLANK}, "purpose"),
        ({"forbidden_uses": Text("用途", " ")}, "purpose"),
        ({"payment": BLANK}, "payment"),
        ({"collateral": BLANK}, "collateral"),
        ({"extras": BLANK}, "extras"),
        ({"cooling_off": BLANK}, "cooling_off"),
        ({"version": ""}, "valid_until"),
    ],
)
def test_a_missing_item_is_named(fee_offer: Offer, change: dict[str, object], item: str) -> None:
    with pytest.raises(LendingError, match=f"sheet item {item}: missing"):
        build_sheet(replace(fee_offer, **change))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("name", "loan_interest"),
        ("licence", "lender"),
        ("relation", "relation"),
        ("commission", "relation"),
        ("collector", "claim"),
    ],
)
def test_a_silent_provider_is_refused(fee_offer: Offer, name: str, item: str) -> None:
    offer = replace(fee_offer, provider=replace(fee_offer.provider, **{name: BLANK}))
    with pytest.raises(LendingError, match=f"sheet item {item}: missing"):
        build_sheet(offer)


def test_no_complaint_channel_no_sheet(fee_offer: Offer) -> None:
    with pytest.raises(LendingError, match="complaint"):
        build_sheet(replace(fee_offer, provider=replace(fee_offer.provider, complaints=())))


def test_partner_and_fee_must_be_told(fee_offer: Offer) -> None:
    partner, fee = fee_offer.partners[0], fee_offer.fees[0]
    with pytest.raises(LendingError, match="partners"):
        build_sheet(replace(fee_offer, partners=(replace(partner, role=BLANK),)))
    with pytest.raises(LendingError, match="receivers"):
        build_sheet(replace(fee_offer, partners=(replace(partner, contact=" "),)))
    with pytest.raises(LendingError, match=r"fee\.service"):
        build_sheet(replace(fee_offer, fees=(replace(fee, standard=BLANK),)))
    with pytest.raises(LendingError, match="same id"):
        build_sheet(replace(fee_offer, fees=(fee, fee)))


@pytest.mark.parametrize("kind", list(Contingency))
def test_each_contingent_cost_stands_exactly_once(fee_offer: Offer, kind: Contingency) -> None:
    rest = tuple(cost for cost in fee_offer.contingent if cost.kind is not kind)
    with pytest.raises(LendingError, match=kind):
        build_sheet(replace(fee_offer, contingent=rest))
    twice = [cost for cost in fee_offer.contingent if cost.kind is kind]
    with pytest.raises(LendingError, match=kind):
        build_sheet(replace(fee_offer, contingent=fee_offer.contingent + tuple(twice)))


def test_an_item_taken_out_afterwards_is_found(fee_offer: Offer) -> None:
    sheet = build_sheet(fee_offer)
    for item in sheet.items:
        with pytest.raises(LendingError, match=f"sheet item {item.id}"):
            require_complete(replace(sheet, items=tuple(one for one in sheet.items if one is not item)))
        blank = replace(item, body=Text("", "x"))
        with pytest.raises(LendingError, match=f"sheet item {item.id}"):
            require_complete(replace(sheet, items=tuple(blank if one is item else one for one in sheet.items)))


def test_above_the_ceiling_there_is_no_sheet(fee_offer: Offer) -> None:
    dear = replace(fee_offer, nominal_rate=Decimal("0.15"))
    with pytest.raises(LendingError, match=percent_text(figures(dear).annual_simple)):
        build_sheet(dear)
    with pytest.raises(LendingError, match="compound"):
        build_sheet(fee_offer, ceiling=Ceiling(Decimal("0.18"), RateBasis.COMPOUND))
    build_sheet(fee_offer, ceiling=Ceiling(Decimal("0.18"), RateBasis.SIMPLE))


def test_longer_than_five_years_is_refused(case: Case) -> None:
    offer = next(offer for offer in case.offers if offer.method is RepaymentMethod.ANNUITY)
    with pytest.raises(LendingError, match="five years"):
        build_sheet(replace(offer, periods=61))


def test_figures_by_hand(fee_offer: Offer) -> None:
    found = figures(fee_offer)
    assert (found.principal, found.received) == (5_000_000, 4_950_000)
    assert found.total_repaid == 5_420_000
    assert found.total_paid == 5_470_000
    assert found.cost_more_than_received == 470_000
    assert found.per_100_yuan == 949
    assert found.late_10_days == 1581  # 451667 x 12.6 % x 10 / 360
    assert found.late_cost(1, 10) == found.late_10_days
    assert found.late_cost(12, 0) == 0
    early = found.prepay_cost(6)
    assert (early.balance, early.fee, early.interest) == (2_499_998, 50_000, 0)
    assert early.total == 2_549_998
    assert found.prepay_cost(0).balance == 5_000_000
    with pytest.raises(LendingError):
        found.late_cost(13, 10)
    with pytest.raises(LendingError):
        found.late_cost(1, -1)
    with pytest.raises(LendingError):
        found.prepay_cost(12)


def test_a_bullet_settled_early_pays_interest_for_the_time_used(case: Case) -> None:
    offer = next(offer for offer in case.offers if offer.method is RepaymentMethod.BULLET)
    early = figures(offer).prepay_cost(6)
    assert early.interest == 165_000  # 50,000 yuan x 6.6 % x half a year
    assert early.saved == 165_000


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fees=st.lists(st.tuples(st.sampled_from(FeeTiming), st.integers(0, 300_000)), max_size=4))
def test_annual_items_add_up_to_the_annual_cost(case: Case, fees: list[tuple[FeeTiming, int]]) -> None:
    offer = replace(
        case.offers[0],
        fees=tuple(
            Fee(f"f{n}", Text("费", "fee"), Text("某", "x"), timing, Fen(amount), Text("标准", "standard"))
            for n, (timing, amount) in enumerate(fees)
        ),
    )
    found = figures(offer)
    assert sum(item.annual for item in found.annual_items) == found.annual_simple
    assert all(item.annual >= 0 for item in found.annual_items)
    assert found.cost_more_than_received == found.total_paid - found.principal


def test_what_is_tied_to_the_loan_is_said(fee_offer: Offer) -> None:
    fee = fee_offer.fees[0]
    for kind in FeeKind:
        body = build_sheet(replace(fee_offer, fees=(replace(fee, kind=kind),))).item("fee.service").body
        assert ("不付就借不到" in body.zh) is (kind in {FeeKind.GUARANTEE, FeeKind.INSURANCE})
        assert ("condition of this loan" in body.en) is (kind in {FeeKind.GUARANTEE, FeeKind.INSURANCE})


COPY = ConditionalFee(
    "copy", Text("补发合同费", "reissue fee"), Text("某银行", "a bank"),
    Text("您要求补发合同", "if you ask for a copy"), Fen(20_00),
)  # fmt: skip


def test_what_falls_due_only_if_something_happens_is_told_with_its_charger(fee_offer: Offer) -> None:
    assert "没有" in build_sheet(fee_offer).item("other_fee").body.zh
    offer = replace(fee_offer, conditional=(COPY,))
    sheet = build_sheet(offer)
    assert "您要求补发合同，某银行每次收补发合同费 20 元" in sheet.item("other_fee").body.zh
    assert sheet.figures == figures(fee_offer)  # no cost of normal performance
    with pytest.raises(LendingError, match="same id"):
        build_sheet(replace(offer, conditional=(replace(COPY, id="service"),)))
    with pytest.raises(LendingError, match="other_fee"):
        build_sheet(replace(offer, conditional=(replace(COPY, condition=BLANK),)))
    with pytest.raises(LendingError, match="negative"):
        build_sheet(replace(offer, conditional=(replace(COPY, amount=Fen(-1)),)))


def test_day_count_and_an_irregular_first_period_are_told(fee_offer: Offer) -> None:
    days = (fee_offer.first_due - fee_offer.start).days + 10
    first = date.fromordinal(fee_offer.first_due.toordinal() + 10)
    told = Text("只对逾期的那一期计算", "on the overdue instalment only")
    contingent = tuple(replace(cost, standard=told) for cost in fee_offer.contingent)
    sheet = build_sheet(replace(fee_offer, day_count=DayCount.ACTUAL_365, first_due=first, contingent=contingent))
    assert "一年按 365 天" in sheet.item("loan_interest").body.zh
    assert f"一共 {days} 天，不是整月" in sheet.item("instalments").body.zh
    assert f"每月 {first.day} 日还" in sheet.item("instalments").body.zh
    assert sheet.figures.due_day == first.day
    assert "整月" not in build_sheet(fee_offer).item("instalments").body.zh


@pytest.mark.parametrize("basis", list(RateBasis))
def test_exactly_at_the_ceiling_and_a_hundredth_of_a_point_above(fee_offer: Offer, basis: RateBasis) -> None:
    found = figures(fee_offer)
    rate = found.annual_simple if basis is RateBasis.SIMPLE else found.annual_compound
    sheet = build_sheet(fee_offer, ceiling=Ceiling(rate, basis))
    assert percent_text(rate) in sheet.item("capped").body.zh
    with pytest.raises(LendingError, match=percent_text(rate)) as refused:
        build_sheet(fee_offer, ceiling=Ceiling(rate - Decimal("0.0001"), basis))
    assert basis in str(refused.value)


def test_the_dearest_golden_loan_passes_on_one_basis_and_fails_on_the_other(fee_offer: Offer) -> None:
    def fee(id_: str, timing: FeeTiming, amount: int) -> Fee:
        return Fee(id_, Text("费", "fee"), Text("某", "x"), timing, Fen(amount), Text("标准", "standard"))

    golden = replace(
        fee_offer, principal=Fen(10_000_000), nominal_rate=Decimal("0.06"), periods=12, method=RepaymentMethod.ANNUITY,
        fees=(fee("entry", FeeTiming.UPFRONT, 300_000), fee("guarantee", FeeTiming.MONTHLY, 50_000)),
    )  # fmt: skip
    assert build_sheet(golden, ceiling=Ceiling(Decimal("0.24"), RateBasis.SIMPLE)).figures.annual_simple == Decimal(
        "0.2260"
    )
    with pytest.raises(LendingError, match=r"25\.09%.*compound.*24\.00%"):
        build_sheet(golden, ceiling=Ceiling(Decimal("0.24"), RateBasis.COMPOUND))


def test_the_words_may_not_say_another_year_than_the_figures(fee_offer: Offer) -> None:
    assert "360 天" in fee_offer.contingent[0].standard.zh
    with pytest.raises(LendingError, match=r"overdue_penalty_interest: its words say a year of 360 days.*365"):
        build_sheet(replace(fee_offer, day_count=DayCount.ACTUAL_365))
