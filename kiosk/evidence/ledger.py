"""The explanation ledger: what was asked, repeated and paused, at each term and in all, summed from the entries.

Pure. The kiosk writes the sum as an entry before it seals; whoever reviews the evidence sums again and compares.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kiosk.evidence.entry import Entry, Value

KIND = "explanation.ledger"
_PERSON_NEXT = 2
"""`wording` of an answer that only offers a person (kiosk/consent/states.py)."""


@dataclass(slots=True)
class _Term:
    pauses: int = 0
    repeats: int = 0
    questions: int = 0
    explained_ms: int = 0
    read_ms: int = 0

    def to_json(self) -> dict[str, int]:
        return {
            "pauses": self.pauses, "repeats": self.repeats, "questions": self.questions,
            "explained_ms": self.explained_ms, "read_ms": self.read_ms,
        }  # fmt: skip


@dataclass(slots=True)
class _Answer:
    """One wording that was said; `clear` None: the borrower went elsewhere without a word on it."""

    entry: Entry
    clear: bool | None = None
    ms: int | None = None
    replaced: bool = False
    """The same was said in another language: a word on it comes after that."""
    helped: bool = False
    """He asked for a person in place of a word on it."""

    @property
    def counts(self) -> bool:
        """A question's first words; other words for it, another language and the offer of a person are no further
        question."""
        return self.entry.data.get("wording", 0) == 0 and self.entry.data.get("repeated") is not True

    def to_json(self) -> dict[str, Value]:
        data = self.entry.data
        return {
            "item": data.get("item", ""), "known": data.get("known", False), "wording": data.get("wording", 0),
            "answer_sha256": data.get("answer_sha256", ""), "clear": self.clear, "ms": self.ms,
        }  # fmt: skip


@dataclass(slots=True)
class _Sum:
    version: str = ""
    answers: list[_Answer] = field(default_factory=list)
    terms: dict[str, _Term] = field(default_factory=dict)
    pauses: int = 0
    paused_ms: int = 0
    repeats: int = 0
    since: int = 0
    """When the term that is being read was begun."""
    open_answer: _Answer | None = None
    paused_at: int | None = None

    def term(self, entry: Entry) -> _Term:
        """The one that an entry names; without a name, one that is not kept."""
        name = _text(entry.data, "term")
        return self.terms.setdefault(name, _Term()) if name else _Term()


def summed(entries: Iterable[Entry]) -> dict[str, Value]:
    """The data of the ledger's entry for these entries."""
    total = _Sum()
    for entry in entries:
        _add(total, entry)
    questions = [each for each in total.answers if each.counts]
    worded = [each for each in total.answers if each.entry.data.get("known") and _said(each) and not each.replaced]
    return {
        "version": total.version,
        "questions": len(questions),
        "answered": sum(each.entry.data.get("known") is True for each in questions),
        "unknown": sum(each.entry.data.get("known") is not True for each in questions),
        "clear": sum(each.clear is True for each in worded),
        "not_clear": sum(each.clear is False for each in worded),
        "left_for_help": sum(each.clear is None and each.helped for each in worded),
        "unjudged": sum(each.clear is None and not each.helped for each in worded),
        "pauses": total.pauses,
        "paused_ms": total.paused_ms,
        "repeats": total.repeats,
        "explained_ms": sum(each.ms or 0 for each in total.answers),
        "items": {str(each.entry.seq): each.to_json() for each in total.answers},
        "terms": {name: term.to_json() for name, term in sorted(total.terms.items())},
    }


def _said(answer: _Answer) -> bool:
    return answer.entry.data.get("wording", 0) != _PERSON_NEXT


def _add(total: _Sum, entry: Entry) -> None:
    at = round(entry.at.mono * 1000)
    match entry.kind:
        case "question.answered":
            if total.open_answer is not None:
                total.open_answer.replaced = entry.data.get("repeated") is True
            _close(total, at)
            total.open_answer = _Answer(entry)
            total.answers.append(total.open_answer)
            total.version = _text(entry.data, "version") or total.version
            if total.open_answer.counts:
                total.term(entry).questions += 1
        case "question.judged":
            if total.open_answer is not None:
                total.open_answer.clear = entry.data.get("clear") is True
            _close(total, at)
        case "repeat.asked":
            total.repeats += 1
            total.term(entry).repeats += 1
        case "script.paused":
            total.pauses += 1
            total.term(entry).pauses += 1
            total.paused_at = at
        case "step.entered" | "term.acknowledged":
            if entry.kind == "term.acknowledged":
                total.term(entry).read_ms += at - total.since
            total.since = at
            _close(total, at)
            _resume(total, at)
        case "script.resumed" | "leave.asked" | "help.asked" | "staff.asked" | "session.ending":
            if total.open_answer is not None and entry.kind in ("help.asked", "staff.asked"):
                total.open_answer.helped = _asks_for_help(entry)
            _close(total, at)
            _resume(total, at)


def _asks_for_help(entry: Entry) -> bool:
    """Staff are also asked to look when somebody else seems to sit there: that is no word on an answer."""
    return entry.kind == "help.asked" or entry.data.get("what") == "help"


def _close(total: _Sum, at: int) -> None:
    """The explanation that lay open is over."""
    answer, total.open_answer = total.open_answer, None
    if answer is not None:
        answer.ms = at - round(answer.entry.at.mono * 1000)
        total.term(answer.entry).explained_ms += answer.ms


def _resume(total: _Sum, at: int) -> None:
    if total.paused_at is not None:
        total.paused_ms += at - total.paused_at
        total.paused_at = None


def _text(data: Mapping[str, Value], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""
