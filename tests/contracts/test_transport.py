"""Transport: what every way to headquarters does, and what the httpx adapter says of a bad wire."""

import hashlib
import socket
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from hq.home import Home
from kiosk.devices.http_bounded import DeviceTls, Patience
from kiosk.devices.transport_httpx import HttpxTransport
from kiosk.domain.errors import ConfigurationError, RefusedError, TransportError
from kiosk.evidence import bundle
from kiosk.ports.transport import Transport
from tests.hq.rig import Kiosk, close_all, enrol, new_home, opened, seal_session, serving, wait_for
from tests.hq.test_serve import send_all


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_all()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return new_home(tmp_path_factory.mktemp("hq") / "home")


@pytest.fixture(scope="module")
def kiosk(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Kiosk:
    return enrol(home, tmp_path_factory.mktemp("kiosk"))


@pytest.fixture(scope="module")
def url(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(home, tmp_path_factory.mktemp("serve")) as served:
        yield served.url


class TransportContract:
    """Content-addressed and idempotent: sending twice is the same as once."""

    @pytest.fixture
    def transport(self) -> Transport:
        raise NotImplementedError

    def test_what_was_sent_is_no_longer_missing(self, transport: Transport) -> None:
        session = str(uuid.uuid4())
        parts = {hashlib.sha256(content).hexdigest(): content for content in (b"one", b"two", b"three" * 100_000)}
        names = tuple(parts)
        assert transport.missing(session, names) == names
        transport.send_part(session, names[2], parts[names[2]])
        assert transport.missing(session, names) == names[:2]
        transport.send_part(session, names[2], parts[names[2]])
        assert transport.missing(session, names) == names[:2]

    def test_content_that_is_not_its_name_is_refused(self, transport: Transport) -> None:
        with pytest.raises(RefusedError):
            transport.send_part(str(uuid.uuid4()), "0" * 64, b"content")

    def test_there_is_no_receipt_before_the_manifest(self, transport: Transport) -> None:
        assert transport.receipt(str(uuid.uuid4())) is None

    def test_a_whole_session_gets_one_receipt(
        self, transport: Transport, kiosk: Kiosk, url: str, tmp_path: Path
    ) -> None:
        session = seal_session(kiosk, tmp_path, kiosk.tsa(url))
        found = bundle.read_bundle(tmp_path / session)
        for name in found.parts:
            transport.send_part(session, name, found.read_part(name))
        files = bundle.sealed_files(found.untrusted)
        assert transport.send_manifest(session, files) is None
        wait_for(lambda: transport.receipt(session) is not None)
        assert transport.send_manifest(session, files) == transport.receipt(session)

    def test_a_seal_with_strange_files_is_refused(self, transport: Transport) -> None:
        for files in ({}, {"manifest.json": b"{}"}, {"../../x": b""}):
            with pytest.raises(RefusedError):
                transport.send_manifest(str(uuid.uuid4()), files)


class TestHttpx(TransportContract):
    @pytest.fixture
    def transport(self, url: str, kiosk: Kiosk) -> Transport:
        return kiosk.transport(url)


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:1", "127.0.0.1"])
def test_only_https(kiosk: Kiosk, url: str) -> None:
    with pytest.raises(ConfigurationError, match="https"):
        HttpxTransport(url, kiosk.tls)


def test_keys_that_are_not_there_are_named(kiosk: Kiosk, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="enrol"):
        HttpxTransport("https://127.0.0.1:1", DeviceTls(kiosk.tls.root, tmp_path / "no.pem", tmp_path / "no.key"))


def test_a_server_that_never_answers_is_given_up(kiosk: Kiosk) -> None:
    """It takes the connection and says nothing, not even in TLS."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        transport = opened(HttpxTransport(url, kiosk.tls, Patience(connect=0.3, answer=0.3)))
        with pytest.raises(TransportError, match=r"in time|reached"):
            transport.receipt(str(uuid.uuid4()))


def test_a_server_that_hangs_up_is_said(kiosk: Kiosk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def hang_up() -> None:
            connection, _ = listener.accept()
            connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        transport = kiosk.transport(f"https://127.0.0.1:{listener.getsockname()[1]}")
        with pytest.raises(TransportError, match="can't be reached"):
            transport.receipt(str(uuid.uuid4()))
        thread.join(timeout=10)


def test_a_proxy_of_the_environment_is_not_used(kiosk: Kiosk, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert kiosk.transport(url).status()["mode"] == "training"


def test_it_works_for_another_session_after_a_refusal(kiosk: Kiosk, url: str, tmp_path: Path) -> None:
    transport = kiosk.transport(url)
    with pytest.raises(RefusedError):
        transport.missing("..", ())
    session = seal_session(kiosk, tmp_path, kiosk.tsa(url))
    send_all(transport, tmp_path / session)
    wait_for(lambda: transport.receipt(session) is not None)
