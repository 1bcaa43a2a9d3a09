"""The outbox's rows: idempotent, in order, never backwards from received."""

import datetime as dt
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.outbox.retry import RetryPolicy
from kiosk.outbox.store import Custody, OutboxStore
from tests.hq.rig import ROOT

NOW = dt.datetime(2026, 3, 1, 2, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OutboxStore]:
    store = OutboxStore(tmp_path / "outbox.db")
    yield store
    store.close()


def test_adding_twice_is_adding_once(store: OutboxStore) -> None:
    assert store.add("s", "a" * 64, NOW)
    assert not store.add("s", "b" * 64, LATER)
    [row] = store.all()
    assert (row.custody, row.manifest_sha256, row.sealed_at) == (Custody.SEALED, "a" * 64, "2026-03-01T02:00:00.000Z")


def test_what_failed_is_due_again_at_its_time(store: OutboxStore) -> None:
    store.add("s", "a" * 64, NOW)
    store.fail("s", "no wire", LATER)
    assert store.due(NOW) == []
    [row] = store.due(LATER)
    assert (row.attempts, row.refusals, row.reason) == (1, 0, "no wire")


def test_it_is_set_aside_after_so_many_refusals_and_staff_can_try_again(store: OutboxStore) -> None:
    store.add("s", "a" * 64, NOW)
    for _ in range(2):
        store.refuse("s", "no", NOW, limit=3)
        assert store.due(NOW)
    store.refuse("s", "no", NOW, limit=3)
    assert store.due(LATER) == []
    assert [row.custody for row in store.all()] == [Custody.REFUSED]
    assert store.retry("s", NOW)
    assert not store.retry("s", NOW)
    [row] = store.due(NOW)
    assert (row.custody, row.refusals) == (Custody.SEALED, 0)


def test_the_oldest_goes_first(store: OutboxStore) -> None:
    store.add("b", "b" * 64, LATER)
    store.add("a", "a" * 64, NOW)
    store.add("c", "c" * 64, NOW)
    assert [row.session for row in store.due(LATER)] == ["a", "c", "b"]


STEPS = st.lists(st.sampled_from(["send", "sent", "fail", "refuse", "retry", "add", "receive"]), max_size=25)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(before=STEPS, after=STEPS)
def test_received_stays_received_whatever_comes(tmp_path: Path, before: list[str], after: list[str]) -> None:
    """And no step before the receipt ever makes a session vanish or seem received."""
    path = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
    store = OutboxStore(path)
    store.add("s", "a" * 64, NOW)
    for name in (step for step in before if step != "receive"):
        _step(store, name)
        row = store.get("s")
        assert row is not None
        assert row.custody is not Custody.RECEIVED
        assert store.receipt("s") is None
    store.receive("s", b"receipt", NOW)
    for name in (step for step in after if step != "receive"):
        _step(store, name)
    row = store.get("s")
    assert row is not None
    assert row.custody is Custody.RECEIVED
    assert store.receipt("s") == b"receipt"
    assert store.due(LATER + dt.timedelta(days=9)) == []
    store.close()


def _step(store: OutboxStore, name: str) -> None:
    match name:
        case "send":
            store.move("s", Custody.SENDING)
        case "sent":
            store.move("s", Custody.SENT)
        case "fail":
            store.fail("s", "x", LATER)
        case "refuse":
            store.refuse("s", "x", LATER, limit=2)
        case "retry":
            store.retry("s", NOW)
        case "add":
            store.add("s", "b" * 64, NOW)


KILLED = """
import datetime as dt, sys
from pathlib import Path
from kiosk.outbox.store import OutboxStore
store = OutboxStore(Path(sys.argv[1]))
now = dt.datetime.now(dt.UTC)
for number in range(10**6):
    store.add(f"{sys.argv[2]}-{number}", "a" * 64, now)
    if number % 2:
        store.receive(f"{sys.argv[2]}-{number}", b"r", now)
    print(number, flush=True)
"""


def test_a_killed_process_loses_no_acknowledged_row(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    for life in range(4):
        command = [sys.executable, "-c", KILLED, str(path), str(life)]
        child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        last = -1
        for _ in range(10 + 7 * life):
            last = int(child.stdout.readline())
        os.kill(child.pid, signal.SIGKILL)
        last = max([last, *(int(line) for line in child.stdout if line.endswith("\n"))])
        child.stdout.close()
        child.wait(timeout=10)
        store = OutboxStore(path)
        for number in range(last + 1):
            row = store.get(f"{life}-{number}")
            assert row is not None
            assert row.custody is (Custody.RECEIVED if number % 2 else Custody.SEALED)
        store.close()


@given(attempts=st.integers(0, 10_000))
def test_putting_off_grows_has_jitter_and_an_end(attempts: int) -> None:
    policy = RetryPolicy()
    wait = (policy.put_off(attempts, NOW) - NOW).total_seconds()
    longest = min(policy.put_off_longest, policy.put_off_first * 2 ** min(attempts, 20))
    assert longest / 2 <= wait <= longest <= policy.put_off_longest
