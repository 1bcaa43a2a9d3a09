"""The invariants, judged from entries alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.evidence import ledger
from kiosk.evidence.review import review
from tests.evidence.sessions import FACTS, TERMS, Step, entries_of, loan_steps, signed_steps


def invariants(steps: list[Step]) -> set[int]:
    return {finding.invariant for finding in review(entries_of(steps))}


def summed(steps: list[Step]) -> list[Step]:
    return [*steps, (ledger.KIND, dict(ledger.summed(entries_of(steps))))]


def without(kind: str, **data: object) -> list[Step]:
    return [step for step in signed_steps() if step[0] != kind or not data.items() <= step[1].items()]


def test_a_session_that_keeps_them_has_no_finding() -> None:
    assert review(entries_of(signed_steps())) == ()


@pytest.mark.parametrize(
    ("steps", "invariant"),
    [
        (without("document.signed", document="sheet"), 1),
        (without("document.signed", document="contract"), 1),
        (without("consent.given"), 2),
        ([*without("recording.started")[:3], ("recording.stopped", {}), *without("recording.fragment")[3:]], 2),
        (without("term.spoken", term="rate"), 3),
        (without("term.acknowledged", term="fees"), 3),
        (without("term.confirmed", term="amount"), 4),
        (without("disclosure.opened"), 4),
        (without("promise.compared"), 4),
        (without("document.rendered"), 4),
        (without("fact.graded", fact="total"), 4),
        (without("readback.confirmed"), 4),
        (without("identity.settled"), 4),
        (without("offer.chosen"), 4),
        (without("session.ending"), 7),
        ([("session.opened", {"case": None}), *signed_steps()[1:]], 4),
    ],
)
def test_leaving_one_thing_out_is_found(steps: list[Step], invariant: int) -> None:
    assert invariant in invariants(steps)


@pytest.mark.parametrize(("begins", "found"), [(0, False), (10**9, True), ("soon", True)])
def test_of_a_consent_taken_back_only_what_was_under_way_may_follow(begins: object, found: bool) -> None:
    steps = [
        ("session.opened", {"case": None}), ("consent.given", {"consent": "recording"}), ("recording.started", {}),
        ("consent.refused", {"consent": "recording"}), ("recording.fragment", {"begins_ms": begins}),
        ("recording.stopped", {"reason": "consent"}), ("session.ending", {"ending": "referred"}),
    ]  # fmt: skip
    assert (2 in invariants(steps)) is found


@pytest.mark.parametrize(
    ("kind", "change", "invariant"),
    [
        ("document.signed", {"channel": "voice"}, 10),
        ("document.signed", {"strokes": 0}, 10),
        ("term.spoken", {"ended": False}, 3),
        ("disclosure.opened", {"clauses": {}}, 4),
        ("disclosure.opened", {"clauses": {"amount": ["amount"], "cost": []}}, 4),
        ("disclosure.opened", {"clauses": {"amount": ["amount"], "cost": ["rate", "claim"]}}, 4),
        ("disclosure.opened", {"clauses": {"amount": ["amount"]}}, 4),
        ("disclosure.opened", {"clauses": "all"}, 4),
        ("document.rendered", {"clauses": []}, 4),
        ("document.rendered", {"clauses": ["amount", "cost", "claim"]}, 4),
        ("fact.graded", {"verdict": "failed"}, 4),
        ("readback.confirmed", {"all": False}, 4),
        ("identity.settled", {"staff": ["s1", "s1"]}, 4),
        ("session.ending", {"ending": "quoted"}, 1),
    ],
)
def test_changing_one_thing_is_found(kind: str, change: dict[str, object], invariant: int) -> None:
    steps = [(name, {**data, **change} if name == kind else data) for name, data in signed_steps()]
    assert invariant in invariants(steps)


@pytest.mark.parametrize("change", ["offer.chosen", "figure.changed"])
def test_a_change_of_offer_voids_what_was_confirmed(change: str) -> None:
    steps = signed_steps()
    at = steps.index(("document.signed", {"document": "sheet", "strokes": 3, "channel": "touch"}))
    assert 4 in invariants([*steps[:at], (change, {"offer": "b"}), *steps[at:]])
    assert invariants([*steps[:at], *loan_steps()[:0], *steps[at:]]) == set()


def test_going_through_the_loan_again_after_a_change_is_right() -> None:
    steps = signed_steps()
    at = next(place for place, step in enumerate(steps) if step[0] == "document.signed")
    assert review(entries_of([*steps[:at], *loan_steps(), *steps[at + 2 :]])) == ()


def test_a_person_may_take_a_fact_over() -> None:
    steps = [("fact.taken_over", {"fact": "total", "staff": "s1"}) if step[1].get("fact") == "total" else step
             for step in signed_steps()]  # fmt: skip
    assert review(entries_of(steps)) == ()


def test_a_clause_that_was_passed_over_is_named() -> None:
    steps = [(kind, {**data, "terms": ["amount", "rate"]} if kind == "disclosure.opened" else data)
             for kind, data in without("term.spoken", term="fees") if data.get("term") != "fees"]  # fmt: skip
    assert [finding.says for finding in review(entries_of(steps))] == [
        "contract was signed: clause cost was not explained"
    ], "the terms are whole, and the clause is not"


def test_an_open_question_holds_the_script() -> None:
    steps = signed_steps()
    at = next(place for place, step in enumerate(steps) if step[0] == "term.confirmed")
    asked: Step = ("question.asked", {"step": "term.amount"})
    assert invariants([*steps[:at], asked, *steps[at:]]) == {5}
    answered = [*steps[:at], asked, ("question.answered", {"known": False}), *steps[at:]]
    assert invariants(summed(answered)) == set()
    assert invariants(answered) == {5}, "no ledger"


def test_each_finding_names_its_entry() -> None:
    steps = without("term.spoken", term="rate")
    found = [finding for finding in review(entries_of(steps)) if finding.invariant == 3]
    assert steps[found[0].seq] == ("term.acknowledged", {"term": "rate"})


@settings(max_examples=150, deadline=None)
@given(st.permutations(range(len(loan_steps()))))
def test_in_any_order_a_contract_without_all_before_it_is_found(order: list[int]) -> None:
    """A random history: if no rule complains, everything that must stand before the pen stood before it."""
    steps = [loan_steps()[place] for place in order]
    head, tail = signed_steps()[:5], signed_steps()[-2:]
    if invariants([*head, *steps, *tail]) & {1, 3, 4}:
        return
    sheet, contract = (
        next(place for place, step in enumerate(steps) if step[1].get("document") == name)
        for name in ("sheet", "contract")
    )
    assert sheet < contract
    before = steps[:sheet]
    for term in TERMS:
        kinds = [step[0] for step in before if step[1].get("term") == term]
        assert kinds == ["term.spoken", "term.acknowledged", "term.confirmed"]
    assert {step[1].get("fact") for step in before if step[0] == "fact.graded"} == set(FACTS)
    assert {"promise.compared", "readback.confirmed"} <= {step[0] for step in before}


@settings(max_examples=150, deadline=None)
@given(st.integers(5, len(signed_steps()) - 3), st.integers(5, len(signed_steps()) - 3))
def test_moving_one_step_is_either_harmless_or_found(here: int, there: int) -> None:
    steps = signed_steps()
    steps.insert(there, steps.pop(here))
    signed = [step[1].get("document") for step in steps if step[0] == "document.signed"]
    first = next(place for place, step in enumerate(steps) if step[0] == "document.signed")
    confirmed = {step[1]["term"] for step in steps[:first] if step[0] == "term.confirmed"}
    if signed != ["sheet", "contract"] or confirmed != set(TERMS):
        assert invariants(steps) & {1, 4}
