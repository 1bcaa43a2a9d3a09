"""What was refused as it was heard freely, looked at once more: the phrases of the lists held against the sound.

Nothing is prompted: each phrase is scored by itself, after the free transcript was judged (docs/adr/0030). Number
words are never taken this way, and what binds holds a negation only where it was heard freely, too. A yes that was
heard freely has to stand up to the same lists (docs/adr/0037): a no that is nearly as likely speaks against it; and a
number to the other numbers that were guessed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.dialogue.hypotheses import exact_signs
from kiosk.dialogue.lexicon import PHRASES
from kiosk.dialogue.numbers import parse_amount
from kiosk.dialogue.tempo import fewest_syllables
from kiosk.domain.speech import (
    ALWAYS_HEARD,
    Grammar,
    Intent,
    Language,
    NotUnderstood,
    Scored,
    Transcript,
    Understanding,
    Understood,
)

_LOOKED_AT_AGAIN = frozenset({"unknown", "unsure", "too_fast", "ambiguous"})
_NUMBERS = {
    Language.ZH_CN: (*"零一二两三四五六七八九十", *(str(each) for each in range(11))),
    Language.EN: (
        *"zero one two three four five six seven eight nine ten".split(), *(str(each) for each in range(11)),
    ),
}  # fmt: skip
_NEGATIVE = frozenset((*"不没别未否", "no", "not", "none", "never", "nobody", "n't"))
_STOPS = " .,!?。，！？"
_LONG_ENOUGH = 60.0
"""Seconds in which anything can be said."""
_PLACES_ZH, _PLACES_EN = "一二三四五六七八九", "first second third fourth fifth sixth seventh eighth ninth".split()


@dataclass(frozen=True, slots=True)
class SecondLook:
    """Fitted by speaker (docs/adr/0030). Log-probabilities are natural, with the end of the text."""

    average: float = -1.1
    """Per token, of what binds: a yes, a choice, "I heard it"."""
    average_of_no: float = -1.45
    average_of_commands: float = -1.6
    average_in_doubt: float = -1.9
    doubt: float = -0.9
    """Of commands where the free transcript itself was hardly more likely: nothing else was heard either."""
    margin: float = 2.0
    margin_of_what_binds: float = 4.0
    """By which the whole phrase is likelier than any of another meaning, also of those that can't be said now."""
    seconds_a_syllable: float = 0.35
    """And as much once more: what sounds longer than that was something longer."""
    least_syllables: int = 2
    """Of a yes: too many sounds are a little like 是 or yes."""
    average_of_heard_yes: float = -1.5
    average_of_heard_syllable: float = -0.5
    """Of a yes of one syllable: 水 is heard as 是 with -0.6 to -0.8."""
    margin_over_no: float = 5.0
    margin_of_heard_yes: float = 2.5
    """Over whatever else could be meant."""
    margin_of_heard_number: float = 0.5
    margin_of_heard_english_number: float = 1.4
    """Over every other number that was guessed: "ninety-nine million" is heard as 9.5 million. Less in Chinese, where
    one number is written in many ways (3万5, 3.5千), which share what is likely."""
    doubtful_number: float = -0.6
    """Average of the free transcript below which the distance has to be twice as large."""


def held_against(found: Understanding, transcript: Transcript, grammar: Grammar) -> tuple[str, ...]:
    """What is worth scoring: the lists after some refusals and before a yes is believed; before a number is, what else
    was guessed, where that holds another number. Empty: nothing."""
    match found:
        case NotUnderstood(_, reason) if reason in _LOOKED_AT_AGAIN:
            return phrases_to_score(grammar, transcript.language)
        case Understood(Intent.YES):
            return phrases_to_score(grammar, transcript.language)
        case Understood(Intent.NUMBER, text):
            guesses = dict.fromkeys(each.strip(_STOPS) for each in (text, transcript.text, *_texts(transcript)))
            against = (_speaks_against(each, text, transcript.language) for each in guesses)
            return tuple(guesses) if any(against) else ()
        case _:
            return ()


def phrases_to_score(grammar: Grammar, language: Language) -> tuple[str, ...]:
    """All that could be meant, and its rivals: every list, the choices that are open, the small numbers."""
    listed = (phrase for phrases in PHRASES[language].values() for phrase in phrases)
    named = (name for _, names in grammar.choices for name in names)
    count = len(grammar.choices)
    places = (
        (f"第{each}{kind}" for each in _PLACES_ZH[:count] for kind in "个家")
        if language is Language.ZH_CN
        else (f"the {each} one" for each in _PLACES_EN[:count])
    )
    return tuple(dict.fromkeys((*listed, *named, *places, *_NUMBERS[language])))


def stands_up(
    transcript: Transcript, agreed: Understood, meaning: Callable[[str, float], Understanding], thresholds: SecondLook
) -> Understanding:
    """What was heard freely, unless the sound speaks against it; as it is where nothing was held against the sound."""
    scored = transcript.scored
    if scored is None:
        return agreed
    if agreed.intent is Intent.YES:
        return _yes_stands_up(scored, agreed, transcript.language, meaning, thresholds)
    return _number_stands_up(transcript, scored, agreed, thresholds) if agreed.intent is Intent.NUMBER else agreed


def _yes_stands_up(
    scored: Sequence[Scored],
    agreed: Understood,
    language: Language,
    meaning: Callable[[str, float], Understanding],
    thresholds: SecondLook,
) -> Understanding:
    told = [(each, meaning(each.text, _LONG_ENOUGH)) for each in scored]
    best = next((each for each, found in told if _same(found, agreed)), None)
    if best is None or best.average < _least_of_yes(thresholds, best.text, language):
        return NotUnderstood(agreed.text, "unsure")
    for each, found in told:
        denied = isinstance(found, Understood) and found.intent is Intent.NO
        margin = thresholds.margin_over_no if denied else thresholds.margin_of_heard_yes
        if not _same(found, agreed) and best.log_probability - each.log_probability < margin:
            return NotUnderstood(agreed.text, "ambiguous")
    return agreed


def _number_stands_up(
    transcript: Transcript, scored: Sequence[Scored], agreed: Understood, thresholds: SecondLook
) -> Understanding:
    """`scored`: the likeliest first. Other spellings of the number speak for it."""
    language = transcript.language
    rival = next((each for each in scored if _speaks_against(each.text, agreed.text, language)), None)
    if rival is None:
        return agreed
    own = next((each for each in scored if _is_number(each.text, agreed.text, language)), None)
    english = language is Language.EN
    margin = thresholds.margin_of_heard_english_number if english else thresholds.margin_of_heard_number
    if transcript.average_log_probability < thresholds.doubtful_number:
        margin *= 2
    if own is None or own.log_probability - rival.log_probability < margin:
        return NotUnderstood(agreed.text, "ambiguous")
    return agreed


def _least_of_yes(thresholds: SecondLook, text: str, language: Language) -> float:
    single = fewest_syllables(text, language) < thresholds.least_syllables
    return thresholds.average_of_heard_syllable if single else thresholds.average_of_heard_yes


def _speaks_against(guess: str, number: str, language: Language) -> bool:
    """Whether it holds numbers or negations, and others; not where it is written otherwise, or twice."""
    own = exact_signs(number)
    return not _is_number(guess, number, language) and exact_signs(guess) not in ([], own + own)


def _is_number(guess: str, number: str, language: Language) -> bool:
    if exact_signs(guess) == exact_signs(number):
        return True
    one, other = parse_amount(guess, language), parse_amount(number, language)
    return one is not None and other is not None and one.value == other.value


def _texts(transcript: Transcript) -> tuple[str, ...]:
    return tuple(each.text for each in transcript.others)


def second_look(
    transcript: Transcript,
    refused: NotUnderstood,
    grammar: Grammar,
    meaning: Callable[[str, float], Understanding],
    thresholds: SecondLook,
) -> Understanding:
    """What the likeliest phrase means, or `refused`. `meaning`: of a phrase that took so many seconds to say."""
    if refused.reason not in _LOOKED_AT_AGAIN or not transcript.scored:
        return refused
    best, seconds = transcript.scored[0], transcript.speech_seconds
    found = meaning(best.text, seconds)
    if not isinstance(found, Understood) or found.intent in (Intent.QUESTION, Intent.WORDS, Intent.NUMBER):
        return refused
    command = found.intent in ALWAYS_HEARD
    syllables = fewest_syllables(best.text, transcript.language)
    rivals = (
        each.log_probability for each in transcript.scored[1:] if not _same(meaning(each.text, _LONG_ENOUGH), found)
    )
    certain = (
        best.average >= _least(thresholds, transcript, found.intent)
        and best.log_probability - max(rivals, default=float("-inf")) >= _margin(thresholds, found.intent)
        and seconds <= thresholds.seconds_a_syllable * (syllables + 1)
        and (found.intent is not Intent.YES or syllables >= thresholds.least_syllables)
        and _heard_exactly(best.text, [transcript.text, *_texts(transcript)], binds=not command)
    )
    return Understood(found.intent, best.text, found.value, found.choice) if certain else refused


def _same(one: Understanding, other: Understood) -> bool:
    return isinstance(one, Understood) and (one.intent, one.value, one.choice) == (
        other.intent, other.value, other.choice,
    )  # fmt: skip


def _least(thresholds: SecondLook, transcript: Transcript, intent: Intent) -> float:
    if intent is Intent.NO:
        return thresholds.average_of_no
    if intent not in ALWAYS_HEARD:
        return thresholds.average
    in_doubt = transcript.average_log_probability <= thresholds.doubt
    return thresholds.average_in_doubt if in_doubt else thresholds.average_of_commands


def _margin(thresholds: SecondLook, intent: Intent) -> float:
    binds = intent is not Intent.NO and intent not in ALWAYS_HEARD
    return thresholds.margin_of_what_binds if binds else thresholds.margin


def _heard_exactly(phrase: str, guesses: Sequence[str], *, binds: bool) -> bool:
    """Its negations stand in a guess; of what binds, in the best one, its numbers too, and no guess holds others."""
    own, heard = exact_signs(phrase), [exact_signs(each) for each in guesses]
    if binds:
        return own == heard[0] and all(each in ([], own) for each in heard)
    denied = [each for each in own if each in _NEGATIVE]
    return denied in [[each for each in one if each in _NEGATIVE] for one in heard]
