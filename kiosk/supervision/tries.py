"""Wrong PINs, counted over restarts: by person and by device, in a small SQLite file of mode 0600.

Time is the machine's own running time: a wall clock that is set forward frees nobody. After the machine itself was
started anew only the time since then counts, so that switching it off does not shorten a wait either.
"""

import os
import sqlite3
import threading
import time
from dataclasses import dataclass
from pathlib import Path

_SCHEMA = "CREATE TABLE IF NOT EXISTS tries (key TEXT PRIMARY KEY, wrong INTEGER NOT NULL, since REAL NOT NULL)"


def running_seconds() -> float:
    """Since the machine was started, sleep included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass(frozen=True, slots=True)
class Tried:
    """Wrong ones in a row; `since`: running time of the last."""

    wrong: int = 0
    since: float = 0.0

    def passed(self, now: float) -> float:
        """Seconds that surely went by since then."""
        return now - self.since if now >= self.since else max(0.0, now)


class TriesStore:
    """One connection with its own lock: window and worker may share it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self._connection = sqlite3.connect(path, timeout=30, check_same_thread=False, isolation_level=None)
        self._lock = threading.Lock()
        for sql in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", _SCHEMA):
            self._connection.execute(sql).fetchall()

    def tried(self, key: str) -> Tried:
        """So far."""
        with self._lock:
            row = self._connection.execute("SELECT wrong, since FROM tries WHERE key = ?", (key,)).fetchone()
        return Tried(int(row[0]), float(row[1])) if row else Tried()

    def put(self, key: str, tried: Tried) -> None:
        """From now on; durable when it returns. None wrong: forgotten."""
        with self._lock:
            if tried.wrong:
                sql = "INSERT OR REPLACE INTO tries VALUES (?, ?, ?)"
                self._connection.execute(sql, (key, tried.wrong, tried.since))
            else:
                self._connection.execute("DELETE FROM tries WHERE key = ?", (key,))

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._connection.close()
