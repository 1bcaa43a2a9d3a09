"""A sum in words, to be compared with what was meant."""

from decimal import Decimal

from kiosk.domain.speech import Language

_DIGITS = "零一二三四五六七八九"
_SMALL = ("", "十", "百", "千")
_LARGE = ("", "万", "亿")
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_THOUSANDS = ("", " thousand", " million", " billion")
_MOST = 10**11


def yuan_in_words(value: Decimal, language: Language) -> str:
    """Yuan, jiao and fen in Chinese; yuan and fen in English. Empty above what is ever lent.

    >>> yuan_in_words(Decimal("100200.50"), Language.ZH_CN)
    '十万零二百元五角'
    >>> yuan_in_words(Decimal("100200.50"), Language.EN)
    'one hundred thousand two hundred yuan 50 fen'
    """
    fen = int((value * 100).to_integral_value())
    whole, rest = divmod(fen, 100)
    if not 0 <= whole < _MOST:
        return ""
    if language is Language.EN:
        return f"{_english(whole)} yuan" + (f" {rest} fen" if rest else "")
    jiao, cent = divmod(rest, 10)
    small = (f"{_DIGITS[jiao]}角" if jiao else "零" if cent else "") + (f"{_DIGITS[cent]}分" if cent else "")
    return f"{_chinese(whole)}元{small}"


def _chinese(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    said = ""
    for place in range(len(groups) - 1, -1, -1):
        if groups[place]:
            gap = said and (groups[place] < 1000 or said.endswith("零"))
            said = said.rstrip("零") + ("零" if gap else "") + _four(groups[place]) + _LARGE[place]
        elif said and not said.endswith("零"):
            said += "零"
    said = said.rstrip("零")
    return said[1:] if said.startswith("一十") else said


def _four(group: int) -> str:
    said = ""
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            said += _DIGITS[digit] + _SMALL[place]
        elif said and not said.endswith("零"):
            said += "零"
    return said.rstrip("零")


def _english(number: int) -> str:
    if number == 0:
        return _ONES[0]
    said = []
    for place in range(len(_THOUSANDS) - 1, -1, -1):
        group = number // 1000**place % 1000
        if group:
            said.append(_three(group) + _THOUSANDS[place])
    return " ".join(said)


def _three(group: int) -> str:
    hundreds, rest = divmod(group, 100)
    said = [f"{_ONES[hundreds]} hundred"] if hundreds else []
    if 0 < rest < 20:
        said.append(_ONES[rest])
    elif rest:
        said.append(_TENS[rest // 10] + (f"-{_ONES[rest % 10]}" if rest % 10 else ""))
    return " ".join(said)
