"""The runner: one queue, one thread. An event's entries are durable before its effects are done."""

import queue
import threading
from collections.abc import Callable
from dataclasses import replace

import structlog

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.context import Context
from kiosk.consent.effects import Effect, Forget, Seal
from kiosk.consent.events import Event
from kiosk.consent.facts import Opening
from kiosk.consent.flow import cases_commitment, order_commitment
from kiosk.consent.journal import Item, journal
from kiosk.consent.machine import base, facts_of, step
from kiosk.consent.states import State
from kiosk.domain.errors import MingshiError
from kiosk.ports.clock import Clock
from kiosk.runtime.faults import place_of
from kiosk.runtime.pace_watch import PaceWatch
from kiosk.runtime.session_evidence import Sealing, SessionEvidence, ledger_item
from kiosk.runtime.workers import Workers

_log = structlog.get_logger(__name__)
_MERGE_SECONDS = 1.0
"""Ignored events of one kind within this time become one entry with a count."""

Subscriber = Callable[[State], None]


class Runner:
    """Post events from any thread. With `inline` nothing runs by itself: call `drain`.

    `on_sealed` is called with each sealed bundle's folder (the outbox takes it from there).
    """

    def __init__(
        self,
        context: Context,
        sealing: Sealing,
        workers: Workers,
        clock: Clock,
        *,
        inline: bool,
        on_sealed: Callable[[SessionEvidence, str], None],
    ) -> None:
        self._context, self._sealing, self._workers, self._clock = context, sealing, workers, clock
        self._inline, self._on_sealed = inline, on_sealed
        self._queue: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._state: State = st.Attract()
        self._evidence: SessionEvidence | None = None
        self._ignored: tuple[Item, float] | None = None
        self._sealed = False
        """Its log is closed: what still comes belongs into no log."""
        self._subscribers: list[Subscriber] = []
        self._pace = PaceWatch(context)
        self._thread: threading.Thread | None = None
        workers.connect(self.post)

    @property
    def state(self) -> State:
        """The newest state; frozen, so any thread may read it."""
        return self._state

    @property
    def context(self) -> Context:
        """Script and thresholds."""
        return self._context

    @property
    def evidence(self) -> SessionEvidence | None:
        """Of the session under way."""
        return self._evidence

    def subscribe(self, subscriber: Subscriber) -> None:
        """Called on the runner's thread with each new state."""
        self._subscribers.append(subscriber)

    def post(self, event: Event) -> None:
        """From any thread; never waits."""
        self._queue.put(event)

    def start(self) -> None:
        """Begin the runner's thread."""
        self._thread = threading.Thread(target=self._run, name="runner", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread after what is queued; a session under way is sealed as interrupted first."""
        if base(self._state) is not None:
            self.post(ev.Broken("stopped"))
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._workers.close()

    def drain(self) -> bool:
        """Inline: handle all that is queued; whether there was anything."""
        handled = False
        while not self._queue.empty():
            event = self._queue.get()
            if event is not None:
                self._handle(event)
                handled = True
        return handled

    def _run(self) -> None:
        while (event := self._queue.get()) is not None:
            self._handle(event)

    def _handle(self, event: Event) -> None:
        try:
            self._turn(event)
        except MingshiError as failure:
            _log.error("runner.failed", on=type(event).__name__, failure=type(failure).__name__, at=place_of(failure))
            self._give_up(type(failure).__name__)
        except Exception as failure:  # noqa: BLE001 whatever it is, the session must be sealed
            _log.error("runner.broken", on=type(event).__name__, failure=type(failure).__name__, at=place_of(failure))
            self._give_up(type(failure).__name__)

    def _give_up(self, reason: str) -> None:
        """An unexpected error ends the session as interrupted; a second one puts the kiosk out of order."""
        if base(self._state) is None:
            self._workers.do(Forget(), None)
            self._evidence = None
            self._show(st.OutOfOrder("internal"))
            return
        try:
            self._turn(ev.Broken(reason))
        except Exception as failure:  # noqa: BLE001 what was left open is sealed at the next start
            _log.error("runner.not_sealed", failure=type(failure).__name__, at=place_of(failure))
            self._workers.do(Forget(), None)
            self._evidence = None
            self._show(st.OutOfOrder("internal"))

    def _turn(self, event: Event) -> None:
        turn = step(self._context, self._state, event)
        measured = self._pace.turned(event, turn, self._clock.now().mono)
        if isinstance(event, ev.SessionOpened) and not turn.ignored:
            self._open(event.opening)
        items = journal(self._context, self._state, event, turn)
        self._write(items, ignored=turn.ignored)
        facts = facts_of(turn.state)
        if facts is not None and facts.opening.case is not None and self._evidence is not None:
            self._evidence.opened_on(facts.opening.case.id)
        if turn.state is not self._state:
            self._show(turn.state)
        for effect in turn.effects:
            self._do(effect)
        if measured is not None:
            self.post(measured)

    def _show(self, state: State) -> None:
        self._state = state
        for subscriber in self._subscribers:
            subscriber(state)

    def _open(self, opening: Opening) -> None:
        self._evidence = SessionEvidence(self._sealing, opening, self._clock, inline=self._inline)
        self._sealed = False
        case, consultant = (str(opening.case.id), str(opening.case.consultant.id)) if opening.case else (None, None)
        script = self._context.script
        self._evidence.log.write(
            (
                Item("session.opened", {
                    "session": opening.session, "device": str(self._sealing.device), "mode": str(opening.mode),
                    "case": case, "consultant": consultant, "enquiry": case is None and not opening.to_find,
                    "script": script.version, "script_sha256": script.sha256, "language": str(opening.language),
                    "order_commitment": order_commitment(opening),
                    "cases_commitment": cases_commitment(opening),
                }),
                *(Item("source.stated", {"device": port, "source": str(source)}, (), source)
                  for port, source in opening.sources),
            )
        )  # fmt: skip

    def _write(self, items: tuple[Item, ...], *, ignored: bool) -> None:
        if self._evidence is None or self._sealed:
            return
        if ignored:
            self._merge(items[0])
            return
        self._flush_ignored()
        self._evidence.log.write(items)

    def _merge(self, item: Item) -> None:
        now = self._clock.now().mono
        if self._ignored is not None:
            last, since = self._ignored
            same = {**last.data, "count": 1} == item.data
            if same and now - since < _MERGE_SECONDS:
                count = last.data["count"]
                assert isinstance(count, int)
                self._ignored = (replace(last, data={**last.data, "count": count + 1}), since)
                return
            self._flush_ignored()
        self._ignored = (item, now)

    def _flush_ignored(self) -> None:
        if self._ignored is not None and self._evidence is not None:
            item, self._ignored = self._ignored[0], None
            self._evidence.log.write((item,))

    def _do(self, effect: Effect) -> None:
        if isinstance(effect, Seal):
            self._seal(effect)
            return
        self._workers.do(effect, self._evidence)
        if isinstance(effect, Forget):
            self._evidence, self._ignored = None, None

    def _seal(self, effect: Seal) -> None:
        evidence = self._evidence
        if evidence is None:
            self.post(ev.SealingFailed("no evidence"))
            return
        try:
            self._workers.stop_recording(evidence)
            self._flush_ignored()
            evidence.log.write((ledger_item(evidence.log.entries),))
            self._sealed = True
            sealed = evidence.seal(effect.ending, withheld=not effect.facts.consent("sending"))
        except MingshiError as failure:
            _log.error("session.not_sealed", failure=type(failure).__name__, reason=str(failure))
            self.post(ev.SealingFailed(type(failure).__name__))
            return
        self._on_sealed(evidence, str(sealed.folder))
        self._workers.print_receipt(effect.facts, effect.ending, str(sealed.manifest_sha256))
        self.post(ev.Sealed(sealed.manifest_sha256, sealed.pending, str(sealed.folder)))
