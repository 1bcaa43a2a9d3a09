"""From the kiosk by the console to headquarters, which then knows of a tail that was cut."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hq.home import Home
from hq.store.store import SessionState, Store
from hq.vault.inspection import verify_filed
from kiosk.devices.http_bounded import DeviceTls
from kiosk.devices.transport_httpx import HttpxTransport
from kiosk.domain.consents import Mode
from kiosk.domain.errors import RefusedError, TransportError
from kiosk.domain.ids import SessionId
from kiosk.evidence import bundle
from kiosk.evidence.manifest import parse_manifest
from kiosk.runtime.supervision_link import Unsigned
from kiosk.supervision.forwarding import Forwarder
from tests.hq.conftest import office
from tests.hq.rig import FEED, Served, close_all, opened, seal_session, serving, wall
from tests.supervision.conftest import Branch
from tests.supervision.rig import certified, console, console_files, linked, settled, signed, unsigned


@pytest.fixture(scope="module")
def served(branch: Branch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(branch.home, tmp_path_factory.mktemp("serve")) as running:
        yield running


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_all()


def _head(folder: Path, session: str, beyond: int = 0) -> Unsigned:
    """Of a sealed log, or of entries that it should have had."""
    log = parse_manifest((folder / session / bundle.MANIFEST).read_bytes()).log
    return Unsigned(SessionId(session), log.entries - 1 + beyond, log.head, wall())


def _through(branch: Branch, served: Served, head: Unsigned, store: Store) -> None:
    with console(branch.console, hq_url=served.url) as here, linked(branch.kiosk, here.address) as link:
        link.head(head)
        settled(lambda: store.heads(str(head.session)))


def test_a_session_whose_head_the_console_sent_on_has_its_tail_proven(
    branch: Branch, served: Served, tmp_path: Path
) -> None:
    store = opened(Store(branch.home.store))
    here = office(branch.kiosk, served.url, tmp_path)
    session = seal_session(branch.kiosk, here.root, branch.kiosk.tsa(served.url))
    head = _head(here.root, session)
    _through(branch, served, head, store)
    _send(here)
    found = verify_filed(branch.home, store, session)
    assert "tail" not in found.not_proven
    assert found.facts["tail_known_to"] == head.seq


def test_without_a_head_the_tail_is_not_proven(branch: Branch, served: Served, tmp_path: Path) -> None:
    store = opened(Store(branch.home.store))
    here = office(branch.kiosk, served.url, tmp_path)
    session = seal_session(branch.kiosk, here.root, branch.kiosk.tsa(served.url))
    _send(here)
    assert "tail" in verify_filed(branch.home, store, session).not_proven


def test_a_manifest_that_ends_before_a_head_which_left_is_broken(
    branch: Branch, served: Served, tmp_path: Path
) -> None:
    store = opened(Store(branch.home.store))
    here = office(branch.kiosk, served.url, tmp_path)
    session = seal_session(branch.kiosk, here.root, branch.kiosk.tsa(served.url))
    _through(branch, served, _head(here.root, session, beyond=2), store)
    _send(here)
    record = store.session(session)
    assert record is not None
    assert record.state is SessionState.QUARANTINED
    assert any("tail: cut" in reason for reason in record.reasons)


def test_while_headquarters_is_away_nothing_is_lost(branch: Branch, tmp_path: Path) -> None:
    settings = certified(branch.home, tmp_path / "console", "console-7")
    session = "00000000-0000-4000-8000-0000000000f1"
    with console(settings) as here, linked(branch.kiosk, here.address) as link:
        link.head(unsigned(4, session))
        settled(lambda: here.store.heads(session))

        def away(_: bytes) -> None:
            raise TransportError("no way")

        with pytest.raises(TransportError):
            Forwarder(here.store, away).forward()
        assert len(here.store.to_forward(10)) == 1
        sent: list[bytes] = []
        assert Forwarder(here.store, sent.append).forward() == 1
        assert sent == here.store.heads(session)
        assert here.store.to_forward(10) == []


def test_a_head_that_headquarters_refuses_holds_up_no_other(branch: Branch, tmp_path: Path) -> None:
    settings = certified(branch.home, tmp_path / "console", "console-8")
    with console(settings) as here, linked(branch.kiosk, here.address) as link:
        for n in (2, 3):
            link.head(unsigned(n, f"00000000-0000-4000-8000-0000000000e{n}"))
        settled(lambda: len(here.store.to_forward(10)) == 2)
        first = here.store.to_forward(10)[0].content
        sent: list[bytes] = []

        def picky(content: bytes) -> None:
            if content == first:
                raise RefusedError("not approved")
            sent.append(content)

        forwarder = Forwarder(here.store, picky)
        assert forwarder.forward() == 1
        assert forwarder.forward() == 0, "it is put off"
        assert [waiting.content for waiting in here.store.to_forward(10)] == [first], "and kept"


def test_a_console_sends_heads_and_nothing_else(branch: Branch, served: Served) -> None:
    way = _way(branch.home, branch, served.url)
    way.send_head(signed(branch.kiosk, 1, "00000000-0000-4000-8000-0000000000d1").encode())
    for forbidden in (
        lambda: way.missing("00000000-0000-4000-8000-0000000000d1", ("ab" * 32,)),
        lambda: way.receipt("00000000-0000-4000-8000-0000000000d1"),
        way.status,
    ):
        with pytest.raises(RefusedError, match="403"):
            forbidden()


def test_a_revoked_console_is_not_heard(branch: Branch, served: Served, tmp_path: Path) -> None:
    settings = certified(branch.home, tmp_path / "console", "console-6")
    files = console_files(settings)
    way = opened(HttpxTransport(served.url, DeviceTls(files.root, files.certificate, files.key), FEED))
    way.send_head(signed(branch.kiosk, 1, "00000000-0000-4000-8000-0000000000d2").encode())
    store = opened(Store(branch.home.store))
    assert store.revoke_console("console-6", "gone") == 1
    with pytest.raises(RefusedError, match="403"):
        way.send_head(signed(branch.kiosk, 2, "00000000-0000-4000-8000-0000000000d2").encode())


def test_a_console_forges_no_head(branch: Branch, served: Served) -> None:
    """It has no signing key: what it made up would put an honest session into quarantine."""
    way = _way(branch.home, branch, served.url)
    forged = signed(branch.kiosk, 1, "00000000-0000-4000-8000-0000000000d3").replace('"seq":1', '"seq":9')
    with pytest.raises(RefusedError, match="not signed"):
        way.send_head(forged.encode())
    assert branch.home.mode is Mode.TRAINING


def _way(_home: Home, branch: Branch, url: str) -> HttpxTransport:
    files = console_files(branch.console)
    return opened(HttpxTransport(url, DeviceTls(files.root, files.certificate, files.key), FEED))


def _send(here) -> None:
    from kiosk.outbox.sync import Outcome, sync

    settled(lambda: [s for s in sync(here) if s.outcome in (Outcome.RECEIVED, Outcome.REFUSED)])
