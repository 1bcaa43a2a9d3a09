"""The session's invariants, checked again from the entries alone (DESIGN section 3; the numbers are its numbers).

Pure: the kiosk's own meter and headquarters' review ask the same. A finding names the invariant and the entry.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kiosk.checks.liveness import Move, Plan, no_easier, read_plan, replay, without
from kiosk.evidence import ledger
from kiosk.evidence.entry import Entry, Value
from kiosk.evidence.review_choice import choice_faults
from kiosk.evidence.review_quote import quote_faults
from kiosk.evidence.review_staff import staff_faults

TEACH_BACK_FACTS = 6
SAME_FIGURES = 6
FREE_CHOICE = 0
"""In place of an invariant's number: the order of the offers favours nobody."""
_RECORDED = ("recording.started", "recording.fragment")
_VOIDING = ("offer.chosen", "offer.none_chosen", "figure.changed")
_BY_EAR, _SILENT = "by_ear", "silent"
_STAFF_PATH, _FACE_PATH = "staff", "face"
_ALIVE = ("passed", "simulated")
_HEX = re.compile(r"(?:[0-9a-f]{2}){16,64}")


@dataclass(frozen=True, slots=True)
class Finding:
    """`invariant`: its number in DESIGN section 3; `seq`: the entry that shows it (-1: the log as a whole)."""

    invariant: int
    seq: int
    says: str


@dataclass(slots=True)
class _Standing:
    """What holds at one entry; a change of offer takes the loan's part of it away."""

    case: bool = False
    recording_consent: bool = False
    recording: bool = False
    began: float = 0.0
    refused: float | None = None
    identity: bool = False
    spoken: set[str] = field(default_factory=set)
    acknowledged: set[str] = field(default_factory=set)
    confirmed: set[str] = field(default_factory=set)
    mandatory: set[str] = field(default_factory=set)
    clauses: dict[str, tuple[str, ...]] = field(default_factory=dict)
    contract: set[str] = field(default_factory=set)
    promises: bool = False
    differs: bool = False
    facts: set[str] = field(default_factory=set)
    readback: bool = False
    signed: set[str] = field(default_factory=set)
    question_open: str | None = None
    offer: bool = False
    sheet: str = ""
    quote: str | None = None
    challenge: tuple[str, Mapping[str, Any]] | None = None
    alive: bool = False
    light: bool | None = None
    eased: list[str] = field(default_factory=list)
    way: str = ""

    def void(self) -> None:
        """Invariant 6: the offer or a figure changed."""
        self.spoken, self.acknowledged, self.confirmed = set(), set(), set()
        self.mandatory, self.facts, self.signed = set(), set(), set()
        self.clauses, self.contract = {}, set()
        self.promises = self.readback = False
        self.quote = None


def review(entries: Sequence[Entry]) -> tuple[Finding, ...]:
    """All findings, in the order of the log; an empty tuple: the entries break no invariant."""
    return tuple(_review(entries))


def _review(entries: Sequence[Entry]) -> Iterator[Finding]:
    now = _Standing()
    for entry in entries:
        yield from _liveness(entry, now)
        yield from _loan(entry, now)
        yield from _terms(entry, now)
        yield from _recording(entry, now)
        yield from _signature(entry, now)
        yield from _question(entry, now)
    yield from _explanations(entries)
    yield from (Finding(4, seq, says) for seq, says in staff_faults(entries))
    yield from (Finding(FREE_CHOICE, seq, says) for seq, says in choice_faults(entries))
    yield from (Finding(SAME_FIGURES, seq, says) for seq, says in quote_faults(entries))
    yield from _ending(entries, now)


def _recording(entry: Entry, now: _Standing) -> Iterator[Finding]:
    """2: nothing is kept before consent, and the recorder stops only at the ending."""
    match entry.kind:
        case "consent.given" if entry.data.get("consent") == "recording":
            now.recording_consent, now.refused = True, None
        case "consent.refused" | "consent.withdrawn" if entry.data.get("consent") == "recording":
            now.recording_consent, now.refused = False, entry.at.mono
        case kind if kind in _RECORDED:
            now.began = entry.at.mono if kind == "recording.started" else now.began
            if not (now.recording_consent or _under_way(entry, now)):
                yield Finding(2, entry.seq, "camera or sound was kept without consent to recording")
            now.recording = True
    kept = any(str(reference.data_class) == "recording" for reference in entry.references)
    if kept and entry.kind not in _RECORDED and not now.recording_consent:
        yield Finding(2, entry.seq, "sound was kept without consent to recording")
    if entry.kind == "recording.stopped":
        now.recording = False
    elif not now.recording and _text(entry.data, "document") and entry.kind == "document.signed":
        yield Finding(2, entry.seq, "a document was signed while nothing was recorded")


def _under_way(entry: Entry, now: _Standing) -> bool:
    """What was being kept when the consent was taken back is written after it."""
    begins = entry.data.get("begins_ms")
    return now.recording and now.refused is not None and isinstance(begins, int) and (
        now.began + begins / 1000 <= now.refused
    )  # fmt: skip


def _loan(entry: Entry, now: _Standing) -> Iterator[Finding]:
    """4 and 6: what stands before a signature, and what a change of offer takes away."""
    match entry.kind:
        case "session.opened":
            now.case = bool(entry.data.get("case"))
        case "case.found":
            if not now.identity:
                yield Finding(4, entry.seq, "a case was opened before anybody knew for whom")
            now.case = bool(entry.data.get("case"))
        case "identity.settled":
            now.identity = True
            # 9 and 4: the path with staff is settled by two members of staff, by id.
            staff = entry.data.get("staff")
            if entry.data.get("path") == _FACE_PATH and not now.alive:
                yield Finding(4, entry.seq, "identity was settled by a face that was not judged live")
            if entry.data.get("path") == _STAFF_PATH and len(set(_strings(staff))) < 2:
                yield Finding(4, entry.seq, "identity was settled by fewer than two members of staff")
        case kind if kind in _VOIDING:
            now.void()
            now.offer = kind != "offer.none_chosen"
        case "disclosure.opened":
            now.mandatory = set(_strings(entry.data.get("terms")))
            now.sheet = _text(entry.data, "sheet_sha256")
            clauses = entry.data.get("clauses")
            now.clauses = {c: _strings(t) for c, t in clauses.items()} if isinstance(clauses, Mapping) else {}
        case "quote.made":
            now.quote = _text(entry.data, "sheet_sha256")
        case "document.rendered" if entry.data.get("document") == "contract":
            now.contract = set(_strings(entry.data.get("clauses")))
        case "promise.differed":
            now.differs = True
        case "promise.explained":
            now.differs = False
        case "promise.compared":
            if now.differs:
                yield Finding(4, entry.seq, "a difference from what was promised was passed over unexplained")
            now.promises, now.differs = True, False
        case "fact.graded" if entry.data.get("verdict") == "passed":
            now.facts.add(_text(entry.data, "fact"))
        case "fact.taken_over":
            now.facts.add(_text(entry.data, "fact"))
        case "readback.confirmed":
            now.readback = entry.data.get("all") is True
        case "reply.taken_back" | "readback.corrected":
            now.readback = False


def _liveness(entry: Entry, now: _Standing) -> Iterator[Finding]:
    """4: the challenge was drawn from its nonce, and the verdict follows from the numbers."""
    if entry.kind == "challenge.drawn":
        challenge = entry.data.get("challenge")
        drawn = challenge if isinstance(challenge, Mapping) else {}
        now.challenge = (_text(entry.data, "nonce"), drawn)
        yield from _drawn(entry, drawn, now)
    elif entry.kind == "light.answered":
        now.light = entry.data.get("agreed") is True
    elif entry.kind == "challenge.eased":
        now.eased.append(_text(entry.data, "step"))
    elif entry.kind == "liveness.judged":
        measured, verdict = entry.data.get("measured"), _text(entry.data, "verdict")
        now.alive = verdict in _ALIVE
        if now.challenge is None or not isinstance(measured, Mapping):
            if now.alive:
                yield Finding(4, entry.seq, "a face was judged live without a challenge and its measures")
            return
        nonce, challenge = now.challenge
        seed = bytes.fromhex(nonce) if _HEX.fullmatch(nonce) else b""
        for reason in replay(seed, challenge, measured, verdict).reasons:
            yield Finding(4, entry.seq, f"the face check does not follow from its record: {reason}")


def _drawn(entry: Entry, challenge: Mapping[str, Any], now: _Standing) -> Iterator[Finding]:
    """4: light only after a yes to it, and no step is left out but one that was said to be hard."""
    plan, due = read_plan(challenge), _due(now.eased)
    if plan is None:
        return  # the replay says so
    if plan.light and not now.light:
        yield Finding(4, entry.seq, "the screen's light was drawn without a yes to it")
    if now.light and not plan.light and str(Move.SCREEN_LIGHT) not in now.eased:
        yield Finding(4, entry.seq, "the screen's light was agreed to and not drawn")
    if due is None or not no_easier(plan, due):
        yield Finding(4, entry.seq, "the challenge was drawn from less than must be asked")


def _due(eased: Sequence[str]) -> Plan | None:
    plan: Plan | None = Plan()
    for step in eased:
        plan = without(plan, Move(step)) if plan is not None and step in set(Move) else None
    return plan


def _terms(entry: Entry, now: _Standing) -> Iterator[Finding]:
    """3: spoken to the end, acknowledged, confirmed: three events, in this order."""
    term = _text(entry.data, "term")
    match entry.kind:
        case "way.chosen":
            now.way = _text(entry.data, "way")
        case "term.spoken" if entry.data.get("ended") is True and _reached(entry, now):
            now.spoken.add(term)
        case "term.acknowledged":
            if term not in now.spoken:
                yield Finding(3, entry.seq, f"{term} was acknowledged before it was heard to its end")
            now.acknowledged.add(term)
        case "term.confirmed":
            if term not in now.acknowledged:
                yield Finding(3, entry.seq, f"{term} was confirmed before it was acknowledged")
            now.confirmed.add(term)


def _reached(entry: Entry, now: _Standing) -> bool:
    """Who does not read must have heard it; who does not hear must have had it shown."""
    silent = entry.data.get("silent") is True
    return {_BY_EAR: not silent, _SILENT: silent}.get(now.way, True)


def _signature(entry: Entry, now: _Standing) -> Iterator[Finding]:
    """1, 4 and 10: nothing is signed early, the sheet first, and never by voice."""
    if entry.kind != "document.signed":
        return
    document = _text(entry.data, "document")
    if document == "contract" and "sheet" not in now.signed:
        yield Finding(1, entry.seq, "the contract was signed before the disclosure sheet")
    if document in {"sheet", "contract"}:
        for missing in _missing(now):
            yield Finding(4, entry.seq, f"{document} was signed: {missing}")
    if document == "contract":
        for clause in _unexplained(now):
            yield Finding(4, entry.seq, f"contract was signed: {clause}")
    if entry.data.get("channel") == "voice" or not entry.data.get("strokes"):
        yield Finding(10, entry.seq, f"{document} was signed without strokes of the pen")
    now.signed.add(document)


def _missing(now: _Standing) -> Iterator[str]:
    if not now.case:
        yield "there was no case"
    if not now.offer:
        yield "no offer stood chosen"
    if not now.identity:
        yield "identity was not settled"
    if not now.mandatory or not now.mandatory <= now.confirmed:
        yield f"not every mandatory term was confirmed ({len(now.confirmed)} of {len(now.mandatory)})"
    if not now.promises:
        yield "the consultant's promise was not compared"
    if len(now.facts) < TEACH_BACK_FACTS:
        yield f"{len(now.facts)} of {TEACH_BACK_FACTS} facts were understood or taken over"
    if not now.readback:
        yield "not every reply was confirmed in text"


def _unexplained(now: _Standing) -> Iterator[str]:
    """4: each clause that the contract holds is explained by terms that were heard, acknowledged and confirmed."""
    heard = now.spoken & now.acknowledged & now.confirmed
    if not now.contract:
        yield "its clauses do not stand in the evidence"
    for clause in sorted(now.contract | now.clauses.keys()):
        terms = set(now.clauses.get(clause, ()))
        if not terms or not terms <= heard:
            yield f"clause {clause} was not explained"


def _question(entry: Entry, now: _Standing) -> Iterator[Finding]:
    """5: a question gets an answer, or the sentence that a person can be called, before the script goes on."""
    match entry.kind:
        case "question.asked":
            now.question_open = _text(entry.data, "step") or "a step"
        case "question.answered" | "leave.asked" | "help.asked" | "staff.asked":
            now.question_open = None
        case "term.confirmed" | "document.signed" if now.question_open is not None:
            yield Finding(
                5, entry.seq, f"the script went on while the question asked at {now.question_open} stood open"
            )
            now.question_open = None


def _explanations(entries: Sequence[Entry]) -> Iterator[Finding]:
    """5: the ledger is the sum of the single entries before it; where something was asked, there is one."""
    ledgers = [(place, entry) for place, entry in enumerate(entries) if entry.kind == ledger.KIND]
    if not ledgers and any(entry.kind == "question.answered" for entry in entries):
        yield Finding(5, -1, "questions were answered, and no ledger sums them up")
    for place, entry in ledgers:
        if dict(entry.data) != ledger.summed(entries[:place]):
            yield Finding(5, entry.seq, "the explanation ledger is not the sum of the entries before it")
    if len(ledgers) > 1:
        yield Finding(5, ledgers[1][1].seq, "there is a second explanation ledger")


def _ending(entries: Sequence[Entry], now: _Standing) -> Iterator[Finding]:
    """7 and 1: what the ending says is what happened."""
    endings = [entry for entry in entries if entry.kind == "session.ending"]
    if not endings:
        yield Finding(7, -1, "the log has no ending")
        return
    ending = _text(endings[-1].data, "ending")
    both = {"sheet", "contract"} <= now.signed
    if ending == "signed" and not both:
        yield Finding(1, endings[-1].seq, "it ended as signed without both signatures")
    if ending == "quoted" and now.signed & {"contract"}:
        yield Finding(1, endings[-1].seq, "it ended as quoted with a signed contract")
    if ending == "quoted" and now.offer and now.quote != now.sheet:
        yield Finding(7, endings[-1].seq, "it ended as quoted without a quote of the figures that were explained")


def _text(data: Mapping[str, Value], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _strings(value: Value) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        return ()
    return tuple(item for item in value if isinstance(item, str))
