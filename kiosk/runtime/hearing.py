"""Hearing: from the listener's transcripts to replies that passed the acceptance rules."""

import io
import threading
import wave
from collections.abc import Callable

from kiosk.consent.events import Event, Misheard, QuestionAsked, Replied
from kiosk.dialogue.asking import Knows
from kiosk.dialogue.phonetics import load_tables
from kiosk.dialogue.understanding import AcceptanceThresholds, understand
from kiosk.domain.errors import DeviceError
from kiosk.domain.speech import Channel, Grammar, Intent, Language, Understood
from kiosk.ports.microphone import SAMPLE_RATE, Chunk, Samples
from kiosk.runtime.devices import Devices
from kiosk.runtime.endpointing import ListenerDelays
from kiosk.runtime.listener import Listener, Utterance


class Hearing:
    """Takes answers by the grammar of the state; deaf while the guide speaks. Sound is kept only under consent."""

    def __init__(
        self,
        devices: Devices,
        post: Callable[[Event], None],
        submit: Callable[[Callable[[], None]], None],
        acceptance: AcceptanceThresholds,
        voice_from: float = 0.5,
        knows: Knows | None = None,
    ) -> None:
        load_tables()
        self._devices, self._post, self._acceptance, self._knows = devices, post, acceptance, knows
        self._grammar: Grammar | None = None
        self._language = Language.ZH_CN
        self._deaf = False
        self._lock = threading.Lock()
        self._words: Callable[[str], None] | None = None
        self.keep_sound = False
        self._listener = Listener(
            devices.recogniser, devices.voice_activity, devices.clock, self._transcribed, lambda: None,
            submit=None if devices.inline else submit, on_failure=self._failed,
            delays=ListenerDelays(threshold=voice_from),
        )  # fmt: skip

    def listen(self, grammar: Grammar, language: Language) -> None:
        """Answers count by this grammar; while the guide speaks, from its end on."""
        with self._lock:
            self._grammar, self._language = grammar, language
            if not self._deaf:
                self._listener.arm(language)

    def stop(self) -> None:
        """Nothing said counts."""
        with self._lock:
            self._grammar = None
            self._listener.disarm()

    def deafen(self) -> None:
        """The guide begins to speak."""
        with self._lock:
            self._deaf = True
            self._listener.disarm()

    def undeafen(self) -> None:
        """The guide has ended."""
        with self._lock:
            self._deaf = False
            if self._grammar is not None:
                self._listener.arm(self._language)

    def hear(self, chunk: Chunk) -> None:
        """From the microphone's thread."""
        self._listener.hear(chunk)

    def take_words(self, taker: Callable[[str], None] | None) -> None:
        """What is no answer goes there while digits are read aloud, and is not kept; None: no longer."""
        self._words = taker

    def forget(self) -> None:
        """The session is over."""
        self.stop()
        self._words = None
        self.keep_sound = False

    def _transcribed(self, utterance: Utterance) -> None:
        grammar = self._grammar
        if grammar is None or self._deaf:
            return
        sound = wav(utterance.speech.samples) if self.keep_sound else b""
        understood = understand(utterance.transcript, grammar, self._language, self._acceptance, self._knows)
        if isinstance(understood, Understood):
            if understood.intent is Intent.QUESTION:
                self._post(QuestionAsked(understood.text, Channel.VOICE, sound))
            else:
                self._post(Replied(understood, Channel.VOICE, sound, self._devices.microphone.source))
        elif (taker := self._words) is not None:
            taker(utterance.transcript.text)
        else:
            self._post(Misheard(understood.text, understood.reason, sound))

    def _failed(self, failure: DeviceError) -> None:
        self._post(Misheard("", failure.device))


def wav(samples: Samples) -> bytes:
    """16 kHz mono 16-bit WAV, in memory."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(SAMPLE_RATE)
        out.writeframes(samples.tobytes())
    return buffer.getvalue()
