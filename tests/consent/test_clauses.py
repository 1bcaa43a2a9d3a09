"""The pen stays locked while a clause of the contract is not explained (FEATURES row: clause coverage)."""

from dataclasses import replace

import pytest

from kiosk.consent import flow
from kiosk.consent import states as st
from kiosk.consent.facts import DocumentKind, Facts, TermStage
from kiosk.consent.invariants import missing_before_signing, unexplained
from kiosk.domain.consents import Ending
from kiosk.evidence.review import review
from kiosk.rehearsal.stories import STORIES
from tests.consent.stage import World, play


@pytest.fixture(scope="module")
def played(context, opening) -> World:
    return play(context, opening, STORIES["signs"])


@pytest.fixture
def ready(played: World) -> Facts:
    """Of the borrower before whom the sheet lay."""
    state = next(state for state in played.states if isinstance(state, st.Signing))
    return state.facts


def at_stage(facts: Facts, term: str, stage: TermStage) -> Facts:
    return replace(facts, terms=tuple(replace(t, stage=stage) if t.term == term else t for t in facts.terms))


def test_a_signed_session_has_explained_each_clause(context, played: World, ready: Facts) -> None:
    assert unexplained(ready, context.clauses) == ()
    [opened] = [item for item in played.items if item.kind == "disclosure.opened"]
    rendered = next(i for i in played.items if i.kind == "document.rendered" and i.data["document"] == "contract")
    assert list(opened.data["clauses"]) == rendered.data["clauses"]
    confirmed = {item.data["term"] for item in played.items if item.kind == "term.confirmed"}
    assert {term for terms in opened.data["clauses"].values() for term in terms} <= confirmed


@pytest.mark.parametrize("stage", [TermStage.OPEN, TermStage.HEARD, TermStage.ACKNOWLEDGED])
def test_every_single_item_locks_the_pen_until_it_is_agreed_to(context, ready: Facts, stage: TermStage) -> None:
    for clause in context.clauses.clauses:
        for term in clause.items(t.term for t in ready.terms):
            facts = at_stage(ready, term, stage)
            assert unexplained(facts, context.clauses) == (clause.id,)
            assert "clauses" in missing_before_signing(facts, DocumentKind.CONTRACT, context.clauses)


def test_an_item_that_this_sheet_has_not_explains_nothing(context, ready: Facts) -> None:
    less = replace(ready, terms=tuple(t for t in ready.terms if t.term != "claim"))
    assert missing_before_signing(less, DocumentKind.SHEET, context.clauses) == ("clauses",)
    outcome = flow.prepare(context, less, "signature.sheet", DocumentKind.SHEET)
    assert isinstance(outcome.state, st.Parting)
    assert outcome.state.ending is Ending.REFERRED


def test_a_contract_with_a_clause_more_than_was_explained_is_found(context, opening, played: World) -> None:
    entries = played.entries(opening.session)
    assert review(entries) == ()
    more = [replace(e, data={**e.data, "clauses": [*e.data["clauses"], "waiver"]}) if e.data.get("document") ==
            "contract" and e.kind == "document.rendered" else e for e in entries]  # fmt: skip
    assert [found.says for found in review(more)] == ["contract was signed: clause waiver was not explained"]
