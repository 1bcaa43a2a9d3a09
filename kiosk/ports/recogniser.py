"""Speech recognition and voice activity."""

from collections.abc import Sequence
from typing import Protocol

from kiosk.domain.speech import Language, Scored, Transcript
from kiosk.ports.microphone import Samples


class VoiceActivity(Protocol):
    """A detector with a memory of one utterance."""

    def probability(self, chunk: Samples) -> float:
        """Of speech in CHUNK_SAMPLES samples at 16 kHz, 0..1."""

    def reset(self) -> None:
        """Forget what was heard."""


class Recogniser(Protocol):
    """Speech to text, without any prompt (consent questions must not be led)."""

    @property
    def engine(self) -> str:
        """Name and version, for the manifest."""

    def transcribe(self, samples: Samples, language: Language, speech_seconds: float) -> Transcript:
        """16 kHz mono int16; text simplified (zh). Raises DeviceError if the model fails."""


class PhraseScorer(Protocol):
    """Holds phrases against a sound, each by itself. Nothing is prompted: no phrase is shown before another."""

    def score(self, samples: Samples, language: Language, phrases: Sequence[str]) -> tuple[Scored, ...]:
        """16 kHz mono int16; the likeliest first, what is hopeless left out. Raises DeviceError if the model fails."""
