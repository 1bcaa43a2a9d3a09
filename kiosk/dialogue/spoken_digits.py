"""Digits read aloud one by one, out of what a recogniser heard."""

import re

from kiosk.domain.speech import Language

_ZH = {
    **dict(zip("零一二三四五六七八九", "0123456789", strict=True)),
    "〇": "0",
    "洞": "0",
    "幺": "1",
    "腰": "1",
    "两": "2",
}
_EN = {
    "zero": "0", "oh": "0", "o": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_WORDS = re.compile(r"[a-z]+|\d")
_SAID = {
    Language.ZH_CN: "零一二三四五六七八九",
    Language.EN: ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}


def digits_in(text: str, language: Language) -> str:
    """ "" where anything but digits was said: a sentence with a number in it is no reading of digits."""
    if language is Language.ZH_CN:
        signs = [sign for sign in text if sign.isalnum()]
        found = [sign if sign in "0123456789" else _ZH.get(sign, "") for sign in signs]
    else:
        found = [word if word.isdigit() else _EN.get(word, "") for word in _WORDS.findall(text.lower())]
    return "".join(found) if all(found) else ""


def digits_aloud(digits: str, language: Language) -> str:
    """How they are read."""
    words = [_SAID[language][int(digit)] for digit in digits]
    return "".join(words) if language is Language.ZH_CN else " ".join(words)
