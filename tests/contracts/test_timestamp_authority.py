"""TimestampAuthority: the HTTP adapter against headquarters' own authority, and against nonsense."""

import hashlib
import http.server
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from rfc3161_client import VerifierBuilder, decode_timestamp_response

from hq.authority.ca import Purpose
from hq.authority.tsa import Responder
from hq.home import Home
from kiosk.devices.timestamp_authority_http import HttpTimestampAuthority, timestamp_query
from kiosk.domain.consents import Mode
from kiosk.domain.errors import ConfigurationError, TransportError
from kiosk.evidence.certificates import Role
from kiosk.evidence.timestamp import parse_token, token_fault
from kiosk.ports.timestamp_authority import TimestampAuthority
from tests.hq.rig import FEED, Kiosk, close_all, enrol, new_home, opened, serving

DIGEST = hashlib.sha256(b"a signature").digest()


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_all()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return new_home(tmp_path_factory.mktemp("tsa") / "home")


@pytest.fixture(scope="module")
def kiosk(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Kiosk:
    return enrol(home, tmp_path_factory.mktemp("kiosk"))


@pytest.fixture(scope="module")
def url(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(home, tmp_path_factory.mktemp("serve"), vault=False) as served:
        yield served.url


class TimestampAuthorityContract:
    """A token over the digest, from an authority that the kiosk's trust folder knows."""

    @pytest.fixture
    def authority(self) -> TimestampAuthority:
        raise NotImplementedError

    def test_the_token_is_over_the_digest(self, authority: TimestampAuthority, kiosk: Kiosk) -> None:
        token = parse_token(authority.stamp(DIGEST))
        roots = kiosk.trust.of(Mode.TRAINING, Role.TSA)
        assert token.imprint == DIGEST
        assert token_fault(token, roots, DIGEST) is None
        assert token_fault(token, roots, hashlib.sha256(b"another").digest()) is not None
        assert token_fault(token, kiosk.trust.of(Mode.TRAINING, Role.DEVICE), DIGEST) is not None

    def test_each_token_has_its_own_number(self, authority: TimestampAuthority) -> None:
        numbers = {decode_timestamp_response(authority.stamp(DIGEST)).tst_info.serial_number for _ in range(3)}
        assert len(numbers) == 3


class TestHttp(TimestampAuthorityContract):
    @pytest.fixture
    def authority(self, url: str, kiosk: Kiosk) -> TimestampAuthority:
        return kiosk.tsa(url)


class _Responder:
    """Headquarters' responder without a wire."""

    def __init__(self, home: Home) -> None:
        self._responder = Responder(home.authority(Purpose.TSA))

    def stamp(self, digest: bytes) -> bytes:
        return self._responder.answer(timestamp_query(digest, 7))


class TestResponder(TimestampAuthorityContract):
    @pytest.fixture
    def authority(self, home: Home) -> TimestampAuthority:
        return _Responder(home)


def test_responders_side_by_side_never_share_a_number(home: Home) -> None:
    numbers: list[int] = []

    def ask() -> None:
        mine = _Responder(home)
        numbers.extend(decode_timestamp_response(mine.stamp(DIGEST)).tst_info.serial_number for _ in range(4))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(set(numbers)) == 16


@pytest.mark.parametrize("query", [b"", b"junk", b"\x30\x03\x02\x01\x01", b"\xff" * 70_000])
def test_junk_is_never_granted(home: Home, query: bytes) -> None:
    responder = Responder(home.authority(Purpose.TSA))
    try:
        answer = responder.answer(query)
    except TransportError:
        return
    assert decode_timestamp_response(answer).status == 2


def test_a_digest_of_another_length_is_no_digest() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        timestamp_query(b"short", 1)


@pytest.mark.parametrize("url", ["", "ftp://x", "file:///etc/passwd"])
def test_strange_addresses_are_refused(url: str) -> None:
    with pytest.raises(ConfigurationError):
        HttpTimestampAuthority(url)


class _Nonsense(http.server.BaseHTTPRequestHandler):
    """Answers whatever the test wants."""

    body, status = b"", 200

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(type(self).status)
        self.send_header("Content-Length", str(len(type(self).body)))
        self.end_headers()
        self.wfile.write(type(self).body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def nonsense() -> Iterator[tuple[str, type[_Nonsense]]]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Nonsense)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", _Nonsense
    server.shutdown()
    server.server_close()
    thread.join(timeout=10)


@pytest.mark.parametrize("body", [b"", b"<html>", b"\x30\x03\x02\x01\x00", b"\x30\x80" + b"\0" * 100])
def test_an_answer_that_is_no_token_is_refused(nonsense: tuple[str, type[_Nonsense]], body: bytes) -> None:
    url, answers = nonsense
    answers.body, answers.status = body, 200
    with pytest.raises(TransportError):
        opened(HttpTimestampAuthority(url, patience=FEED)).stamp(DIGEST)


def test_a_token_of_another_request_is_refused(nonsense: tuple[str, type[_Nonsense]], home: Home) -> None:
    """Replayed: over the same digest, but with another nonce."""
    url, answers = nonsense
    answers.body, answers.status = _Responder(home).stamp(DIGEST), 200
    with pytest.raises(TransportError, match="did not grant this request"):
        opened(HttpTimestampAuthority(url, patience=FEED)).stamp(DIGEST)


@pytest.mark.parametrize("status", [302, 404, 500, 503])
def test_an_authority_out_of_order_says_so(nonsense: tuple[str, type[_Nonsense]], status: int) -> None:
    url, answers = nonsense
    answers.body, answers.status = b"x", status
    with pytest.raises(TransportError):
        opened(HttpTimestampAuthority(url, patience=FEED)).stamp(DIGEST)


def test_our_query_is_the_one_that_openssl_makes(tmp_path: Path) -> None:
    (tmp_path / "q").write_bytes(timestamp_query(DIGEST, 0x7766554433221100))
    command = ["openssl", "ts", "-query", "-in", str(tmp_path / "q"), "-text"]
    text = subprocess.run(command, capture_output=True, check=True, timeout=20).stdout.decode()
    assert "sha256" in text
    assert "0x7766554433221100" in text.lower()
    assert "Certificate required: yes" in text


def test_the_verifier_of_the_library_agrees(home: Home) -> None:
    root = home.root_of(Purpose.TSA).certificate
    answer = decode_timestamp_response(_Responder(home).stamp(DIGEST))
    assert VerifierBuilder().add_root_certificate(root).build().verify(answer, DIGEST)
