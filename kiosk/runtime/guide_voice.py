"""The guide's voice: one utterance at a time; a new one hushes the old. While it speaks, the listener is deaf."""

import queue
import threading
from collections.abc import Callable

import structlog

from kiosk.consent.effects import Say
from kiosk.consent.events import Event, Spoken
from kiosk.dialogue.spoken import spoken
from kiosk.domain.errors import DeviceError
from kiosk.ports.microphone import Samples
from kiosk.runtime.devices import Devices
from kiosk.runtime.hearing import Hearing

_log = structlog.get_logger(__name__)


class GuideVoice:
    """Inline: speaks within `say`, and time passes on the simulated clock; else in its own thread, `tts`."""

    def __init__(
        self, devices: Devices, post: Callable[[Event], None], played: Callable[[Samples], None], hearing: Hearing
    ) -> None:
        self._devices, self._post, self._played, self._hearing = devices, post, played, hearing
        self._queue: queue.SimpleQueue[Say | None] = queue.SimpleQueue()
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
        self._hearing.deafen()
        self._speaking.set()
        if self._devices.inline:
            self._speak(effect)
        else:
            self._devices.speaker.hush()
            self._queue.put(effect)

    def hush(self) -> None:
        """Stop."""
        self._devices.speaker.hush()

    def close(self) -> None:
        """End the thread."""
        self.hush()
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while (effect := self._queue.get()) is not None:
            if self._queue.empty():
                self._speak(effect)
            else:
                self._post(Spoken(effect.key, complete=False))

    def _speak(self, effect: Say) -> None:
        complete = False
        try:
            words = spoken(effect.text, effect.language)
            sound = self._devices.voice.synthesise(words, effect.language, float(effect.rate))
            complete = self._devices.speaker.play(sound, self._played)
        except DeviceError as failure:
            # The text stands on the screen all the same; a term is then heard only by its reading time.
            _log.warning("voice.failed", reason=failure.reason)
        if self._queue.empty():
            self._speaking.clear()
            self._hearing.undeafen()
        self._post(Spoken(effect.key, complete))
