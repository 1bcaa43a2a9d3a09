"""Staff at the kiosk itself: each act has a sign-in of its own, and is signed with the person's own key.

The kiosk looks into its own register, also for what a console sends: it believes nobody about who is signed in there.
"""

import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from kiosk.consent import states as st
from kiosk.consent.facts import StaffAct
from kiosk.consent.machine import base
from kiosk.consent.settling import may_settle
from kiosk.domain.ids import DeviceId, StaffId
from kiosk.domain.staff import MAY_SETTLE, StaffMark, StaffRole
from kiosk.evidence.staff_proof import StaffWord, signed
from kiosk.ports.clock import Clock
from kiosk.supervision import messages as ms
from kiosk.supervision.proofs import marks_of
from kiosk.supervision.staff import Refusal, SignIn

_TELLS = "promise"
"""The one purpose for which the consultant signs in."""


@dataclass(frozen=True, slots=True)
class Doing:
    """What somebody is about to sign for: `purpose` of the page, what was looked at as keys and in words, and who has
    signed in for it before."""

    purpose: str
    approved: bool
    checks: tuple[str, ...]
    checked: str
    taken: frozenset[StaffId] = frozenset()


class StaffDoor:
    """One thread of its own: a PIN takes some 80 ms, and neither window nor session waits for it."""

    def __init__(self, sign_in: SignIn, device: DeviceId, clock: Clock) -> None:
        self._sign_in, self._device, self._clock = sign_in, device, clock
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="staff")

    def proven(self, command: ms.Command) -> tuple[StaffMark, ...] | None:
        """Who really gave a console's command; None: that can't be seen from it."""
        return marks_of(command, self._device, self._sign_in.roster)

    def sign(self, typed: str, pin: str, doing: Doing, state: Callable[[], st.State]) -> "Future[StaffAct | Refusal]":
        """Never waits. `state`: of the session, when the PIN has been checked."""
        return self._pool.submit(self._signed, typed.strip(), pin.strip(), doing, state)

    def close(self) -> None:
        """End the thread."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _signed(self, typed: str, pin: str, doing: Doing, state: Callable[[], st.State]) -> StaffAct | Refusal:
        roles = tuple(StaffRole) if doing.purpose == _TELLS else MAY_SETTLE
        found = self._sign_in.sign_in(typed, pin, roles)
        if isinstance(found, Refusal):
            return found
        member, under = found.member, base(state())
        if under is None:
            return Refusal("no_session")
        if member.id in doing.taken:
            return Refusal("same_person")
        verdict = "approved" if doing.approved else "not_approved"
        word = StaffWord(
            str(self._device), under.facts.opening.session, secrets.token_hex(16), 0, under.step, str(member.id),
            verdict=verdict, checks=doing.checks,
        )  # fmt: skip
        mark = StaffMark(member.role, word.nonce, word.number, signed(word, found.keys.settling))
        act = StaffAct(member.id, doing.approved, doing.checked, doing.checks, self._clock.now().mono, mark)
        if doing.purpose != _TELLS and not may_settle(under.facts, act):
            return Refusal("involved")
        return act
