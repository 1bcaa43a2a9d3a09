"""What a transcript means, by rules that would rather ask again than guess (invariant 10).

Order: the sound (1), its certainty (2), a number (3), a choice (4), the closed lists (5), a question (6). The two best
must lie apart (7), and so must the recogniser's own guesses (`hypotheses`); a yes or a number has to stand up to what
else the sound may have been (`second_look`). Whatever is taken is shown for confirmation; voice alone never signs.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from kiosk.dialogue.amount import Amount
from kiosk.dialogue.asking import Knows, is_question
from kiosk.dialogue.choosing import bare, is_short_for, place_of
from kiosk.dialogue.hypotheses import settled
from kiosk.dialogue.lexicon import PHRASES
from kiosk.dialogue.numbers import Unit, parse_amount
from kiosk.dialogue.phonetics import distance, syllables
from kiosk.dialogue.second_look import SecondLook, second_look, stands_up
from kiosk.dialogue.tempo import Tempo, collapsed
from kiosk.domain.remembered import remembered
from kiosk.domain.speech import (
    ALWAYS_HEARD,
    Grammar,
    Hypothesis,
    Intent,
    Language,
    NotUnderstood,
    Transcript,
    Understanding,
    Understood,
)


@dataclass(frozen=True, slots=True)
class AcceptanceThresholds:
    """Measured; may be refitted as long as nothing wrong is accepted."""

    log_probability: float = -1.0
    distance: float = 0.25
    margin: float = 0.1
    speech_seconds: float = 0.25
    syllables_a_second: float = 6.5
    """Faster than anybody speaks to a kiosk: a text that the sound can't hold was made up."""
    seconds_a_syllable: float = 0.22
    """Of a number like 44: said faster it may be a four that the recogniser wrote twice."""
    seconds_a_digit: float = 0.3
    """Whisper repeats a short digit ("9 9 9"); said so often, each would take longer than this."""
    as_likely: float = 0.15
    """A guess whose average log-probability is that near to the best one's may be what was said."""
    overlap: float = 0.06
    """Of the voiced sound: with more of a second voice in it, nobody knows who answered."""
    second_look: SecondLook = field(default_factory=SecondLook)


TWO_VOICES = "two_voices"
"""The reason why an answer is not taken in which two people speak."""

_SETTINGS = AcceptanceThresholds()
_NEGATIVE_WORDS = frozenset(
    "no not don't doesn't didn't isn't never none nobody nothing nope cannot can't won't".split()
)
_FROM_ANYBODY = ALWAYS_HEARD | {Intent.NO, Intent.QUESTION}
_URGENT = frozenset({Intent.STOP, Intent.WAIT, Intent.HELP})
_EXACT_SIGNS = re.compile("[不没别未否零一二两三四五六七八九十百千万半]")
_SAME_PARTICLE = re.compile("(?<=.)[啦咯喽]$")
"""听懂啦 is 听懂了."""
_MAX_PHRASE = 24
"""Signs; longer than any phrase on the lists."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    distance: float
    understood: Understood
    rival_only: bool = False
    """What the sound could have been, too; never taken itself."""

    @property
    def meaning(self) -> tuple[object, ...]:
        return self.understood.intent, self.understood.value, self.understood.choice


def understand(
    transcript: Transcript,
    grammar: Grammar,
    language: Language,
    thresholds: AcceptanceThresholds = _SETTINGS,
    knows: Knows | None = None,
) -> Understanding:
    """Understood, or NotUnderstood with a word for the log. `knows`: what the approved knowledge can answer."""

    best, seconds = Hypothesis(transcript.text, transcript.average_log_probability), transcript.speech_seconds
    first = _judged(best, seconds, grammar, language, thresholds, knows)
    # Of the others only what stands on the lists is looked for: a question is answered as it was heard best.
    others = ((each, _judged(each, seconds, grammar, language, thresholds, None)) for each in transcript.others)
    found = settled(best, first, tuple(others), thresholds.as_likely)

    def meaning(phrase: str, said_in: float) -> Understanding:
        return _judged(Hypothesis(phrase, 0.0), said_in, grammar, language, thresholds, None)

    if isinstance(found, NotUnderstood):
        found = second_look(transcript, found, grammar, meaning, thresholds.second_look)
    else:
        found = stands_up(transcript, found, meaning, thresholds.second_look)
    return _by_one_person(found, transcript, thresholds)


def _by_one_person(found: Understanding, transcript: Transcript, thresholds: AcceptanceThresholds) -> Understanding:
    """What binds is said by one person. A no, a question and what may be said at any time cost nothing: they count."""
    if isinstance(found, NotUnderstood) or found.intent in _FROM_ANYBODY or transcript.overlap <= thresholds.overlap:
        return found
    return NotUnderstood(found.text, TWO_VOICES)


def _judged(
    heard: Hypothesis,
    seconds: float,
    grammar: Grammar,
    language: Language,
    thresholds: AcceptanceThresholds,
    knows: Knows | None,
) -> Understanding:
    tempo = Tempo(thresholds.syllables_a_second, thresholds.seconds_a_digit)
    text = collapsed(unicodedata.normalize("NFKC", heard.text).strip(), seconds, language, tempo)
    if seconds < thresholds.speech_seconds:  # (1)
        return NotUnderstood(heard.text, "too_short")
    if not any(_core(text, each) for each in Language):
        return NotUnderstood(heard.text, "nothing")
    if not heard.average_log_probability >= thresholds.log_probability:  # (2); NaN is no certainty
        return NotUnderstood(heard.text, "unsure")
    if _doubled(text) and seconds < thresholds.seconds_a_syllable * (2 * len(text.strip(" ,.!?。")) - 1):
        return NotUnderstood(heard.text, "ambiguous")
    if tempo.too_fast(text, seconds, language):
        return NotUnderstood(heard.text, "too_fast")
    candidates = [*_numbers(text, grammar, language), *_choices(text, grammar, language), *_phrases(text, language)]
    found = _settled(text, candidates, grammar, thresholds)
    if found is not None:
        return found
    if is_question(text, grammar, language, knows):  # (6)
        return Understood(Intent.QUESTION, text)
    if Intent.WORDS in grammar.intents:  # whatever they are: what they say is graded, not likened
        return Understood(Intent.WORDS, text)
    return _in_the_other_language(text, language)


def _in_the_other_language(text: str, language: Language) -> Understanding:
    """Exactly a phrase of the other list. What stops or calls somebody is taken; an answer is not, since a recogniser
    writes "OK" for many a sound: the guide offers the other language instead."""
    other = Language.EN if language is Language.ZH_CN else Language.ZH_CN
    core = _core(text, other)
    intent = next((found for found, phrases in PHRASES[other].items() if core in phrases), None)
    if intent in _URGENT:
        return Understood(intent, text)
    return NotUnderstood(text, "unknown" if intent is None else "other_language")


def understand_over(
    transcript: Transcript, language: Language, thresholds: AcceptanceThresholds = _SETTINGS, knows: Knows | None = None
) -> Understanding:
    """What interrupts while the guide speaks: what may be said at any time, and questions about the loan. Never an
    answer, since nothing was asked to its end."""
    found = understand(transcript, Grammar(frozenset()), language, thresholds, knows)
    strictly = Grammar(frozenset({Intent.NO}))  # as while an answer is awaited that commits
    if isinstance(found, Understood) and found.intent is Intent.QUESTION:
        return found if is_question(found.text, strictly, language, knows) else NotUnderstood(found.text, "beside")
    return found


def _settled(
    text: str, candidates: list[_Candidate], grammar: Grammar, thresholds: AcceptanceThresholds
) -> Understanding | None:
    """What stands on the lists decides; None: it is near nothing on them."""
    heard = grammar.intents | ALWAYS_HEARD
    # A word that can't be an answer now competes only with other words; homophones of what can't be said are no rival.
    near = [each for each in candidates if each.distance <= thresholds.distance and not each.rival_only]
    near.sort(key=lambda each: each.distance)
    allowed = [each for each in near if each.understood.intent in heard]
    if not allowed:
        return NotUnderstood(text, "not_now") if near else None
    best = allowed[0]
    if near[0].distance + thresholds.margin <= best.distance:
        return NotUnderstood(text, "not_now")
    rivals = (each for each in candidates if each.understood.intent in heard and each.meaning != best.meaning)
    if any(rival.distance - best.distance < thresholds.margin for rival in rivals):  # (7)
        return NotUnderstood(text, "ambiguous")
    return best.understood


def _numbers(text: str, grammar: Grammar, language: Language) -> list[_Candidate]:
    """(3) Exact: the whole text is the number. A number that sounds like another word has that word as its rival."""
    if grammar.numbers is None:
        return []
    low, high = grammar.numbers
    amount = parse_amount(text, language)
    if amount is None and grammar.choices:
        place = place_of(text, language, len(grammar.choices))
        amount = None if place is None else Amount(place)
    if amount is None or amount.unit is Unit.YEAR or (amount.unit is Unit.MONTH and amount.value % 1):
        return []
    if not low <= amount.value <= high:
        return []
    found = [_Candidate(0.0, Understood(Intent.NUMBER, text, value=amount.value))]
    if language is Language.ZH_CN and amount.value == 10 and amount.unit is Unit.NONE:
        found.append(_Candidate(0.0, Understood(Intent.YES, text), rival_only=True))  # 十 and 是 are one sound
    return found


def _choices(text: str, grammar: Grammar, language: Language) -> list[_Candidate]:
    """(4) A choice by its words; words that hold a number must be that number."""
    found: list[_Candidate] = []
    for key, names in grammar.choices:
        said = (text, bare(text, language))
        nearest = min((_choice_distance(each, name, language) for name in names for each in said), default=1.0)
        if is_short_for(text, names, language):
            nearest = 0.0
        found.append(_Candidate(nearest, Understood(Intent.CHOICE, text, choice=key)))
    return found


def _choice_distance(text: str, name: str, language: Language) -> float:
    meant, said = parse_amount(name, language), parse_amount(text, language)
    if meant is not None or said is not None:
        if meant is None or said is None:
            return float("inf")
        same_unit = meant.unit is said.unit or Unit.NONE in (meant.unit, said.unit)
        return 0.0 if same_unit and meant.value == said.value else float("inf")
    if re.search(r"\d", name) and re.sub(r"\D", "", name) != re.sub(r"\D", "", text):
        return float("inf")
    return _distance(_core(text, language), _core(name, language), language)


def _phrases(text: str, language: Language) -> list[_Candidate]:
    """(5) The nearest phrase of each intent; a number that could be heard as a word is a rival to it."""
    core = _core(text, language)
    if len(core) > _MAX_PHRASE * (1 if language is Language.ZH_CN else 3):
        return []
    found: list[_Candidate] = []
    for intent, phrases in _cores(language).items():
        nearest = min(_distance(core, phrase, language) for phrase in phrases)
        found.append(_Candidate(nearest, Understood(intent, text)))
    if language is Language.ZH_CN and core in ("是", "事"):
        found.append(_Candidate(0.0, Understood(Intent.NUMBER, text, value=Decimal(10)), rival_only=True))
    return found


def nearness(text: str, phrases: Iterable[str], language: Language) -> float:
    """How far a text is from the nearest of these phrases, by the rules of the lists; 0: the same."""
    core = _core(text, language)
    return min((_distance(core, _core(each, language), language) for each in phrases), default=float("inf"))


@lru_cache
def _cores(language: Language) -> dict[Intent, tuple[str, ...]]:
    return {intent: tuple(_core(each, language) for each in phrases) for intent, phrases in PHRASES[language].items()}


@remembered(4096)
def _distance(heard: str, meant: str, language: Language) -> float:
    if heard == meant:
        return 0.0
    if language is Language.ZH_CN:
        # Latin letters or digits were not said by these syllables; negations and numbers agree sign by sign.
        if re.search(r"[a-z0-9]", heard) or _EXACT_SIGNS.findall(heard) != _EXACT_SIGNS.findall(meant):
            return float("inf")
        return distance(syllables(heard), syllables(meant))
    return _english_distance(heard, meant)


@remembered(4096)
def _english_distance(heard: str, meant: str) -> float:
    """One word of four letters or more may be misspelt; the others are exact: "if I agree" is not "yes I agree"."""
    words, wanted = heard.split(), meant.split()
    if len(words) != len(wanted):
        return float("inf")
    differing = [(one, other) for one, other in zip(words, wanted, strict=True) if one != other]
    if len(differing) != 1 or len(wanted) < 2 or any(len(word) < 4 or word in _NEGATIVE_WORDS for word in differing[0]):
        return float("inf")
    return 1 - SequenceMatcher(None, *differing[0], autojunk=False).ratio()


def _core(text: str, language: Language) -> str:
    """What is compared: no punctuation, no spaces (zh), small letters (en)."""
    plain = text.lower().replace("’", "'")
    if language is Language.ZH_CN:
        return _SAME_PARTICLE.sub("了", re.sub(r"[^\u4e00-\u9fffa-z0-9]", "", plain))
    return " ".join(re.findall(r"[a-z0-9']+", plain))


def _doubled(text: str) -> bool:
    return re.fullmatch(r"(\d)\1+", text.strip(" ,.!?。")) is not None
