"""What must stand before the pen is free (invariants 1, 3, 4 and 6), as a list of what is missing."""

from kiosk.consent.facts import DocumentKind, Facts, IdentityPath, TermStage
from kiosk.lending.contract import ContractClauses


def missing_before_signing(facts: Facts, document: DocumentKind, clauses: ContractClauses) -> tuple[str, ...]:
    """Empty: the pen is free. Otherwise names of what is missing."""
    missing = []
    if facts.opening.case is None:
        missing.append("case")
    if not facts.consent("recording"):
        missing.append("recording")
    if facts.identity.path is IdentityPath.OPEN:
        missing.append("identity")
    if facts.doubted:
        missing.append("presence")
    if facts.offer is None or facts.sheet is None:
        missing.append("offer")
    if not facts.terms or any(t.stage is not TermStage.CONFIRMED for t in facts.terms):
        missing.append("terms")
    if unexplained(facts, clauses):
        missing.append("clauses")
    if not facts.promises_settled:
        missing.append("promises")
    if len(facts.taught) < FACTS or not all(r.passed or r.by_person for r in facts.taught):
        missing.append("teach_back")
    if not facts.replies or not all(r.confirmed for r in facts.replies):
        missing.append("replies")
    if not consents_of_offer(facts):
        missing.append("consents")
    if document is DocumentKind.CONTRACT and DocumentKind.SHEET not in {s.kind for s in facts.signed}:
        missing.append("sheet_signature")
    return tuple(missing)


FACTS = 6
"""Teach-back facts of DISCLOSURE D.4."""


def unexplained(facts: Facts, clauses: ContractClauses) -> tuple[str, ...]:
    """Clauses of the contract of which nothing, or not all that explains them, was heard and agreed to by now."""
    agreed = {term.term for term in facts.terms if term.stage is TermStage.CONFIRMED}
    found = clauses.explained(term.term for term in facts.terms)
    return tuple(clause for clause, items in found.items() if not items or not set(items) <= agreed)


def consents_of_offer(facts: Facts) -> bool:
    """Credit query, and each partner by name."""
    if facts.offer is None:
        return False
    return bool(facts.consent("credit_query")) and all(facts.consent("partner", p.id) for p in facts.offer.partners)
