"""Headquarters' own records in SQLite: devices, sessions, heads, destructions.

WAL with synchronous=FULL: an acknowledged row survives a killed process and a power cut.
"""

import datetime as dt
import json
import sqlite3
import threading
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlite_utils

from kiosk.education.tally import Total
from kiosk.evidence.head import Head


class SessionState(StrEnum):
    """The custody of one session at headquarters."""

    RECEIVING = "receiving"
    COMPLETE = "complete"
    FILED = "filed"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Device:
    """An enrolled kiosk; `tls_sha256` is the fingerprint of its TLS certificate (DER)."""

    device: str
    branch: str
    tls_sha256: str
    revoked: bool


@dataclass(frozen=True, slots=True)
class Received:
    """A session that a device has begun to send."""

    session: str
    device: str
    state: SessionState
    manifest_sha256: str | None
    reasons: tuple[str, ...]


_SCHEMA = """
CREATE TABLE IF NOT EXISTS devices (
    tls_sha256 TEXT PRIMARY KEY, device TEXT NOT NULL, branch TEXT NOT NULL, signing_certificate TEXT NOT NULL,
    approved_at TEXT NOT NULL, revoked_at TEXT, revoked_why TEXT);
CREATE INDEX IF NOT EXISTS devices_by_name ON devices (device);
CREATE TABLE IF NOT EXISTS consoles (
    tls_sha256 TEXT PRIMARY KEY, console TEXT NOT NULL, branch TEXT NOT NULL, approved_at TEXT NOT NULL,
    revoked_at TEXT, revoked_why TEXT);
CREATE TABLE IF NOT EXISTS sessions (
    session TEXT PRIMARY KEY, device TEXT NOT NULL, state TEXT NOT NULL, manifest_sha256 TEXT,
    reasons TEXT NOT NULL DEFAULT '[]', begun_at TEXT NOT NULL, changed_at TEXT NOT NULL, receipt BLOB, review TEXT);
CREATE TABLE IF NOT EXISTS heads (
    session TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, content BLOB NOT NULL, sender TEXT NOT NULL,
    received_at TEXT NOT NULL, PRIMARY KEY (session, seq, hash));
CREATE TRIGGER IF NOT EXISTS heads_stay BEFORE UPDATE ON heads BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER IF NOT EXISTS heads_stay_too BEFORE DELETE ON heads BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TABLE IF NOT EXISTS totals (
    device TEXT NOT NULL, day TEXT NOT NULL, topic TEXT NOT NULL, language TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (device, day, topic, language));
CREATE TABLE IF NOT EXISTS access (session TEXT NOT NULL, what TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS destructions (
    session TEXT NOT NULL, data_class TEXT NOT NULL, at TEXT NOT NULL, certificate TEXT NOT NULL,
    PRIMARY KEY (session, data_class));
"""


def now() -> str:
    """RFC 3339, UTC, milliseconds."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Store:
    """One connection, used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, timeout=30, check_same_thread=False, isolation_level=None)
        self._lock = threading.Lock()
        self._db = sqlite_utils.Database(self._connection)
        self._db.enable_wal()
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.executescript(_SCHEMA)

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    def approve_device(self, device: str, branch: str, tls_sha256: str, signing_certificate: str) -> None:
        """A newly certified device; the signing certificate in PEM."""
        self._run(
            "INSERT OR IGNORE INTO devices (tls_sha256, device, branch, signing_certificate, approved_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (tls_sha256, device, branch, signing_certificate, now()),
        )

    def revoke_device(self, device: str, why: str) -> int:
        """From now on refused; the number of certificates that this took away."""
        return self._run(
            "UPDATE devices SET revoked_at = ?, revoked_why = ? WHERE device = ? AND revoked_at IS NULL",
            (now(), why, device),
        )

    def branches_of(self, device: str) -> tuple[str, ...]:
        """Where it stands, and stood, by its enrolments."""
        rows = self._rows("SELECT DISTINCT branch FROM devices WHERE device = ?", (device,))
        return tuple(str(row["branch"]) for row in rows)

    def device_of(self, tls_sha256: str) -> Device | None:
        """Whose TLS certificate this is."""
        rows = self._rows("SELECT * FROM devices WHERE tls_sha256 = ?", (tls_sha256,))
        if not rows:
            return None
        return Device(rows[0]["device"], rows[0]["branch"], tls_sha256, rows[0]["revoked_at"] is not None)

    def approve_console(self, console: str, branch: str, tls_sha256: str) -> None:
        """A newly certified console of a branch."""
        self._run(
            "INSERT OR IGNORE INTO consoles (tls_sha256, console, branch, approved_at) VALUES (?, ?, ?, ?)",
            (tls_sha256, console, branch, now()),
        )

    def revoke_console(self, console: str, why: str) -> int:
        """From now on its heads are refused; the number of certificates that this took away."""
        return self._run(
            "UPDATE consoles SET revoked_at = ?, revoked_why = ? WHERE console = ? AND revoked_at IS NULL",
            (now(), why, console),
        )

    def console_of(self, tls_sha256: str) -> str | None:
        """Which console's certificate this is; None also for one that was revoked."""
        sql = "SELECT console FROM consoles WHERE tls_sha256 = ? AND revoked_at IS NULL"
        rows = self._rows(sql, (tls_sha256,))
        return str(rows[0]["console"]) if rows else None

    def signing_certificates(self, device: str) -> list[str]:
        """PEM of each signing certificate of the device that is still good."""
        sql = "SELECT signing_certificate FROM devices WHERE device = ? AND revoked_at IS NULL"
        return [str(row["signing_certificate"]) for row in self._rows(sql, (device,))]

    def is_revoked(self, device: str) -> bool:
        """Whether no certificate of this device is good any more."""
        rows = self._rows("SELECT COUNT(*) AS n FROM devices WHERE device = ? AND revoked_at IS NULL", (device,))
        return not rows[0]["n"]

    def claim(self, session: str, device: str) -> Received:
        """The session's record; the first device to ask owns it from then on."""
        self._run(
            "INSERT OR IGNORE INTO sessions (session, device, state, begun_at, changed_at) VALUES (?, ?, ?, ?, ?)",
            (session, device, SessionState.RECEIVING, now(), now()),
        )
        found = self.session(session)
        if found is None:  # pragma: no cover - the row was written one line above
            raise sqlite3.IntegrityError(session)
        return found

    def session(self, session: str) -> Received | None:
        """One session's record."""
        rows = self._rows("SELECT * FROM sessions WHERE session = ?", (session,))
        return _received(rows[0]) if rows else None

    def sessions(self, state: SessionState | None = None) -> list[Received]:
        """All, or those in one state, oldest first."""
        where = ("WHERE state = ?", (state,)) if state else ("", ())
        return [_received(r) for r in self._rows(f"SELECT * FROM sessions {where[0]} ORDER BY begun_at", where[1])]  # noqa: S608 - two constants

    def complete(self, session: str, manifest_sha256: str) -> bool:
        """Everything is here. False when another manifest was first, or the session is past receiving."""
        return bool(
            self._run(
                "UPDATE sessions SET state = ?, manifest_sha256 = ?, changed_at = ? WHERE session = ? AND state = ?",
                (SessionState.COMPLETE, manifest_sha256, now(), session, SessionState.RECEIVING),
            )
        )

    def reopen(self, session: str) -> None:
        """Headquarters' own disk damaged it before it was filed: the kiosk still has it and sends it again."""
        self._run(
            "UPDATE sessions SET state = ?, manifest_sha256 = NULL, changed_at = ? WHERE session = ? AND state = ?",
            (SessionState.RECEIVING, now(), session, SessionState.COMPLETE),
        )

    def file(self, session: str, receipt: bytes, review: list[Any]) -> bool:
        """Verified and filed; False when it was no longer waiting."""
        sql = "UPDATE sessions SET state = ?, receipt = ?, review = ?, changed_at = ? WHERE session = ? AND state = ?"
        values = (SessionState.FILED, receipt, json.dumps(review), now(), session, SessionState.COMPLETE)
        return bool(self._run(sql, values))

    def quarantine(self, session: str, reasons: tuple[str, ...]) -> bool:
        """Kept apart, with the reasons."""
        return bool(
            self._run(
                "UPDATE sessions SET state = ?, reasons = ?, changed_at = ? WHERE session = ? AND state = ?",
                (SessionState.QUARANTINED, json.dumps(reasons), now(), session, SessionState.COMPLETE),
            )
        )

    def receipt(self, session: str) -> bytes | None:
        """The signed receipt, once filed."""
        rows = self._rows("SELECT receipt FROM sessions WHERE session = ?", (session,))
        return rows[0]["receipt"] if rows else None

    def add_head(self, head: Head, content: bytes, sender: str) -> None:
        """Append; the same head twice is one."""
        self._run(
            "INSERT OR IGNORE INTO heads VALUES (?, ?, ?, ?, ?, ?)",
            (head.session, head.seq, str(head.hash), content, sender, now()),
        )

    def heads(self, session: str) -> list[bytes]:
        """Of one session, oldest first, as they were signed."""
        rows = self._rows("SELECT content FROM heads WHERE session = ? ORDER BY seq", (session,))
        return [bytes(row["content"]) for row in rows]

    def put_totals(self, device: str, totals: tuple[Total, ...]) -> None:
        """Of a kiosk's protection corner, all or none; the newest count of a day stands."""
        rows = [[each.day.isoformat(), each.topic, each.language.value, each.count] for each in totals]
        self._run(
            "INSERT OR REPLACE INTO totals SELECT ?, json_extract(value, '$[0]'), json_extract(value, '$[1]'),"
            " json_extract(value, '$[2]'), json_extract(value, '$[3]') FROM json_each(?)",
            (device, json.dumps(rows)),
        )

    def totals(self) -> list[tuple[str, str, int]]:
        """Topic, language, and how often it was opened on all kiosks together."""
        rows = self._rows("SELECT topic, language, SUM(count) AS sum FROM totals GROUP BY topic, language", ())
        return [(row["topic"], row["language"], int(row["sum"])) for row in rows]

    def review(self, session: str) -> list[Any]:
        """What the review rules found when it was filed."""
        rows = self._rows("SELECT review FROM sessions WHERE session = ?", (session,))
        return list(json.loads(rows[0]["review"] or "[]")) if rows else []

    def note_access(self, session: str, what: str) -> None:
        """Someone looked: the borrower may ask who."""
        self._run("INSERT INTO access VALUES (?, ?, ?)", (session, what, now()))

    def accesses(self, session: str) -> list[tuple[str, str]]:
        """(what, when) of each look at a session."""
        rows = self._rows("SELECT what, at FROM access WHERE session = ? ORDER BY at", (session,))
        return [(row["what"], row["at"]) for row in rows]

    def destroyed(self, session: str, data_class: str, certificate: str) -> None:
        """A data class of a session is gone."""
        self._run("INSERT OR IGNORE INTO destructions VALUES (?, ?, ?, ?)", (session, data_class, now(), certificate))

    def destructions(self, session: str) -> dict[str, str]:
        """Data class -> certificate's file name, of what was destroyed."""
        rows = self._rows("SELECT data_class, certificate FROM destructions WHERE session = ?", (session,))
        return {row["data_class"]: row["certificate"] for row in rows}

    def _run(self, sql: str, values: tuple[Any, ...]) -> int:
        with self._lock:
            return self._connection.execute(sql, values).rowcount

    def _rows(self, sql: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
        with self._lock:
            return list(self._db.query(sql, values))


def _received(row: dict[str, Any]) -> Received:
    return Received(
        row["session"],
        row["device"],
        SessionState(row["state"]),
        row["manifest_sha256"],
        tuple(json.loads(row["reasons"])),
    )
