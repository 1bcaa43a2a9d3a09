"""The console's server: takes the kiosks' connections, keeps the board, stores heads, hands on commands.

One thread with an event loop of its own. A kiosk that says what it may not say is cut off, and the others go on.
"""

import asyncio
import contextlib
import datetime as dt
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

import structlog
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from kiosk.domain.consents import Mode
from kiosk.domain.errors import DeviceError, EvidenceError
from kiosk.evidence.certificates import Trust
from kiosk.supervision import messages as ms
from kiosk.supervision.board import Board
from kiosk.supervision.peers import Peer, head_of, known_peer
from kiosk.supervision.protocol import MAX_FRAME, ProtocolError, encode, from_kiosk
from kiosk.supervision.store import ConsoleStore
from kiosk.supervision.tls import TlsFiles, peer_name, server_context

_log = structlog.get_logger(__name__)
_GREETING_SECONDS = 5.0
_ANSWER_SECONDS = 5.0
_PING_SECONDS = 10.0
_CLOSE_SECONDS = 2.0
_MOST_A_SECOND = 40
"""Frames of one kiosk; a busy one sends some four."""
_MOST_KIOSKS = 64
_REFUSED, _ANOTHER, _FULL = 1008, 4001, 1013
"""Close codes (RFC 6455, section 7.4): policy, replaced by a newer connection, try again later."""

Made = Callable[[str, int], ms.Command]
"""Nonce of the connection and number of the command -> the command."""


@dataclass(frozen=True, slots=True)
class Listening:
    """What a console is and where it listens. `name`: that of its certificate; port 0: any that is free."""

    name: str
    branch: str
    mode: Mode
    tls: TlsFiles
    trust: Trust
    host: str = "127.0.0.1"
    port: int = 0


@dataclass(slots=True)
class _Line:
    """One connected kiosk."""

    connection: ServerConnection
    peer: Peer
    number: int = 0
    waiting: dict[int, "asyncio.Future[ms.Outcome]"] = field(default_factory=dict)


class ConsoleServer:
    """`start`, then `close`. `on_change`: each new board, on the server's thread. `on_head`: one was stored."""

    def __init__(
        self, listening: Listening, store: ConsoleStore, *, on_change: Callable[[Board], None] = lambda _: None,
        on_head: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._listening, self._store, self._on_change, self._on_head = listening, store, on_change, on_head
        self._context = server_context(listening.tls)
        self._board = Board()
        self._lines: dict[str, _Line] = {}
        self._connected = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._thread: threading.Thread | None = None
        self._up: Future[int] = Future()
        self.port = 0

    @property
    def board(self) -> Board:
        """The newest; frozen, so any thread may read it."""
        return self._board

    def start(self) -> None:
        """Listen. Raises DeviceError when the port can't be had."""
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="console", daemon=True)
        self._thread.start()
        try:
            self.port = self._up.result(30)
        except OSError as failure:
            self._thread.join()
            self._thread = None
            raise DeviceError("console", f"port {self._listening.port} can't be had ({failure.strerror})") from failure

    def close(self) -> None:
        """Cut all lines and end the thread."""
        loop, stopping = self._loop, self._stopping
        if self._thread is None or loop is None or stopping is None:
            return
        loop.call_soon_threadsafe(stopping.set)
        self._thread.join()
        self._thread = None

    def command(self, device: str, made: Made) -> "Future[ms.Outcome | None]":
        """Hand a command to a kiosk; its answer, or None when it can't be reached."""
        loop = self._loop
        if loop is None or loop.is_closed():
            gone: Future[ms.Outcome | None] = Future()
            gone.set_result(None)
            return gone
        return asyncio.run_coroutine_threadsafe(self._command(device, made), loop)

    async def _run(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        place = self._listening
        try:
            server: Server = await serve(
                self._talk, place.host, place.port, ssl=self._context, max_size=MAX_FRAME, max_queue=8,
                compression=None, open_timeout=_GREETING_SECONDS, ping_interval=_PING_SECONDS,
                ping_timeout=_PING_SECONDS, close_timeout=_CLOSE_SECONDS, server_header=None,
            )  # fmt: skip
        except OSError as failure:
            self._up.set_exception(failure)
            return
        self._up.set_result(next(iter(server.sockets)).getsockname()[1])
        async with server:
            await self._stopping.wait()

    async def _talk(self, connection: ServerConnection) -> None:
        if self._connected >= _MOST_KIOSKS:
            await connection.close(_FULL, "too many")
            return
        self._connected += 1
        line: _Line | None = None
        try:
            line = await self._greet(connection)
            await self._listen(line)
        except (ProtocolError, EvidenceError) as failure:
            _log.warning("console.refused", device=line.peer.device if line else "", reason=str(failure))
            await connection.close(_REFUSED, str(failure)[:100])
        except TimeoutError:
            await connection.close(_REFUSED, "no greeting")
        except ConnectionClosed:
            pass
        finally:
            self._connected -= 1
            if line is not None:
                self._leave(line)

    async def _greet(self, connection: ServerConnection) -> _Line:
        tls = connection.transport.get_extra_info("ssl_object")
        shown = peer_name(tls.getpeercert(binary_form=True) if tls is not None else None)
        greeting = from_kiosk(await asyncio.wait_for(connection.recv(), _GREETING_SECONDS))
        if not isinstance(greeting, ms.Greeting):
            raise ProtocolError("the first frame is no greeting")
        place = self._listening
        peer = known_peer(greeting, shown, place.trust, place.mode, place.branch, dt.datetime.now(dt.UTC))
        await connection.send(encode(ms.Welcomed(place.name)))
        # From here on nothing may fail: whoever is in the list is taken out of it only by `_talk`.
        older, line = self._lines.get(peer.device), _Line(connection, peer)
        self._lines[peer.device] = line
        self._show(self._board.greeted(peer.device, peer.branch, time.monotonic()))
        if older is not None:
            # A kiosk that lost its line dials anew before we have noticed; the newest counts.
            await older.connection.close(_ANOTHER, "another connection")
        return line

    async def _listen(self, line: _Line) -> None:
        second, count = int(time.monotonic()), 0
        async for frame in line.connection:
            now = int(time.monotonic())
            second, count = (second, count + 1) if now == second else (now, 1)
            if count > _MOST_A_SECOND:
                raise ProtocolError("too many frames a second")
            await self._take(line, from_kiosk(frame))

    async def _take(self, line: _Line, message: ms.FromKiosk) -> None:
        device = line.peer.device
        match message:
            case ms.Standing():
                self._show(self._board.stood(device, message, time.monotonic()))
            case ms.HeadSigned(untrusted):
                head, content = head_of(untrusted, line.peer)
                if await asyncio.to_thread(self._store.owner, head.session) not in (None, device):
                    raise EvidenceError("head: this session belongs to another device")
                if not await asyncio.to_thread(self._store.add_head, head, content):
                    _log.error("console.head_contradicts", device=device, session=str(head.session), seq=head.seq)
                self._on_head()
                await line.connection.send(encode(ms.HeadStored(str(head.session), head.seq)))
            case ms.Answered(number, outcome):
                waiting = line.waiting.pop(number, None)
                if waiting is None:
                    raise ProtocolError("an answer to nothing that was asked")
                if not waiting.done():
                    waiting.set_result(outcome)
            case ms.Greeting():
                raise ProtocolError("a second greeting")

    async def _command(self, device: str, made: Made) -> ms.Outcome | None:
        line = self._lines.get(device)
        if line is None:
            return None
        line.number += 1
        command = made(line.peer.nonce, line.number)
        answered: asyncio.Future[ms.Outcome] = asyncio.get_running_loop().create_future()
        line.waiting[command.number] = answered
        try:
            await line.connection.send(encode(command))
            return await asyncio.wait_for(answered, _ANSWER_SECONDS)
        except (ConnectionClosed, TimeoutError, asyncio.CancelledError):
            return None

    def _leave(self, line: _Line) -> None:
        for waiting in line.waiting.values():
            waiting.cancel()
        if self._lines.get(line.peer.device) is line:
            del self._lines[line.peer.device]
            self._show(self._board.lost(line.peer.device))

    def _show(self, board: Board) -> None:
        self._board = board
        with contextlib.suppress(RuntimeError):  # the window is being closed
            self._on_change(board)
