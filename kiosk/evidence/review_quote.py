"""Does a session that goes on with an earlier quote go on with its figures? Asked of the entries alone.

That the earlier session made this very quote is for whoever has both logs: `quote.recalled` names the session, and
`quote_sha256` is the digest that its `quote.made` names.
"""

from collections.abc import Iterator, Sequence

from kiosk.evidence.entry import Entry


def quote_faults(entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    """Place in the log and what is wrong there, in order."""
    recalled: dict[str, Entry] = {}
    resumed, chosen_by = "", ""
    for entry in entries:
        match entry.kind:
            case "quote.recalled":
                recalled[_text(entry, "code")] = entry
                if entry.at.wall[:10] > _text(entry, "valid_until"):
                    yield entry.seq, "a quote was found good after it had run out"
                if entry.data.get("same_days") is True and not _same(entry, "quote_sha256", entry, "sheet_sha256"):
                    yield entry.seq, "a quote was found to be the same, and its figures are others"
            case "quote.resumed":
                resumed = _text(entry, "code")
                found = recalled.get(resumed)
                if found is None or not _same(found, "offer", entry, "offer"):
                    yield entry.seq, "a quote was gone on with that was not found before"
                elif not _same(found, "sheet_sha256", entry, "sheet_sha256"):
                    yield entry.seq, "a quote was gone on with at figures that were not those found"
            case "offer.chosen":
                chosen_by = _text(entry, "quote")
                if chosen_by and chosen_by != resumed:
                    yield entry.seq, "an offer was chosen by a quote that the borrower did not go on with"
            case "disclosure.opened" if chosen_by:
                found = recalled.get(chosen_by)
                if found is not None and not _same(found, "sheet_sha256", entry, "sheet_sha256"):
                    yield entry.seq, "the figures that were explained are not those of the quote"


def _same(one: Entry, key: str, other: Entry, other_key: str) -> bool:
    return bool(_text(one, key)) and _text(one, key) == _text(other, other_key)


def _text(entry: Entry, key: str) -> str:
    value = entry.data.get(key)
    return value if isinstance(value, str) else ""
