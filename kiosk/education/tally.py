"""How often each topic was opened: by day and language, and by nothing else.

No time of day, no order, no session, no person. The file is sorted and dated to midnight, so that it does not tell
when it was last written. What leaves the kiosk are whole past days, rounded down, with what is rare joined.
"""

import json
import os
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import structlog

from kiosk.domain.speech import Language

_log = structlog.get_logger(__name__)
STEP = 5
"""Counts go out in steps of this, and none below it."""
OTHER = "other"
"""What rare topics of a day are joined under."""
KEPT_DAYS = 400
Key = tuple[str, str, str]
"""Day as YYYY-MM-DD, topic, language."""


@dataclass(frozen=True, slots=True)
class Total:
    """A day's openings of a topic in a language, a multiple of STEP."""

    day: date
    topic: str
    language: Language
    count: int


class Tally:
    """One file. A disk that refuses costs counts, never the corner; a file that can't be read begins anew."""

    def __init__(self, file: Path, today: Callable[[], date]) -> None:
        self._file, self._today = file, today
        self._lock = threading.Lock()
        self._counts = _read(file)

    def add(self, topic: str, language: Language) -> None:
        """Somebody opened it today."""
        day = self._today()
        with self._lock:
            self._counts[day.isoformat(), topic, language.value] += 1
            oldest = (day - timedelta(days=KEPT_DAYS)).isoformat()
            self._counts = Counter({key: count for key, count in self._counts.items() if key[0] >= oldest})
            self._write(day)

    def totals(self) -> tuple[Total, ...]:
        """Of whole past days, fit to leave the kiosk."""
        with self._lock:
            return released(self._counts, self._today())

    def _write(self, day: date) -> None:
        rows = [[*key, count] for key, count in sorted(self._counts.items())]
        fresh = self._file.with_suffix(".new")
        midnight = datetime.combine(day, datetime.min.time()).timestamp()
        try:
            fresh.write_text(json.dumps(rows, indent=0), "utf-8")
            os.utime(fresh, (midnight, midnight))
            fresh.replace(self._file)
        except OSError as failure:
            _log.warning("corner.not_counted", errno=failure.errno)
            with suppress(OSError):
                fresh.unlink(missing_ok=True)


def released(counts: Mapping[Key, int], before: date) -> tuple[Total, ...]:
    """Days before this one; each count rounded down to a step, rare ones of a day joined, and joined ones that are rare
    still left out."""
    joined: Counter[Key] = Counter()
    for (day, topic, language), count in counts.items():
        if day < before.isoformat():
            joined[day, topic if count >= STEP else OTHER, language] += count
    return tuple(
        Total(date.fromisoformat(day), topic, Language(language), count // STEP * STEP)
        for (day, topic, language), count in sorted(joined.items())
        if count >= STEP
    )


def _read(file: Path) -> Counter[Key]:
    try:
        rows = json.loads(file.read_text("utf-8"))
        return Counter({_key(row): _count(row) for row in rows})
    except FileNotFoundError:
        return Counter()
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as failure:
        _log.warning("corner.counts_begin_anew", failure=type(failure).__name__)
        return Counter()


def _key(row: object) -> Key:
    match row:
        case [str(day), str(topic), str(language), int()]:
            return date.fromisoformat(day).isoformat(), topic, Language(language).value
        case _:
            raise ValueError("a row has a day, a topic, a language and a count")


def _count(row: list[object]) -> int:
    count = row[-1]
    if type(count) is not int or count < 1:
        raise ValueError("a count is a whole number above 0")
    return count
