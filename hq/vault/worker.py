"""The vault's worker: verifies what intake completed, files it or puts it into quarantine, signs receipts."""

import fcntl
import os
import shutil
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from hq.authority.case_signing import receipt_signer
from hq.home import Home
from hq.intake.depot import Depot
from hq.store.store import Received, SessionState, Store, now
from hq.vault.filing import file_session, filed_manifest
from hq.vault.inspection import examine, review_session
from kiosk.domain.errors import EvidenceError
from kiosk.domain.ids import Sha256
from kiosk.evidence.classes import PartClass
from kiosk.evidence.manifest import Manifest
from kiosk.evidence.receipt import Receipt, create_receipt
from kiosk.evidence.verdict import Verdict

_log = structlog.get_logger(__name__)
POLL_SECONDS = 0.25
DISK_SECONDS = 30.0
"""A full or failing disk is tried again this much later: the kiosk keeps its copy meanwhile."""
TRIES = 3
"""A session that makes verification itself fail this often goes to quarantine: it must not hold up the others."""


class Worker:
    """Takes completed sessions in turn. One at a time works on a home: see `alone`."""

    def __init__(self, home: Home, store: Store) -> None:
        self._home, self._store, self._depot = home, store, Depot(home.intake)
        self._failures: Counter[str] = Counter()
        self._not_before: dict[str, float] = {}

    def work(self) -> int:
        """One round; the number of sessions that left the queue."""
        waiting = self._store.sessions(SessionState.COMPLETE)
        return sum(self._attempt(one) for one in waiting if self._not_before.get(one.session, 0.0) <= time.monotonic())

    def run(self, stop: threading.Event, parent: int | None = None) -> None:
        """Rounds until `stop`, or until the process `parent` has ended."""
        while not stop.is_set() and (parent is None or os.getppid() == parent):
            self.work()
            stop.wait(POLL_SECONDS)

    def _attempt(self, received: Received) -> bool:
        try:
            self._take(received)
        except OSError as error:
            _log.error("vault.disk", session=received.session, errno=error.errno)
            self._not_before[received.session] = time.monotonic() + DISK_SECONDS
            return False
        except Exception as error:  # noqa: BLE001 - whatever a hostile bundle provokes must not stop the vault
            self._failures[received.session] += 1
            _log.error("vault.failed", session=received.session, error=type(error).__name__)
            if self._failures[received.session] < TRIES:
                return False
            self._quarantine(received, (f"verification itself failed ({type(error).__name__})",))
        return True

    def _take(self, received: Received) -> None:
        if (self._home.filed / received.session).exists():
            # A worker that was cut between filing and answering: it was verified before it was filed.
            self._answer(received, filed_manifest(self._home, received.session))
            return
        if damaged := self._depot.drop_damaged(received.session, received.manifest_sha256):
            _log.error("vault.damaged_here", session=received.session, files=damaged)
            self._store.reopen(received.session)
            return
        folder = self._depot.folder(received.session)
        verification, reasons = examine(self._home, self._store, received, folder)
        if reasons:
            self._quarantine(received, reasons)
            return
        if verification.verdict is not Verdict.VERIFIED:
            raise EvidenceError("not verified, and no reason why")
        file_session(self._home, folder)
        self._answer(received, filed_manifest(self._home, received.session))

    def _answer(self, received: Received, manifest: Manifest) -> None:
        stays = {part.part_class for part in manifest.parts if part.withheld}
        receipt = Receipt(
            manifest.session,
            Sha256(received.manifest_sha256 or ""),
            str(Verdict.VERIFIED),
            now(),
            _in_order({part.part_class for part in manifest.parts} - stays),
            _in_order(stays),
        )
        findings = review_session(self._home, self._store, received.session)
        self._store.file(received.session, create_receipt(receipt, receipt_signer(self._home)), findings)
        self._depot.remove(received.session)
        _log.info("vault.filed", session=received.session, device=received.device, findings=len(findings))

    def _quarantine(self, received: Received, reasons: tuple[str, ...]) -> None:
        """Kept whole, with the reasons; never away and never in."""
        source, target = self._depot.folder(received.session), self._home.quarantine / received.session
        if source.exists():
            shutil.rmtree(target, ignore_errors=True)
            source.rename(target)
        self._store.quarantine(received.session, reasons)
        _log.warning("vault.quarantined", session=received.session, device=received.device, reasons=len(reasons))


@contextmanager
def alone(home: Home) -> Iterator[None]:
    """Wait until no other worker is at this home; the lock goes with the process, however it ends."""
    with (home.root / "vault" / "worker.lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def work(home: Home, *, once: bool, parent: int | None = None) -> None:
    """`python -m hq work`: until SIGTERM, or one round with `once`."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with alone(home):
        store = Store(home.store)
        worker = Worker(home, store)
        if once:
            worker.work()
        else:
            worker.run(stop, parent)
        store.close()


def _in_order(classes: set[PartClass]) -> tuple[PartClass, ...]:
    return tuple(part_class for part_class in PartClass if part_class in classes)
