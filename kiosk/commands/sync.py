"""`main.py sync`: send what is sealed."""

import json
import threading

from kiosk.outbox.sync import Office, Outcome, Sent, destroy_due, sync

EVERY_SECONDS = 60.0
_WORDS = {
    Outcome.RECEIVED: "received and verified by headquarters; the local copy is gone",
    Outcome.WAITING: "sent; headquarters is still verifying",
    Outcome.FAILED: "waits and will be tried again",
    Outcome.REFUSED: "refused by headquarters; kept here",
}


def sync_once(office: Office, as_json: bool = False) -> int:
    """Try all that is due, once. Exit code 0 if nothing is left waiting by a failure, else 1."""
    sent = sync(office)
    destroyed = destroy_due(office)
    if as_json:
        print(json.dumps({"sessions": [_json(one) for one in sent], "withheld_destroyed": destroyed}))
    else:
        for one in sent:
            print(f"{one.session}: {_WORDS[one.outcome]}{f' ({one.reason})' if one.reason else ''}")
        print(f"{sum(one.outcome is Outcome.RECEIVED for one in sent)} of {len(sent)} received.")
    return 0 if all(one.outcome is Outcome.RECEIVED for one in sent) else 1


def sync_on(office: Office, stop: threading.Event, every: float = EVERY_SECONDS) -> None:
    """Sync again and again until `stop` is set."""
    while not stop.is_set():
        sync_once(office)
        stop.wait(every)


def _json(sent: Sent) -> dict[str, str]:
    return {"session": sent.session, "outcome": sent.outcome.value, "reason": sent.reason}
