"""Echo canceller: takes the guide's own sound out of what the microphone hears."""

from typing import Protocol

from kiosk.ports.microphone import Samples


class EchoCanceller(Protocol):
    """Adapts itself to the room; used by one thread."""

    def cancel(self, near: Samples, far: Samples) -> Samples:
        """What is left of the microphone's CHUNK_SAMPLES; `far`: as many of what the speaker was given, before its
        echo arrives and by a delay that stays the same while something is played."""

    def reset(self) -> None:
        """Forget the room: another session, another speaker."""
