"""What if, in the borrower's words: 如果第六个月提前还清呢, what if I miss ninety days.

Whole and plain, or nothing: what is not certain is left to the approved knowledge.
"""

import re
from decimal import Decimal

from kiosk.dialogue.numbers import parse_amount
from kiosk.domain.speech import Language
from kiosk.lending.what_if import MISSED_DAYS, Supposition, What

_ZH = "[0-9零一二两三四五六七八九十]{1,3}"
_WHEN_ZH = re.compile(rf"第?({_ZH})个?月|(半)年|({_ZH})年")
_ALL_PAID_ZH = re.compile(r"还清|结清|还完|还掉|全(?:部)?还|都还")
_NOT_EARLY_ZH = re.compile(r"不(?:想|要|用|能)?提前|不还清|还不清|没还清")
_HALF_ZH = re.compile(r"还(?:掉|上|款)?一半|一半先?还")
_ADDS_ZH = re.compile(r"再加上|再加|加上|再|同时|在这个上面|在这个基础上|另外")
_LATE_ZH = re.compile(r"逾期|晚还|迟还|晚交|拖欠|拖着|没还|不还|没有还|还不上|漏还|忘了?还|晚|拖|欠")
_DAYS_ZH = re.compile(rf"(?<!第)({_ZH})(?:个?(月)|天)")
_RATE_ZH = re.compile(
    r"利(?:率|息).{0,8}?(?:涨|升|高|加|上调|调高|多).{0,3}?(?:一|1)个?(?:百分)?点"
    r"|利(?:率|息).{0,8}?(?:涨|升|高|加|上调|调高|多).{0,3}?(?:百分之一|1%)"
)
_INCOME_ZH = re.compile(r"(?:收入|工资|挣|赚).{0,6}?(?:少|降|减|低).{0,3}?(?:两成|二成|百分之二十|20%|五分之一)")
_IF_ZH = re.compile(r"如果|要是|假如|假设|万一|的话|呢|会怎|怎么样|怎样|怎么办|多少|吗|什么后果|[？?]")

_EN = r"\d{1,2}|[a-z]+(?:[- ][a-z]+)?"
_IF_EN = re.compile(r"\b(?:if|suppose|supposing|what happens|what would|how much|when i)\b|[?？]")
_ALL_PAID_EN = re.compile(
    r"\b(?:pay|paid|paying|settle|clear)\b.{0,20}\b(?:off|everything|all of it|it all|early|in full)\b"
)
_WHEN_EN = re.compile(
    r"\b(?:after|in)\s+(?P<half>half a year)\b"
    rf"|\b(?:after|in|within)\s+(?:the\s+)?(?P<n>{_EN})\s+(?P<unit>months?|years?)\b|\bmonth\s+(?P<m>{_EN})\b"
)
_HALF_EN = re.compile(r"\b(?:pay|paid|paying|repay)\b.{0,20}\bhalf\b(?! a year)")
_ADDS_EN = re.compile(r"\b(?:and then|on top|as well|besides|in addition|also|and also)\b")
_NOT_EARLY_EN = re.compile(r"\b(?:don't|do not|can't|cannot|not|never)\b.{0,12}\b(?:pay|settle|clear)")
_LATE_EN = re.compile(r"\b(?:miss|missed|late|overdue|don't pay|do not pay|can't pay|cannot pay|not pay|behind)\b")
_DAYS_EN = re.compile(rf"\b(?P<n>{_EN})\s+(?P<unit>days?|months?)\b")
_RATE_EN = re.compile(
    r"\b(?:rate|interest)\b.{0,25}\b(?:higher|up|more|rise|rises|rose|increase\w*|goes up|went up)\b"
    r".{0,12}\b(?:one|1)\b.{0,12}(?:point|per ?cent|%)"
    r"|\b(?:rate|interest)\b.{0,15}\b(?:one|1)\b.{0,12}(?:point|per ?cent|%).{0,10}\b(?:higher|more|up)\b"
)
_INCOME_EN = re.compile(
    r"\b(?:income|salary|wage|wages|earn)\b.{0,25}(?:\b(?:20|twenty)\s*(?:%|per ?cent)|\ba fifth\b).{0,10}"
    r"\b(?:less|lower|down)\b|\b(?:income|salary|wage|wages|earn)\b.{0,20}\b(?:fell|falls|drop\w*|less|lower|cut)\b"
    r".{0,12}(?:(?:20|twenty)\s*(?:%|per ?cent)|a fifth)"
    r"|\b(?:earn|earned)\b.{0,6}(?:(?:20|twenty)\s*(?:%|per ?cent)|a fifth)\s+less"
)


def supposed_in(text: str, language: Language) -> Supposition | None:
    """What is supposed; None: nothing, or not plainly enough.

    >>> supposed_in("如果第六个月提前还清呢", Language.ZH_CN)
    Supposition(what=<What.EARLY: 'early'>, number=6)
    >>> supposed_in("what if I miss ninety days", Language.EN)
    Supposition(what=<What.MISSED: 'missed'>, number=90)
    """
    plain = re.sub(r"\s", "", text) if language is Language.ZH_CN else text.lower().replace("’", "'")
    asks = (_IF_ZH if language is Language.ZH_CN else _IF_EN).search(plain)
    if asks is None:
        return None
    found = [each for each in _ways(plain.replace("万一", ""), language) if each is not None]
    return found[0] if len(found) == 1 else None


def _ways(text: str, language: Language) -> tuple[Supposition | None, ...]:
    if language is Language.ZH_CN:
        early = _early_zh(text)
        rate, income = _RATE_ZH.search(text), _INCOME_ZH.search(text)
        late = None if early else _late_zh(text)
    else:
        early = _early_en(text)
        rate, income = _RATE_EN.search(text), _INCOME_EN.search(text)
        late = None if early else _late_en(text)
    return (
        early, late, Supposition(What.RATE) if rate else None, Supposition(What.INCOME) if income else None,
    )  # fmt: skip


def adds(text: str, language: Language) -> bool:
    """Whether it is meant on top of what was supposed before.

    >>> adds("再加上利率涨一个点呢", Language.ZH_CN), adds("what if the rate is one point higher", Language.EN)
    (True, False)
    """
    return (_ADDS_ZH if language is Language.ZH_CN else _ADDS_EN).search(text.lower()) is not None


def _early_zh(text: str) -> Supposition | None:
    if _HALF_ZH.search(text) and not _NOT_EARLY_ZH.search(text):
        return _early({_months_zh(found) for found in _WHEN_ZH.finditer(text)}, What.PART)
    if not _ALL_PAID_ZH.search(text) or _NOT_EARLY_ZH.search(text):
        return None
    months = {_months_zh(found) for found in _WHEN_ZH.finditer(text)}
    return _early(months)


def _months_zh(found: "re.Match[str]") -> int | None:
    if found[2]:
        return 6
    value = _whole(found[1] or found[3], Language.ZH_CN)
    return value if value is None or found[1] else 12 * value


def _early_en(text: str) -> Supposition | None:
    if _HALF_EN.search(text) and not _NOT_EARLY_EN.search(text):
        return _early({_months_en(found) for found in _WHEN_EN.finditer(text)}, What.PART)
    if not _ALL_PAID_EN.search(text) or _NOT_EARLY_EN.search(text):
        return None
    return _early({_months_en(found) for found in _WHEN_EN.finditer(text)})


def _months_en(found: "re.Match[str]") -> int | None:
    if found["half"]:
        return 6
    value = _whole(found["n"] or found["m"], Language.EN)
    return 12 * value if value is not None and found["unit"] and found["unit"].startswith("year") else value


def _early(months: set[int | None], what: What = What.EARLY) -> Supposition | None:
    (only,) = months if len(months) == 1 else (None,)
    return Supposition(what, only) if only is not None and only > 0 else None


def _late_zh(text: str) -> Supposition | None:
    if not _LATE_ZH.search(text):
        return None
    days = {_days(_whole(found[1], Language.ZH_CN), months=bool(found[2])) for found in _DAYS_ZH.finditer(text)}
    return _missed(days)


def _late_en(text: str) -> Supposition | None:
    if not _LATE_EN.search(text):
        return None
    found = _DAYS_EN.finditer(text)
    return _missed({_days(_whole(each["n"], Language.EN), months=each["unit"][0] == "m") for each in found})


def _days(number: int | None, *, months: bool) -> int | None:
    return None if number is None else number * (30 if months else 1)


def _missed(days: set[int | None]) -> Supposition | None:
    (only,) = days if len(days) == 1 else (None,)
    return Supposition(What.MISSED, only) if only in MISSED_DAYS and only is not None else None


def _whole(words: str, language: Language) -> int | None:
    """`a month` is one; of several English words the last may be the number (for ninety)."""
    last = words.rsplit(maxsplit=1)[-1] if language is Language.EN else words
    if last in ("a", "an"):
        return 1
    tries = (words, last)
    for each in tries:
        amount = parse_amount(each, language)
        if amount is not None and amount.value % 1 == 0 and amount.value < Decimal(1000):
            return int(amount.value)
    return None
