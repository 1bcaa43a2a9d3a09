"""What people do at the console: who is signed in, which commands they give, two people where two are needed.

Each act is signed with its person's own key and noted before the console forgets it, taken or not.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.evidence.staff_register import Member
from kiosk.supervision import messages as ms
from kiosk.supervision.board import Board, KioskView
from kiosk.supervision.proofs import proven
from kiosk.supervision.staff import Refusal, SignIn, Unlocked
from kiosk.supervision.store import Act, ConsoleStore

IDLE_SECONDS = 300.0
UNREACHABLE = "unreachable"
Made = Callable[[str, int], ms.Command]
Given = Future[ms.Outcome | None]
"""The kiosk's answer; None: it could not be reached."""


class Kiosks(Protocol):
    """The server, as the desk needs it."""

    @property
    def board(self) -> Board:
        """The newest."""

    def command(self, device: str, made: Made) -> Given:
        """None: out of reach."""


@dataclass(frozen=True, slots=True)
class _Here:
    member: Member
    key: Ed25519PrivateKey = field(repr=False)
    touched: float


class Desk:
    """One console's desk. Used by one thread at a time; what asks for a PIN takes some 80 ms each."""

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
            self._here = _Here(self._here.member, self._here.key, self._clock())

    def sign_in(self, typed: str, pin: str) -> Refusal | None:
        """None: signed in."""
        found = self._checked(typed, pin)
        if isinstance(found, Refusal):
            return found
        self._note(found.member, "sign_in")
        self._here = _Here(found.member, found.keys.desk, self._clock())
        return None

    def sign_out(self) -> None:
        """Nobody is signed in."""
        if self._here is not None:
            self._leave(self._here.member, "sign_out")

    def open_now(self) -> tuple[KioskView, ...]:
        """What is handed over with a shift: sessions under way and whoever calls, the most urgent first."""
        views = self._kiosks.board.ordered(self._clock())
        return tuple(view for view in views if view.standing.session or view.alerts)

    def hand_over(self, typed: str, pin: str) -> Refusal | None:
        """The next shift signs in while this one is still here. Each session under way has it in its evidence, and the
        console notes each with both."""
        member, here = self.member, self._here
        if member is None or here is None:
            return Refusal("nobody")
        following = self._checked(typed, pin)
        if isinstance(following, Refusal):
            return following
        if following.member.id == member.id:
            return Refusal("same_person")
        left = self.open_now()
        calls = sum(view.standing.call is not None for view in left)
        self._note(member, "hand_over", following.member, reason=f"{calls} calls, {len(left)} kiosks open")
        keys = (here.key, following.keys.desk)
        for view in left:
            if view.standing.session:
                self._hand_on(view, member, following.member, keys)
        self._here = _Here(following.member, following.keys.desk, self._clock())
        return None

    def come_over(self, device: str) -> Given | Refusal:
        """I am on my way."""
        return self._give(
            device, "come_over", lambda who, session: lambda nonce, n: ms.ComeOver(nonce, n, session, who)
        )

    def pause(self, device: str) -> Given | Refusal:
        """The script waits; the borrower goes on when he likes."""
        return self._give(device, "pause", lambda who, session: lambda nonce, n: ms.PauseScript(nonce, n, session, who))

    def end(self, device: str, reason: ms.Reason) -> Given | Refusal:
        """The session goes over to a person."""
        if reason not in ms.ENDING:
            return Refusal("reason")
        return self._give(
            device, "end", lambda who, session: lambda nonce, n: ms.EndSession(nonce, n, session, who, reason),
            reason=reason,
        )  # fmt: skip

    def close(self, device: str) -> Given | Refusal:
        """Nobody new is served there."""
        return self._serve(device, "close", lambda who: lambda nonce, n: ms.CloseKiosk(nonce, n, who))

    def open(self, device: str) -> Given | Refusal:
        """It serves again."""
        return self._serve(device, "open", lambda who: lambda nonce, n: ms.OpenKiosk(nonce, n, who))

    def approve(
        self, device: str, pins: tuple[str, str], second: str, matter: ms.Matter, reason: ms.Reason,
        checks: tuple[str, ...],
    ) -> Given | Refusal:  # fmt: skip
        """Two people, each of whom types his PIN for this very act; `pins`: of who is signed in, and of the second."""
        first = self.member
        if first is None:
            return Refusal("nobody")
        if reason not in ms.APPROVING:
            return Refusal("reason")
        both = self._two(first, pins, second)
        if isinstance(both, Refusal):
            return both
        one, other = both

        def made(who: str, session: str) -> Made:
            return lambda nonce, n: ms.Approve(nonce, n, session, who, str(other.member.id), matter, reason, checks)

        keys = (one.keys.settling, other.keys.settling)
        return self._give(device, f"approve_{matter}", made, reason=reason, second=other.member, keys=keys)

    def _two(self, first: Member, pins: tuple[str, str], second: str) -> tuple[Unlocked, Unlocked] | Refusal:
        one = self._checked(first.number, pins[0])
        if isinstance(one, Refusal):
            return one
        other = self._checked(second, pins[1])
        if isinstance(other, Refusal):
            return other
        return Refusal("same_person") if other.member.id == first.id else (one, other)

    def _give(
        self, device: str, act: str, made: Callable[[str, str], Made], *, reason: str = "",
        second: Member | None = None, keys: tuple[Ed25519PrivateKey, ...] = (),
    ) -> Given | Refusal:  # fmt: skip
        member, here = self.member, self._here
        if member is None or here is None:
            return Refusal("nobody")
        self.touched()
        kiosk = self._kiosks.board.kiosks.get(device)
        session = kiosk.standing.session if kiosk is not None else ""
        if kiosk is None or not session:
            return Refusal("no_session")
        made_so = made(str(member.id), session)
        return self._send(device, made_so, keys or (here.key,), Act(str(member.id), _id(second), act, device, session,
                                                                    str(reason), ""))  # fmt: skip

    def _serve(self, device: str, act: str, made: Callable[[str], Made]) -> Given | Refusal:
        member, here = self.member, self._here
        if member is None or here is None:
            return Refusal("nobody")
        self.touched()
        who = str(member.id)
        return self._send(device, made(who), (here.key,), Act(who, "", act, device, "", "", ""))

    def _hand_on(self, view: KioskView, first: Member, second: Member, keys: tuple[Ed25519PrivateKey, ...]) -> None:
        one, other, session = str(first.id), str(second.id), view.standing.session
        wanted = str(view.wanted or "")
        self._send(
            view.device, lambda nonce, n: ms.HandOver(nonce, n, session, one, other), keys,
            Act(one, other, "hand_over", view.device, session, wanted, ""),
        )  # fmt: skip

    def _send(self, device: str, made: Made, keys: tuple[Ed25519PrivateKey, ...], act: Act) -> Given:
        """Signed for this kiosk, this connection and this number, and noted with what came of it."""
        answered = self._kiosks.command(device, lambda nonce, n: proven(made(nonce, n), device, keys))

        def note(done: Given) -> None:
            outcome = None if done.cancelled() or done.exception() else done.result()
            self._store.note(
                Act(act.staff, act.second, act.act, act.device, act.session, act.reason, str(outcome or UNREACHABLE))
            )

        answered.add_done_callback(note)
        return answered

    def _checked(self, typed: str, pin: str) -> Unlocked | Refusal:
        return self._sign_in.sign_in(typed.strip(), pin.strip())

    def _leave(self, member: Member, why: str) -> None:
        self._here = None
        self._note(member, why)

    def _note(self, member: Member, act: str, second: Member | None = None, reason: str = "") -> None:
        self._store.note(Act(str(member.id), _id(second), act, "", "", reason, ""))


def _id(member: Member | None) -> str:
    return str(member.id) if member is not None else ""
