"""A speaker without sound: it lets the time pass on the clock and tells what would have sounded."""

import threading
from collections.abc import Callable, Iterable

from kiosk.devices.sound_file import resampled
from kiosk.domain.consents import Source
from kiosk.ports.clock import Clock
from kiosk.ports.microphone import SAMPLE_RATE, Samples
from kiosk.ports.speaker import Sound

_SLICE_SECONDS = 0.064
_SLICE = int(_SLICE_SECONDS * SAMPLE_RATE)


class ClockSpeaker:
    """For rehearsals and terminals in training without a sound card."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._hushed = threading.Event()

    @property
    def source(self) -> Source:
        """Not a device: nothing is heard."""
        return Source.SIMULATED

    def play(self, sounds: Iterable[Sound], played: Callable[[Samples], None]) -> bool:
        """Take as long as the sounds do; False if hushed."""
        self._hushed.clear()
        due = self._clock.now().mono
        for sound in sounds:
            # What came late moves the rest; what a sleep takes too long does not.
            due = max(due, self._clock.now().mono - _SLICE_SECONDS)
            samples = resampled(sound.samples, sound.rate)
            for start in range(0, len(samples), _SLICE):
                piece = samples[start : start + _SLICE]
                due += len(piece) / SAMPLE_RATE
                self._clock.sleep(due - self._clock.now().mono)
                if self._hushed.is_set():
                    return False
                played(piece)
        return not self._hushed.is_set()

    def hush(self) -> None:
        """Stop what is playing, from another thread or from a call-back of the clock."""
        self._hushed.set()
