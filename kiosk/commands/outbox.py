"""`main.py outbox`: what waits, and what was received."""

import datetime as dt
import json

from kiosk.outbox.store import Custody, OutboxStore, Waiting


def show(store: OutboxStore, as_json: bool = False) -> int:
    """Print each session and the nightly sum: sealed, received, waiting, refused. Exit code 1 if one is refused."""
    rows = store.all()
    counts = summary(rows)
    if as_json:
        print(json.dumps({"sessions": [_json(row) for row in rows], **counts}))
    else:
        for row in rows:
            if row.custody is not Custody.RECEIVED:
                print(f"{row.session}  {row.custody}  sealed {row.sealed_at}  tried {row.attempts} times  {row.reason}")
        words = ", ".join(f"{count} {name}" for name, count in counts.items())
        print(words)
    return 1 if counts["refused"] else 0


def retry(store: OutboxStore, session: str) -> int:
    """Send a refused session again at the next sync. Exit code 1 if it was not refused."""
    return 0 if store.retry(session, dt.datetime.now(dt.UTC)) else 1


def summary(rows: list[Waiting]) -> dict[str, int]:
    """Sealed here in all, and where they are now: the last three add up to the first."""
    received = sum(row.custody is Custody.RECEIVED for row in rows)
    refused = sum(row.custody is Custody.REFUSED for row in rows)
    return {"sealed": len(rows), "received": received, "waiting": len(rows) - received - refused, "refused": refused}


def _json(row: Waiting) -> dict[str, object]:
    return {
        "session": row.session,
        "custody": row.custody.value,
        "sealed_at": row.sealed_at,
        "attempts": row.attempts,
        "next_try": row.next_try,
        "reason": row.reason,
    }
