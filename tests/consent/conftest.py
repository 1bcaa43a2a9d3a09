"""A context from the shipped assets, and sessions on it."""

import hashlib
from datetime import date

import pytest

from kiosk.consent.context import Context
from kiosk.consent.facts import Opening
from kiosk.consent.script import load_script
from kiosk.dialogue import knowledge
from kiosk.domain.case import Case, Catalogue
from kiosk.domain.consents import Mode, Source
from kiosk.domain.moment import Moment
from kiosk.lending.affordability import DEFAULT_THRESHOLDS
from kiosk.lending.contract import load_clauses
from kiosk.lending.terms_file import parse_terms

TODAY = date(2026, 6, 1)


class _Quiet:
    """Hypothesis prints its arguments; these are long."""

    def __init__(self, content: object) -> None:
        self.content = content

    def __repr__(self) -> str:
        return "..."


@pytest.fixture(scope="session")
def shipped(context, opening) -> _Quiet:
    """Context and case, as one argument with a short face."""
    return _Quiet((context, opening))


@pytest.fixture(scope="session")
def context(root) -> Context:
    assets = root / "assets"
    script = load_script(assets / "scripts" / "consent.toml", assets / "consents.toml")
    clauses = load_clauses(assets / "contracts" / "consumer_loan.toml")
    return Context(script, knowledge.load(assets / "knowledge"), DEFAULT_THRESHOLDS, clauses)


@pytest.fixture(scope="session")
def opening(root) -> Opening:
    case = parse_terms((root / "assets/offers/training_case.json").read_text(), TODAY, "case")
    assert isinstance(case, Case)
    return _opening(case, case.offers)


@pytest.fixture(scope="session")
def enquiry(root) -> Opening:
    catalogue = parse_terms((root / "assets/offers/catalogue.json").read_text(), TODAY, "catalogue")
    assert isinstance(catalogue, Catalogue)
    return _opening(None, catalogue.offers)


def _opening(case, offers) -> Opening:
    return Opening(
        session="6f1d2f3a-0000-4000-8000-000000000001",
        at=Moment(0.0, "2026-06-01T08:00:00.000Z"),
        today=TODAY,
        seed=hashlib.sha256(b"seed").digest(),
        mode=Mode.TRAINING,
        branch="training",
        case=case,
        offers=offers,
        sources=(("face_camera", Source.SIMULATED),),
    )
