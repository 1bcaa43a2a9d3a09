"""A console on loopback with a certificate of a real headquarters, kiosks' links, and a peer that says anything."""

import asyncio
import contextlib
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from hq.authority.consoles import approve_console
from hq.home import Home
from hq.store.store import Store
from kiosk.assembly.console import console_files, install_answer, write_request
from kiosk.devices.http_bounded import DeviceTls
from kiosk.devices.transport_httpx import HttpxTransport
from kiosk.domain.consents import Mode
from kiosk.domain.ids import DeviceId, SessionId, Sha256
from kiosk.evidence.canonical import sha256
from kiosk.evidence.certificates import load_trust
from kiosk.evidence.head import Head, head_bytes, sign_head
from kiosk.runtime.settings_supervision import ConsoleHeadquartersSettings, ConsoleSettings, ListenSettings
from kiosk.runtime.supervision_link import Caller, ConsoleAddress, SupervisionLink, Unsigned
from kiosk.supervision import messages as ms
from kiosk.supervision.board import NOTHING
from kiosk.supervision.forwarding import Forwarder
from kiosk.supervision.protocol import encode
from kiosk.supervision.server import ConsoleServer, Listening
from kiosk.supervision.store import ConsoleStore
from kiosk.supervision.tls import TlsFiles, client_context
from tests.hq.rig import FEED, Kiosk, wait_for, wall

BRANCH = "branch-1"
SESSION = "3f0c1d3a-1a52-4c8b-9d0e-1c2b3a4d5e6f"


def tls_of(kiosk: Kiosk) -> TlsFiles:
    return TlsFiles(kiosk.tls.root, kiosk.tls.certificate, kiosk.tls.key)


def settings_of(folder: Path, name: str = "console-1", branch: str = BRANCH, port: int = 0) -> ConsoleSettings:
    away = ConsoleHeadquartersSettings(url="https://127.0.0.1:9", trust=folder / "trust")
    return ConsoleSettings(
        mode=Mode.TRAINING, name=name, branch=branch, state=folder, headquarters=away, listen=ListenSettings(port=port)
    )


def certified(home: Home, folder: Path, name: str = "console-1", branch: str = BRANCH) -> ConsoleSettings:
    """A console with its certificate and trust, as headquarters gives them."""
    settings = settings_of(folder, name, branch)
    write_request(settings, folder / "request.json")
    store = Store(home.store)
    answer = approve_console(home, store, (folder / "request.json").read_bytes())
    store.close()
    (folder / "answer.json").write_bytes(answer)
    install_answer(settings, folder / "answer.json")
    return settings


@dataclass
class Running:
    """A console's server and store."""

    settings: ConsoleSettings
    store: ConsoleStore
    server: ConsoleServer
    forwarder: Forwarder | None = None

    @property
    def address(self) -> ConsoleAddress:
        return ConsoleAddress(f"wss://127.0.0.1:{self.server.port}", self.settings.name)

    def view(self, device: str = "kiosk-1") -> Any:
        return self.server.board.kiosks.get(device)


@contextlib.contextmanager
def console(settings: ConsoleSettings, *, port: int = 0, hq_url: str = "") -> Iterator[Running]:
    tls = console_files(settings)
    store = ConsoleStore(settings.state / "console.db")
    way = HttpxTransport(hq_url, DeviceTls(tls.root, tls.certificate, tls.key), FEED) if hq_url else None
    forwarder = Forwarder(store, way.send_head) if way is not None else None
    listening = Listening(
        settings.name, settings.branch, settings.mode, tls, load_trust(settings.headquarters.trust), port=port
    )
    server = ConsoleServer(listening, store, on_head=forwarder.wake if forwarder else lambda: None)
    server.start()
    if forwarder is not None:
        forwarder.start()
    try:
        yield Running(settings, store, server, forwarder)
    finally:
        server.close()
        if forwarder is not None:
            forwarder.close()
        if way is not None:
            way.close()
        store.close()


@dataclass
class Desk:
    """The kiosk's end without a session: what it says and what it was told."""

    standing: ms.Standing = NOTHING
    taken: list[ms.Command] = field(default_factory=list)
    answer: ms.Outcome = ms.Outcome.TAKEN

    def take(self, command: ms.Command) -> ms.Outcome:
        self.taken.append(command)
        return self.answer


@contextlib.contextmanager
def linked(
    kiosk: Kiosk, address: ConsoleAddress, desk: Desk | None = None, branch: str = BRANCH
) -> Iterator[SupervisionLink]:
    desk = desk or Desk()
    caller = Caller(DeviceId(kiosk.device), branch, kiosk.mode, kiosk.keys, tls_of(kiosk))
    link = SupervisionLink(address, caller, lambda: desk.standing, desk.take)
    link.start()
    try:
        yield link
    finally:
        link.close()


def line_hash(seq: int) -> Sha256:
    return sha256(f"line {seq}".encode())


def unsigned(seq: int, session: str = SESSION) -> Unsigned:
    return Unsigned(SessionId(session), seq, line_hash(seq), wall())


def signed(kiosk: Kiosk, seq: int, session: str = SESSION, **changed: Any) -> str:
    head = replace(Head(SessionId(session), DeviceId(kiosk.device), seq, line_hash(seq), wall()), **changed)
    return head_bytes(sign_head(head, kiosk.keys)).decode()


def greeting(kiosk: Kiosk, **changed: Any) -> ms.Greeting:
    chain = kiosk.keys.certificate_chain().decode()
    return replace(ms.Greeting(kiosk.device, BRANCH, kiosk.mode, uuid.uuid4().hex, chain), **changed)


def say(
    kiosk: Kiosk, address: ConsoleAddress, frames: list[str | bytes], listen: float = 3.0
) -> tuple[list[str], int | None]:
    """Frames as they are, whatever they are; what came back, and the code by which the console hung up (None: it did
    not within `listen` seconds)."""

    async def talk() -> tuple[list[str], int | None]:
        heard: list[str] = []
        context = client_context(tls_of(kiosk))
        async with connect(
            address.url, ssl=context, server_hostname=address.name, proxy=None, compression=None
        ) as connection:
            try:
                for frame in frames:
                    await connection.send(frame)
                while True:
                    heard.append(str(await asyncio.wait_for(connection.recv(), listen)))
            except TimeoutError:
                return heard, None
            except ConnectionClosed:
                return heard, connection.close_code

    return asyncio.run(talk())


def threads() -> set[str]:
    return {thread.name for thread in threading.enumerate() if thread.name in ("console", "console-link", "forward")}


def settled(met: Callable[[], object], seconds: float = 15.0) -> None:
    wait_for(met, seconds)


def frame(**changed: Any) -> str:
    """A true standing with something changed; a value of None takes the key away."""
    value = json.loads(encode(NOTHING))
    for key, new in changed.items():
        if new is None:
            value.pop(key)
        else:
            value[key] = new
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def still(seconds: float) -> None:
    time.sleep(seconds)
