"""What waits to be sent, in SQLite: an acknowledged change survives a killed process and a power cut."""

import datetime as dt
import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlite_utils


class Custody(StrEnum):
    """Where a sealed session stands. `refused`: headquarters refuses it; kept, and not sent again by itself."""

    SEALED = "sealed"
    SENDING = "sending"
    SENT = "sent"
    RECEIVED = "received"
    REFUSED = "refused"


WAITING = (Custody.SEALED, Custody.SENDING, Custody.SENT)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One session. `attempts` in a row failed, `refusals` of them by headquarters; `reason`: of the last."""

    session: str
    custody: Custody
    manifest_sha256: str
    sealed_at: str
    attempts: int
    refusals: int
    next_try: str
    reason: str


_SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
    session TEXT PRIMARY KEY, custody TEXT NOT NULL, manifest_sha256 TEXT NOT NULL, sealed_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, refusals INTEGER NOT NULL DEFAULT 0, next_try TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '', receipt BLOB, received_at TEXT);
"""


class OutboxStore:
    """One connection; one thread at a time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, timeout=30, check_same_thread=False, isolation_level=None)
        self._db = sqlite_utils.Database(self._connection)
        self._db.enable_wal()
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.executescript(_SCHEMA)

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    def add(self, session: str, manifest_sha256: str, now: dt.datetime) -> bool:
        """A sealed session; False if it was here already."""
        return self._run(
            "INSERT OR IGNORE INTO sessions (session, custody, manifest_sha256, sealed_at, next_try)"
            " VALUES (?, ?, ?, ?, ?)",
            (session, Custody.SEALED, manifest_sha256, _text(now), _text(now)),
        )

    def get(self, session: str) -> Waiting | None:
        """One session's row."""
        rows = self._rows("WHERE session = ?", (session,))
        return rows[0] if rows else None

    def all(self) -> list[Waiting]:
        """Every session that was ever sealed here, oldest first."""
        return self._rows("ORDER BY sealed_at, session", ())

    def due(self, now: dt.datetime) -> list[Waiting]:
        """What may be tried now, oldest first."""
        marks = ", ".join("?" * len(WAITING))
        return self._rows(
            f"WHERE custody IN ({marks}) AND next_try <= ? ORDER BY sealed_at, session", (*WAITING, _text(now))
        )

    def move(self, session: str, custody: Custody) -> None:
        """From one custody to the next. What is received stays received."""
        self._run(
            "UPDATE sessions SET custody = ? WHERE session = ? AND custody != ?", (custody, session, Custody.RECEIVED)
        )

    def fail(self, session: str, reason: str, next_try: dt.datetime) -> None:
        """Not this time."""
        self._run(
            "UPDATE sessions SET attempts = attempts + 1, reason = ?, next_try = ? WHERE session = ?",
            (reason, _text(next_try), session),
        )

    def refuse(self, session: str, reason: str, next_try: dt.datetime, limit: int) -> None:
        """Headquarters refused; after `limit` refusals in a row it is set aside."""
        self._run(
            "UPDATE sessions SET attempts = attempts + 1, refusals = refusals + 1, reason = ?, next_try = ?,"
            " custody = CASE WHEN refusals + 1 >= ? THEN ? ELSE custody END WHERE session = ? AND custody != ?",
            (reason, _text(next_try), limit, Custody.REFUSED, session, Custody.RECEIVED),
        )

    def retry(self, session: str, now: dt.datetime) -> bool:
        """Staff have seen to it: try a refused session again. False if it was not refused."""
        return self._run(
            "UPDATE sessions SET custody = ?, attempts = 0, refusals = 0, next_try = ?"
            " WHERE session = ? AND custody = ?",
            (Custody.SEALED, _text(now), session, Custody.REFUSED),
        )

    def receive(self, session: str, receipt: bytes, now: dt.datetime) -> None:
        """The verified receipt: from here on the local copy may go."""
        self._run(
            "UPDATE sessions SET custody = ?, receipt = ?, received_at = ?, reason = '', attempts = 0, refusals = 0"
            " WHERE session = ?",
            (Custody.RECEIVED, receipt, _text(now), session),
        )

    def receipt(self, session: str) -> bytes | None:
        """The signed receipt, once received."""
        row = self._connection.execute("SELECT receipt FROM sessions WHERE session = ?", (session,)).fetchone()
        return bytes(row[0]) if row and row[0] is not None else None

    def _run(self, sql: str, values: tuple[Any, ...]) -> bool:
        return self._connection.execute(sql, values).rowcount > 0

    def _rows(self, rest: str, values: tuple[Any, ...]) -> list[Waiting]:
        columns = ", ".join(Waiting.__dataclass_fields__)
        found = self._db.query(f"SELECT {columns} FROM sessions {rest}", values)  # noqa: S608 - `rest` is written above
        return [Waiting(**{**row, "custody": Custody(row["custody"])}) for row in found]


def _text(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
