"""Every clause that exempts somebody or lays a duty on the borrower is explained by items that must be heard."""

from dataclasses import replace

import pytest

from kiosk.domain.case import Case
from kiosk.domain.errors import LendingError
from kiosk.domain.offer import Offer
from kiosk.lending.contract import ContractClauses, build_contract
from kiosk.lending.sheet import build_sheet


def test_every_clause_is_explained_once_on_each_sheet(case: Case, clauses: ContractClauses) -> None:
    for offer in case.offers:
        sheet = build_sheet(offer, case.id)
        mandatory = [item.id for item in sheet.items if item.mandatory]
        explained = clauses.explained(mandatory)
        assert len(explained) == len(clauses.clauses)
        assert all(explained.values()), offer.id
        items = [item for found in explained.values() for item in found]
        assert len(set(items)) == len(items), "explained once"
        assert len(build_contract(sheet, clauses).articles) == len(explained)


def test_each_fee_of_the_offer_explains_what_is_said_of_fees(
    case: Case, fee_offer: Offer, clauses: ContractClauses
) -> None:
    sheet = build_sheet(fee_offer, case.id)
    fees = {f"fee.{charge.id}" for charge in sheet.charges}
    assert fees
    assert fees <= set(clauses.explained(item.id for item in sheet.items)["fees"])


@pytest.mark.parametrize("gone", ["claim", "total"])
def test_a_clause_is_not_explained_by_a_sheet_without_what_it_names(
    gone: str, case: Case, clauses: ContractClauses
) -> None:
    sheet = build_sheet(case.offers[0], case.id)
    optional = replace(
        sheet, items=tuple(replace(item, mandatory=item.mandatory and item.id != gone) for item in sheet.items)
    )
    clause = next(clause for clause in clauses.clauses if gone in clause.explained_by)
    with pytest.raises(LendingError, match=f"clause {clause.id}: no item that must be heard explains it"):
        build_contract(optional, clauses)
