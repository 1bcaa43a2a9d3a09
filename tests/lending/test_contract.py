"""The contract says what the sheet says: nothing more, nothing less (invariant 1)."""

from dataclasses import replace

import pytest

from kiosk.domain.case import Case
from kiosk.domain.errors import ConfigurationError, LendingError
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Text
from kiosk.lending.contract import (
    Clause,
    ContractClauses,
    build_contract,
    contract_diff,
    parse_clauses,
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


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("每月另收账户管理费 20 元。", "An account fee of 20 yuan is charged each month."),
        ("另收账户管理费。", "As listed on our website."),
        ("按照公司规定执行。", "An administration fee applies."),
        ("每月另付 20 元。", "See the price list."),
        ("每月另付贰拾元。", "See the price list."),
        ("每月另付二十块。", "See the price list."),
        ("每月另付 ￥20。", "See the price list."),
        ("每月另付２０元。", "See the price list."),
        ("每年另付 0.1 万元。", "See the price list."),
        ("每月另付百分之一。", "See the price list."),
        ("每月另付五厘。", "See the price list."),
        ("每月另付本金的 0.3%。", "See the price list."),
        ("按照公司规定执行。", "You also pay twenty yuan a month."),
        ("按照公司规定执行。", "You also pay USD 20 a month."),
        ("按照公司规定执行。", "You also pay three per cent."),
        ("须先交保证金。", "See the price list."),
    ],
)
def test_a_hidden_charge_is_refused_with_its_line(sheet: Sheet, clauses: ContractClauses, zh: str, en: str) -> None:
    with pytest.raises(LendingError, match="第15条 账户"):
        build_contract(sheet, with_clause(clauses, zh, en))


def test_a_harmless_clause_is_no_difference(sheet: Sheet, clauses: ContractClauses) -> None:
    build_contract(sheet, with_clause(clauses, "本合同一式两份，不收费用。", "There are two copies, free of charge."))


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
