"""Somebody says no, or something else, in the moment in which somebody agrees: how often that is taken for a yes.

Two voices a language in every pairing, in four ways of loudness, speed and delay. A voice with itself, which no two
people are, is told apart: at one pitch nothing tells that there are two (docs/adr/0041).
"""

import benchmarks  # isort: skip  # noqa: F401 sets one thread a library before any heavy import

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

import numpy as np

from benchmarks.answers import counted
from benchmarks.answers_said import CONSENT
from benchmarks.echo_room import Ears, Room, Sound, ears, equally_loud
from benchmarks.figures import machine, tell
from benchmarks.speakers import speakers
from kiosk.consent.events import Replied
from kiosk.devices.sound_file import resampled
from kiosk.domain.speech import Intent, Language
from kiosk.ports.microphone import SAMPLE_RATE
from kiosk.ports.speaker import Voice

_AGREED = {
    Language.ZH_CN: ("我同意", "同意", "是的", "好的", "可以", "确认"),
    Language.EN: ("I agree", "yes", "yes please", "of course", "I confirm"),
}
_BESIDE = {
    Language.ZH_CN: ("我不同意", "不同意", "不要", "不可以", "今天天气真好", "别签"),
    Language.EN: ("I don't agree", "no", "no thank you", "I refuse", "the weather is nice today", "don't sign"),
}
_WAYS = ((1.0, 1.1, 0.0), (0.7, 0.95, 0.0), (1.0, 1.0, 0.1), (1.4, 1.1, 0.05))
"""Of the one beside: how loud against the one who agrees, how fast, how many seconds later."""


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """`words` of both, for a person to read."""

    words: str
    language: Language
    sound: Sound
    of_two: bool
    """Not a voice with itself."""


def mixtures() -> Iterator[Mixture]:
    """Every one who agrees with every one beside."""
    for language, known in speakers().items():
        pairs = product(_AGREED[language], _BESIDE[language], known.items(), known.items(), _WAYS)
        for agreed, beside, (one, his), (other, hers), (loud, rate, late) in pairs:
            first, second = _said(his, agreed, language, 1.0), loud * _said(hers, beside, language, rate)
            second = np.concatenate([np.zeros(int(late * SAMPLE_RATE)), second])
            both = np.zeros(max(len(first), len(second)))
            both[: len(first)] += first
            both[: len(second)] += second
            words = f"{one}: {agreed} + {other}: {beside} ({loud}, {rate}, {late})"
            yield Mixture(words, language, both, one != other)


def _said(voice: Voice, text: str, language: Language, rate: float) -> Sound:
    made = voice.synthesise(text, language, rate)
    return equally_loud(resampled(made.samples, made.rate))


def agreed(listening: Ears, mixture: Mixture) -> bool:
    """Whether a yes was taken."""
    listening.hearing.forget()
    track = np.concatenate([np.zeros(int(0.4 * SAMPLE_RATE)), mixture.sound])
    found = listening.turn("", np.zeros(len(track)), Room(), CONSENT, mixture.language, (0.0, track))
    return any(isinstance(each, Replied) and each.understood.intent is Intent.YES for each in found)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", action="store_true", help="each mixture that was taken for a yes")
    parser.add_argument("--every", type=int, default=1, help="only every so many of the mixtures")
    options = parser.parse_args()
    listening = ears(barge_in=False)
    taken: list[str] = []
    outcomes: dict[bool, list[str]] = {True: [], False: []}
    for each in islice(mixtures(), 0, None, options.every):
        wrong = agreed(listening, each)
        outcomes[each.of_two].append("wrong" if wrong else "refused")
        taken += [each.words] if wrong else []
    listening.rig.close()
    told = {"two_people": counted(outcomes[True]), "a_voice_with_itself": counted(outcomes[False])}
    tell({**told, "machine": machine()}, options.json)
    if options.show:
        print("\n".join(taken))


if __name__ == "__main__":
    main()
