"""Where an utterance begins and ends: pure steps over chunks and their probability of speech."""

from collections import deque
from dataclasses import dataclass

import numpy as np

from kiosk.domain.moment import Moment
from kiosk.ports.microphone import CHUNK_SAMPLES, SAMPLE_RATE, Chunk, Samples

CHUNK_SECONDS = CHUNK_SAMPLES / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class ListenerDelays:
    """All times of listening, in seconds, in one place."""

    pre_roll: float = 0.3
    """A soft beginning is under the detector's threshold."""
    decode_after: float = 0.25
    """Decoding begins here and is thrown away if speech goes on: 0.7 s and then decoding would be too slow."""
    end_after: float = 0.7
    """A shorter silence is a breath."""
    longest: float = 20.0
    """With padding it must fit the recogniser's window."""
    least_speech: float = 0.25
    """Less voiced sound is a click or a cough; it is not decoded, because noise makes text too."""
    gap: float = 0.2
    """Sound missing for longer tears the utterance: half a number is another number."""
    threshold: float = 0.5
    """Of the voice activity detector, for speech to begin."""
    stays_within: float = 0.15
    """Below `threshold`, for speech to go on: the end of a word is softer than its beginning."""


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """The sound of one utterance, 16 kHz mono int16, with pre-roll and `decode_after` of silence."""

    samples: Samples
    seconds: float
    """Of voiced sound."""
    began: Moment
    last_voiced: Moment


@dataclass(frozen=True, slots=True)
class Paused:
    """Perhaps over: worth decoding in advance."""

    speech: Speech


@dataclass(frozen=True, slots=True)
class Resumed:
    """It was not over."""


@dataclass(frozen=True, slots=True)
class Ended:
    """Over; the same Speech as the last Paused had, unless it was too long and was cut."""

    speech: Speech


@dataclass(frozen=True, slots=True)
class Dropped:
    """A click, or torn by a gap in the sound: `reason` is a word for the log."""

    reason: str


Step = Paused | Resumed | Ended | Dropped | None


@dataclass(slots=True, eq=False)
class _UnderWay:
    chunks: list[Samples]
    began: Moment
    last_voiced: Moment
    voiced: int = 0
    quiet: int = 0
    paused: Speech | None = None

    def speech(self) -> Speech:
        seconds = round(self.voiced * CHUNK_SECONDS, 3)
        return Speech(np.concatenate(self.chunks), seconds, self.began, self.last_voiced)


class Endpointer:
    """Holds at most one utterance."""

    def __init__(self, delays: ListenerDelays) -> None:
        self._delays = delays
        self._pre_roll: deque[Samples] = deque(maxlen=_in_chunks(delays.pre_roll))
        self._utterance: _UnderWay | None = None
        self._last_at: float | None = None

    @property
    def speaking(self) -> bool:
        """Whether an utterance is under way."""
        return self._utterance is not None

    def forget(self) -> None:
        """No sound is kept."""
        self._pre_roll.clear()
        self._utterance = self._last_at = None

    def feed(self, chunk: Chunk, probability: float) -> Step:
        """One chunk of CHUNK_SAMPLES, with the detector's probability."""
        torn = self._torn(chunk)
        going_on = self._utterance is not None and not self._utterance.quiet
        voiced = probability >= self._delays.threshold - (self._delays.stays_within if going_on else 0.0)
        if self._utterance is None:
            if not voiced:
                self._pre_roll.append(chunk.samples)
                return Dropped("gap") if torn else None
            self._utterance = _UnderWay(list(self._pre_roll), chunk.at, chunk.at)
            self._pre_roll.clear()
        self._utterance.chunks.append(chunk.samples)
        step = self._voiced_step(self._utterance, chunk) if voiced else self._quiet_step(self._utterance)
        return step or (Dropped("gap") if torn else None)

    def _torn(self, chunk: Chunk) -> bool:
        """Whether sound is missing since the last chunk, and an utterance with it."""
        missing = 0.0 if self._last_at is None else chunk.at.mono - self._last_at - CHUNK_SECONDS
        self._last_at = chunk.at.mono
        if missing <= self._delays.gap:
            return False
        torn, self._utterance = self._utterance is not None, None
        self._pre_roll.clear()
        return torn

    def _voiced_step(self, utterance: _UnderWay, chunk: Chunk) -> Step:
        resumed, utterance.paused = utterance.paused is not None, None
        utterance.voiced, utterance.quiet, utterance.last_voiced = utterance.voiced + 1, 0, chunk.at
        if len(utterance.chunks) * CHUNK_SECONDS >= self._delays.longest:
            self._utterance = None
            return Ended(utterance.speech())
        return Resumed() if resumed else None

    def _quiet_step(self, utterance: _UnderWay) -> Step:
        utterance.quiet += 1
        enough = utterance.voiced * CHUNK_SECONDS >= self._delays.least_speech
        if enough and utterance.quiet == _in_chunks(self._delays.decode_after):
            utterance.paused = utterance.speech()
            return Paused(utterance.paused)
        if utterance.quiet < _in_chunks(self._delays.end_after):
            return None
        self._utterance = None
        return Dropped("click") if utterance.paused is None else Ended(utterance.paused)


def _in_chunks(seconds: float) -> int:
    return max(1, round(seconds / CHUNK_SECONDS))
