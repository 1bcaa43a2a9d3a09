"""The disclosure sheet is whole or it does not exist."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.case import Case
from kiosk.domain.errors import LendingError
from kiosk.domain.money import Fen, percent_text, yuan_text
from kiosk.domain.offer import Contingency, Fee, FeeTiming, Offer, RepaymentMethod
from kiosk.domain.speech import Text
from kiosk.lending.ceiling import Ceiling, RateBasis
from kiosk.lending.figures import figures
from kiosk.lending.sheet import MANDATORY, build_sheet, require_complete, sheet_json

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


def test_json_is_plain_and_in_yuan(fee_offer: Offer, case: Case) -> None:
    found = json.loads(json.dumps(sheet_json(build_sheet(fee_offer, case.id))))
    assert found["principal"] == "50000.00"
    assert found["received"] == "49500.00"
    assert found["trial"] is False
    assert found["charges"][0]["org_name"] == "云禾示范信息服务公司"
    assert len(found["schedule"]) == 12
    total = sum(Decimal(row["amount"]) for row in found["schedule"])
    assert total == Decimal(found["total_repaid"])


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
