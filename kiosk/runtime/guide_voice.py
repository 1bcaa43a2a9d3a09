"""The guide's voice: one utterance at a time; a new one hushes the old. While it speaks, the listener is deaf.

An utterance is made sentence by sentence, each while the one before is played, and the words that sound now lie in a
mailbox for the screen.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import structlog

from kiosk.consent.effects import Say
from kiosk.consent.events import Broken, Event, Spoken
from kiosk.dialogue.utterance import Part, parts
from kiosk.domain.errors import DeviceError
from kiosk.domain.speech import Language
from kiosk.ports.microphone import Samples
from kiosk.ports.speaker import Prepared, Sound
from kiosk.runtime.devices import Devices
from kiosk.runtime.faults import place_of
from kiosk.runtime.hearing import Hearing
from kiosk.runtime.loudness import level, ready
from kiosk.runtime.mailbox import Mailbox
from kiosk.runtime.reel import Reel
from kiosk.runtime.sounding import Sounding

_SHORTEST_READING, _SLICE = 3.0, 0.2
_WARMING = {Language.ZH_CN: "您好，请坐。", Language.EN: "Hello, please sit down."}
"""A model's first sentence takes seconds; nobody should wait for it."""
_TELLING = 0.5
"""Seconds of sound from which the time that it took to make says something about the engine."""
_log = structlog.get_logger(__name__)


class GuideVoice:
    """Inline: speaks within `say`, and time passes on the simulated clock; else in its own thread, `tts`, and made
    ahead in another, `tts-make`.

    Each utterance has a number: one that a newer one or `hush` overtook is never begun, and what it leaves behind
    (deaf or not) is settled by the newest alone.
    """

    def __init__(
        self, devices: Devices, post: Callable[[Event], None], played: Callable[[Samples], None], hearing: Hearing
    ) -> None:
        self._devices, self._post, self._played, self._hearing = devices, post, played, hearing
        self._queue: queue.SimpleQueue[tuple[int, Say, Sound | None] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._newest = self._hushed = 0
        self._speaking = threading.Event()
        self.sounding: Mailbox[Sounding] = Mailbox()
        self.loudness: Mailbox[float] = Mailbox()
        self._effort = dict.fromkeys(Language, 0.0)
        self._maker: ThreadPoolExecutor | None = None
        self._thread: threading.Thread | None = None
        if not devices.inline:
            self._maker = ThreadPoolExecutor(1, "tts-make")
            self._maker.submit(self._warm)
            self._thread = threading.Thread(target=self._run, name="tts", daemon=True)
            self._thread.start()

    @property
    def speaking(self) -> bool:
        """Whether something is being said, or is about to be."""
        return self._speaking.is_set()

    def replay(self, key: str, language: Language, sound: Sound) -> None:
        """A reply as it was recorded, in place of words of the guide; deaf meanwhile. Answered by Spoken."""
        self.say(Say(key, "", language, Decimal(1)), sound)

    def say(self, effect: Say, sound: Sound | None = None) -> None:
        """Answered by Spoken. `sound`: this is played instead of the text."""
        with self._lock:
            self._newest += 1
            number = self._newest
            if not effect.silent:
                self._hearing.deafen(wholly=sound is not None)
            self._speaking.set()
        if self._devices.inline:
            self._speak(number, effect, sound)
        else:
            self._devices.speaker.hush()
            self._queue.put((number, effect, sound))

    def hush(self) -> None:
        """Stop, also what was asked for and has not begun."""
        with self._lock:
            self._hushed = self._newest
        self._devices.speaker.hush()

    def close(self) -> None:
        """End the thread."""
        self.hush()
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None
        if self._maker is not None:
            self._maker.shutdown(wait=True, cancel_futures=True)
            self._maker = None

    def _run(self) -> None:
        while (following := self._queue.get()) is not None:
            try:
                self._speak(*following)
            except Exception as failure:  # noqa: BLE001 whatever it is, the session must be sealed
                _log.error("voice.broken", failure=type(failure).__name__, place=place_of(failure))
                self._post(Broken(type(failure).__name__))

    def _speak(self, number: int, effect: Say, sound: Sound | None) -> None:
        complete = silent = False
        voice = ""
        began = self._devices.clock.now().mono
        try:
            if effect.silent:
                self.sounding.put(Sounding(effect.text, (0, len(effect.text)), (0, 0)))
                complete, silent = self._waited(number, effect.seconds), True
            elif sound is not None:
                complete = self._replayed(number, sound)
            elif not self._overtaken(number):
                complete, silent, voice = self._told(number, effect)
                rest = effect.seconds - (self._devices.clock.now().mono - began)
                complete = complete and self._waited(number, rest)
        finally:
            with self._lock:
                if number == self._newest:
                    self.sounding.clear()
                    self._speaking.clear()
                    self._hearing.undeafen()
        self._post(Spoken(effect.key, complete, silent, effect.text, voice))

    def _replayed(self, number: int, sound: Sound) -> bool:
        """Whether it was heard to its end; a speaker that fails has played nothing."""

        def heard(samples: Samples) -> None:
            self._played(samples)
            if self._overtaken(number):
                self._devices.speaker.hush()

        try:
            return not self._overtaken(number) and self._devices.speaker.play(iter((sound,)), heard)
        except DeviceError as failure:
            _log.warning("voice.failed", reason=failure.reason)
            return False

    def _told(self, number: int, effect: Say) -> tuple[bool, bool, str]:
        """Whether it was told to its end, whether some of it without sound, and the engines that spoke."""
        reel = Reel(
            effect.text, self._parts(effect.text, effect.language),
            lambda part: self._made(part, effect), lambda: not self._overtaken(number), self._maker,
        )  # fmt: skip
        try:
            complete = self._devices.speaker.play(reel.sounds(), lambda samples: self._heard(number, reel, samples))
        except DeviceError as failure:
            reel.failure = failure
            complete = True
        if reel.failure is None:
            return complete and not self._overtaken(number), False, reel.engines
        _log.warning("voice.failed", reason=reel.failure.reason)
        self.sounding.clear()
        return complete and self._shown(number, reel.rest, effect), True, reel.engines

    def _parts(self, text: str, language: Language) -> tuple[Part, ...]:
        voice = self._devices.voice
        if isinstance(voice, Prepared):
            return parts(text, language, self._effort[language], lambda words: voice.has(words, language))
        return parts(text, language, self._effort[language])

    def _shown(self, number: int, text: str, effect: Say) -> bool:
        """Without a voice what is left stands on the screen for as long as this borrower needs (invariant 3)."""
        left = effect.reading * len(text) / max(1, len(effect.text))
        return self._waited(number, max(_SHORTEST_READING, left))

    def _waited(self, number: int, left: float) -> bool:
        """Whether nothing overtook it meanwhile."""
        while left > 0 and not self._overtaken(number):
            self._devices.clock.sleep(_SLICE)
            left -= _SLICE
        return left <= 0

    def _heard(self, number: int, reel: Reel, samples: Samples) -> None:
        self._played(samples)
        if self._overtaken(number):
            # The speaker forgets a hush that came before it began to play.
            self._devices.speaker.hush()
            return
        self.loudness.put(level(samples))
        lit = reel.played(samples)
        if lit is not None:
            self.sounding.put(lit)

    def _made(self, part: Part, effect: Say) -> Sound:
        """Raises DeviceError."""
        return ready(self._synthesised(part.words, effect.language, float(effect.rate)), effect.volume)

    def _synthesised(self, words: str, language: Language, rate: float) -> Sound:
        begun = self._devices.clock.now().mono
        sound = self._devices.voice.synthesise(words, language, rate)
        if sound.seconds > _TELLING:
            seen = (self._devices.clock.now().mono - begun) / sound.seconds
            self._effort[language] = (self._effort[language] + seen) / 2 if self._effort[language] else seen
        return sound

    def _warm(self) -> None:
        """Twice: the second time tells how quick the engine is."""
        for language, words in _WARMING.items():
            try:
                self._devices.voice.synthesise(words, language, 1.0)
                self._synthesised(words, language, 1.0)
            except DeviceError as failure:
                _log.warning("voice.cold", language=language.value, reason=failure.reason)

    def _overtaken(self, number: int) -> bool:
        with self._lock:
            return number != self._newest or number <= self._hushed
