"""The training case's offers: a real case, read as the kiosk reads it."""

from datetime import date
from pathlib import Path

import pytest

from kiosk.dialogue.knowledge import KnowledgeBase, load
from kiosk.domain.case import Case
from kiosk.domain.offer import Offer
from kiosk.lending.terms_file import parse_terms


@pytest.fixture(scope="session")
def case(root: Path) -> Case:
    path = root / "assets" / "offers" / "training_case.json"
    found = parse_terms(path.read_text(encoding="utf-8"), date(2026, 8, 1), path.name)
    assert isinstance(found, Case)
    return found


@pytest.fixture(scope="session")
def offers(case: Case) -> tuple[Offer, ...]:
    return case.offers


@pytest.fixture(scope="session")
def knowledge(root: Path) -> KnowledgeBase:
    return load(root / "assets" / "knowledge")
