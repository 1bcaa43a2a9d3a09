"""Hearing: from the listener's transcripts to replies that passed the acceptance rules."""

import io
import threading
import wave
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import structlog

from kiosk.consent.events import Event, Misheard, QuestionAsked, Replied
from kiosk.dialogue.asking import Knows
from kiosk.dialogue.phonetics import load_tables
from kiosk.dialogue.second_look import held_against
from kiosk.dialogue.two_voices import overlap
from kiosk.dialogue.understanding import AcceptanceThresholds, understand, understand_over
from kiosk.domain.errors import DeviceError
from kiosk.domain.speech import Channel, Grammar, Intent, Language, Transcript, Understanding, Understood
from kiosk.ports.microphone import SAMPLE_RATE, Chunk, Samples
from kiosk.ports.speaker import Sound
from kiosk.runtime.devices import Devices
from kiosk.runtime.echo import EchoPath, is_own
from kiosk.runtime.endpointing import ListenerDelays, Speech
from kiosk.runtime.listener import Listener, Utterance

_log = structlog.get_logger(__name__)
_TAIL = 0.6
"""Seconds for which the room and the sound card still give back what the guide has said."""


class Hearing:
    """Takes answers by the grammar of the state. Sound is kept only under consent.

    While the guide speaks it is deaf, or, with an echo canceller, hears what may be said at any time and questions. An
    answer never counts that began before the question was asked to its end (invariant 3). `overheard`: is handed each
    utterance while sound is kept, whatever it means.
    """

    def __init__(
        self,
        devices: Devices,
        post: Callable[[Event], None],
        submit: Callable[[Callable[[], None]], object],
        acceptance: AcceptanceThresholds,
        voice_from: float = 0.5,
        knows: Knows | None = None,
        overheard: Callable[[Utterance], None] = lambda _: None,
    ) -> None:
        load_tables()
        self._overheard = overheard
        self._devices, self._post, self._acceptance, self._knows = devices, post, acceptance, knows
        self._grammar: Grammar | None = None
        self._language = Language.ZH_CN
        self._deaf = self._wholly = False
        self._said = ""
        self._answers_from = float("-inf")
        self._echo = EchoPath(devices.echo_canceller) if devices.echo_canceller is not None else None
        self._lock = threading.Lock()
        self._words: Callable[[str], None] | None = None
        self.keep_sound = False
        self._listener = Listener(
            devices.recogniser, devices.voice_activity, devices.clock, self._transcribed, lambda: None,
            submit=None if devices.inline else submit, on_failure=self._failed,
            delays=ListenerDelays(threshold=voice_from), look_again=self._looked_again,
        )  # fmt: skip

    def listen(self, grammar: Grammar, language: Language) -> None:
        """Answers count by this grammar; while the guide speaks, from its end on."""
        with self._lock:
            self._grammar, self._language = grammar, language
            if not self._deaf or (self._echo is not None and not self._wholly):
                self._listener.arm(language)

    def stop(self) -> None:
        """Nothing said counts."""
        with self._lock:
            self._grammar = None
            self._listener.disarm()

    def will_say(self, text: str) -> None:
        """What the guide says next, so that it is known again."""
        self._said = text

    def deafen(self, *, wholly: bool = False) -> None:
        """The guide begins to speak. `wholly`: nobody can interrupt, for it is the borrower's own voice that plays."""
        with self._lock:
            before, self._wholly = self._wholly, wholly
            self._deaf = True
            if self._echo is None or wholly:
                self._listener.disarm()
            elif before and self._grammar is not None:
                self._listener.arm(self._language)

    def undeafen(self) -> None:
        """The guide has ended."""
        with self._lock:
            self._deaf = False
            self._answers_from = self._devices.clock.now().mono
            if self._grammar is not None and (self._echo is None or self._wholly):
                self._listener.arm(self._language)
            self._wholly = False

    def played(self, samples: Samples) -> None:
        """From the speaker's thread: the guide's own sound at 16 kHz."""
        if self._echo is not None:
            self._echo.played(samples)

    def hear(self, chunk: Chunk) -> None:
        """From the microphone's thread."""
        if self._echo is None:
            self._listener.hear(chunk)
            return
        left = self._echo.residual(chunk.samples, self._listener.voice)  # always: both tracks stay together
        if self._deaf or chunk.at.mono < self._answers_from + _TAIL:
            self._listener.hear(replace(chunk, samples=left.filtered), left)
        else:
            self._listener.hear(chunk)

    def take_words(self, taker: Callable[[str], None] | None) -> None:
        """What is no answer goes there while digits are read aloud, and is not kept; None: no longer."""
        self._words = taker

    def forget(self) -> None:
        """The session is over."""
        self.stop()
        self._words = None
        self._said = ""
        self.keep_sound = False
        if self._echo is not None:
            self._echo.forget()

    def _looked_again(self, transcript: Transcript, speech: Speech) -> Transcript:
        """With whether two people spoke, and with what else may have been said, held against the sound, where that is
        worth it and the recogniser can."""
        scorer, grammar = self._devices.phrase_scorer, self._grammar
        over = self._over(speech)
        if not over:
            transcript = replace(transcript, overlap=overlap(speech.samples))
        if scorer is None or grammar is None or self._words is not None or (over and self._echo is None):
            return transcript
        found = self._understood(transcript, grammar, over=over)
        phrases = held_against(found, transcript, Grammar(frozenset()) if over else grammar)
        if not phrases:
            return transcript
        return replace(transcript, scored=scorer.score(speech.samples, transcript.language, phrases))

    def _over(self, speech: Speech) -> bool:
        """Whether it began while the guide spoke."""
        return self._deaf or speech.began.mono < self._answers_from

    def _understood(self, transcript: Transcript, grammar: Grammar, *, over: bool) -> Understanding:
        if over:
            return understand_over(transcript, self._language, self._acceptance, self._knows)
        return understand(transcript, grammar, self._language, self._acceptance, self._knows)

    def _transcribed(self, utterance: Utterance) -> None:
        grammar = self._grammar
        if grammar is None:
            return
        if self.keep_sound and not self._is_guide(utterance):
            self._overheard(utterance)
        if self._over(utterance.speech):
            if self._echo is not None:
                self._over_the_guide(utterance)
            return
        understood = self._understood(utterance.transcript, grammar, over=False)
        if isinstance(understood, Understood):
            self._take(understood, utterance)
        elif (taker := self._words) is not None:
            taker(utterance.transcript.text)
        else:
            self._post(Misheard(understood.text, understood.reason, self._sound(utterance)))

    def _is_guide(self, utterance: Utterance) -> bool:
        """What was said over the guide may be its own voice; without a canceller nothing of it is looked at."""
        if not self._over(utterance.speech):
            return False
        return self._echo is None or is_own(utterance.transcript.text, self._said, self._language)

    def _over_the_guide(self, utterance: Utterance) -> None:
        """A command or a question interrupts; anything else said over the guide is no answer, and no failed one."""
        understood = self._understood(utterance.transcript, Grammar(frozenset()), over=True)
        if not isinstance(understood, Understood):
            _log.info("over_the_guide.not_taken", reason=understood.reason)
        elif is_own(understood.text, self._said, self._language):
            _log.info("over_the_guide.own_voice")
        else:
            self._take(understood, utterance)

    def _take(self, understood: Understood, utterance: Utterance) -> None:
        sound = self._sound(utterance)
        if understood.intent is Intent.QUESTION:
            self._post(QuestionAsked(understood.text, Channel.VOICE, sound))
        else:
            self._post(Replied(understood, Channel.VOICE, sound, self._devices.microphone.source))

    def _sound(self, utterance: Utterance) -> bytes:
        return wav(utterance.speech.samples) if self.keep_sound else b""

    def _failed(self, failure: DeviceError) -> None:
        self._post(Misheard("", failure.device))


def sound_of(kept: bytes) -> Sound:
    """What `wav` wrote, to be played."""
    with wave.open(io.BytesIO(kept)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16)
        return Sound(samples, file.getframerate(), synthetic=False, engine="")


def wav(samples: Samples) -> bytes:
    """16 kHz mono 16-bit WAV, in memory."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(SAMPLE_RATE)
        out.writeframes(samples.tobytes())
    return buffer.getvalue()
