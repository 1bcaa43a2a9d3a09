"""Sending what is sealed: parts, then the manifest, then waiting for a receipt that can be trusted.

The order makes a cut harmless at every line: each step is idempotent, its result is durable before the next,
and the local copy goes only after the verified receipt is in the store.
"""

import datetime as dt
import fcntl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TypeVar

import structlog

from kiosk.domain.consents import Mode
from kiosk.domain.errors import DeviceError, EvidenceError, RefusedError, TransportError
from kiosk.domain.ids import Sha256
from kiosk.evidence import bundle
from kiosk.evidence.bundle import Bundle
from kiosk.evidence.canonical import sha256
from kiosk.evidence.certificates import Trust
from kiosk.evidence.manifest import Manifest
from kiosk.evidence.receipt import verify_receipt
from kiosk.evidence.seal import stamp
from kiosk.evidence.verdict import Verdict
from kiosk.outbox import custody
from kiosk.outbox.retry import RetryPolicy, Sleep
from kiosk.outbox.store import Custody, OutboxStore, Waiting
from kiosk.ports.keys import DeviceKeys
from kiosk.ports.timestamp_authority import TimestampAuthority
from kiosk.ports.transport import Transport

_log = structlog.get_logger(__name__)
_Answer = TypeVar("_Answer")
Keep = Callable[[Path, bytes], None]
"""Called with the bundle's folder and the verified receipt, just before the local copy goes."""


class Outcome(StrEnum):
    """What became of one session in one sync."""

    RECEIVED = "received"
    WAITING = "waiting"
    FAILED = "failed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Sent:
    """One session's outcome; `reason` in one plain sentence when it is not received."""

    session: str
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """What a sync needs. `root`: the folder whose sub-folders are sealed bundles, named as their sessions."""

    root: Path
    store: OutboxStore
    transport: Transport
    authorities: Sequence[TimestampAuthority]
    keys: DeviceKeys
    trust: Trust
    mode: Mode
    keep: Keep | None = None
    policy: RetryPolicy = field(default_factory=RetryPolicy)
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    sleep: Sleep = time.sleep


def sync(office: Office, only: str | None = None) -> tuple[Sent, ...]:
    """Everything that is due, or the one session `only`, due or not. Nothing while another process syncs."""
    with _alone(office.root) as free:
        if not free:
            return ()
        adopt(office)
        _clear_received(office)
        due = office.store.due(office.now())
        if only is not None:
            row = office.store.get(only)
            due = [row] if row and row.custody is not Custody.RECEIVED else []
        return tuple(_attempt(office, waiting) for waiting in due)


def adopt(office: Office) -> int:
    """Put sealed folders that are not in the store yet into it: a cut after sealing loses nothing."""
    added = 0
    for folder in custody.sealed_folders(office.root):
        added += office.store.add(folder.name, sha256((folder / bundle.MANIFEST).read_bytes()), office.now())
    return added


def destroy_due(office: Office) -> int:
    """Withheld parts whose date has come, of sessions already received; the number destroyed."""
    gone = 0
    for row in office.store.all():
        folder = office.root / row.session
        if row.custody is Custody.RECEIVED and folder.is_dir():
            gone += custody.destroy_withheld(folder, office.now().date())
            custody.let_go(folder)
    return gone


def _attempt(office: Office, waiting: Waiting) -> Sent:
    later = office.policy.put_off(waiting.attempts, office.now())
    try:
        return _send(office, waiting)
    except RefusedError as failure:
        office.store.refuse(waiting.session, str(failure), later, office.policy.refusals)
        _log.warning("outbox.refused", session=waiting.session)
        return Sent(waiting.session, Outcome.REFUSED, str(failure))
    except (TransportError, EvidenceError, DeviceError) as failure:
        office.store.fail(waiting.session, str(failure), later)
        _log.info("outbox.failed", session=waiting.session, error=type(failure).__name__)
        return Sent(waiting.session, Outcome.FAILED, str(failure))


def _send(office: Office, waiting: Waiting) -> Sent:
    folder = office.root / waiting.session
    found, manifest = custody.load(folder, office.keys)
    if manifest.session != waiting.session or sha256(found.untrusted.manifest) != waiting.manifest_sha256:
        raise EvidenceError(f"{waiting.session}: the sealed manifest is not the one that was put into the outbox")
    found = _stamped(office, found)
    receipt = None
    if waiting.custody is Custody.SENT:
        receipt = _ask(office, lambda: office.transport.receipt(waiting.session))
    if receipt is None:
        receipt = _hand_over(office, found, manifest)
    if receipt is None:
        later = office.now() + dt.timedelta(seconds=office.policy.put_off_first)
        office.store.fail(waiting.session, "Headquarters has it all and has not verified it yet.", later)
        return Sent(waiting.session, Outcome.WAITING, "Headquarters has it all and has not verified it yet.")
    _check_receipt(office, receipt, found, manifest)
    if office.keep is not None:
        office.keep(folder, receipt)
    office.store.receive(waiting.session, receipt, office.now())
    custody.let_go(folder)
    return Sent(waiting.session, Outcome.RECEIVED)


def _stamped(office: Office, found: Bundle) -> Bundle:
    """With its time-stamp token: a pending one is fetched now. Raises TransportError while none is in reach."""
    if not found.untrusted.mark.pending:
        return found
    wall = office.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    for authority in office.authorities:
        mark = stamp(found.untrusted.signature, office.keys, authority, wall)
        if not mark.pending:
            bundle.replace_mark(found.folder, mark)
            return bundle.read_bundle(found.folder)
    raise TransportError("No time-stamp authority is in reach; it will be tried again.")


def _hand_over(office: Office, found: Bundle, manifest: Manifest) -> bytes | None:
    session, transport = manifest.session, office.transport
    office.store.move(session, Custody.SENDING)
    hashes = tuple(str(part.sha256) for part in manifest.parts if not part.withheld)
    for part in _ask(office, lambda: transport.missing(session, hashes)):
        content = found.read_part(Sha256(part))
        _ask(office, partial(transport.send_part, session, part, content))
    files = bundle.sealed_files(found.untrusted)
    receipt = _ask(office, lambda: transport.send_manifest(session, files))
    office.store.move(session, Custody.SENT)
    waited = 0.0
    while receipt is None and waited < office.policy.receipt_wait:
        office.sleep(office.policy.receipt_poll)
        waited += office.policy.receipt_poll
        receipt = _ask(office, lambda: transport.receipt(session))
    return receipt


def _check_receipt(office: Office, receipt: bytes, found: Bundle, manifest: Manifest) -> None:
    """Raises EvidenceError: the local copy stays."""
    said = verify_receipt(receipt, office.trust, office.mode, office.now())
    if said.session != manifest.session or said.manifest_sha256 != sha256(found.untrusted.manifest):
        raise EvidenceError("receipt: it is for something else")
    if said.verdict != Verdict.VERIFIED:
        raise EvidenceError("receipt: headquarters has not verified this session")
    if missing := {part.part_class for part in manifest.parts if not part.withheld} - set(said.accepted):
        raise EvidenceError(f"receipt: it leaves out {', '.join(sorted(missing))}")


def _clear_received(office: Office) -> None:
    """A cut between the receipt and the deletion: go on with the deletion."""
    for folder in custody.sealed_folders(office.root):
        row = office.store.get(folder.name)
        if row is not None and row.custody is Custody.RECEIVED:
            custody.let_go(folder)


def _ask(office: Office, question: Callable[[], _Answer]) -> _Answer:
    return office.policy.call(question, office.sleep)


@contextmanager
def _alone(root: Path) -> Iterator[bool]:
    """Whether no other process syncs; the lock goes with the process, however it ends."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".sync.lock").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
