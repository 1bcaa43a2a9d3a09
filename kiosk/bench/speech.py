"""`measure speech`: the kiosk's own path over recordings (endpointing, recogniser, acceptance rules).

Intents are judged with a grammar in which everything may be said and numbers go from 0 to ten million: the hardest
case, because no question narrows what can be meant.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from kiosk.bench.intervals import rate_of
from kiosk.bench.labels import Labelled, read_labels
from kiosk.bench.measure import Figures
from kiosk.dialogue.numbers import parse_amount
from kiosk.dialogue.numbers_en import ordinal_en, words_en, year_en
from kiosk.dialogue.numbers_zh import words_zh
from kiosk.dialogue.second_look import held_against
from kiosk.dialogue.two_voices import overlap
from kiosk.dialogue.understanding import understand
from kiosk.domain.errors import DeviceError
from kiosk.domain.moment import Moment
from kiosk.domain.speech import Grammar, Intent, Language, NotUnderstood, Transcript, Understanding
from kiosk.ports.microphone import CHUNK_SAMPLES, SAMPLE_RATE, Chunk, Samples
from kiosk.ports.recogniser import PhraseScorer, Recogniser, VoiceActivity
from kiosk.runtime.endpointing import CHUNK_SECONDS, Ended, Endpointer, ListenerDelays, Speech

ReadSound = Callable[[Path], Samples]

GRAMMAR = Grammar(frozenset(Intent) - {Intent.WORDS}, (Decimal(0), Decimal(10_000_000)))
_BEFORE, _AFTER = 0.5, 1.0
_LANGUAGES = {"zh": Language.ZH_CN, "en": Language.EN}


@dataclass(frozen=True, slots=True)
class Judged:
    """One recording. `latency`: seconds of decoding after the end of speech was known, of the slowest utterance."""

    language: Language
    file: str
    outcome: str
    """right, wrong, refused or any."""
    errors: int
    length: int
    """Of the reference, in signs (zh) or words (en); 0: not transcribed."""
    latency: float | None


@dataclass(frozen=True, slots=True)
class Ears:
    """What a kiosk hears with. `scorer` None: nothing is held against the lists."""

    recogniser: Recogniser
    activity: VoiceActivity
    scorer: PhraseScorer | None = None

    def understood(self, speech: Speech, language: Language) -> tuple[Transcript, Understanding]:
        """As `Hearing` does it."""
        transcript = self.recogniser.transcribe(speech.samples, language, speech.seconds)
        transcript = replace(transcript, overlap=overlap(speech.samples))
        found = understand(transcript, GRAMMAR, language)
        phrases = held_against(found, transcript, GRAMMAR)
        if self.scorer is None or not phrases:
            return transcript, found
        scored = self.scorer.score(speech.samples, language, phrases)
        return transcript, understand(replace(transcript, scored=scored), GRAMMAR, language)


def measure_speech(folder: Path, _cross_validate: bool, read: ReadSound, ears: Ears) -> Figures:
    """The figures of DESIGN section 6; a recording that can't be read counts as refused. No threshold is fitted."""
    rows = read_labels(folder, "lang", "text", "transcribed", "intent")
    judged = [_judge(row, ears, read) for row in rows]
    return {
        **_figures(judged),
        "languages": {
            name: _figures([each for each in judged if each.language is language])
            for name, language in _LANGUAGES.items()
        },
        "wrong": [each.file for each in judged if each.outcome == "wrong"],
    }


def _figures(judged: Sequence[Judged]) -> Figures:
    latencies = [each.latency for each in judged if each.latency is not None]
    counted = {name: sum(each.outcome == name for each in judged) for name in ("right", "wrong", "refused")}
    return {
        "utterances": len(judged),
        "cer": _error_rate(judged, Language.ZH_CN),
        "wer": _error_rate(judged, Language.EN),
        **{f"intent_{name}": count for name, count in counted.items()},
        "intent_wrong_rate": rate_of(counted["wrong"], sum(counted.values())),
        "latency_median": round(median(latencies), 3) if latencies else None,
    }


def _error_rate(judged: Sequence[Judged], language: Language) -> dict[str, float | None]:
    """Errors over the length of all references; bounds treat each sign or word as one trial."""
    mine = [each for each in judged if each.language is language]
    length = sum(each.length for each in mine)
    return rate_of(min(length, sum(each.errors for each in mine if each.length)), length)


def _judge(row: Labelled, ears: Ears, read: ReadSound) -> Judged:
    language = _LANGUAGES.get(row["lang"], Language.ZH_CN)
    found: list[tuple[Transcript, Understanding]] = []
    latency: float | None = None
    try:
        for speech in utterances(read(row.path), ears.activity):
            began = perf_counter()
            found.append(ears.understood(speech, language))
            latency = max(latency or 0.0, perf_counter() - began)
    except DeviceError:
        found = []
    reference = normalised(row["text"], language) if row["transcribed"] == "yes" else []
    heard = normalised(" ".join(each.text for each, _ in found), language)
    return Judged(
        language=language,
        file=row.name,
        outcome=outcome(row["intent"], [understood for _, understood in found]),
        errors=edits(heard, reference),
        length=len(reference),
        latency=latency,
    )


def utterances(samples: Samples, vad: VoiceActivity) -> list[Speech]:
    """What the listener would hand to the recogniser, with silence around the recording."""
    edges = [np.zeros(int(seconds * SAMPLE_RATE), np.int16) for seconds in (_BEFORE, _AFTER)]
    sound = np.concatenate([edges[0], samples, edges[1]])
    vad.reset()
    endpointer = Endpointer(ListenerDelays())
    found: list[Speech] = []
    for turn in range(len(sound) // CHUNK_SAMPLES):
        chunk = Chunk(sound[turn * CHUNK_SAMPLES : (turn + 1) * CHUNK_SAMPLES], Moment(turn * CHUNK_SECONDS, ""))
        step = endpointer.feed(chunk, vad.probability(chunk.samples))
        if isinstance(step, Ended):
            found.append(step.speech)
            vad.reset()
    return found


def outcome(label: str, understood: Sequence[Understanding]) -> str:
    """right, wrong, refused, or any (not scored). The first accepted utterance is the reply."""
    if label == "any":
        return "any"
    accepted = next((each for each in understood if not isinstance(each, NotUnderstood)), None)
    if label == "none":
        return "right" if accepted is None else "wrong"
    if accepted is None:
        return "refused"
    name, _, value = label.partition(":")
    same_value = not value or accepted.value == Decimal(value)
    return "right" if accepted.intent == name and same_value else "wrong"


def normalised(text: str, language: Language) -> list[str]:
    """Signs (zh) or words (en) without punctuation and case, simplified, digits in words."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    if language is Language.EN:
        return _english(plain)
    plain = re.sub(r"\s", "", _simplified(plain).replace(",", ""))
    plain = re.sub(r"\d[\d.]*[万亿]?[\d.]*|[\d.]*\d", _chinese_number, plain)
    return re.findall(r"[\u4e00-\u9fff]|[a-z]+", plain.replace("两", "二"))


def _chinese_number(found: re.Match[str]) -> str:
    amount = parse_amount(found[0], Language.ZH_CN)
    return words_zh(amount.value) if amount is not None else found[0]


def _english(plain: str) -> list[str]:
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", plain)
    plain = re.sub(r"\b(\d{1,9})(?:st|nd|rd|th)\b", lambda found: ordinal_en(int(found[1])), plain)
    plain = re.sub(r"\b(1[1-9]\d\d)\b", lambda found: year_en(int(found[1])), plain)
    plain = re.sub(r"\b\d{1,9}(?:\.\d+)?\b", lambda found: words_en(Decimal(found[0])), plain)
    return re.findall(r"[a-z0-9']+", plain)


def _simplified(text: str) -> str:
    from opencc import OpenCC

    return str(OpenCC("t2s").convert(text))


def edits(heard: Sequence[str], reference: Sequence[str]) -> int:
    """Levenshtein distance."""
    row = list(range(len(reference) + 1))
    for place, one in enumerate(heard, start=1):
        diagonal, row[0] = row[0], place
        for column, other in enumerate(reference, start=1):
            diagonal, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, diagonal + (one != other)),
            )
    return row[-1]
