"""A speaker without sound: it lets the time pass on the clock and tells what would have sounded."""

import threading
from collections.abc import Callable

from kiosk.devices.sound_file import resampled
from kiosk.domain.consents import Source
from kiosk.ports.clock import Clock
from kiosk.ports.microphone import SAMPLE_RATE, Samples
from kiosk.ports.speaker import Sound

_SLICE_SECONDS = 0.064


class ClockSpeaker:
    """For rehearsals and terminals in training without a sound card."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._hushed = threading.Event()

    @property
    def source(self) -> Source:
        """Not a device: nothing is heard."""
        return Source.SIMULATED

    def play(self, sound: Sound, played: Callable[[Samples], None]) -> bool:
        """Take as long as the sound does; False if hushed."""
        self._hushed.clear()
        samples = resampled(sound.samples, sound.rate)
        size = int(_SLICE_SECONDS * SAMPLE_RATE)
        for start in range(0, len(samples), size):
            piece = samples[start : start + size]
            self._clock.sleep(len(piece) / SAMPLE_RATE)
            if self._hushed.is_set():
                return False
            played(piece)
        return True

    def hush(self) -> None:
        """Stop what is playing, from another thread or from a call-back of the clock."""
        self._hushed.set()
