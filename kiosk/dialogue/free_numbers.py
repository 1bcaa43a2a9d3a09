"""Every number that is said somewhere in free words, each read by the exact parser; a number that it can't read is
named as such, never guessed."""

import re
from dataclasses import dataclass
from decimal import Decimal

from kiosk.dialogue.amount import Amount, Unit
from kiosk.dialogue.numbers import parse_amount
from kiosk.domain.speech import Language


@dataclass(frozen=True, slots=True)
class Said:
    """One number and where it stands; `amount` None: it can't be read for certain."""

    begins: int
    ends: int
    amount: Amount | None

    @property
    def is_money(self) -> bool:
        """In yuan, or without a unit."""
        return self.amount is None or self.amount.unit in (Unit.YUAN, Unit.NONE)


_NO_NUMBERS_ZH = re.compile(
    "一共|一起|一样|一定|一直|一下|一点|一些|一般|一旦|一分|一清二楚|万一|千万|百姓|唯一|统一"
    "|第[一二三四五六七八九十0-9]+[期次回个笔家条]?|头[一1][期次回个]|[一二三四五六七八九十0-9]{1,3}月(?![供息费])"
    "|[一两二三四五六七八九十0-9]{1,3}[次回种样条份笔位遍句张]"
    "|(?<![0-9零〇一二两三四五六七八九十百千万亿])一(?![0-9零〇一二两三四五六七八九十百千万亿元块圆毛角年天日号家期个%点])|三七二十一|十分|四处|两边|一律|一切|一时|一概|星期[一二三四五六]"
)
"""Words with a number sign in them that count nothing here."""
_ZH = re.compile(
    r"百分之[0-9零〇一二两三四五六七八九十百千万亿点.]+"
    r"|(?:[0-9]+(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千万亿])(?:[0-9]+(?:\.[0-9]+)?"
    r"|点?[零〇一二两三四五六七八九十百千万亿])*"
    r"(?:(?:元|块|圆)(?:零?[0-9一二两三四五六七八九](?:毛|角))?(?:零?[0-9一二两三四五六七八九]分)?"
    r"(?:[0-9一二两三四五六七八九](?![0-9零一二两三四五六七八九十百千万]))?钱?"
    r"|[毛角](?:[0-9一二两三四五六七八九]分)?|分钱|个百分点|%|个月|年|天|日|号|家|期|个)?"
)
_EN_WORD = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million"
)
_EN_UNIT = r"yuan|rmb|percent|per cent|%|years?|months?|days?"
_EN_PART = rf"(?:(?:{_EN_WORD})\b|\d[\d,]*(?:\.\d+)?)"
_EN = re.compile(
    rf"\b(?:a (?=hundred|thousand))?{_EN_PART}(?:(?:[ -]+(?:and )?|[ -]point[ -]){_EN_PART})*(?:\s*(?:{_EN_UNIT}))?"
    r"(?:\s+and\s+\S+(?:[ -]\S+)?\s+fen)?",
    re.I,
)
_ORDINAL_EN = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b|\bday (\d{1,2})\b", re.I)
_NO_NUMBERS_EN = re.compile(
    r"\b(?:one by one|at once|no one|someone|anyone|the one|this one|that one|one of|one time|first|second|once)\b",
    re.I,
)


def numbers_in(text: str, language: Language) -> tuple[Said, ...]:
    """All of them, in order.

    >>> [str(each.amount.value) for each in numbers_in("借五万，到手四万八千五百元", Language.ZH_CN) if each.amount]
    ['50000', '48500']
    """
    if language is Language.ZH_CN:
        return _chinese(text)
    return _english(text)


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: "＿" * len(found[0]), text)


def _chinese(text: str) -> tuple[Said, ...]:
    plain = _blank(_NO_NUMBERS_ZH, text)
    found = []
    for match in _ZH.finditer(plain):
        words = re.sub(r"(?<=[元块圆])零(?=.[毛角分])", "", match[0])
        found.append(Said(match.start(), match.end(), parse_amount(words, Language.ZH_CN)))
    return tuple(found)


def _english(text: str) -> tuple[Said, ...]:
    days = [
        Said(match.start(), match.end(), Amount(Decimal(match[1] or match[2]), Unit.DAY))
        for match in _ORDINAL_EN.finditer(text)
    ]
    plain = _blank(_NO_NUMBERS_EN, _blank(_ORDINAL_EN, text))
    found = [
        Said(match.start(), match.end(), parse_amount(match[0].strip(" ,"), Language.EN))
        for match in _EN.finditer(plain)
    ]
    return tuple(sorted((*days, *found), key=lambda said: said.begins))
