"""Workers: what effects do to devices. Each answers by posting events; none knows the machine."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import structlog

from kiosk.consent import effects as ef
from kiosk.consent import events as ev
from kiosk.consent.events import Event
from kiosk.consent.facts import DocumentKind, Facts
from kiosk.consent.quote_brought import Against
from kiosk.dialogue.asking import Knows
from kiosk.dialogue.phrases import Phrases
from kiosk.domain import remembered
from kiosk.domain.case import Case
from kiosk.domain.consents import Ending
from kiosk.domain.errors import DeviceError, EvidenceError
from kiosk.domain.speech import Channel, Language, Text
from kiosk.ports.camera import Frame, Image
from kiosk.ports.clock import Ticker
from kiosk.ports.microphone import Chunk, Samples
from kiosk.ports.signing_certificate import SigningCertificate
from kiosk.runtime import heap, office
from kiosk.runtime.card_desk import CardDesk
from kiosk.runtime.code_desk import CodeDesk
from kiosk.runtime.devices import Devices
from kiosk.runtime.face_gate import FaceGate, IdentityRules
from kiosk.runtime.faults import place_of
from kiosk.runtime.guide_voice import GuideVoice
from kiosk.runtime.hearing import Hearing, sound_of
from kiosk.runtime.instruction import Instruction
from kiosk.runtime.mailbox import Mailbox
from kiosk.runtime.papers import Papers
from kiosk.runtime.phrase_watch import PhraseWatch
from kiosk.runtime.presence_watch import PresenceWatch
from kiosk.runtime.quotes import QuoteShelf
from kiosk.runtime.recording import Recording
from kiosk.runtime.session_evidence import SessionEvidence
from kiosk.runtime.session_faces import SessionFaces
from kiosk.runtime.sounding import Sounding

_log = structlog.get_logger(__name__)
_POOLS = ("asr", "card", "desk", "face", "office", "papers")
"""A thread each: a card takes seconds to read, and an answer must not wait for it."""

Post = Callable[[Event], None]
CallStaff = Callable[[str], None]
CasesOf = Callable[[str], tuple[Case, ...]]
"""The cases that are for the holder of a card, by its number."""


class Workers:
    """One kiosk's devices at work. `preview`, `desk_view` and `level` are for the screen; they are not state.

    `voice_from`: the probability from which sound counts as speech. `knows`: what the approved knowledge can answer.
    `phrases`: what nobody may say to a borrower; None: nothing is looked for. `shelf`: the quotes that were made here.
    """

    def __init__(
        self,
        devices: Devices,
        rules: IdentityRules,
        papers: Papers,
        *,
        on_call: CallStaff = lambda _: None,
        signer: SigningCertificate | None = None,
        voice_from: float = 0.5,
        knows: Knows | None = None,
        phrases: Phrases | None = None,
        shelf: QuoteShelf | None = None,
        cases_of: CasesOf = lambda _: (),
    ) -> None:
        self._devices, self._papers, self._on_call = devices, papers, on_call
        self._signer, self._shelf, self._cases_of = signer, shelf, cases_of
        self._post: Post = lambda _: None
        self._pools = {} if devices.inline else {name: ThreadPoolExecutor(1, name) for name in _POOLS}
        self._timers: dict[ev.Timer, Ticker] = {}
        self.preview: Mailbox[Image] = Mailbox()
        self.desk_view: Mailbox[Image] = Mailbox()
        self.level: Mailbox[float] = Mailbox()
        self._recording = Recording(devices, self.posted)
        self._phrases = PhraseWatch(phrases, self.posted, rules.acceptance)
        self._hearing = Hearing(
            devices, self.posted, self._on("asr"), rules.acceptance, voice_from, knows, self._phrases.heard
        )
        self._voice = GuideVoice(devices, self.posted, self._played, self._hearing)
        self._desk = CardDesk(devices, self.posted, self._on("card"), self._on("desk"), tilts=rules.tilts)
        self._codes = CodeDesk(devices, self.posted, self._on("desk"))
        self._faces = SessionFaces(devices.face_analyser)
        self._gate = FaceGate(
            devices, rules, self.posted, self._on("face"), self._hearing, lambda: self._voice.speaking, self._faces
        )
        self._watch = PresenceWatch(
            devices, rules.match, rules.presence, self.posted, self._on("face"), self._faces,
            lambda: self._voice.speaking,
        )  # fmt: skip
        self._running = False
        self._missing: set[str] = set()

    def connect(self, post: Post) -> None:
        """Where events go."""
        self._post = post

    def posted(self, event: Event) -> None:
        """For the parts: post an event."""
        self._post(event)
        if isinstance(event, ev.Replied) and event.channel is Channel.VOICE:
            self._watch.answered()

    @property
    def instruction(self) -> Mailbox[Instruction]:
        """The challenge's step under way."""
        return self._gate.instruction

    @property
    def speaking(self) -> bool:
        """The guide is heard now."""
        return self._voice.speaking

    @property
    def guide_level(self) -> Mailbox[float]:
        """The newest loudness of the guide, 0..1, for the screen."""
        return self._voice.loudness

    def instruction_asked(self) -> Instruction | None:
        """The action asked for now, which stays."""
        return self._gate.instruction.peek()

    @property
    def card_guidance(self) -> Mailbox[str]:
        """What the hand that lays a card down is told, as a text key of `card.guide`, for the screen."""
        return self._desk.guidance

    def sounding(self) -> Sounding | None:
        """Which words of the guide are heard now."""
        return self._voice.sounding.peek()

    def presence_hint(self) -> Text | None:
        """Calm words while the borrower is not seen, or not alone."""
        return self._watch.hint.peek()

    @property
    def missing(self) -> frozenset[str]:
        """Cameras and microphone that failed and have not come back."""
        return frozenset(self._missing)

    def open_devices(self) -> None:
        """Start cameras and microphone; one that is missing is a state with a plain sentence, not an error."""
        if self._running:
            return
        self._running = True
        self._submit("papers", self._papers.start)
        self._start("face_camera", lambda: self._devices.face_camera.start(self._seen, self._lost("face_camera")))
        self._start("microphone", lambda: self._devices.microphone.start(self._heard, self._lost("microphone")))
        self._start(
            "document_camera",
            lambda: self._devices.document_camera.start(self._desk_seen, self._lost("document_camera")),
        )

    def do(self, effect: ef.Effect, evidence: SessionEvidence | None) -> None:
        """Carry out one effect; never blocks long in real time."""
        match effect:
            case ef.Say():
                self._hearing.will_say(effect.text)
                self._voice.say(effect)
            case ef.PlayReply(key, reply, language):
                self._submit("office", lambda: self._play_reply(key, reply, language, evidence))
            case ef.Hush():
                self._voice.hush()
            case ef.Listen(grammar, language):
                self._hearing.listen(grammar, language)
            case ef.StopListening():
                self._hearing.stop()
            case ef.StartRecording() | ef.StopRecording():
                assert evidence is not None
                self._keep(evidence, kept=isinstance(effect, ef.StartRecording))
            case ef.ReadCard(side, front):
                self._desk.read(side, front)
            case ef.StopReadingCard():
                self._desk.stop()
                self._gate.stop()
            case ef.FindCases(number):
                self._submit("office", lambda: self._post(ev.CasesFound(self._cases_of(number))))
            case ef.ReadCode():
                self._codes.read()
            case ef.StopReadingCode():
                self._codes.stop()
            case ef.FindQuote(untrusted, number, today):
                self._submit("office", lambda: self._find_quote(untrusted, number, today))
            case ef.KeepQuote(facts):
                self._submit("office", lambda: self._keep_quote(facts))
            case ef.CheckFace():
                self._gate.check(effect)
            case ef.WatchPresence(reference):
                self._watch.start(reference)
            case ef.ExpectCompanion():
                self._watch.expect_companion()
            case ef.VouchPresence():
                self._watch.vouched()
            case ef.StopWatching():
                self._watch.stop()
            case ef.CallStaff(reason):
                self._on_call(reason)
            case ef.RenderDocument(kind, facts):
                self._submit("papers", lambda: self._render(kind, facts))
            case ef.AskAuthority(name, number):
                asked = self._devices.identity_authority
                self._submit("office", lambda: self._post_answer(office.authority_answer(asked, name, number)))
            case ef.Certify(kind, sha256, subject):
                signer = self._signer
                self._submit("office", lambda: self._post_answer(office.certified(signer, kind, str(sha256), subject)))
            case ef.PrintDocument(kind):
                self._submit("papers", lambda: self._papers.print_out(kind))
            case ef.StartTimer(timer, seconds):
                self._stop_timer(timer)
                self._timers[timer] = self._devices.clock.after(seconds, lambda: self._post(ev.TimedOut(timer)))
            case ef.StopTimer(timer):
                self._stop_timer(timer)
            case ef.Forget():
                self._forget()
                heap.give_back()
            case ef.Seal():
                raise AssertionError("the runner seals")

    def _play_reply(self, key: str, number: int, language: Language, evidence: SessionEvidence | None) -> None:
        """Read back from the open bundle: nothing of it was kept in memory."""
        try:
            kept = evidence.reply_sound(number) if evidence is not None else None
        except (EvidenceError, OSError) as failure:
            _log.warning("reply.not_read_back", failure=type(failure).__name__)
            kept = None
        if kept is None:
            self._post(ev.Spoken(key, complete=False))
            return
        self._voice.replay(key, language, sound_of(kept))

    def _keep(self, evidence: SessionEvidence, *, kept: bool) -> None:
        self._hearing.keep_sound = kept
        if kept:
            self._phrases.begin(self._recording.start(evidence))
        else:
            self._recording.stop(evidence, "consent")

    def stop_recording(self, evidence: SessionEvidence) -> None:
        """The last fragment is in the evidence when this returns."""
        self._recording.stop(evidence)

    def close(self) -> None:
        """End threads and devices."""
        self._running = False
        self._forget()
        for device in (self._devices.face_camera, self._devices.document_camera, self._devices.microphone):
            device.stop()
        self._voice.close()
        for pool in self._pools.values():
            pool.shutdown(wait=True)
        self._papers.close()

    def _on(self, name: str) -> Callable[[Callable[[], None]], None]:
        return lambda work: self._submit(name, work)

    def _submit(self, name: str, work: Callable[[], object]) -> None:
        if self._devices.inline:
            self._guarded(work)
            return
        try:
            self._pools[name].submit(self._guarded, work)
        except RuntimeError:
            # A timer fired while the kiosk was being closed.
            _log.info("worker.closed", pool=name)

    def _guarded(self, work: Callable[[], object]) -> None:
        try:
            work()
        except DeviceError as failure:
            _log.warning("worker.device", device=failure.device, reason=failure.reason)
            self._post(ev.DeviceFailed(failure.device, failure.reason))
        except Exception as failure:  # noqa: BLE001 whatever it is, the session must be sealed
            _log.error("worker.broken", failure=type(failure).__name__, place=place_of(failure))
            self._post(ev.Broken(type(failure).__name__))

    def _render(self, kind: DocumentKind, facts: Facts) -> None:
        self._post(self._papers.render(kind, facts))

    def print_receipt(self, facts: Facts, ending: Ending, manifest_sha256: str) -> None:
        """After the seal; it never holds the session up."""
        self._submit("papers", lambda: self._papers.print_receipt(facts, ending, manifest_sha256))

    def _post_answer(self, event: Event | None) -> None:
        """None: the office did not answer, and nothing waits for it."""
        if event is not None:
            self._post(event)

    def _find_quote(self, untrusted: str, number: str, today: date) -> None:
        unknown = ev.QuoteRefused(Against.UNKNOWN)
        self._post(self._shelf.find(untrusted, number, today) if self._shelf is not None else unknown)

    def _keep_quote(self, facts: Facts) -> None:
        """The paper is good without it: he then sees the offers anew."""
        try:
            kept = self._shelf.keep(facts) if self._shelf is not None else False
        except OSError as failure:
            _log.warning("quote.not_kept", failure=type(failure).__name__)
        else:
            _log.info("quote.kept" if kept else "quote.nothing_to_keep")

    def _start(self, device: str, start: Callable[[], None]) -> None:
        try:
            start()
        except DeviceError as failure:
            _log.warning("device.missing", device=device, reason=failure.reason)
            self._missing.add(device)
            self._post(ev.DeviceFailed(device, failure.reason))
            self._retry(device)

    def _lost(self, device: str) -> Callable[[DeviceError], None]:
        def lost(failure: DeviceError) -> None:
            _log.warning("device.lost", device=device, reason=failure.reason)
            self._missing.add(device)
            self._post(ev.DeviceFailed(device, failure.reason))
            self._retry(device)

        return lost

    def _retry(self, device: str) -> None:
        """Every two seconds, until it is back or the session is over."""
        if self._running:
            self._devices.clock.after(2.0, lambda: self._try_again(device))

    def _try_again(self, device: str) -> None:
        starts: dict[str, Callable[[], None]] = {
            "face_camera": lambda: self._devices.face_camera.start(self._seen, self._lost("face_camera")),
            "document_camera": lambda: self._devices.document_camera.start(
                self._desk_seen, self._lost("document_camera")
            ),
            "microphone": lambda: self._devices.microphone.start(self._heard, self._lost("microphone")),
        }
        try:
            starts[device]()
        except DeviceError:
            self._retry(device)
        else:
            self._missing.discard(device)
            self._post(ev.DeviceRecovered(device))

    def _seen(self, frame: Frame) -> None:
        self._recording.push_frame(frame)
        self._gate.push_frame(frame)
        self._watch.push_frame(frame)
        self.preview.put(frame.image)

    def _desk_seen(self, frame: Frame) -> None:
        self._desk.push_frame(frame)
        self._codes.push_frame(frame)
        self.desk_view.put(frame.image)

    def _played(self, samples: Samples) -> None:
        self._recording.push_guide(samples)
        self._hearing.played(samples)

    def _heard(self, chunk: Chunk) -> None:
        self._recording.push_chunk(chunk)
        self._hearing.hear(chunk)
        self._gate.push_chunk(chunk)
        self._watch.push_chunk(chunk)
        self.level.put(float(abs(chunk.samples).max()) / 32768 if len(chunk.samples) else 0.0)

    def _stop_timer(self, timer: ev.Timer) -> None:
        ticker = self._timers.pop(timer, None)
        if ticker is not None:
            ticker.cancel()

    def _forget(self) -> None:
        """Invariant 12: nothing of a session stays in memory."""
        for timer in tuple(self._timers):
            if timer is not ev.Timer.FAREWELL:
                self._stop_timer(timer)
        self._hearing.forget()
        self._desk.stop()
        self._codes.forget()
        self._gate.end()
        self._watch.stop()
        self._submit("face", self._faces.end)
        self._papers.forget()
        if self._running:
            self._submit("papers", self._papers.renew)
        for box in (self.preview, self.desk_view, self.level, self.guide_level):
            box.clear()
        self._voice.sounding.clear()
        remembered.forget()
