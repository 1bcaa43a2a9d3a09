"""At least 200 spoken answers through the kiosk's own ears: right, wrong or refused, clean and in noise.

Recorded words of a folder (as ../shared/data/speech) and what the machine's voices say, each in the grammar that awaits
it: a consent, a choice among five offers, an amount, a command. Noise of three kinds (white, mains hum, babble made of
other answers) in turns, at 20, 10 and 5 dB below the loud parts of the answer. A session runs on one more rule than is
measured here: whatever is taken is shown and confirmed.

Reaction: from the last voiced sample to the reply, 0.7 s of silence or 0.25 s and decoding, whichever is later.
"""

import benchmarks  # isort: skip  # noqa: F401 sets one thread a library before any heavy import

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.answers_said import SAID, Answer, grammar_of
from benchmarks.barge_in import SPEECH, sound_of, voices
from benchmarks.echo_room import LOUDNESS, ROOT, Ears, Room, Sound, ears, equally_loud
from benchmarks.figures import machine, spread, tell
from kiosk.bench.intervals import rate_of
from kiosk.bench.labels import read_labels
from kiosk.consent.events import Event, Replied
from kiosk.devices.sound_file import read_sound
from kiosk.dialogue.knowledge import load
from kiosk.domain.speech import Grammar, Intent, Language
from kiosk.ports.microphone import SAMPLE_RATE
from kiosk.runtime.endpointing import ListenerDelays

LEVELS: tuple[float | None, ...] = (None, 20.0, 10.0, 5.0)
_KINDS = ("white", "hum", "babble")
_LANGUAGES = {"zh": Language.ZH_CN, "en": Language.EN}
_BEFORE = 0.4
_HUM = (50, 100, 150, 250)


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """One answer with its sound; `awaited` is the grammar in which it is said."""

    answer: Answer
    awaited: Grammar
    voice: str
    sound: Sound


def synthetic() -> list[Spoken]:
    """Every answer by every voice of its language."""
    return [
        Spoken(answer, grammar_of(answer), name, sound_of(voice, answer.words, answer.language))
        for language, known in voices().items()
        for name, voice in known.items()
        for answer in SAID
        if answer.language is language
    ]


def recorded(folder: Path) -> list[Spoken]:
    """Labelled recordings; what is no answer is said where a consent is awaited, and must not be taken."""
    found = []
    for row in read_labels(folder, "lang", "text", "intent") if folder.is_dir() else ():
        language, label = _LANGUAGES[row["lang"]], row["intent"]
        if label == "any":
            continue
        name, _, value = label.partition(":")
        intent = None if name == "none" else Intent(name)
        answer = Answer(row["text"], language, intent, Decimal(value) if value else None)
        found.append(Spoken(answer, grammar_of(answer), "recorded", equally_loud(read_sound(row.path))))
    return found


def noise(kind: str, length: int, others: Sequence[Sound], seed: int) -> Sound:
    """Of unit loudness."""
    random = np.random.default_rng(seed)
    if kind == "white":
        return random.normal(0, 1, length)
    if kind == "hum":
        times = np.arange(length) / SAMPLE_RATE
        made = sum(np.sin(2 * np.pi * tone * times + random.uniform(0, 6)) / (1 + at) for at, tone in enumerate(_HUM))
    else:
        made = np.zeros(length)
        for pick in random.choice(len(others), 6, replace=False):
            voice = np.resize(others[pick], length + SAMPLE_RATE)
            made = made + voice[(start := int(random.integers(SAMPLE_RATE))) : start + length]
    made = np.asarray(made)
    return made / max(1e-9, float(np.sqrt((made**2).mean())))


def hear(listening: Ears, spoken: Spoken, level: float | None, kind: str, others: Sequence[Sound], seed: int) -> str:
    """right, wrong or refused."""
    track = np.concatenate([np.zeros(int(_BEFORE * SAMPLE_RATE)), spoken.sound])
    after = int(1.3 * SAMPLE_RATE)
    if level is not None:
        shade = noise(kind, len(track) + after, others, seed) * LOUDNESS / 10 ** (level / 20)
        track = np.concatenate([track, np.zeros(after)]) + shade
    listening.hearing.forget()
    # What sounds is the borrower's: the guide says nothing.
    found = listening.turn("", np.zeros(len(track)), Room(), spoken.awaited, spoken.answer.language, (0.0, track))
    return verdict(spoken.answer, found)


def verdict(answer: Answer, events: Sequence[Event]) -> str:
    """By the first that was taken. A question is no answer: it stops the script and commits to nothing."""
    replies = [each.understood for each in events if isinstance(each, Replied)]
    if not replies:
        return "right" if answer.intent is None else "refused"
    first = replies[0]
    same = first.intent is answer.intent or {first.intent, answer.intent} <= {Intent.CHOICE, Intent.NUMBER}
    told = first.value if first.value is not None else first.choice
    return "right" if same and (answer.value is None or told in (answer.value, answer.choice)) else "wrong"


def kind_of(answer: Answer) -> str:
    """What is answered."""
    match answer.intent:
        case None:
            return "no answer"
        case Intent.YES | Intent.NO:
            return "consent"
        case Intent.CHOICE:
            return "choice"
        case Intent.NUMBER:
            return "number"
        case _:
            return "command"


def listed(spoken: Spoken) -> tuple[str, ...]:
    """Of answers only: by whom, and without the one voice that the recogniser does not understand at all."""
    if spoken.answer.intent is None:
        return ()
    by = f"{spoken.voice} {spoken.answer.language}"
    rest = () if by == "espeak zh_CN" else ("on the lists, but for espeak zh_CN",)
    return ("on the lists", f"on the lists, {by}", *rest)


def counted(outcomes: Sequence[str]) -> dict[str, Any]:
    """Counts, and rates with exact bounds."""
    count = Counter(outcomes)
    return {
        "said": len(outcomes),
        **{name: count[name] for name in ("right", "wrong", "refused")},
        "right_rate": rate_of(count["right"], len(outcomes)),
        "wrong_rate": rate_of(count["wrong"], len(outcomes)),
    }


def reactions(decoding: Sequence[float]) -> list[float]:
    """Decoding begins in the first silence and is thrown away if speech goes on."""
    delays = ListenerDelays()
    return [max(delays.end_after, delays.decode_after + seconds) for seconds in decoding]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", action="store_true", help="each answer that was taken wrongly")
    parser.add_argument("--clean", action="store_true", help="without noise")
    parser.add_argument("--every", type=int, default=1, help="in noise, only every so many of the answers")
    parser.add_argument("--speech", type=Path, default=SPEECH)
    options = parser.parse_args()
    seconds: list[float] = []
    listening = ears(barge_in=False, knows=load(ROOT / "assets/knowledge").knows, seconds=seconds)
    said = [*recorded(options.speech), *synthetic()]
    others = [each.sound for each in said]
    results: dict[str, Any] = {"answers": len(said)}
    wrong: list[str] = []
    for level in LEVELS[:1] if options.clean else LEVELS:
        name = "clean" if level is None else f"{level:.0f} dB"
        rows: dict[str, list[str]] = {}
        for seed, each in list(enumerate(said))[:: 1 if level is None else options.every]:
            noisy = _KINDS[seed // options.every % len(_KINDS)]
            outcome = hear(listening, each, level, noisy, others, seed)
            label = noisy if level is not None else each.voice
            for row in ("all", kind_of(each.answer), f"by {label}", *listed(each)):
                rows.setdefault(row, []).append(outcome)
            if outcome == "wrong":
                wrong.append(f"{name}, {label}: {each.voice}: {each.answer.words}")
        results |= {f"{name}, {row}": counted(outcomes) for row, outcomes in rows.items()}
    results["decoding"] = spread(seconds)
    results["reaction"] = spread(reactions(seconds))
    listening.rig.close()
    tell({**results, "machine": machine()}, options.json)
    if options.show:
        print("\n".join(wrong))


if __name__ == "__main__":
    main()
