"""Speaker and voice: what the guide says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from kiosk.domain.consents import Source
from kiosk.domain.speech import Language
from kiosk.ports.microphone import Samples


@dataclass(frozen=True, slots=True)
class Mark:
    """From `seconds` on, the spoken text from its character `place` on is heard."""

    place: int
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Mono int16 at `rate` hertz. `synthetic` marks speech made by a machine; `engine` names it and its version.

    `marks`: where the words are, in order, as far as the engine tells.
    """

    samples: Samples
    rate: int
    synthetic: bool = True
    engine: str = ""
    marks: tuple[Mark, ...] = ()

    @property
    def seconds(self) -> float:
        """Length."""
        return len(self.samples) / self.rate


class Voice(Protocol):
    """Turns text into speech."""

    @property
    def engine(self) -> str:
        """Name and version, for the manifest."""

    def synthesise(self, text: str, language: Language, rate: float) -> Sound:
        """`rate` 1.0 is normal, 0.7 slow, 1.3 fast. Raises DeviceError."""


@runtime_checkable
class Prepared(Protocol):
    """A voice that has some sentences ready, as a whole."""

    def has(self, text: str, language: Language) -> bool:
        """Whether this text, as it is spoken, takes no time to make."""


class Speaker(Protocol):
    """Plays one run of sounds at a time."""

    @property
    def source(self) -> Source:
        """A real device, or one that only lets the time pass."""

    def play(self, sounds: Iterable[Sound], played: Callable[[Samples], None]) -> bool:
        """Play one after the other without a gap, taking each when the one before has been handed over.

        Block until all is played (True) or hushed (False); `played` gets what sounds, at 16 kHz. Raises DeviceError.
        """

    def hush(self) -> None:
        """Stop what is playing, from another thread."""
