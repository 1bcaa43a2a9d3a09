"""Was the choice free? Asked of the entries alone: the order was committed to before it was known to anybody, follows
from that draw, and what was chosen stood in it. So of the offers, and of the borrower's own cases if there are several.

The draw is bound when the session opens (`order_commitment`, `cases_commitment`), shown with the order, and anybody may
repeat it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from kiosk.evidence.entry import Entry, Value
from kiosk.lending.comparison import neutral_order

ALGORITHM = "sorted by id, hmac-sha256 fisher-yates"
_HEX = re.compile(r"(?:[0-9a-f]{2}){16,64}")


def choice_faults(entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    """Place in the log and what is wrong there, in order."""
    committed = for_cases = ""
    shown: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    recalled: dict[str, str] = {}
    for entry in entries:
        match entry.kind:
            case "session.opened":
                committed = _text(entry.data, "order_commitment")
                for_cases = _text(entry.data, "cases_commitment")
            case "case.shown":
                cases = _strings(entry.data.get("cases"))
                yield from ((entry.seq, says) for says in _order_faults(entry, for_cases, cases, "case"))
            case "case.found" if cases and _text(entry.data, "case") not in cases:
                yield entry.seq, "a case was found that was not shown"
            case "offers.shuffled":
                shown = _strings(entry.data.get("order"))
                yield from ((entry.seq, says) for says in _order_faults(entry, committed, shown, "offer"))
            case "offers.shown" if _strings(entry.data.get("offers")) != shown:
                yield entry.seq, "the offers were not shown in the order that was drawn"
            case "quote.recalled":
                # A quote that he brought along was chosen in an earlier session, under the lot of that one.
                recalled = {**recalled, _text(entry.data, "code"): _text(entry.data, "offer")}
            case "offer.chosen" if _text(entry.data, "quote"):
                if recalled.get(_text(entry.data, "quote")) != _text(entry.data, "offer"):
                    yield entry.seq, "an offer was chosen by a quote that was not found for it"
            case "offer.chosen" if _text(entry.data, "offer") not in shown:
                yield entry.seq, "an offer was chosen that was not shown"


def _order_faults(entry: Entry, committed: str, shown: tuple[str, ...], what: str) -> Iterator[str]:
    seed = _text(entry.data, "seed")
    if not _HEX.fullmatch(seed):
        yield f"the order of the {what}s has no seed"
    elif sha256(bytes.fromhex(seed)).hexdigest() != committed:
        yield f"the order of the {what}s was not drawn from what was committed to when the session opened"
    elif neutral_order(shown, bytes.fromhex(seed)) != shown:
        yield f"the order of the {what}s does not follow from its seed"
    if len(set(shown)) != len(shown):
        yield f"one of the {what}s stands in the order twice"


def _text(data: Mapping[str, Value], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _strings(value: Value) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list | tuple) else ()
