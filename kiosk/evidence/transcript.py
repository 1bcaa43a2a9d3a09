"""Who said what, from the entries and values of a bundle that was verified. Words stand as they were recorded."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.evidence.blob import Blob
from kiosk.evidence.canonical import Json
from kiosk.evidence.classes import PartClass
from kiosk.evidence.entry import BlobRef, Entry, Value

_ACTS = frozenset(
    (
        "session.opened chapter.entered language.chosen setting.changed way.chosen consent.given consent.refused "
        "consent.withdrawn recording.started recording.stopped card.confirmed identity.settled staff.asked staff.acted "
        "offer.chosen offer.none_chosen term.confirmed promise.told promise.compared question.answered question.judged "
        "explanation.ledger fact.asked fact.worded fact.graded fact.taken_over readback.corrected reply.taken_back "
        "reply.confirmed reply.rejected document.signed script.paused script.resumed leave.asked leave.withdrawn "
        "help.asked device.lost presence.event session.ending"
    ).split()
)
"""What is told besides the words."""
_HASHES = ("sha256", "seed", "digest")


class Who(StrEnum):
    """Whose line it is."""

    GUIDE = "guide"
    BORROWER = "borrower"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Line:
    """`seconds` since the session opened; `entry`: where it stands in the log; `note`: how it came, in codes."""

    entry: int
    seconds: float
    who: Who
    words: str
    note: str = ""

    def to_json(self) -> dict[str, Json]:
        """`{"entry","ms","who","words","note"}`; milliseconds, for canonical JSON has no fractions."""
        return {
            "entry": self.entry, "ms": round(self.seconds * 1000), "who": str(self.who), "words": self.words,
            "note": self.note,
        }  # fmt: skip


def transcript(entries: Iterable[Entry], blobs: Iterable[Blob]) -> Iterator[Line]:
    """In the order of the log. A value that was withheld or destroyed leaves its line without words."""
    values = {(blob.data_class, blob.name): blob for blob in blobs if blob.media_type == "text/plain"}
    began: float | None = None
    for entry in entries:
        began = entry.at.mono if began is None else began
        line = _line(entry, values)
        if line is not None:
            who, words, note = line
            yield Line(entry.seq, round(entry.at.mono - began, 3), who, words, note)


def _line(entry: Entry, values: Mapping[tuple[PartClass, str], Blob]) -> tuple[Who, str, str] | None:
    words = _words(entry, values)
    match entry.kind:
        case "guide.spoke":
            cut = "" if entry.data.get("ended") else "cut off"
            return Who.GUIDE, words, "shown, not said" if entry.data.get("silent") and not cut else cut
        case "reply.typed":
            return Who.BORROWER, words, "types"
        case "reply.heard" | "question.asked":
            return Who.BORROWER, words, "asks" if entry.kind == "question.asked" else ""
        case "reply.not_understood":
            return Who.BORROWER, words, f"not understood: {entry.data.get('reason', '')}"
        case "reply.understood" if entry.data.get("channel") == "touch":
            return Who.BORROWER, words, "touches"
        case "reply.understood":
            return Who.RECORD, words, f"taken as {entry.data.get('intent', '')}"
        case kind if kind in _ACTS:
            return Who.RECORD, words, " ".join((kind, *_codes(entry.data)))
        case _:
            return None


def _words(entry: Entry, values: Mapping[tuple[PartClass, str], Blob]) -> str:
    for name in ("text", "blob", "value"):
        ref = entry.data.get(name)
        if isinstance(ref, BlobRef) and (blob := values.get((ref.data_class, ref.name))) is not None:
            return blob.value.decode("utf-8", "replace")
    return ""


def _codes(data: Mapping[str, Value]) -> Iterator[str]:
    for name, value in data.items():
        if isinstance(value, str | int) and value != "" and not name.endswith(_HASHES):
            yield f"{name}={value}"
