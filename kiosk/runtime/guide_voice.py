"""The guide's voice: one utterance at a time; a new one hushes the old. While it speaks, the listener is deaf."""

import queue
import threading
from collections.abc import Callable

import structlog

from kiosk.consent.effects import Say
from kiosk.consent.events import Broken, Event, Spoken
from kiosk.dialogue.spoken import spoken
from kiosk.domain.errors import DeviceError
from kiosk.domain.speech import Language
from kiosk.ports.microphone import Samples
from kiosk.runtime.devices import Devices
from kiosk.runtime.faults import place_of
from kiosk.runtime.hearing import Hearing

_READING_SECONDS = {Language.ZH_CN: 0.3, Language.EN: 0.09}
"""A character: slow readers, some 200 characters or 130 words a minute."""
_SHORTEST_READING, _SLICE = 3.0, 0.2
_log = structlog.get_logger(__name__)


class GuideVoice:
    """Inline: speaks within `say`, and time passes on the simulated clock; else in its own thread, `tts`.

    Each utterance has a number: one that a newer one or `hush` overtook is never begun, and what it leaves behind
    (deaf or not) is settled by the newest alone.
    """

    def __init__(
        self, devices: Devices, post: Callable[[Event], None], played: Callable[[Samples], None], hearing: Hearing
    ) -> None:
        self._devices, self._post, self._played, self._hearing = devices, post, played, hearing
        self._queue: queue.SimpleQueue[tuple[int, Say] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._newest = self._hushed = 0
        self._speaking = threading.Event()
        self._thread: threading.Thread | None = None
        if not devices.inline:
            self._thread = threading.Thread(target=self._run, name="tts", daemon=True)
            self._thread.start()

    @property
    def speaking(self) -> bool:
        """Whether something is being said, or is about to be."""
        return self._speaking.is_set()

    def say(self, effect: Say) -> None:
        """Answered by Spoken."""
        with self._lock:
            self._newest += 1
            number = self._newest
            if not effect.silent:
                self._hearing.deafen()
            self._speaking.set()
        if self._devices.inline:
            self._speak(number, effect)
        else:
            self._devices.speaker.hush()
            self._queue.put((number, effect))

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

    def _run(self) -> None:
        while (following := self._queue.get()) is not None:
            try:
                self._speak(*following)
            except Exception as failure:  # noqa: BLE001 whatever it is, the session must be sealed
                _log.error("voice.broken", failure=type(failure).__name__, place=place_of(failure))
                self._post(Broken(type(failure).__name__))

    def _speak(self, number: int, effect: Say) -> None:
        complete = silent = False
        began = self._devices.clock.now().mono
        try:
            if effect.silent:
                silent, complete = True, self._shown(number, effect)
            elif not self._overtaken(number):
                rest = effect.seconds
                complete = self._aloud(number, effect)
                rest -= self._devices.clock.now().mono - began
                complete = complete and self._waited(number, rest)
        except DeviceError as failure:
            _log.warning("voice.failed", reason=failure.reason)
            silent, complete = True, self._shown(number, effect)
        finally:
            with self._lock:
                if number == self._newest:
                    self._speaking.clear()
                    self._hearing.undeafen()
        self._post(Spoken(effect.key, complete, silent))

    def _shown(self, number: int, effect: Say) -> bool:
        """Without a voice the text stands on the screen for its reading time (invariant 3)."""
        usual = max(_SHORTEST_READING, len(effect.text) * _READING_SECONDS[effect.language])
        return self._waited(number, effect.seconds if effect.silent else max(usual, effect.seconds))

    def _waited(self, number: int, rest: float) -> bool:
        """Whether nothing overtook it meanwhile."""
        while rest > 0 and not self._overtaken(number):
            self._devices.clock.sleep(_SLICE)
            rest -= _SLICE
        return rest <= 0

    def _aloud(self, number: int, effect: Say) -> bool:
        """Whether it was said to its end."""
        words = spoken(effect.text, effect.language)
        sound = self._devices.voice.synthesise(words, effect.language, float(effect.rate))

        def played(samples: Samples) -> None:
            self._played(samples)
            if self._overtaken(number):
                # The speaker forgets a hush that came before it began to play.
                self._devices.speaker.hush()

        return not self._overtaken(number) and self._devices.speaker.play(sound, played)

    def _overtaken(self, number: int) -> bool:
        with self._lock:
            return number != self._newest or number <= self._hushed
