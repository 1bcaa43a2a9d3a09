"""The kiosk's line to a console: it dials out and opens no port. Nothing of a session ever waits for it.

One thread a console. Standings: the newest wins. Heads: the newest of each session is sent until the console has
stored it. A console that is off, or is not the one of the settings, is dialled again, ever more seldom.
"""

import asyncio
import contextlib
import random
import secrets
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from kiosk.domain.consents import Mode
from kiosk.domain.errors import MingshiError
from kiosk.domain.ids import DeviceId, SessionId, Sha256
from kiosk.evidence.head import Head, head_bytes, sign_head
from kiosk.evidence.manifest import Tail
from kiosk.ports.keys import DeviceKeys
from kiosk.supervision import messages as ms
from kiosk.supervision.protocol import MAX_FRAME, ProtocolError, encode, from_console
from kiosk.supervision.tls import TlsFiles, client_context

_log = structlog.get_logger(__name__)
_OPEN_SECONDS, _WELCOME_SECONDS, _PING_SECONDS, _CLOSE_SECONDS = 5.0, 5.0, 10.0, 1.0
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0
_PACE = 0.25
"""At most so often something is sent; a head and a standing a time."""
_MOST_SESSIONS = 32
"""Heads of so many sessions wait for a console that is off; older ones are let go."""


@dataclass(frozen=True, slots=True)
class ConsoleAddress:
    """`url`: wss://host:port; `name`: that of the console's certificate, which it must show."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class Caller:
    """The kiosk that dials."""

    device: DeviceId
    branch: str
    mode: Mode
    keys: DeviceKeys
    tls: TlsFiles


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A head of the log that is on this kiosk's disk."""

    session: SessionId
    seq: int
    hash: Sha256
    at: str


class SupervisionLink:
    """`start`, then `close`; both from one thread. All else from any thread, and none of it waits."""

    def __init__(
        self, console: ConsoleAddress, caller: Caller, standing: Callable[[], ms.Standing],
        take: Callable[[ms.Command], ms.Outcome],
    ) -> None:  # fmt: skip
        self._console, self._caller, self._standing, self._take = console, caller, standing, take
        self._context = client_context(caller.tls)
        self._lock = threading.Lock()
        self._heads: dict[SessionId, Unsigned] = {}
        self._tails: dict[SessionId, Tail] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake: asyncio.Event | None = None
        self._main: asyncio.Task[None] | None = None
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._connected = False

    @property
    def connected(self) -> bool:
        """The console has welcomed this kiosk."""
        return self._connected

    def start(self) -> None:
        """Begin to dial."""
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="console-link", daemon=True)
        self._thread.start()
        self._ready.wait(10)

    def close(self) -> None:
        """Hang up and end the thread."""
        thread, self._thread = self._thread, None
        if thread is not None and self._loop is not None and self._main is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._main.cancel)
            thread.join()

    def changed(self) -> None:
        """There is something new to tell."""
        loop, wake = self._loop, self._wake
        if loop is not None and wake is not None:
            with contextlib.suppress(RuntimeError):  # it has just been closed
                loop.call_soon_threadsafe(wake.set)

    def head(self, head: Unsigned) -> None:
        """The newest of its session takes the place of those that have not left yet."""
        with self._lock:
            self._heads.pop(head.session, None)
            self._heads[head.session] = head
            while len(self._heads) > _MOST_SESSIONS:
                self._heads.pop(next(iter(self._heads)))
        self.changed()

    def tail(self, session: SessionId) -> Tail:
        """What this console has acknowledged so far."""
        with self._lock:
            return self._tails.get(session, Tail())

    async def _run(self) -> None:
        self._loop, self._wake, self._main = asyncio.get_running_loop(), asyncio.Event(), asyncio.current_task()
        self._ready.set()
        wait = _FIRST_WAIT
        with contextlib.suppress(asyncio.CancelledError):
            while True:
                self._connected = False
                began = self._loop.time()
                await self._dial()
                # A console that hangs up at once is asked as seldom as one that is off.
                wait = _FIRST_WAIT if self._loop.time() - began > _LONGEST_WAIT else min(_LONGEST_WAIT, wait * 2)
                await asyncio.sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311 - so that kiosks do not dial together
        self._connected = False

    async def _dial(self) -> None:
        try:
            async with connect(
                self._console.url, ssl=self._context, server_hostname=self._console.name, compression=None,
                max_size=MAX_FRAME, max_queue=8, open_timeout=_OPEN_SECONDS, ping_interval=_PING_SECONDS,
                ping_timeout=_PING_SECONDS, close_timeout=_CLOSE_SECONDS, proxy=None, user_agent_header=None,
            ) as connection:  # fmt: skip
                await _Talk(self, connection).run()
        except ssl.SSLError as failure:
            _log.warning("console.not_trusted", console=self._console.name, reason=failure.reason)
        except ProtocolError as failure:
            _log.warning("console.nonsense", console=self._console.name, reason=str(failure))
        except (OSError, WebSocketException, TimeoutError, MingshiError) as failure:
            _log.info("console.not_reached", console=self._console.name, failure=type(failure).__name__)


class _Talk:
    """One connection, from greeting to hanging up."""

    def __init__(self, link: SupervisionLink, connection: ClientConnection) -> None:
        self._link, self._connection = link, connection
        self._nonce = secrets.token_hex(16)
        self._last = 0
        self._sent: dict[SessionId, int] = {}

    async def run(self) -> None:
        """Raises ProtocolError for what a console may not say."""
        caller, link = self._link._caller, self._link
        chain = caller.keys.certificate_chain().decode("ascii")
        await self._connection.send(encode(ms.Greeting(caller.device, caller.branch, caller.mode, self._nonce, chain)))
        welcome = from_console(await asyncio.wait_for(self._connection.recv(), _WELCOME_SECONDS))
        if not isinstance(welcome, ms.Welcomed) or welcome.console != link._console.name:
            raise ProtocolError("the console did not welcome us by its name")
        link._connected = True
        both = {asyncio.create_task(self._tell()), asyncio.create_task(self._listen())}
        try:
            done, _ = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in both:
                task.cancel()
            await asyncio.gather(*both, return_exceptions=True)

    async def _listen(self) -> None:
        async for frame in self._connection:
            await self._hear(from_console(frame))

    async def _tell(self) -> None:
        wake, link = self._link._wake, self._link
        assert wake is not None
        told: ms.Standing | None = None
        while True:
            wake.clear()
            standing = link._standing()
            if standing != told:
                await self._connection.send(encode(standing))
                told = standing
            for head in self._unsent():
                await self._connection.send(encode(ms.HeadSigned(_signed(head, link._caller))))
                self._sent[head.session] = head.seq
            await asyncio.sleep(_PACE)
            await wake.wait()

    def _unsent(self) -> list[Unsigned]:
        with self._link._lock:
            return [head for head in self._link._heads.values() if self._sent.get(head.session, -1) < head.seq]

    async def _hear(self, message: ms.FromConsole) -> None:
        match message:
            case ms.HeadStored(session, seq):
                self._stored(SessionId(session), seq)
            case ms.Welcomed():
                raise ProtocolError("a second welcome")
            case _:
                await self._connection.send(encode(ms.Answered(message.number, self._obey(message))))

    def _obey(self, command: ms.Command) -> ms.Outcome:
        if command.nonce != self._nonce or command.number <= self._last:
            return ms.Outcome.REPEATED
        self._last = command.number
        return self._link._take(command)

    def _stored(self, session: SessionId, seq: int) -> None:
        """Only what was sent can have been stored."""
        if seq > self._sent.get(session, -1):
            raise ProtocolError("a head was acknowledged that was never sent")
        link = self._link
        with link._lock:
            known = link._tails.pop(session, Tail())
            if known.last_seq is None or seq > known.last_seq:
                known = Tail(known.heads_sent + 1, seq)
            link._tails[session] = known
            while len(link._tails) > _MOST_SESSIONS:
                link._tails.pop(next(iter(link._tails)))
            waiting = link._heads.get(session)
            if waiting is not None and waiting.seq <= seq:
                del link._heads[session]


def _signed(head: Unsigned, caller: Caller) -> str:
    signed = sign_head(Head(head.session, caller.device, head.seq, head.hash, head.at), caller.keys)
    return head_bytes(signed).decode("utf-8")
