"""What people do at the console: who is signed in, which commands they give, two people where two are needed.

Each act is noted with its person before the console forgets it, taken or not.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from kiosk.supervision import messages as ms
from kiosk.supervision.board import Board
from kiosk.supervision.staff import Member, Refusal, SignIn
from kiosk.supervision.store import Act, ConsoleStore

IDLE_SECONDS = 300.0
UNREACHABLE = "unreachable"
Made = Callable[[str, int], ms.Command]


class Kiosks(Protocol):
    """The server, as the desk needs it."""

    @property
    def board(self) -> Board:
        """The newest."""

    def command(self, device: str, made: Made) -> "Future[ms.Outcome | None]":
        """None: out of reach."""


@dataclass(frozen=True, slots=True)
class _Here:
    member: Member
    touched: float


class Desk:
    """One console's desk. Used by the window's thread; `sign_in` takes some 50 ms."""

    def __init__(
        self, kiosks: Kiosks, sign_in: SignIn, store: ConsoleStore, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._kiosks, self._sign_in, self._store, self._clock = kiosks, sign_in, store, clock
        self._here: _Here | None = None

    @property
    def member(self) -> Member | None:
        """Who is signed in; nobody after five minutes without a touch."""
        here = self._here
        if here is not None and self._clock() - here.touched > IDLE_SECONDS:
            self._leave(here.member, "locked")
            return None
        return here.member if here is not None else None

    def touched(self) -> None:
        """Somebody is at the console: the five minutes begin anew."""
        if self.member is not None and self._here is not None:
            self._here = _Here(self._here.member, self._clock())

    def sign_in(self, typed: str, pin: str) -> Refusal | None:
        """None: signed in."""
        found = self._checked(typed, pin)
        if isinstance(found, Refusal):
            return found
        self._note(found, "sign_in")
        self._here = _Here(found, self._clock())
        return None

    def sign_out(self) -> None:
        """Nobody is signed in."""
        if self._here is not None:
            self._leave(self._here.member, "sign_out")

    def hand_over(self, typed: str, pin: str) -> Refusal | None:
        """The next shift signs in while this one is still here; what waits is noted with both."""
        now = self.member
        if now is None:
            return Refusal("nobody")
        following = self._checked(typed, pin)
        if isinstance(following, Refusal):
            return following
        if following.id == now.id:
            return Refusal("same_person")
        waiting = sum(kiosk.standing.call is not None for kiosk in self._kiosks.board.kiosks.values())
        self._note(now, "hand_over", second=following, reason=f"{waiting} calls open")
        self._here = _Here(following, self._clock())
        return None

    def come_over(self, device: str) -> "Future[ms.Outcome | None] | Refusal":
        """I am on my way."""
        return self._give(
            device, "come_over", lambda who, session: lambda nonce, n: ms.ComeOver(nonce, n, session, who)
        )

    def pause(self, device: str) -> "Future[ms.Outcome | None] | Refusal":
        """The script waits; the borrower goes on when he likes."""
        return self._give(device, "pause", lambda who, session: lambda nonce, n: ms.PauseScript(nonce, n, session, who))

    def end(self, device: str, reason: ms.Reason) -> "Future[ms.Outcome | None] | Refusal":
        """The session goes over to a person."""
        if reason not in ms.ENDING:
            return Refusal("reason")
        return self._give(
            device, "end", lambda who, session: lambda nonce, n: ms.EndSession(nonce, n, session, who, reason),
            reason=reason,
        )  # fmt: skip

    def approve(
        self, device: str, typed: str, pin: str, matter: ms.Matter, reason: ms.Reason, checks: tuple[str, ...]
    ) -> "Future[ms.Outcome | None] | Refusal":
        """With a second person, who signs for this act with number and PIN of his own."""
        first = self.member
        if first is None:
            return Refusal("nobody")
        if reason not in ms.APPROVING:
            return Refusal("reason")
        second = self._checked(typed, pin)
        if isinstance(second, Refusal):
            return second
        if second.id == first.id:
            return Refusal("same_person")

        def made(who: str, session: str) -> Made:
            return lambda nonce, n: ms.Approve(nonce, n, session, who, second.id, matter, reason, checks)

        return self._give(device, f"approve_{matter}", made, reason=reason, second=second)

    def _give(
        self, device: str, act: str, made: Callable[[str, str], Made], *, reason: str = "", second: Member | None = None
    ) -> "Future[ms.Outcome | None] | Refusal":
        member = self.member
        if member is None:
            return Refusal("nobody")
        self.touched()
        kiosk = self._kiosks.board.kiosks.get(device)
        session = kiosk.standing.session if kiosk is not None else ""
        if kiosk is None or not session:
            return Refusal("no_session")
        answered = self._kiosks.command(device, made(member.id, session))

        def note(done: "Future[ms.Outcome | None]") -> None:
            outcome = None if done.cancelled() or done.exception() else done.result()
            self._note(member, act, second, device, session, reason, str(outcome or UNREACHABLE))

        answered.add_done_callback(note)
        return answered

    def _checked(self, typed: str, pin: str) -> Member | Refusal:
        return self._sign_in.sign_in(typed.strip(), pin.strip())

    def _leave(self, member: Member, why: str) -> None:
        self._here = None
        self._note(member, why)

    def _note(
        self, member: Member, act: str, second: Member | None = None, device: str = "", session: str = "",
        reason: str = "", outcome: str = "",
    ) -> None:  # fmt: skip
        other = str(second.id) if second is not None else ""
        self._store.note(Act(str(member.id), other, act, device, session, str(reason), outcome))
