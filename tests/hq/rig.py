"""A real headquarters in a child process, enrolled devices, sealed bundles, and a wire that can be cut."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from hq import home as homes
from hq.authority.enrolment import approve
from hq.home import Home
from hq.store.store import Store
from kiosk.devices import keys_file
from kiosk.devices.http_bounded import DeviceTls, Patience
from kiosk.devices.keys_file import FileKeys
from kiosk.devices.timestamp_authority_http import HttpTimestampAuthority
from kiosk.devices.transport_httpx import HttpxTransport
from kiosk.domain.consents import Ending, Mode, Source
from kiosk.domain.ids import DeviceId, SessionId
from kiosk.domain.moment import Moment
from kiosk.evidence.blob import new_blob
from kiosk.evidence.certificates import Trust, load_trust
from kiosk.evidence.classes import PartClass
from kiosk.evidence.log import LogBuilder
from kiosk.evidence.manifest import Manifest
from kiosk.evidence.open_bundle import OpenBundle, finish
from kiosk.evidence.seal import seal
from kiosk.ports.timestamp_authority import TimestampAuthority


class Closes(Protocol):
    def close(self) -> None: ...


_One = TypeVar("_One", bound=Closes)
ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30
FEED = Patience(connect=3.0, answer=10.0)


_OPENED: list[Closes] = []


def opened(one: _One) -> _One:
    """Closed at the end of the test (see conftest.py)."""
    _OPENED.append(one)
    return one


def close_all() -> None:
    while _OPENED:
        _OPENED.pop().close()


def new_home(folder: Path, mode: Mode = Mode.TRAINING) -> Home:
    home = homes.init(folder, mode)
    Store(home.store).close()
    return home


@dataclass(frozen=True)
class Kiosk:
    """An enrolled device and what it got at its enrolment."""

    device: str
    mode: Mode
    folder: Path
    keys: FileKeys
    trust: Trust
    recipients: dict[PartClass, tuple[str, ...]]

    @property
    def tls(self) -> DeviceTls:
        return DeviceTls(
            self.folder / "trust" / self.mode / "tls" / "root.pem",
            self.folder / keys_file.TLS_CERTIFICATE,
            self.folder / keys_file.TLS_KEY,
        )

    def transport(self, url: str) -> HttpxTransport:
        return opened(HttpxTransport(url, self.tls, FEED))

    def tsa(self, url: str) -> HttpTimestampAuthority:
        return opened(HttpTimestampAuthority(f"{url}/v1/tsa", self.tls, FEED))


def enrol(home: Home, folder: Path, device: str = "kiosk-1") -> Kiosk:
    keys_file.create_keys(folder)
    signing, tls = keys_file.certificate_requests(folder, device)
    request = {"v": 1, "device": device, "branch": "branch-1", "signing_request": signing, "tls_request": tls}
    store = Store(home.store)
    answer = json.loads(approve(home, store, json.dumps(request).encode()))
    store.close()
    keys_file.install_certificates(folder, answer["signing_certificate"].encode(), answer["tls_certificate"].encode())
    for name, content in answer["trust"].items():
        path = folder / "trust" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    recipients = {c: (r,) for c, r in home.recipients().items()}
    return Kiosk(device, home.mode, folder, FileKeys(folder), load_trust(folder / "trust"), recipients)


def wall() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Plan:
    fragments: int = 4
    fragment_bytes: int = 300
    part_limit: int = 1000
    withheld: tuple[tuple[PartClass, str], ...] = ()
    ending: Ending = Ending.DECLINED
    mode: Mode | None = None
    device: str | None = None


def seal_session(kiosk: Kiosk, root: Path, tsa: TimestampAuthority | None, plan: Plan | None = None) -> str:
    """A short sealed session in `root`/<session>; its identifier."""
    plan = plan or Plan()
    mode = plan.mode or kiosk.mode
    source = Source.SIMULATED if mode is Mode.TRAINING else Source.DEVICE
    session = SessionId(str(uuid.uuid4()))
    device = DeviceId(plan.device or kiosk.device)
    folder = root / session
    bundle = OpenBundle(folder, kiosk.recipients, limit=plan.part_limit)
    log = LogBuilder(session)
    count = 0

    def write(kind: str, data: dict[str, object]) -> None:
        nonlocal count
        _, line = log.append(kind, data, Moment(float(count), wall()), source)  # type: ignore[arg-type]
        bundle.append_log([line])
        count += 1

    opened = wall()
    write("session.opened", {"session": session, "device": device, "mode": str(mode)})
    for index in range(plan.fragments):
        blob = new_blob(PartClass.RECORDING, f"fragment-{index:06d}", "video/mp4", os.urandom(plan.fragment_bytes))
        bundle.append_blob(blob)
        write(
            "recording.fragment",
            {"index": index, "fragment": blob.ref, "begins_ms": index * 400, "ends_ms": index * 400 + 400},
        )
    card = new_blob(PartClass.IDENTITY, "card-front", "image/jpeg", b"a picture of a card")
    bundle.append_blob(card)
    write("card.read", {"side": "front", "picture": card.ref})
    write("session.ending", {"ending": str(plan.ending), "reason": "borrower"})
    manifest = Manifest(
        session=session,
        device=device,
        mode=mode,
        sources={"face_camera": source},
        case=None,
        ending=plan.ending,
        opened=opened,
        closed=wall(),
        parts=bundle.close(dict(plan.withheld)),
        log=log.head,
        versions={"software": "0.1.0"},
    )
    finish(folder, seal(manifest, kiosk.keys, tsa, wall()))
    return session


class Served:
    """`python -m hq serve` as a child process, on one port for all its lives."""

    def __init__(self, home: Home, folder: Path, *, vault: bool = True) -> None:
        self._home, self._folder, self._vault = home, folder, vault
        self.port = _free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self._lives = 0

    def start(self) -> "Served":
        self._lives += 1
        announce = self._folder / f"announce-{self.port}-{self._lives}.json"
        command = [sys.executable, "-m", "hq", "serve", "--home", str(self._home.root), "--port", str(self.port)]
        command += ["--announce", str(announce), "--vault" if self._vault else "--no-vault"]
        with (self._folder / f"serve-{self.port}.log").open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        wait_for(announce.is_file, START_SECONDS)
        return self

    def kill(self) -> None:
        """SIGKILL, by process id."""
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=10)
            self._process = None

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        if self._process is None:
            return 0
        self._process.terminate()
        code = self._process.wait(timeout=20)
        self._process = None
        return code


@contextlib.contextmanager
def serving(home: Home, folder: Path, *, vault: bool = True) -> Iterator[Served]:
    served = Served(home, folder, vault=vault).start()
    try:
        yield served
    finally:
        served.stop()


def wait_for(met: "object", seconds: float = 20.0) -> None:
    """Until `met()` is true; fails loudly."""
    until = time.monotonic() + seconds
    while not met():  # type: ignore[operator]
        if time.monotonic() > until:
            raise AssertionError(f"not met within {seconds} s")
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class CuttingProxy:
    """A TCP proxy that cuts its first connections after so many bytes to the server, then lets all through."""

    def __init__(self, port: int, cuts: list[int]) -> None:
        self._target, self._cuts = port, list(cuts)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self._listener.getsockname()[1]}"
        self.made_cuts = 0
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        for one in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._target), timeout=5)
            except OSError:
                return
            limit = self._cuts.pop(0) if self._cuts else None
            self._open += [client, server]
            threading.Thread(target=self._pump, args=(client, server, limit), daemon=True).start()
            threading.Thread(target=self._pump, args=(server, client, None), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, limit: int | None) -> None:
        passed = 0
        try:
            while chunk := source.recv(4096):
                passed += len(chunk)
                if limit is not None and passed > limit:
                    self.made_cuts += 1
                    break
                target.sendall(chunk)
        except OSError:
            pass
        for one in (source, target):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
