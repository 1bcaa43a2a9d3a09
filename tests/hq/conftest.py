"""One running headquarters a module, with two enrolled kiosks."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hq.home import Home
from hq.store.store import Store
from kiosk.outbox.retry import RetryPolicy
from kiosk.outbox.store import OutboxStore
from kiosk.outbox.sync import Keep, Office
from tests.hq.rig import Kiosk, Served, close_all, enrol, new_home, opened, serving


@dataclass(frozen=True)
class World:
    home: Home
    served: Served
    kiosk: Kiosk
    other: Kiosk
    store: Store


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """Connections that a test opened."""
    yield
    close_all()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("hq")
    home = new_home(folder / "home")
    kiosk, other = enrol(home, folder / "kiosk-1"), enrol(home, folder / "kiosk-2", "kiosk-2")
    store = Store(home.store)
    with serving(home, folder) as served:
        yield World(home, served, kiosk, other, store)
    store.close()


QUICK = RetryPolicy(first_wait=0.05, longest_wait=0.2, put_off_first=0.0, put_off_longest=0.0, receipt_poll=0.1)


def office(kiosk: Kiosk, url: str, folder: Path, keep: Keep | None = None, policy: RetryPolicy = QUICK) -> Office:
    """The kiosk's side of a sync, in `folder`/outbox."""
    root = folder / "outbox"
    root.mkdir(exist_ok=True)
    store = opened(OutboxStore(folder / "outbox.db"))
    transport = kiosk.transport(url)
    return Office(
        root, store, transport, [kiosk.tsa(url)], kiosk.keys, kiosk.trust, kiosk.mode, keep=keep, policy=policy
    )
