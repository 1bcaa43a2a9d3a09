"""Entries of a signed session, for the review rules."""

from hashlib import sha256

from kiosk.domain.consents import Source
from kiosk.domain.ids import SessionId
from kiosk.domain.moment import Moment
from kiosk.evidence.blob import new_blob
from kiosk.evidence.classes import PartClass
from kiosk.evidence.entry import Entry
from kiosk.evidence.log import LogBuilder
from kiosk.lending.comparison import neutral_order

SESSION = SessionId("6f3a1f0e-7a51-4d0c-9a8e-2f6f6f1f0a11")
TERMS = ("amount", "rate", "fees")
CLAUSES = {"amount": ["amount"], "cost": ["rate", "fees"]}
FACTS = ("amount", "monthly", "total", "overdue", "lender", "complaint")
_SEED = bytes(32)
_ORDER = neutral_order(("a", "b"), _SEED)
Step = tuple[str, dict[str, object]]
_FRAGMENT = new_blob(PartClass.RECORDING, "fragment-0", "video/mp4", b"")


def loan_steps() -> list[Step]:
    """From the choice to the contract."""
    return [
        ("offer.chosen", {"offer": "a", "channel": "touch"}),
        ("disclosure.opened", {"offer": "a", "terms": list(TERMS), "clauses": dict(CLAUSES)}),
        *((kind, {"term": term, **more}) for term in TERMS for kind, more in (
            ("term.spoken", {"ended": True}), ("term.acknowledged", {}), ("term.confirmed", {}))),
        ("promise.compared", {"verdict": "settled"}),
        *(("fact.graded", {"fact": fact, "verdict": "passed"}) for fact in FACTS),
        ("readback.confirmed", {"replies": [1, 2], "all": True}),
        ("document.signed", {"document": "sheet", "strokes": 3, "channel": "touch"}),
        ("document.rendered", {"document": "contract", "clauses": list(CLAUSES)}),
        ("document.signed", {"document": "contract", "strokes": 3, "channel": "touch"}),
    ]  # fmt: skip


def signed_steps() -> list[Step]:
    """A whole session that breaks no invariant."""
    return [
        ("session.opened", {"case": "C-1", "order_commitment": sha256(_SEED).hexdigest()}),
        ("consent.given", {"consent": "recording"}),
        ("recording.started", {}),
        ("recording.fragment", {"index": 0, "fragment": _FRAGMENT.ref}),
        ("staff.acted", {"what": "face", "staff": "s1", "role": "clerk", "verdict": "approved"}),
        ("staff.acted", {"what": "face", "staff": "s2", "role": "supervisor", "verdict": "approved"}),
        ("identity.settled", {"path": "staff", "staff": ["s1", "s2"]}),
        ("offers.shuffled", {"seed": _SEED.hex(), "order": list(_ORDER)}),
        ("offers.shown", {"offers": list(_ORDER)}),
        *loan_steps(),
        ("recording.stopped", {}),
        ("session.ending", {"ending": "signed"}),
    ]


def entries_of(steps: list[Step]) -> tuple[Entry, ...]:
    log = LogBuilder(SESSION)
    at = Moment(0.0, "2026-03-02T01:02:03.004Z")
    return tuple(log.append(kind, data, at, Source.DEVICE)[0] for kind, data in steps)  # type: ignore[arg-type]
