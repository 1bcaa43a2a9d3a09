"""Killed servers, cut wires, cut workers: nothing lost, nothing twice."""

import dataclasses
import hashlib
import shutil
import threading
from pathlib import Path

import pytest

from hq.intake.depot import Depot
from hq.store.store import SessionState, Store
from hq.vault.filing import file_session
from hq.vault.filing import opened as filed
from hq.vault.inspection import verify_filed
from hq.vault.worker import Worker
from kiosk.domain.errors import TransportError
from kiosk.evidence import bundle
from kiosk.evidence.manifest import parse_manifest
from kiosk.evidence.verdict import Verdict
from kiosk.outbox.retry import RetryPolicy
from kiosk.outbox.store import Custody
from kiosk.outbox.sync import Outcome, sync
from tests.hq.conftest import World, office
from tests.hq.rig import CuttingProxy, Plan, Served, enrol, new_home, opened, seal_session, serving
from tests.hq.test_serve import send_all

MEBIBYTE = 1 << 20
LARGE = Plan(fragments=6, fragment_bytes=2 * MEBIBYTE, part_limit=4 * MEBIBYTE)
HASTY = RetryPolicy(
    tries=1, first_wait=0.0, longest_wait=0.0, put_off_first=0.0, put_off_longest=0.0, receipt_wait=20, receipt_poll=0.1
)


class KilledWhileSending:
    """A transport that kills the server while the part with this number is on its way (from another thread)."""

    def __init__(self, inner, served: Served, kill_at: int, delay: float) -> None:  # type: ignore[no-untyped-def]
        self._inner, self._served, self._left, self._delay = inner, served, kill_at, delay

    def missing(self, session: str, hashes: tuple[str, ...]) -> tuple[str, ...]:
        return self._inner.missing(session, hashes)

    def send_part(self, session: str, sha256: str, content: bytes) -> None:
        self._left -= 1
        if self._left == 0:
            timer = threading.Timer(self._delay, self._served.kill)
            timer.start()
            try:
                self._inner.send_part(session, sha256, content)
            finally:
                timer.join()
            raise TransportError("killed after the last byte")
        self._inner.send_part(session, sha256, content)

    def send_manifest(self, session: str, files: dict[str, bytes]) -> bytes | None:
        if self._left > 0:
            self._left = 0
            self._served.kill()
        return self._inner.send_manifest(session, files)

    def receipt(self, session: str) -> bytes | None:
        return self._inner.receipt(session)


def test_a_server_killed_in_the_middle_of_uploads_loses_and_doubles_nothing(tmp_path: Path) -> None:
    home = new_home(tmp_path / "home")
    kiosk = enrol(home, tmp_path / "kiosk")
    with serving(home, tmp_path) as served:
        session = seal_session(kiosk, tmp_path / "outbox", kiosk.tsa(served.url), LARGE)
        sealed = {p.name: p.read_bytes() for p in (tmp_path / "outbox" / session / bundle.PARTS).iterdir()}
        kills = 0
        for kill_at, delay in ((1, 0.0), (2, 0.005), (2, 0.02), (1, 0.01), (99, 0.0)):
            here = office(kiosk, served.url, tmp_path, policy=HASTY)
            cut = KilledWhileSending(here.transport, served, kill_at, delay)
            sent = sync(_with(here, cut))
            if sent and sent[0].outcome is Outcome.RECEIVED:
                break
            assert (tmp_path / "outbox" / session / bundle.MANIFEST).exists()
            served.kill()
            served.start()
            kills += 1
        assert kills >= 4
        here = office(kiosk, served.url, tmp_path)
        sync(here)
        row = here.store.get(session)
        assert row is not None
        assert row.custody is Custody.RECEIVED
        store = opened(Store(home.store))
        assert [s.state for s in store.sessions()] == [SessionState.FILED]
        assert verify_filed(home, store, session).verdict is Verdict.VERIFIED
        with filed(home, session) as folder:
            assert {p.name: p.read_bytes() for p in (folder / bundle.PARTS).iterdir()} == sealed
        assert not list(Depot(home.intake).incoming.iterdir())


def test_a_wire_that_is_cut_again_and_again(world: World, tmp_path: Path) -> None:
    cuts = [2_000, 50_000, 700_000, 3_000_000, 9_000, 1_500_000, 4_100_000]
    proxy = CuttingProxy(world.served.port, cuts)
    try:
        session = seal_session(world.kiosk, tmp_path / "outbox", world.kiosk.tsa(world.served.url), LARGE)
        for _ in range(len(cuts) + 1):
            here = office(world.kiosk, proxy.url, tmp_path)
            sent = sync(here)
            if not sent or sent[0].outcome is Outcome.RECEIVED:
                break
        row = here.store.get(session)
        assert row is not None
        assert row.custody is Custody.RECEIVED, row.reason
        assert proxy.made_cuts >= 3
        assert verify_filed(world.home, world.store, session).verdict is Verdict.VERIFIED
    finally:
        proxy.close()


def test_what_a_killed_server_left_half_received_is_cleared(tmp_path: Path) -> None:
    home = new_home(tmp_path / "home")
    left = Depot(home.intake).incoming / "0123"
    left.write_bytes(b"half")
    with serving(home, tmp_path, vault=False):
        assert not left.exists()


def test_the_vault_ends_with_its_killed_server(tmp_path: Path) -> None:
    """A new server's worker gets the home although the old server could not say good-bye."""
    home = new_home(tmp_path / "home")
    kiosk = enrol(home, tmp_path / "kiosk")
    with serving(home, tmp_path) as served:
        served.kill()
        served.start()
        here = office(kiosk, served.url, tmp_path)
        seal_session(kiosk, here.root, kiosk.tsa(served.url))
        assert [s.outcome for s in sync(here)] == [Outcome.RECEIVED]


@pytest.mark.parametrize("cut_after", ["key", "filed"])
def test_a_worker_that_was_cut_goes_on(tmp_path: Path, cut_after: str) -> None:
    home = new_home(tmp_path / "home")
    kiosk = enrol(home, tmp_path / "kiosk")
    store = opened(Store(home.store))
    with serving(home, tmp_path, vault=False) as served:
        transport = kiosk.transport(served.url)
        session = seal_session(kiosk, tmp_path, kiosk.tsa(served.url))
        send_all(transport, tmp_path / session)
        manifest = parse_manifest((tmp_path / session / bundle.MANIFEST).read_bytes())
        if cut_after == "filed":
            file_session(home, Depot(home.intake).folder(session))
        else:
            half = home.filed / f".new-{session}" / bundle.PARTS
            half.mkdir(parents=True)
            (half / manifest.parts[0].sha256).write_bytes(b"half")
        assert Worker(home, store).work() == 1
        assert Worker(home, store).work() == 0
        assert transport.receipt(session) == store.receipt(session) is not None
        assert verify_filed(home, store, session).verdict is Verdict.VERIFIED


def test_a_sync_cut_between_receipt_and_deletion_goes_on_deleting(world: World, tmp_path: Path) -> None:
    here = office(world.kiosk, world.served.url, tmp_path)
    session = seal_session(world.kiosk, here.root, world.kiosk.tsa(world.served.url))
    aside = tmp_path / "aside"
    shutil.copytree(here.root / session, aside)
    sync(here)
    shutil.copytree(aside, here.root / session)
    assert sync(here) == ()
    assert not (here.root / session).exists()


def test_two_syncs_at_once_send_once(world: World, tmp_path: Path) -> None:
    first, second = (office(world.kiosk, world.served.url, tmp_path) for _ in range(2))
    inside, results = threading.Event(), []

    def hold(_folder: Path, _receipt: bytes) -> None:
        inside.set()
        results.append(sync(second))

    session = seal_session(world.kiosk, first.root, world.kiosk.tsa(world.served.url))
    [sent] = sync(dataclasses.replace(first, keep=hold))
    assert (sent.session, sent.outcome) == (session, Outcome.RECEIVED)
    assert results == [()]


def test_a_part_damaged_on_the_kiosks_disk_is_said_and_kept(world: World, tmp_path: Path) -> None:
    here = office(world.kiosk, world.served.url, tmp_path)
    session = seal_session(world.kiosk, here.root, world.kiosk.tsa(world.served.url))
    part = next((here.root / session / bundle.PARTS).iterdir())
    part.write_bytes(b"x" + part.read_bytes()[1:] + b"y")
    assert hashlib.sha256(part.read_bytes()).hexdigest() != part.name
    [sent] = sync(here)
    assert sent.outcome is Outcome.REFUSED
    assert "SHA-256" in sent.reason
    assert part.exists()


def _with(here, transport):  # type: ignore[no-untyped-def]
    return dataclasses.replace(here, transport=transport)
