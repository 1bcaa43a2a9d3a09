"""From the microphone's chunks to a transcript: voice activity, end of an utterance, recognition.

The listener is deaf unless armed, and it is disarmed while the guide speaks; the recorder is fed elsewhere and is
never deaf. Which replies count is decided later (kiosk.dialogue); here nothing is understood.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from kiosk.domain.errors import DeviceError
from kiosk.domain.speech import Language, Transcript
from kiosk.ports.clock import Clock
from kiosk.ports.microphone import Chunk
from kiosk.ports.recogniser import Recogniser, VoiceActivity
from kiosk.runtime.echo import Attention, Residual
from kiosk.runtime.endpointing import Dropped, Ended, Endpointer, ListenerDelays, Paused, Resumed, Speech, Step

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """What was said, with its sound, which becomes a blob of the evidence."""

    transcript: Transcript
    speech: Speech


LookAgain = Callable[[Transcript, Speech], Transcript]
"""What more is known of a transcript that would be refused; where decoding is done. May raise DeviceError."""


@dataclass(slots=True, eq=False)
class _Decoding:
    """One attempt at the words. Delivered when it is done and wanted, unless it was dropped."""

    speech: Speech
    language: Language
    transcript: Transcript | None = None
    wanted: bool = False
    dropped: bool = False


class Listener:
    """Fed by `hear` from the microphone's thread; armed and disarmed by the runner's.

    `submit` runs a function on a worker thread; without it decoding happens inline, for simulated time, where it takes
    none. `on_transcript` is called once an utterance, on whichever thread finished it. `on_silence` is called once an
    arming, when nobody has begun to speak for `silent_after` seconds. `on_failure` hears of a recogniser that failed.
    No call-back is called after `disarm` returned, but one under way.
    """

    def __init__(
        self,
        recogniser: Recogniser,
        vad: VoiceActivity,
        clock: Clock,
        on_transcript: Callable[[Utterance], None],
        on_silence: Callable[[], None],
        *,
        submit: Callable[[Callable[[], None]], object] | None = None,
        on_failure: Callable[[DeviceError], None] | None = None,
        delays: ListenerDelays | None = None,
        look_again: LookAgain | None = None,
    ) -> None:
        self._recogniser, self._vad, self._clock, self._submit = recogniser, vad, clock, submit
        self._on_transcript, self._on_silence, self._on_failure = on_transcript, on_silence, on_failure
        self._delays, self._look_again = delays or ListenerDelays(), look_again
        self._endpointer = Endpointer(self._delays)
        self._attention = Attention()
        self._lock = threading.Lock()
        self._language: Language | None = None
        self._silent_after: float | None = None
        self._quiet_since: float | None = None
        self._decodings: list[_Decoding] = []
        self.voice = 0.0
        """Probability of speech in the last chunk."""

    @property
    def armed(self) -> bool:
        """Whether anything is listened to now."""
        return self._language is not None

    @property
    def hearing(self) -> bool:
        """Whether somebody is speaking (for the screen)."""
        return self._endpointer.speaking

    def arm(self, language: Language, silent_after: float | None = None) -> None:
        """Listen from now on, until disarmed; what was said before is not heard."""
        with self._lock:
            self._forget()
            self._language, self._silent_after, self._quiet_since = language, silent_after, None

    def disarm(self) -> None:
        """Deaf from now on; what is being decoded is thrown away, and no sound is kept."""
        with self._lock:
            self._forget()
            self._language = None

    def hear(self, chunk: Chunk, left: Residual | None = None) -> None:
        """The microphone's sink. `left`, while the guide speaks: what tells when somebody speaks over it."""
        with self._lock:
            if self._language is None:
                return
            self.voice = self._vad.probability(chunk.samples if left is None else left.cancelled)
            if left is not None:
                self.voice = self._attention.followed(self.voice, louder=left.louder)
            step = self._endpointer.feed(chunk, self.voice)
            act = self._act(step, self._language) or self._silence(chunk)
        if act is not None:
            act()

    def _act(self, step: Step, language: Language) -> Callable[[], None] | None:
        """What a step asks for; it is done without the lock, because it calls out."""
        match step:
            case Paused(speech) if self._submit is not None:
                return self._starting(_Decoding(speech, language))
            case Resumed():
                self._drop_unwanted()
            case Ended(speech):
                self._vad.reset()
                return self._ending(speech, language)
            case Dropped(reason):
                self._drop_unwanted()
                self._vad.reset()
                _log.info("utterance_dropped", reason=reason)
            case _:
                pass
        return None

    def _ending(self, speech: Speech, language: Language) -> Callable[[], None]:
        for decoding in self._decodings:
            if decoding.speech is speech:
                decoding.wanted = True
                return lambda: self._deliver(decoding)
        return self._starting(_Decoding(speech, language, wanted=True))

    def _starting(self, decoding: _Decoding) -> Callable[[], None]:
        self._decodings.append(decoding)
        submit = self._submit
        if submit is None:
            return lambda: self._decode(decoding)
        return lambda: _submit_to(submit, lambda: self._decode(decoding))

    def _decode(self, decoding: _Decoding) -> None:
        if decoding.dropped:
            return
        speech = decoding.speech
        try:
            transcript = self._recogniser.transcribe(speech.samples, decoding.language, speech.seconds)
            if self._look_again is not None and not decoding.dropped:
                transcript = self._look_again(transcript, speech)
        except DeviceError as error:
            self._fail(decoding, error)
            return
        with self._lock:
            decoding.transcript = transcript
        self._deliver(decoding)

    def _fail(self, decoding: _Decoding, error: DeviceError) -> None:
        with self._lock:
            told = decoding in self._decodings  # a dropped one stands there no more
            self._remove(decoding)
        if told and self._on_failure is not None:
            self._on_failure(error)

    def _deliver(self, decoding: _Decoding) -> None:
        """Whoever comes last, the end of the utterance or its words, delivers them."""
        with self._lock:
            transcript = decoding.transcript
            if transcript is None or decoding.dropped or not decoding.wanted:
                return
            self._remove(decoding)
            decoding.dropped = True  # once only
        waited = self._clock.now().mono - decoding.speech.last_voiced.mono
        self._on_transcript(Utterance(replace(transcript, seconds_to_text=round(waited, 3)), decoding.speech))

    def _silence(self, chunk: Chunk) -> Callable[[], None] | None:
        if self._quiet_since is None:
            self._quiet_since = chunk.at.mono
        if self._endpointer.speaking:
            self._quiet_since = chunk.at.mono
        if self._silent_after is None or chunk.at.mono - self._quiet_since < self._silent_after:
            return None
        self._silent_after = None
        return self._on_silence

    def _drop_unwanted(self) -> None:
        for decoding in [each for each in self._decodings if not each.wanted]:
            decoding.dropped = True
            self._remove(decoding)

    def _remove(self, decoding: _Decoding) -> None:
        if decoding in self._decodings:
            self._decodings.remove(decoding)

    def _forget(self) -> None:
        for decoding in self._decodings:
            decoding.dropped = True
        self._decodings = []
        self._endpointer.forget()
        self._vad.reset()
        self.voice = 0.0


def _submit_to(submit: Callable[[Callable[[], None]], object], call: Callable[[], None]) -> None:
    submit(call)
