"""The contract says what the sheet says: nothing more, nothing less (invariant 1)."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.case import Case
from kiosk.domain.errors import ConfigurationError, LendingError
from kiosk.domain.money import Fen, percent_text, yuan_text
from kiosk.domain.offer import ConditionalFee, DayCount, Offer
from kiosk.domain.speech import Text
from kiosk.lending.contract import (
    Clause,
    ContractClauses,
    build_contract,
    contract_diff,
    parse_clauses,
    require_same,
)
from kiosk.lending.sheet import Sheet, build_sheet


@pytest.fixture
def sheet(fee_offer: Offer, case: Case) -> Sheet:
    return build_sheet(fee_offer, case.id)


def test_each_training_contract_agrees_with_its_sheet(case: Case, clauses: ContractClauses) -> None:
    for offer in case.offers:
        sheet = build_sheet(offer, case.id)
        contract = build_contract(sheet, clauses)
        assert contract_diff(sheet, contract) == ()
        assert contract.version == clauses.version
        assert not any("{" in article.body.zh + article.body.en for article in contract.articles)
        assert any(article.key for article in contract.articles)


def with_clause(clauses: ContractClauses, zh: str, en: str) -> ContractClauses:
    hidden = Clause("account", Text("账户", "Account"), Text(zh, en), key=False, explained_by=("no_other_charge",))
    return replace(clauses, clauses=(*clauses.clauses, hidden))


HIDDEN = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "data" / "hidden_charges.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("zh", "en"), HIDDEN)
def test_a_hidden_charge_is_refused_with_its_line(sheet: Sheet, clauses: ContractClauses, zh: str, en: str) -> None:
    with pytest.raises(LendingError, match="第15条 账户"):
        build_contract(sheet, with_clause(clauses, zh, en))


def test_an_amount_of_the_sheet_may_not_be_charged_again(sheet: Sheet, clauses: ContractClauses) -> None:
    for charge in sheet.charges:
        amount = yuan_text(charge.amount)
        with pytest.raises(LendingError, match="figure of its own at 第15条 账户"):
            build_contract(sheet, with_clause(clauses, f"到期还要 {amount} 元。", "As agreed."))
    rate = percent_text(sheet.offer.nominal_rate)
    with pytest.raises(LendingError, match="figure of its own at 第15条 账户"):
        build_contract(sheet, with_clause(clauses, f"每月还要 {rate}。", "As agreed."))


def test_a_charge_in_a_title_is_refused(sheet: Sheet, clauses: ContractClauses) -> None:
    with pytest.raises(LendingError, match=r"合同名称 / title: 账户管理费|合同名称 / title: .*费"):
        build_contract(sheet, replace(clauses, title=Text("借款合同（另收管理费）", "Contract")))
    hidden = Clause("x", Text("每月 20 元", "Fee"), Text("见标题。", "See above."), False, ("no_other_charge",))
    with pytest.raises(LendingError, match="第15条"):
        build_contract(sheet, replace(clauses, clauses=(*clauses.clauses, hidden)))


def test_what_falls_due_only_if_something_happens_stands_in_the_contract_too(
    fee_offer: Offer, case: Case, clauses: ContractClauses
) -> None:
    fee = ConditionalFee(
        "copy", Text("补发合同费", "reissue fee"), Text("某银行", "a bank"), Text("您要补发", "on request"), Fen(2000)
    )
    sheet = build_sheet(replace(fee_offer, conditional=(fee,)), case.id)
    contract = build_contract(sheet, clauses)
    assert "补发合同费 20 元" in next(article for article in contract.articles if article.id == "fees").body.zh
    # The same contract beside a sheet without it: refused.
    with pytest.raises(LendingError, match="第4条 收费"):
        require_same(build_sheet(fee_offer, case.id), contract)


@pytest.mark.parametrize(
    ("change", "item"),
    [
        ({"payment": Text("放款时收评估费", "an appraisal fee is charged")}, "payment"),
        ({"collateral": Text("须交 200 元", "200 yuan are needed")}, "collateral"),
        ({"cooling_off": Text("反悔要付手续费", "a handling fee")}, "cooling_off"),
        ({"purpose": Text("装修，另付 300 元", "home improvement")}, "purpose"),
        ({"forbidden_uses": Text("炒股", "shares; 300 yuan")}, "purpose"),
    ],
)
def test_a_charge_in_the_words_of_an_offer_leaves_no_sheet(
    fee_offer: Offer, change: dict[str, Text], item: str
) -> None:
    with pytest.raises(LendingError, match=f"sheet item {item}: names what is not among the fees"):
        build_sheet(replace(fee_offer, **change))  # type: ignore[arg-type]


def test_a_charge_in_the_words_about_partner_or_lender_leaves_no_sheet(fee_offer: Offer) -> None:
    hidden = Text("提供服务，收咨询费", "advice, for an advisory fee")
    partner = fee_offer.partners[0]
    for changed in (
        replace(fee_offer, partners=(replace(partner, role=hidden),)),
        replace(fee_offer, partners=(replace(partner, purpose=hidden),)),
        replace(fee_offer, provider=replace(fee_offer.provider, collector=hidden)),
    ):
        with pytest.raises(LendingError, match="names what is not among the fees"):
            build_sheet(changed)
    build_sheet(replace(fee_offer, purpose=Text("交学费、看病。", "Tuition fees and medical care.")))


def test_a_harmless_clause_is_no_difference(sheet: Sheet, clauses: ContractClauses) -> None:
    for zh, en in (
        ("本合同一式两份，不收费用。", "There are two copies, free of charge."),
        ("贷款人不得另行收取任何费用。", "No additional charges apply."),
        ("不另收任何费用，不会加价。", "The lender may not ask for any extra payment."),
    ):
        build_contract(sheet, with_clause(clauses, zh, en))


def test_a_changed_figure_is_named(sheet: Sheet, clauses: ContractClauses) -> None:
    contract = build_contract(sheet, clauses)
    first = contract.articles[0]
    changed = replace(first, body=Text(first.body.zh.replace("49,500", "49,000"), first.body.en))
    found = contract_diff(sheet, replace(contract, articles=(changed, *contract.articles[1:])))
    assert found[0].line.zh == "第1条 借款金额和到手金额"
    assert any(difference.found == "49000元" for difference in found)
    assert any("received" in difference.line.zh for difference in found)


@pytest.mark.parametrize("left_out", ["amount", "cost", "fees", "repayment", "late", "prepayment"])
def test_a_clause_left_out_is_a_difference(sheet: Sheet, clauses: ContractClauses, left_out: str) -> None:
    rest = replace(clauses, clauses=tuple(clause for clause in clauses.clauses if clause.id != left_out))
    with pytest.raises(LendingError, match="明示表"):
        build_contract(sheet, rest)


def test_the_contract_states_the_day_count(fee_offer: Offer, case: Case, clauses: ContractClauses) -> None:
    counted = replace(fee_offer, day_count=DayCount.ACTUAL_360)
    interest = next(a for a in build_contract(build_sheet(counted, case.id), clauses).articles if a.id == "interest")
    assert "按实际天数计息，一年按 360 天" in interest.body.zh
    assert "a year being 360 days" in interest.body.en


def test_an_enquiry_has_no_contract(fee_offer: Offer, clauses: ContractClauses) -> None:
    with pytest.raises(LendingError, match="试算"):
        build_contract(build_sheet(fee_offer), clauses)


def test_an_unknown_place_is_refused(sheet: Sheet, clauses: ContractClauses) -> None:
    with pytest.raises(LendingError, match="surprise"):
        build_contract(sheet, with_clause(clauses, "{surprise}", "{surprise}"))


GOOD = (
    'version = "1"\ntitle = {zh = "一", en = "a"}\n[[clause]]\nid = "x"\nkey = true\nexplained_by = ["total"]\n'
    'title = {zh = "二", en = "b"}\ntext = {zh = "三", en = "c"}\n'
)


@pytest.mark.parametrize(
    ("toml", "place"),
    [
        ("=", "whole file"),
        (GOOD.replace("version", "versoin"), "vers"),
        (GOOD.replace("key = true", "key = true\nhidden = 1"), r"clause\[0\]\.hidden"),
        (GOOD.replace("key = true", 'key = "yes"'), r"clause\[0\]\.key"),
        (GOOD.replace('zh = "三"', 'zh = " "'), r"clause\[0\]\.text"),
        (GOOD + GOOD[GOOD.index("[[") :], "clause"),
        (GOOD.replace('explained_by = ["total"]\n', ""), r"line 3, clause x\.explained_by: .*at least one item"),
        (GOOD.replace('["total"]', "[]"), r"line 3, clause x\.explained_by: .*at least one item"),
        (GOOD.replace('["total"]', '"total"'), r"line 3, clause x\.explained_by: .*at least one item"),
        (GOOD.replace('"total"', '"totals"'), r"line 3, clause x\.explained_by: .*'totals' is neither"),
        (GOOD.replace('"total"', '["total"]'), r"line 3, clause x\.explained_by: .*is neither"),
        (GOOD.replace('"total"', '"total", "total"'), r"line 3, clause x\.explained_by: .*each item once"),
        (GOOD.replace('"total"', '"fee.*"'), r"line 3, clause x\.explained_by: .*may have no fee"),
        (GOOD.replace('zh = "三"', 'zh = "{item_claim}"'), r"line 3, clause x\.explained_by: .*also claim"),
        (GOOD + GOOD[GOOD.index("[[") :].replace('"x"', '"y"').replace('["total"]', "[]"), r"line 9, clause y\."),
    ],
)
def test_a_bad_clause_file_is_named(toml: str, place: str) -> None:
    assert parse_clauses(GOOD, "clauses.toml").clauses[0].key
    with pytest.raises(ConfigurationError, match=rf"clauses\.toml: .*{place}"):
        parse_clauses(toml, "clauses.toml")
