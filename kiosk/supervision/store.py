"""The console's store in SQLite: heads, append-only; which of them headquarters has; what staff did.

WAL with synchronous=FULL: what is acknowledged to a kiosk survives a killed console and a power cut.
"""

import datetime as dt
import sqlite3
import threading
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlite_utils

from kiosk.evidence.head import Head

_SCHEMA = """
CREATE TABLE IF NOT EXISTS heads (
    number INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL,
    device TEXT NOT NULL, content BLOB NOT NULL, received_at TEXT NOT NULL, UNIQUE (session, seq, hash));
CREATE TRIGGER IF NOT EXISTS heads_stay BEFORE UPDATE ON heads BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER IF NOT EXISTS heads_stay_too BEFORE DELETE ON heads BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TABLE IF NOT EXISTS forwarded (number INTEGER PRIMARY KEY, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS acts (
    number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, staff TEXT NOT NULL, second TEXT NOT NULL,
    act TEXT NOT NULL, device TEXT NOT NULL, session TEXT NOT NULL, reason TEXT NOT NULL, outcome TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS acts_stay BEFORE UPDATE ON acts BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER IF NOT EXISTS acts_stay_too BEFORE DELETE ON acts BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TABLE IF NOT EXISTS contradictions (
    session TEXT NOT NULL, seq INTEGER NOT NULL, device TEXT NOT NULL, at TEXT NOT NULL, UNIQUE (session, seq));
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A head that headquarters does not have yet."""

    number: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Act:
    """What a member of staff did; `second`: the other of two, or empty; `outcome`: the kiosk's answer."""

    staff: str
    second: str
    act: str
    device: str
    session: str
    reason: str
    outcome: str
    at: str = ""


class ConsoleStore:
    """One connection; its own lock, so that server, forwarder and window may share it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._connection = sqlite3.connect(path, timeout=30, check_same_thread=False, isolation_level=None)
        self._lock = threading.Lock()
        self._db = sqlite_utils.Database(self._connection)
        self._db.enable_wal()
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.executescript(_SCHEMA)

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._connection.close()

    def add_head(self, head: Head, content: bytes) -> bool:
        """Append; the same head twice is one. False: another line was said to stand there before, which is kept and
        noted beside it, since one of the two is a forgery of the device's own making."""
        with self._lock:
            rows = self._db.query("SELECT hash FROM heads WHERE session = ? AND seq = ?", (head.session, head.seq))
            others = [row for row in rows if row["hash"] != str(head.hash)]
            self._connection.execute(
                "INSERT OR IGNORE INTO heads (session, seq, hash, device, content, received_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (head.session, head.seq, str(head.hash), head.device, content, now()),
            )
            if others:
                self._connection.execute(
                    "INSERT OR IGNORE INTO contradictions VALUES (?, ?, ?, ?)",
                    (head.session, head.seq, head.device, now()),
                )
        return not others

    def heads(self, session: str) -> list[bytes]:
        """Of one session, oldest first, as they were signed."""
        sql = "SELECT content FROM heads WHERE session = ? ORDER BY seq, number"
        return [bytes(row["content"]) for row in self._rows(sql, (session,))]

    def owner(self, session: str) -> str | None:
        """The device that sent the first head of a session."""
        rows = self._rows("SELECT device FROM heads WHERE session = ? ORDER BY number LIMIT 1", (session,))
        return str(rows[0]["device"]) if rows else None

    def to_forward(self, most: int, but: Collection[int] = ()) -> list[Waiting]:
        """What headquarters lacks, oldest first, but for those."""
        sql = (
            "SELECT number, content FROM heads WHERE number NOT IN (SELECT number FROM forwarded)"
            " ORDER BY number LIMIT ?"
        )
        found = [Waiting(row["number"], bytes(row["content"])) for row in self._rows(sql, (most + len(but),))]
        return [waiting for waiting in found if waiting.number not in but][:most]

    def forwarded(self, number: int) -> None:
        """Headquarters has it."""
        self._run("INSERT OR IGNORE INTO forwarded VALUES (?, ?)", (number, now()))

    def contradictions(self) -> int:
        """How often a device signed two different lines for one place."""
        return int(self._rows("SELECT COUNT(*) AS n FROM contradictions", ())[0]["n"])

    def note(self, act: Act) -> None:
        """Append what somebody did."""
        self._run(
            "INSERT INTO acts (at, staff, second, act, device, session, reason, outcome)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (now(), act.staff, act.second, act.act, act.device, act.session, act.reason, act.outcome),
        )

    def acts(self) -> list[Act]:
        """All, oldest first."""
        rows = self._rows(
            "SELECT staff, second, act, device, session, reason, outcome, at FROM acts ORDER BY number", ()
        )
        return [Act(**row) for row in rows]

    def _run(self, sql: str, values: tuple[Any, ...]) -> None:
        with self._lock:
            self._connection.execute(sql, values)

    def _rows(self, sql: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
        with self._lock:
            return list(self._db.query(sql, values))


def now() -> str:
    """RFC 3339, UTC, milliseconds."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
