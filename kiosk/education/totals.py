"""Totals on their way to headquarters: what a kiosk sends and what headquarters takes, and nothing beside it."""

import json
import re
from datetime import date

from kiosk.domain.errors import EvidenceError
from kiosk.domain.speech import Language
from kiosk.education.tally import STEP, Total

_TOPIC = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOST = 100_000
_KEYS = {"day", "topic", "language", "count"}


def totals_json(totals: tuple[Total, ...]) -> bytes:
    """One object; the same totals give the same bytes."""
    rows = [
        {"day": each.day.isoformat(), "topic": each.topic, "language": each.language.value, "count": each.count}
        for each in totals
    ]
    return json.dumps({"totals": rows}, separators=(",", ":")).encode()


def parse_totals(untrusted: bytes) -> tuple[Total, ...]:
    """Raises EvidenceError for anything but whole days, topics, languages and counts in steps."""
    try:
        value = json.loads(untrusted)
    except (ValueError, RecursionError) as failure:
        raise EvidenceError("totals: not JSON") from failure
    rows = value.get("totals") if isinstance(value, dict) and value.keys() == {"totals"} else None
    if not isinstance(rows, list) or len(rows) > _MOST:
        raise EvidenceError("totals: a list of them is expected")
    return tuple(_total(row) for row in rows)


def _total(row: object) -> Total:
    if not isinstance(row, dict) or row.keys() != _KEYS:
        raise EvidenceError("totals: a day, a topic, a language and a count, and nothing else, are expected")
    day, topic, language, count = row["day"], row["topic"], row["language"], row["count"]
    if not isinstance(topic, str) or not _TOPIC.fullmatch(topic):
        raise EvidenceError("totals: a topic's id is expected")
    if type(count) is not int or not STEP <= count <= _MOST or count % STEP:
        raise EvidenceError(f"totals: a count in steps of {STEP} is expected")
    try:
        return Total(date.fromisoformat(day), topic, Language(language), count)
    except (ValueError, TypeError) as failure:
        raise EvidenceError("totals: a day and one of the languages are expected") from failure
