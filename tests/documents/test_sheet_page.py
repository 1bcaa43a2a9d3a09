"""The sheet as a page: the annual cost largest, and every cost with its charger, adding up."""

import re
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.documents.sheet_pdf import sheet_pdf
from kiosk.domain.case import Case
from kiosk.domain.consents import Mode
from kiosk.domain.money import Fen, percent_text, yuan_text
from kiosk.domain.offer import ConditionalFee, FeeKind, Offer, RepaymentMethod
from kiosk.domain.speech import Text
from kiosk.lending.sheet import Sheet, build_sheet
from kiosk.lending.terms_file import parse_terms

_WORD = re.compile(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)<')


@pytest.fixture
def offer(root: Path) -> Offer:
    found = parse_terms((root / "assets/offers/training_case.json").read_text("utf-8"), date(2026, 3, 15), "case")
    assert isinstance(found, Case)
    return next(one for one in found.offers if one.fees and one.partners)


def rendered(sheet: Sheet) -> bytes:
    return sheet_pdf(sheet, session="s", created=datetime(2026, 3, 15, 9, tzinfo=UTC), mode=Mode.LIVE)


def words(pdf: bytes) -> list[tuple[float, str]]:
    """Each word with its height on the page."""
    found = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return [(float(bottom) - float(top), word) for top, bottom, word in _WORD.findall(found.decode("utf-8"))]


def text(pdf: bytes) -> str:
    found = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return "".join(found.decode("utf-8").split())


def test_no_rate_or_amount_is_larger_than_the_annual_cost(offer: Offer) -> None:
    sheet = build_sheet(offer)
    figures = [(height, word) for height, word in words(rendered(sheet)) if any(sign.isdigit() for sign in word)]
    largest = max(height for height, _ in figures)
    assert {word for height, word in figures if height > largest * 0.8} == {percent_text(sheet.figures.annual_simple)}


def test_each_cost_stands_with_its_charger_and_they_add_up(offer: Offer) -> None:
    sheet = build_sheet(replace(offer, fees=tuple(replace(fee, kind=FeeKind.GUARANTEE) for fee in offer.fees)))
    found = text(rendered(sheet))
    table = found[found.index("钱花在哪里") : found.index("全部成本")]
    for charge in sheet.charges:
        assert charge.name.zh in table
        assert charge.charger.zh in table
        assert yuan_text(charge.total) in table
    assert "借款的条件" in table
    assert yuan_text(sheet.figures.total_interest) in table
    after = found[found.index("全部成本") :]
    assert yuan_text(sheet.figures.cost_more_than_received) in after[:80]
    total = sheet.figures.total_interest + sum(charge.total for charge in sheet.charges)
    assert total == sheet.figures.cost_more_than_received


def test_what_is_charged_only_if_it_happens_stands_apart(offer: Offer) -> None:
    fee = ConditionalFee(
        "copy", Text("补发合同费", "reissue fee"), Text("某银行", "a bank"), Text("您要补发", "on request"), Fen(2000)
    )
    sheet = build_sheet(replace(offer, conditional=(fee,)))
    found = text(rendered(sheet))
    table = found[found.index("发生了才收") : found.index("逐项说明")]
    assert "补发合同费" in table
    for cost in offer.contingent:
        assert percent_text(cost.rate) in table


def test_a_payment_far_above_the_first_is_among_the_large_figures(offer: Offer) -> None:
    dear = build_sheet(replace(offer, method=RepaymentMethod.INTEREST_FIRST))
    found = text(rendered(dear))
    head = found[: found.index("钱花在哪里")]
    assert "最多的一期要还" in head
    assert yuan_text(dear.figures.largest_payment) in head
    assert "最多的一期" not in text(rendered(build_sheet(offer)))
