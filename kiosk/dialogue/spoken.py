"""What is shown, as it is spoken: amounts, rates, dates and telephone numbers in words. Money first.

A voice reads "9,106.64 元" in a way of its own; the guide must say exactly what stands on the sheet.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from kiosk.dialogue.numbers_en import digits_en, money_en, ordinal_en, words_en, year_en
from kiosk.dialogue.numbers_zh import digits_zh, money_zh, words_zh
from kiosk.domain.money import fen_of
from kiosk.domain.speech import Language

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MONTHS = "January February March April May June July August September October November December".split()

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def spoken(text: str, language: Language) -> str:
    """The text with every number in words; nothing else is changed."""
    for pattern, words in _RULES[language]:
        text = pattern.sub(words, text)
    return text


def _value(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def _fen(number: str) -> int:
    return fen_of(_value(number))


def _zh_date(found: re.Match[str]) -> str:
    year, month, day = found[1], int(found[2]), int(found[3])
    return f"{digits_zh(year)}年{words_zh(month)}月{words_zh(day)}日"


def _zh_time(found: re.Match[str]) -> str:
    minutes = int(found[2])
    return f"{words_zh(int(found[1]))}点" + (f"{'零' if minutes < 10 else ''}{words_zh(minutes)}分" if minutes else "")


def _zh_number(found: re.Match[str]) -> str:
    whole = found[0]
    return digits_zh(whole) if _is_code(whole) else words_zh(_value(whole))


def _zh_counted(found: re.Match[str]) -> str:
    value = _value(found[1])
    return ("两" if value == 2 else words_zh(value)) + found[2]


def _en_date(found: re.Match[str]) -> str:
    return f"the {ordinal_en(int(found[1]))} of {found[2]} {year_en(int(found[3]))}"


def _en_iso(found: re.Match[str]) -> str:
    month = int(found[2])
    if not 1 <= month <= 12:
        return found[0]
    return f"the {ordinal_en(int(found[3]))} of {_MONTHS[month - 1]} {year_en(int(found[1]))}"


def _en_time(found: re.Match[str]) -> str:
    minutes = int(found[2])
    if not minutes:
        return f"{words_en(int(found[1]))} o'clock"
    return f"{words_en(int(found[1]))} {'oh ' if minutes < 10 else ''}{words_en(minutes)}"


def _en_number(found: re.Match[str]) -> str:
    whole = found[0]
    return digits_en(whole) if _is_code(whole) else words_en(_value(whole))


def _is_code(number: str) -> bool:
    """A leading zero is never part of a quantity."""
    return len(number) > 1 and number.startswith("0") and number[1] != "."


def _digits_of(words: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
    def read(found: re.Match[str]) -> str:
        return "".join(words(part) if part.isdigit() else ("，" if part == "-" else part) for part in _runs(found[0]))

    return read


def _runs(text: str) -> list[str]:
    return re.findall(r"\d+|-|[^\d-]+", text)


_PHONE = r"(?<![\d.,-])(?:\d{3,4}-\d{3,4}-\d{3,4}|\d{3,4}-\d{7,8}|1\d{10})(?![\d-])"
_ZH_RULES: tuple[Rule, ...] = (
    (re.compile(rf"({_NUMBER})\s*(?:元|块钱|块)(?!/)"), lambda m: money_zh(_fen(m[1]))),
    (re.compile(rf"¥\s*({_NUMBER})"), lambda m: money_zh(_fen(m[1]))),
    (re.compile(_PHONE), _digits_of(digits_zh)),
    (re.compile(r"(?:电话|热线|拨打|打)[^\d，。]{0,4}\d{3,}(?![\d,.])"), _digits_of(digits_zh)),
    (re.compile(rf"({_NUMBER})\s*%"), lambda m: f"百分之{words_zh(_value(m[1]))}"),
    (re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]"), _zh_date),
    (re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)"), _zh_date),
    (re.compile(r"(\d{4})\s*年(?!期)"), lambda m: f"{digits_zh(m[1])}年"),
    (re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)"), _zh_time),
    (re.compile(rf"(?<![\d.,])({_NUMBER})\s*(个|家|天|年|次|位|条|遍|分钟|小时)(?!月)"), _zh_counted),
    (re.compile(rf"(?<![\d.,])({_NUMBER})\s*(个月)"), _zh_counted),
    (re.compile(_NUMBER), _zh_number),
)
_EN_RULES: tuple[Rule, ...] = (
    (re.compile(rf"({_NUMBER})\s*(?:yuan|RMB)\b"), lambda m: money_en(_fen(m[1]))),
    (re.compile(rf"[¥￥]\s*({_NUMBER})"), lambda m: money_en(_fen(m[1]))),
    (re.compile(_PHONE), _digits_of(digits_en)),
    (re.compile(r"(?:\bcall|\bhotline|\bnumber|\bphone|\bat)\s+\d{3,}(?![\d,.:%])"), _digits_of(digits_en)),
    (re.compile(rf"({_NUMBER})\s*%"), lambda m: f"{words_en(_value(m[1]))} per cent"),
    (re.compile(rf"(?<!\d)(\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}})"), _en_date),
    (re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)"), _en_iso),
    (re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)"), _en_time),
    (re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)\b"), lambda m: ordinal_en(int(m[1]))),
    (re.compile(r"\bday (\d{1,2})\b"), lambda m: f"day {words_en(int(m[1]))}"),
    (re.compile(_NUMBER), _en_number),
)
_RULES = {Language.ZH_CN: _ZH_RULES, Language.EN: _EN_RULES}
