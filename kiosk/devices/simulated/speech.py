"""Synthetic speech without words, and a recogniser that knows it again: what was said is what it hears.

No two utterances are alike, so the recogniser finds in the sound which one it is, however often it is asked and
however much silence stands around it. The sound must come through unchanged: a loudspeaker and a room are too much.
"""

import zlib
from dataclasses import replace

import numpy as np

from kiosk.domain.speech import Language, Transcript
from kiosk.ports.microphone import SAMPLE_RATE, Samples
from kiosk.ports.speaker import Sound

_HANZI_SECONDS, _WORD_SECONDS = 0.2, 0.32
_SHORTEST = 0.6
_SENTENCE_SECONDS = 0.4
_PRINT = 240
"""Samples that tell one utterance from all others."""
_LOUD_ENOUGH = 200.0


def babble(text: str, number: int = 0) -> Samples:
    """Voiced syllables as long as the text would take; `number` makes the same text sound another time."""
    words = len([word for word in text.split() if word.isascii()])
    syllables = words if words else max(1, len(text))
    length = max(_SHORTEST, syllables * (_WORD_SECONDS if words else _HANZI_SECONDS))
    random = np.random.default_rng((zlib.crc32(text.encode()), number))
    times = np.arange(int(length * SAMPLE_RATE)) / SAMPLE_RATE
    pitch = 118 + 14 * np.sin(2 * np.pi * times * random.uniform(0.4, 0.9) + random.uniform(0, 6))
    # Within one turn a number of half the length is exact enough, and its sine a tenth of the work.
    phase = (2 * np.pi * (np.cumsum(pitch) / SAMPLE_RATE % 1)).astype(np.float32)
    voice = np.zeros(times.size, np.float32)
    for harmonic in range(1, 18):
        voice += np.sin(harmonic * phase + np.float32(random.uniform(0, 6))) / np.float32(harmonic**0.8)
    beat = 0.25 + 0.75 * np.abs(np.sin(np.pi * times * syllables / length))
    ends = np.minimum(1, np.minimum(times, length - times) / 0.03)
    return np.asarray((voice * beat * ends * 2600 + random.normal(0, 30, times.size)).clip(-32000, 32000), np.int16)


class SimulatedVoice:
    """A voice for tests that need no words: it babbles as long as the text would take."""

    @property
    def engine(self) -> str:
        """Its name says what it is."""
        return "simulated-voice 1"

    def synthesise(self, text: str, language: Language, rate: float) -> Sound:
        """`rate` 2.0 takes half as long."""
        return Sound(babble(text), round(SAMPLE_RATE * max(0.25, min(4.0, rate))), engine=self.engine)


class BriskVoice:
    """Says everything in less than half a second, for sessions in which nobody listens."""

    engine = "simulated-voice brisk"

    def synthesise(self, text: str, language: Language, rate: float) -> Sound:
        """Its first syllables."""
        sound = SimulatedVoice().synthesise(text[:8], language, rate)
        return replace(sound, samples=sound.samples[: int(_SENTENCE_SECONDS * sound.rate)])


class SimulatedVoiceActivity:
    """Speech is what is loud. Only for sound without noise."""

    def probability(self, chunk: Samples) -> float:
        """1.0 or 0.0."""
        return float(np.sqrt(np.mean(chunk.astype(np.float64) ** 2)) > _LOUD_ENOUGH)

    def reset(self) -> None:
        """It remembers nothing."""


class SimulatedRecogniser:
    """Hears the text of what the stage said. Anything else is not speech to it."""

    def __init__(self) -> None:
        self._prints: list[tuple[bytes, str]] = []

    @property
    def engine(self) -> str:
        """Its name says what it is."""
        return "simulated-recogniser 1"

    def expect(self, samples: Samples, text: str) -> None:
        """This sound, at 16 kHz, means this text."""
        loudest = int(np.argmax(np.abs(samples.astype(np.int32)))) if samples.size else 0
        start = max(0, min(loudest, len(samples) - _PRINT))
        print_ = np.ascontiguousarray(samples[start : start + _PRINT], np.int16).tobytes()
        if any(print_):
            self._prints.append((print_, text))

    def transcribe(self, samples: Samples, language: Language, speech_seconds: float) -> Transcript:
        """The texts in the order in which they sound; "" with a hopeless probability for any other sound."""
        heard = np.ascontiguousarray(samples, np.int16).tobytes()
        found = sorted((at, text) for print_, text in self._prints if (at := heard.find(print_)) >= 0)
        text = ("" if language is Language.ZH_CN else " ").join(text for _, text in found)
        return Transcript(text, language, -0.1 if found else -9.0, speech_seconds)
