"""The training files as domain objects."""

from datetime import date
from pathlib import Path

import pytest

from kiosk.domain.case import Case, Catalogue
from kiosk.domain.offer import Offer
from kiosk.lending.contract import ContractClauses, load_clauses
from kiosk.lending.strict_json import parse_object
from kiosk.lending.terms_file import parse_case, parse_catalogue

TODAY = date(2026, 3, 15)


@pytest.fixture
def case(root: Path) -> Case:
    text = (root / "assets/offers/training_case.json").read_text("utf-8")
    return parse_case(parse_object(text, "training_case.json"), TODAY)


@pytest.fixture
def catalogue(root: Path) -> Catalogue:
    text = (root / "assets/offers/catalogue.json").read_text("utf-8")
    return parse_catalogue(parse_object(text, "catalogue.json"), TODAY)


@pytest.fixture
def clauses(root: Path) -> ContractClauses:
    return load_clauses(root / "assets/contracts/consumer_loan.toml")


@pytest.fixture
def fee_offer(case: Case) -> Offer:
    """The offer with a fee at payout."""
    return next(offer for offer in case.offers if offer.id == "zhonghe-fast")
