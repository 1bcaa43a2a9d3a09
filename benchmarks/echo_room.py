"""The echo rig: the kiosk's own ears in simulated time, in a room that gives the guide's sound back to the microphone.

The room is noise that dies away exponentially (60 dB in 0.3 s) behind a direct sound, drawn from a seed. Levels are
those of the echo against what the speaker was given; borrower and guide speak equally loud.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from kiosk.assembly.rig import Picture, Rig, rehearsal_rig
from kiosk.consent.events import Event, Misheard
from kiosk.devices.echo_canceller_webrtc import WebrtcEchoCanceller
from kiosk.devices.simulated.clock import SimulatedClock
from kiosk.dialogue.asking import Knows
from kiosk.dialogue.understanding import AcceptanceThresholds
from kiosk.domain.speech import Grammar, Language, Scored, Transcript
from kiosk.ports.microphone import CHUNK_SAMPLES, SAMPLE_RATE, Chunk, Samples
from kiosk.ports.recogniser import PhraseScorer, Recogniser
from kiosk.runtime.hearing import Hearing
from kiosk.runtime.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
LOUDNESS = 2500.0
"""Root mean square of what is said, where it sounds."""
_DIES_AWAY, _ROOM_SECONDS, _DIRECT = 0.3, 0.35, 3.0
_FLOOR = 12.0
_PIECE = 1024
"""Samples a speaker takes at a time."""
_SILENCE_BEFORE, _SILENCE_AFTER = 0.3, 1.3
Sound = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Room:
    """`delay` seconds from the speaker's buffer to the microphone's, `level` in dB; None: nothing comes back."""

    delay: float = 0.0
    level: float | None = None
    seed: int = 1

    def response(self) -> Sound:
        """Of unit energy."""
        random = np.random.default_rng(self.seed)
        times = np.arange(int(_ROOM_SECONDS * SAMPLE_RATE)) / SAMPLE_RATE
        response = random.normal(0, 1, times.size) * np.exp(-6.9 * times / _DIES_AWAY)
        response[0] = _DIRECT
        return np.asarray(response / np.sqrt((response**2).sum()))

    def echo(self, played: Sound) -> Sound:
        """What the microphone hears of it; as long as what was played."""
        if self.level is None:
            return np.zeros_like(played)
        late = np.concatenate([np.zeros(int(self.delay * SAMPLE_RATE)), played])[: len(played)]
        response = self.response()
        size = 1 << (len(late) + len(response)).bit_length()
        heard = np.fft.irfft(np.fft.rfft(late, size) * np.fft.rfft(response, size), size)[: len(late)]
        return np.asarray(heard * 10 ** (self.level / 20))


def equally_loud(samples: Samples, loudness: float = LOUDNESS) -> Sound:
    """Its loud parts have this root mean square."""
    sound = samples.astype(np.float64)
    level = np.sqrt(np.convolve(sound**2, np.ones(320) / 320, "same"))
    active = sound[level > 0.1 * max(1.0, level.max())]
    return sound * (loudness / max(1.0, float(np.sqrt((active**2).mean()))) if active.size else 1.0)


@dataclass(slots=True)
class Ears:
    """`Hearing` with the real detector, recogniser and canceller; events lie in `events`."""

    rig: Rig
    clock: SimulatedClock
    hearing: Hearing
    events: list[Event] = field(default_factory=list)
    noise: np.random.Generator = field(default_factory=lambda: np.random.default_rng(7))

    def turn(
        self, text: str, track: Sound, room: Room, grammar: Grammar, language: Language,
        borrower: tuple[float, Sound] | None = None,
    ) -> list[Event]:  # fmt: skip
        """The guide says it (without a text it is silent, as long as the track is), somebody perhaps speaks at that
        second, and then an answer is awaited for a moment. Returns what was heard; Misheard is none of it."""
        before = len(self.events)
        whole = np.concatenate(
            [np.zeros(int(_SILENCE_BEFORE * SAMPLE_RATE)), track, np.zeros(int(_SILENCE_AFTER * SAMPLE_RATE))]
        )
        near = room.echo(whole) + self.noise.normal(0, _FLOOR, len(whole))
        if borrower is not None:
            start = int((borrower[0] + _SILENCE_BEFORE) * SAMPLE_RATE)
            said = borrower[1][: len(near) - start]
            near[start : start + len(said)] += said
        self.hearing.will_say(text)
        self.hearing.listen(grammar, language)
        self._through(near, track if text else track[:0])
        return [each for each in self.events[before:] if not isinstance(each, Misheard)]

    def _through(self, near: Sound, track: Sound) -> None:
        begins, ends = int(_SILENCE_BEFORE * SAMPLE_RATE), int(_SILENCE_BEFORE * SAMPLE_RATE) + len(track)
        played, speaking = 0, False
        for start in range(0, len(near) - CHUNK_SAMPLES + 1, CHUNK_SAMPLES):
            if not speaking and begins <= start < ends:
                speaking = True
                self.hearing.deafen()
            if speaking and start >= ends:
                speaking = False
                self.hearing.undeafen()
            while played < len(track) and begins + played <= start + CHUNK_SAMPLES:
                self.hearing.played(track[played : played + _PIECE].clip(-32768, 32767).astype(np.int16))
                played += _PIECE
            self.clock.sleep(CHUNK_SAMPLES / SAMPLE_RATE)
            heard = near[start : start + CHUNK_SAMPLES].clip(-32768, 32767).astype(np.int16)
            self.hearing.hear(Chunk(heard, self.clock.now()))
        if speaking:
            self.hearing.undeafen()


@dataclass(slots=True)
class Timed:
    """The recogniser, and how long it took over each utterance, a second look included."""

    recogniser: Recogniser
    scorer: PhraseScorer
    seconds: list[float]

    @property
    def engine(self) -> str:
        return self.recogniser.engine

    def transcribe(self, samples: Samples, language: Language, speech_seconds: float) -> Transcript:
        began = perf_counter()
        found = self.recogniser.transcribe(samples, language, speech_seconds)
        self.seconds.append(perf_counter() - began)
        return found

    def score(self, samples: Samples, language: Language, phrases: Sequence[str]) -> tuple[Scored, ...]:
        began = perf_counter()
        found = self.scorer.score(samples, language, phrases)
        self.seconds[-1] += perf_counter() - began
        return found


def ears(*, barge_in: bool = True, knows: Knows | None = None, seconds: list[float] | None = None) -> Ears:
    """Fresh ears; close their `rig` afterwards. `seconds` is filled with how long each utterance took."""
    clock = SimulatedClock(datetime(2026, 8, 1, tzinfo=UTC))
    settings = load_settings(ROOT / "device_config" / "training.toml")
    rig = rehearsal_rig(settings, clock, Picture((320, 240), 5.0), inline=True, speaks=True, real_input=False)
    devices = dataclasses.replace(rig.devices, echo_canceller=WebrtcEchoCanceller() if barge_in else None)
    if seconds is not None and devices.phrase_scorer is not None:
        timed = Timed(devices.recogniser, devices.phrase_scorer, seconds)
        devices = dataclasses.replace(devices, recogniser=timed, phrase_scorer=timed)
    events: list[Event] = []
    hearing = Hearing(devices, events.append, lambda work: work(), AcceptanceThresholds(), knows=knows)
    return Ears(rig, clock, hearing, events)
