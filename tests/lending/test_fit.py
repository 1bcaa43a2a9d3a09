"""What does not fit says why, with its figure; "which is cheapest" gets figures and no advice."""

import re
from dataclasses import replace

import pytest

from kiosk.domain.case import Case
from kiosk.domain.money import Fen, percent_text, yuan_text
from kiosk.lending.affordability import DEFAULT_THRESHOLDS
from kiosk.lending.comparison import commission, compare
from kiosk.lending.fit import Measure, Wants, lowest, why_not

ADVICE = re.compile(
    r"最划算|最合适|值得|建议您|应该选|首选|推荐(?!哪一家)|best|should|advise|good choice|(?<!I )recommend"
)


def reasons(case: Case, wants: Wants) -> dict[str, str]:
    pairs = zip(case.offers, compare(case.offers), strict=True)
    return {
        offer.id: "".join(text.zh for text in why_not(offer, row, wants, DEFAULT_THRESHOLDS)) for offer, row in pairs
    }


def test_what_was_asked_for_and_can_be_borne_fits(case: Case) -> None:
    assert set(reasons(case, Wants(case.offers[0].principal, Fen(2_000_000), Fen(0))).values()) == {""}


def test_nothing_said_is_nothing_held_against_an_offer(case: Case) -> None:
    assert set(reasons(case, Wants()).values()) == {""}


def test_another_amount_is_told_with_both_figures(case: Case) -> None:
    for said in reasons(case, Wants(Fen(4_000_000))).values():
        assert "40,000" in said
        assert "50,000" in said


def test_a_heavy_payment_is_told_with_its_share_and_the_limit(case: Case) -> None:
    found = reasons(case, Wants(case.offers[0].principal, Fen(900_000), Fen(80_000)))
    assert found["jianghe-steady"] == ""
    assert "4,516.67" in found["zhonghe-fast"]
    assert "50.00%" in found["zhonghe-fast"]


def test_who_has_nothing_left_is_told_so(case: Case) -> None:
    assert all("没有" in said for said in reasons(case, Wants(None, Fen(150_000), Fen(0))).values())


@pytest.mark.parametrize("measure", Measure)
def test_the_answer_names_who_is_lowest_and_advises_nothing(case: Case, measure: Measure) -> None:
    rows = compare(case.offers)
    said = lowest(rows, measure)
    if measure not in (Measure.TOTAL, Measure.MONTHLY, Measure.LATE):
        row = min(rows, key=lambda one: one.annual_simple)
        assert row.provider.zh in said.zh
        assert percent_text(row.annual_simple) in said.zh
    if measure in (Measure.MONTHLY, Measure.ANY):
        assert yuan_text(min(row.first_payment for row in rows)) in said.en
    for words in (said.zh, said.en):
        assert not ADVICE.search(words), words
    assert "都不选" in said.zh
    assert "none" in said.en


def test_all_who_share_the_lowest_figure_are_named(case: Case) -> None:
    row = compare(case.offers)[0]
    twin = replace(row, provider=compare(case.offers)[1].provider)
    said = lowest((row, twin), Measure.RATE)
    assert row.provider.zh in said.zh
    assert twin.provider.zh in said.zh


def test_the_commission_is_told_in_yuan_where_its_rate_is_known(case: Case) -> None:
    offer = next(o for o in case.offers if o.id == "zhonghe-fast")
    assert commission(offer) == 75_000
    assert commission(replace(offer, provider=replace(offer.provider, commission_rate=None))) is None
    for each in case.offers:
        assert each.provider.commission_rate is not None
        assert f"{float(each.provider.commission_rate * 100):g}%" in each.provider.commission.zh, (
            "words and figure agree"
        )
