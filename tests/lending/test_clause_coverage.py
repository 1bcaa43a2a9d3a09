"""Every clause that exempts somebody or lays a duty on the borrower is explained by items that must be heard."""

import re
from pathlib import Path

from kiosk.domain.case import Case
from kiosk.lending.contract import load_clauses
from kiosk.lending.sheet import build_sheet
from kiosk.lending.terms_file import parse_terms
from tests.lending.conftest import TODAY

EXPLAINED_BY = {
    "amount": ("principal", "received"),
    "cost": ("cost_rate", "rate_method"),
    "interest": ("loan_interest", "repay_mode"),
    "fees": ("partner_fees", "other_fee", "no_other_charge"),
    "repayment": ("instalments", "total"),
    "late": ("overdue_penalty_interest", "misappropriation_penalty_interest", "default_consequences"),
    "prepayment": ("prepayment", "prepayment_penalty"),
    "payout": ("payment", "purpose"),
    "security": ("collateral",),
    "collection": ("claim",),
    "information": ("personal_information", "receivers", "credit_report"),
    "withdrawal": ("cooling_off",),
    "complaint": ("complaint",),
    "language": ("language",),
}
"""Clause of the contract -> items that are read aloud, acknowledged and confirmed before the pen is free."""


def test_every_clause_is_explained_once_by_items_that_must_be_heard(root: Path) -> None:
    clauses = load_clauses(root / "assets/contracts/consumer_loan.toml")
    assert {clause.id for clause in clauses.clauses} == EXPLAINED_BY.keys(), "a clause that nothing explains"
    explained = [item for items in EXPLAINED_BY.values() for item in items]
    assert len(set(explained)) == len(explained), "explained once"
    case = parse_terms((root / "assets/offers/training_case.json").read_text("utf-8"), TODAY, "case")
    assert isinstance(case, Case)
    for offer in case.offers:
        mandatory = {item.id for item in build_sheet(offer, case.id).items if item.mandatory}
        assert set(explained) <= mandatory, offer.id


def test_what_a_clause_quotes_of_the_sheet_is_among_the_items_that_explain_it(root: Path) -> None:
    for clause in load_clauses(root / "assets/contracts/consumer_loan.toml").clauses:
        quoted = set(re.findall(r"\{item_([a-z_]+)\}", clause.text.zh + clause.text.en))
        assert quoted <= set(EXPLAINED_BY[clause.id]), clause.id
