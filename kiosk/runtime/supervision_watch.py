"""What a console may know of the session under way: state, chapter, counts, calls. No name, no word, no picture."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence

from kiosk.consent import states as st
from kiosk.consent.context import Context
from kiosk.consent.events import Event, StaffApproved
from kiosk.consent.events_staff import COMING
from kiosk.consent.facts import Facts, TermStage
from kiosk.consent.machine import base, step
from kiosk.consent.settling import may_settle
from kiosk.domain.ids import SessionId, Sha256
from kiosk.domain.moment import Moment
from kiosk.domain.staff import StaffMark
from kiosk.evidence.entry import Entry
from kiosk.evidence.manifest import Tail
from kiosk.ports.clock import Clock
from kiosk.runtime.supervision_events import event_of
from kiosk.runtime.supervision_link import SupervisionLink, Unsigned
from kiosk.supervision import messages as ms

_TEACH_BACK_FACTS = 6
_TOLD = (TermStage.ACKNOWLEDGED, TermStage.CONFIRMED)
"""Confirmed they all are at the reading back only."""
_MOST = 9999
_COUNTED = {
    "question.asked": "questions", "repeat.asked": "repeats", "script.paused": "pauses",
    "reply.not_understood": "not_understood", "recording.dropped": "dropped",
}  # fmt: skip
_ALERTS = {"quiet.asked": ms.Alert.QUIET, "phrase.flagged": ms.Alert.PHRASE}
_FAULTS = {
    "face_camera": ms.Alert.CAMERA, "document_camera": ms.Alert.CAMERA, "microphone": ms.Alert.SOUND,
    "speaker": ms.Alert.SOUND, "printer": ms.Alert.PRINTER, "paper": ms.Alert.PAPER, "disk": ms.Alert.DISK,
    "clock": ms.Alert.CLOCK, "certificate": ms.Alert.CERTIFICATE,
}  # fmt: skip
_LINGERS = 600.0
"""Seconds for which these still stand on the console when their session is over and no other has begun: who asked in
a quiet way has left his seat half a minute later."""


class SupervisionWatch:
    """Subscribe `saw` to the runner, give the watch to `Sealing` as its witness, and `connect` the links."""

    def __init__(
        self, context: Context, clock: Clock, post: Callable[[Event], None] = lambda _: None,
        proven: Callable[[ms.Command], tuple[StaffMark, ...] | None] = lambda _: None,
    ) -> None:  # fmt: skip
        """`proven`: by the kiosk's own register; without one nobody can be known, and no command is taken."""
        self._context, self._clock, self._post, self._proven = context, clock, post, proven
        self._open_or_close: Callable[[bool, str], None] | None = None
        self._lock = threading.Lock()
        self._state: st.State = st.Attract()
        self._counts: Counter[str] = Counter()
        self._flags: tuple[ms.Alert, ...] = ()
        self._flagged = 0.0
        self._counted = ""
        self._calling: tuple[ms.Wanted, float] | None = None
        self._links: tuple[SupervisionLink, ...] = ()

    def connect(self, links: tuple[SupervisionLink, ...], post: Callable[[Event], None]) -> None:
        """Where standings and heads go, and where commands come out."""
        self._links, self._post = links, post

    def serves(self, open_or_close: Callable[[bool, str], None]) -> None:
        """Who closes and opens the kiosk when staff say so; without one it can't be closed from a console."""
        self._open_or_close = open_or_close

    def saw(self, state: st.State) -> None:
        """On the runner's thread; never waits."""
        now = self._clock.now().mono
        with self._lock:
            self._state = state
            wanted = _wanted(state)
            if wanted is None:
                self._calling = None
            elif self._calling is None or self._calling[0] is not wanted:
                self._calling = wanted, now
        for link in self._links:
            link.changed()

    def wrote(self, session: SessionId, entries: Sequence[Entry], seq: int, digest: Sha256, wall: str) -> None:
        """On the log writer's thread; never waits."""
        with self._lock:
            if self._counted != session:
                self._counted, self._counts, self._flags = session, Counter(), ()
            before = self._flags
            for entry in entries:
                if entry.kind in _COUNTED:
                    self._counts[_COUNTED[entry.kind]] += 1
                if (flag := _ALERTS.get(entry.kind)) is not None and flag not in self._flags:
                    self._flags, self._flagged = (*self._flags, flag), self._clock.now().mono
            flagged = self._flags != before
        for link in self._links:
            link.head(Unsigned(session, seq, digest, wall))
            if flagged:
                link.changed()

    def tail(self, session: SessionId) -> Tail:
        """By the console that has most of them."""
        tails = [link.tail(session) for link in self._links]
        return max(tails, key=lambda tail: -1 if tail.last_seq is None else tail.last_seq, default=Tail())

    def standing(self) -> ms.Standing:
        """Now, from any thread."""
        with self._lock:
            state, calling, counts, flags = self._state, self._calling, dict(self._counts), self._flags
            counted, flagged = self._counted, self._flagged
        under, now = base(state), self._clock.now()
        if under is None:
            left = flags if now.mono - flagged < _LINGERS else ()
            return ms.Standing("", type(state).__name__, None, ms.Meter(), None, (*_outside(state), *left))
        facts = under.facts
        meter = _meter(facts, counts if counted == facts.opening.session else {})
        call = _call(calling, facts, now)
        chapter = self._context.script.chapter_of(under.step)
        return ms.Standing(facts.opening.session, type(state).__name__, chapter, meter, call, flags)

    def take(self, command: ms.Command) -> ms.Outcome:
        """Hand a command to the session; on a link's thread. What does not fit now is not handed on."""
        with self._lock:
            state = self._state
        under, marks = base(state), self._proven(command)
        if isinstance(command, ms.CloseKiosk | ms.OpenKiosk):
            return self._service(command, proven=marks is not None)
        if under is None or under.facts.opening.session != command.session:
            return ms.Outcome.OTHER_SESSION
        if isinstance(command, ms.Approve | ms.HandOver) and command.staff == command.second:
            return ms.Outcome.NOT_TWO_PEOPLE
        if marks is None:
            return ms.Outcome.NOT_PROVEN
        event = event_of(command, marks, self._clock.now().mono)
        if isinstance(event, StaffApproved) and not all(
            may_settle(under.facts, act) for act in (event.first, event.second)
        ):
            return ms.Outcome.INVOLVED
        if step(self._context, state, event).ignored:
            return ms.Outcome.NOT_NOW
        self._post(event)
        return ms.Outcome.TAKEN

    def _service(self, command: ms.CloseKiosk | ms.OpenKiosk, *, proven: bool) -> ms.Outcome:
        if not proven:
            return ms.Outcome.NOT_PROVEN
        if self._open_or_close is None:
            return ms.Outcome.NOT_NOW
        self._open_or_close(isinstance(command, ms.OpenKiosk), command.staff)
        return ms.Outcome.TAKEN


def _fault(reason: str) -> tuple[ms.Alert, ...]:
    found = _FAULTS.get(reason)
    return (found,) if found is not None else ()


def _wanted(state: st.State) -> ms.Wanted | None:
    match state:
        case st.CallingStaff():
            return ms.Wanted.HELP
        case st.CheckingPresence():
            return ms.Wanted.PRESENCE
        case st.DeviceLost():
            return ms.Wanted.DEVICE
        case st.AwaitingStaff(purpose="identity"):
            return ms.Wanted.IDENTITY
        case st.AwaitingStaff():
            return ms.Wanted.TEACH_BACK
        case st.ShowingDifferences(explained=False):
            return ms.Wanted.DIFFERENCES
        case _:
            return None


def _call(calling: tuple[ms.Wanted, float] | None, facts: Facts, now: Moment) -> ms.Call | None:
    if calling is None:
        return None
    return ms.Call(calling[0], max(0, int(now.mono - calling[1])), coming=facts.notice == COMING)


def _outside(state: st.State) -> tuple[ms.Alert, ...]:
    match state:
        case st.OutOfOrder(reason):
            return (ms.Alert.OUT_OF_ORDER, *_fault(reason))
        case st.Ended(failed=True):
            return (ms.Alert.NOT_SEALED,)
        case _:
            return ()


def _meter(facts: Facts, counts: dict[str, int]) -> ms.Meter:
    told = sum(term.stage in _TOLD for term in facts.terms)
    seen = {name: min(counts.get(name, 0), _MOST) for name in _COUNTED.values()}
    return ms.Meter(
        questions=seen["questions"],
        repeats=seen["repeats"],
        pauses=seen["pauses"],
        not_understood=seen["not_understood"],
        dropped=seen["dropped"],
        terms=(told, len(facts.terms)),
        facts=(sum(fact.passed for fact in facts.taught), _TEACH_BACK_FACTS),
        by_person=sum(fact.by_person for fact in facts.taught),
    )
