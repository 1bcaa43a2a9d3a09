"""The runner: durable before its effects, ignored events counted, and whatever breaks is sealed or out of order."""

import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kiosk.consent import effects as ef
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.domain.borrower import CardSide
from kiosk.domain.consents import Ending
from kiosk.domain.speech import Channel, Intent, Language, Understood
from kiosk.evidence.encryption import NoMatchingKeyError, decrypt
from kiosk.evidence.part import split_units
from kiosk.rehearsal.stories import STORIES
from kiosk.runtime.session_evidence import SessionEvidence, recover
from tests.runtime.small_kiosk import Desk, SmallKiosk, whole_but_pending

YES = Understood(Intent.YES, "同意")
GO_ON = Understood(Intent.CONTINUE, "开始")
UNFITTING = ev.CardConfirmed(CardSide.FRONT)
"""Fits no state before the card is read."""


def begin(kiosk: SmallKiosk) -> None:
    kiosk.workers.open_devices()
    kiosk.runner.post(ev.SessionOpened(kiosk.opening()))
    kiosk.runner.drain()


def touch(kiosk: SmallKiosk, understood: Understood) -> None:
    kiosk.runner.post(ev.Replied(understood, Channel.TOUCH))
    kiosk.runner.drain()


def record(kiosk: SmallKiosk) -> None:
    """Up to the consent to recording, which is the first one."""
    begin(kiosk)
    while not isinstance(kiosk.runner.state, st.AskingConsent):
        touch(kiosk, GO_ON)
    assert kiosk.runner.state.spec.id == "recording"
    touch(kiosk, YES)
    kiosk.clock.sleep(2.0)


@contextmanager
def no_file_may_grow() -> Iterator[None]:
    """The disk is full, as far as this process is concerned (RLIMIT_FSIZE; Python ignores the signal)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with capture_logs():  # standard error may be a file too
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def entries_of(kiosk: SmallKiosk, kind: str) -> list[dict[str, object]]:
    evidence = kiosk.runner.evidence
    assert evidence is not None
    return [dict(entry.data) for entry in evidence.log.entries if entry.kind == kind]


class TestIgnored:
    def test_those_of_one_kind_within_a_second_are_one_entry_with_a_count(self, kiosk: SmallKiosk) -> None:
        begin(kiosk)
        before = kiosk.runner.state
        for _ in range(5):
            kiosk.runner.post(UNFITTING)
            kiosk.clock.sleep(0.1)
            kiosk.runner.drain()
        assert kiosk.runner.state is before
        touch(kiosk, GO_ON)
        assert entries_of(kiosk, "event.ignored") == [{"event": "CardConfirmed", "state": "Welcoming", "count": 5}]

    def test_after_a_second_and_of_another_kind_it_is_a_new_entry(self, kiosk: SmallKiosk) -> None:
        begin(kiosk)
        for event, later in ((UNFITTING, 1.2), (UNFITTING, 0.1), (ev.ReplyConfirmed(), 0.1)):
            kiosk.runner.post(event)
            kiosk.runner.drain()
            kiosk.clock.sleep(later)
        touch(kiosk, GO_ON)
        told = [(data["event"], data["count"]) for data in entries_of(kiosk, "event.ignored")]
        assert told == [("CardConfirmed", 1), ("CardConfirmed", 1), ("ReplyConfirmed", 1)]

    def test_the_last_ones_are_in_the_bundle(self, kiosk: SmallKiosk, desk: Desk) -> None:
        begin(kiosk)
        kiosk.runner.post(UNFITTING)
        kiosk.runner.post(ev.Broken("test"))
        kiosk.runner.drain()
        assert whole_but_pending(desk.verify(Path(kiosk.sealed[0])))
        assert [e for e in desk.entries(Path(kiosk.sealed[0])) if e.kind == "event.ignored"]

    @pytest.mark.parametrize(
        "late", [UNFITTING, ev.LanguageChosen(Language.EN), ev.PresenceChanged(ev.Seen.AWAY, 6.0, ev.Stage.PAUSE)]
    )
    def test_what_comes_while_it_is_sealed_is_in_no_log(self, kiosk: SmallKiosk, desk: Desk, late: ev.Event) -> None:
        """A finger that is still on the screen once put the kiosk out of order: the log was closed already."""
        begin(kiosk)
        kiosk.runner.post(ev.Broken("test"))
        kiosk.runner.post(late)
        kiosk.runner.post(ev.ReplyConfirmed())
        kiosk.runner.drain()
        assert isinstance(kiosk.runner.state, st.Ended)
        assert whole_but_pending(desk.verify(Path(kiosk.sealed[0])))
        kiosk.clock.sleep(60.0)
        kiosk.runner.drain()
        assert isinstance(kiosk.runner.state, st.Attract)

    def test_outside_a_session_they_are_nothing(self, kiosk: SmallKiosk) -> None:
        kiosk.runner.post(UNFITTING)
        kiosk.runner.drain()
        assert isinstance(kiosk.runner.state, st.Attract)
        assert kiosk.runner.evidence is None


class TestUnexpectedErrors:
    def test_an_exception_in_a_worker_ends_the_session_as_interrupted_and_sealed(
        self, kiosk: SmallKiosk, desk: Desk
    ) -> None:
        """A card reader that breaks in a way that nobody thought of."""

        class Surprise:
            source = kiosk.rig.devices.card_source

            def read(self, picture: object, side: object) -> object:
                raise ZeroDivisionError

        object.__setattr__(kiosk.rig.devices, "card_reader", Surprise())
        played = kiosk.play(STORIES["signs"])
        assert played.ending is Ending.INTERRUPTED
        assert whole_but_pending(desk.verify(Path(played.folder)))
        kinds = [entry.kind for entry in desk.entries(Path(played.folder))]
        assert {"session.ending", "recording.stopped"} <= set(kinds)

    def test_an_exception_on_the_screens_side_too(self, kiosk: SmallKiosk, desk: Desk) -> None:
        def see(state: st.State) -> None:
            if isinstance(state, st.AskingConsent):
                raise ZeroDivisionError

        kiosk.runner.subscribe(see)
        played = kiosk.play(STORIES["signs"])
        assert played.ending is Ending.INTERRUPTED
        assert whole_but_pending(desk.verify(Path(played.folder)))

    def test_the_next_borrower_is_served(self, kiosk: SmallKiosk) -> None:
        begin(kiosk)
        kiosk.runner.post(ev.Broken("test"))
        kiosk.runner.drain()
        kiosk.clock.sleep(60.0)
        kiosk.runner.drain()
        assert isinstance(kiosk.runner.state, st.Attract)
        assert kiosk.play(STORIES["declines"]).ending is Ending.DECLINED


class TestTheDisk:
    def test_full_in_a_session_puts_the_kiosk_out_of_order_and_the_next_start_seals(
        self, kiosk: SmallKiosk, desk: Desk
    ) -> None:
        record(kiosk)
        answered = len(entries_of(kiosk, "consent.given"))
        with no_file_may_grow():
            touch(kiosk, YES)
        assert isinstance(kiosk.runner.state, st.OutOfOrder)
        assert kiosk.runner.evidence is None
        assert kiosk.sealed == []
        [sealed] = recover(kiosk.sealing, kiosk.clock)
        assert whole_but_pending(desk.verify(sealed.folder))
        entries = desk.entries(sealed.folder)
        assert len([entry for entry in entries if entry.kind == "consent.given"]) == answered
        assert [entry.data["ending"] for entry in entries if entry.kind == "session.ending"] == ["interrupted"]
        assert entries[-1].kind == "explanation.ledger"

    def test_full_for_a_moment_leaves_no_bundle_that_says_broken(self, kiosk: SmallKiosk, desk: Desk) -> None:
        record(kiosk)
        with no_file_may_grow():
            kiosk.clock.sleep(3.0)
            kiosk.runner.drain()
        for _ in range(3):
            touch(kiosk, YES)
            kiosk.clock.sleep(0.5)
        kiosk.runner.post(ev.Broken("test"))
        kiosk.runner.drain()
        folders = [Path(folder) for folder in kiosk.sealed] or [s.folder for s in recover(kiosk.sealing, kiosk.clock)]
        assert [desk.verify(folder).reasons for folder in folders] == [("time: the time stamp is still pending",)]

    def test_full_at_the_opening_serves_nobody(self, kiosk: SmallKiosk) -> None:
        with no_file_may_grow():
            begin(kiosk)
        assert isinstance(kiosk.runner.state, st.OutOfOrder)
        assert kiosk.runner.evidence is None


class TestDurableFirst:
    def test_every_effect_finds_its_entries_on_the_disk(self, kiosk: SmallKiosk, desk: Desk) -> None:
        """The speaker and the states read the log's part from the disk, as headquarters could at that moment."""
        kinds: list[tuple[str, list[str]]] = []
        do = kiosk.workers.do

        def watched(effect: ef.Effect, evidence: SessionEvidence | None) -> None:
            if evidence is not None:
                kinds.append((type(effect).__name__, on_disk(evidence.folder, desk.identities)))
            do(effect, evidence)

        kiosk.workers.do = watched  # type: ignore[method-assign]
        record(kiosk)
        first = dict(reversed(kinds))
        assert "session.opened" in first["Say"]
        assert "consent.given" in first["StartRecording"]
        assert "recording.started" not in first["StartRecording"]
        lengths = [len(seen) for _, seen in kinds]
        assert lengths == sorted(lengths)


def on_disk(folder: Path, identities: tuple[str, ...]) -> list[str]:
    """Kinds of the entries that can be read from the log's part on disk now."""
    found: list[str] = []
    for path in sorted((folder / "open").glob("log-*.part")):
        for unit in split_units(path.read_bytes()).units:
            try:
                found += [json.loads(line)["kind"] for line in decrypt(unit, identities).splitlines()]
            except NoMatchingKeyError:
                pytest.fail("the log is not for headquarters")
    return found


class TestTheRecording:
    def test_begun_twice_it_is_one(self, kiosk: SmallKiosk, desk: Desk) -> None:
        """The consent taken back at the reading back and given again once began a second one: the bundle was broken."""
        record(kiosk)
        kiosk.workers.do(ef.StartRecording(), kiosk.runner.evidence)
        kiosk.clock.sleep(2.0)
        kiosk.runner.post(ev.Broken("test"))
        kiosk.runner.drain()
        assert whole_but_pending(desk.verify(Path(kiosk.sealed[0])))
        kinds = [entry.kind for entry in desk.entries(Path(kiosk.sealed[0]))]
        assert kinds.count("recording.started") == kinds.count("recording.stopped") == 1

    def test_it_ends_with_its_consent(self, kiosk: SmallKiosk, desk: Desk) -> None:
        """Nothing that began after the refusal is kept; what was under way is."""
        record(kiosk)
        kiosk.workers.do(ef.StopRecording(), kiosk.runner.evidence)
        kept = len(entries_of(kiosk, "recording.fragment"))
        kiosk.clock.sleep(3.0)
        assert len(entries_of(kiosk, "recording.fragment")) == kept > 0
        assert [data["reason"] for data in entries_of(kiosk, "recording.stopped")] == ["consent"]
        kiosk.runner.post(ev.Broken("test"))
        kiosk.runner.drain()
        assert whole_but_pending(desk.verify(Path(kiosk.sealed[0])))
