"""`python -m hq serve`: the intake over mutual TLS, and the vault's worker as a process of its own."""

import contextlib
import json
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import structlog
import uvicorn

from hq.authority.ca import Purpose
from hq.authority.tsa import Responder
from hq.home import Home
from hq.intake.app import Intake, build
from hq.intake.depot import Depot
from hq.intake.tls import PeerCertificateProtocol, harden
from hq.store.files import write_public
from hq.store.store import Store

_log = structlog.get_logger(__name__)
GRACE_SECONDS = 2
"""How long open requests may go on after SIGTERM."""


class _Server(uvicorn.Server):
    """Says where it listens, once it does."""

    def __init__(self, config: uvicorn.Config, url: str, announce: Path | None) -> None:
        super().__init__(config)
        self._url, self._announce = url, announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        place = {"url": self._url, "tsa": f"{self._url}/v1/tsa", "pid": os.getpid()}
        if self._announce is not None:
            write_public(self._announce, json.dumps(place).encode())
        _log.info("serving", **place)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Leave without raising the signal again: a stopped server is a success."""
        self.should_exit = True


def serve(home: Home, host: str, port: int, announce: Path | None, *, vault: bool) -> None:
    """Serve until SIGTERM or SIGINT; with `vault`, a worker runs beside it and ends with it."""
    store = Store(home.store)
    depot = Depot(home.intake)
    depot.clear_incoming()
    app = build(Intake(home, store, depot, Responder(home.authority(Purpose.TSA))))
    tls = home.authority(Purpose.TLS)
    config = uvicorn.Config(
        app,
        http=PeerCertificateProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=512,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ssl_certfile=tls / "server.pem",
        ssl_keyfile=tls / "server.key",
        ssl_ca_certs=str(tls / "root.pem"),
        ssl_cert_reqs=ssl.CERT_REQUIRED,
    )
    config.load()
    harden(config)
    with _listening(host, port) as listener, _vault(home) if vault else contextlib.nullcontext():
        _Server(config, f"https://{host}:{listener.getsockname()[1]}", announce).run(sockets=[listener])
    store.close()


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        yield listener


@contextlib.contextmanager
def _vault(home: Home) -> Iterator[None]:
    """A child, so that what is decrypted never shares a process with what faces the network."""
    command = [sys.executable, "-m", "hq", "work", "--home", str(home.root), "--parent", str(os.getpid())]
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(timeout=GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
