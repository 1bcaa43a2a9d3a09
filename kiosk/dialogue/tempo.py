"""How much a sound can hold: syllables of a text, and the repetitions that a recogniser adds to a short word."""

import re
from dataclasses import dataclass
from decimal import Decimal

from kiosk.dialogue.numbers import number_words, parse_amount
from kiosk.dialogue.phonetics import syllables
from kiosk.domain.remembered import remembered
from kiosk.domain.speech import Language

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_MOST_DIGITS = 9
"""A longer row of digits is read one by one."""
_LONG_NUMBER = 10


@dataclass(frozen=True, slots=True)
class Tempo:
    """How fast anybody speaks."""

    syllables_a_second: float
    seconds_a_digit: float

    def too_fast(self, text: str, seconds: float, language: Language) -> bool:
        """Whether nobody says so much in this time."""
        return fewest_syllables(text, language) > seconds * self.syllables_a_second


def fewest_syllables(text: str, language: Language) -> int:
    """In which it can be said: 2000 is 两千, not 二零零零.

    >>> fewest_syllables("2000元", Language.ZH_CN), fewest_syllables("$50,000", Language.EN)
    (3, 4)
    """
    digits = sum(_number_syllables(found, language) for found in _NUMBER.findall(text))
    return digits + _word_syllables(_NUMBER.sub(" ", text), language)


@remembered(4096)
def _number_syllables(written: str, language: Language) -> int:
    plain = written.replace(",", "")
    one_by_one = len(plain)
    if len(plain) > _MOST_DIGITS:
        return one_by_one
    return min(one_by_one, _word_syllables(number_words(Decimal(plain), language), language))


def _word_syllables(text: str, language: Language) -> int:
    if language is Language.ZH_CN:
        return len(syllables(text))
    return len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", text.lower())))


def collapsed(text: str, seconds: float, language: Language, tempo: Tempo) -> str:
    """Whisper repeats short words. A word or phrase said over and over is that phrase; a mere number only when the
    sound is too short to have held it so often ("one one" may be eleven).

    >>> collapsed("最后一个最后一个", 0.8, Language.ZH_CN, Tempo(6.5, 0.3))
    '最后一个'
    """
    if parse_amount(text, language) is not None:
        return text
    tokens = [token.strip(",.!?。，！？ ").lower() for token in text.split()]
    if language is Language.ZH_CN and len(tokens) == 1:
        unit = "".join(_unit(list(tokens[0])))
        return unit if 1 < len(unit) < len(tokens[0]) and _once(unit, text, seconds, language, tempo) else text
    found = _unit(tokens)
    if len(found) == len(tokens):
        return text
    unit = " ".join(found)
    if _once(unit, text, seconds, language, tempo):
        return unit
    fast = seconds < tempo.seconds_a_digit * len(tokens)
    return unit if len(found) == 1 and len(unit) < _LONG_NUMBER and fast else text


def _once(unit: str, text: str, seconds: float, language: Language, tempo: Tempo) -> bool:
    """Whether it was said once, or means the same however often it was said."""
    if not any(parse_amount(unit, each) for each in (language, Language.EN)):
        return True
    return len(unit) > 1 and tempo.too_fast(text, seconds, language) and not tempo.too_fast(unit, seconds, language)


def _unit(tokens: list[str]) -> list[str]:
    """The shortest run that makes up the whole by being repeated."""
    for length in range(1, len(tokens) // 2 + 1):
        times, rest = divmod(len(tokens), length)
        if not rest and tokens == tokens[:length] * times:
            return tokens[:length]
    return tokens
