"""What a legal text says about money: its amounts, rates and charges, however they are written."""

import re
from decimal import Decimal

_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_HANZI = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬半几数"
_CURRENCY = r"(?:元|圆|块|美元|港元|yuan|RMB|CNY|USD|dollars?|euros?)"
_AMOUNT = re.compile(rf"({_DIGITS}|[{_HANZI}]+|[a-z]+(?=\s+(?:yuan|dollars?|euros?)))\s*(万)?\s*{_CURRENCY}", re.I)
_SIGN_AMOUNT = re.compile(rf"(?:[¥￥$€£]|RMB|CNY|USD|人民币)\s*({_DIGITS})\s*(万)?", re.I)
_PERCENT = re.compile(rf"({_DIGITS}|[a-z]+(?=\s+per\s?cent))\s*(%|‰|per\s?cent)", re.I)
_PARTS = re.compile(rf"([百千万]分之[{_HANZI}点\d.]+)")
_LI = re.compile(rf"([{_HANZI}点\d.]+\s*(?:厘|分利|分息))")
_FEE = re.compile(r"([\u4e00-\u9fff]{2}(?<![收消免缴付])(?:费(?!用|率)|佣金|押金|保证金|违约金|滞纳金|服务款|手续款))")
_ENGLISH_FEE = re.compile(r"\b([a-z]+) (fee|charge|premium|commission|deposit|surcharge)s?\b", re.I)
_WIDE = str.maketrans("０１２３４５６７８９．％，", "0123456789.%,")
_NO_NAME = frozenset(
    {"no", "any", "other", "the", "every", "all", "of", "and", "a", "its", "this", "such", "may", "will"}
)


def amounts_in(text: str) -> frozenset[str]:
    """Every amount of money, digits normalised: `9,106.640 元` and `9106.64 yuan` are one."""
    wide = text.translate(_WIDE)
    found = {*_AMOUNT.findall(wide), *_SIGN_AMOUNT.findall(wide)}
    return frozenset(f"{_number(number)}{ten_thousand}元" for number, ten_thousand in found)


def percents_in(text: str) -> frozenset[str]:
    """Every rate: in digits, in Chinese words, in li."""
    wide = text.translate(_WIDE)
    rates = {_number(number) + ("‰" if mark == "‰" else "%") for number, mark in _PERCENT.findall(wide)}
    return frozenset(rates | set(_PARTS.findall(wide)) | set(_LI.findall(wide)))


def fees_in(text: str) -> frozenset[str]:
    """Every named charge: two characters and 费 or the like, or a word and "fee"."""
    english = {f"{name} {kind}".lower() for name, kind in _ENGLISH_FEE.findall(text) if name.lower() not in _NO_NAME}
    return frozenset({*_FEE.findall(text), *english})


def _number(written: str) -> str:
    plain = written.replace(",", "")
    return format(Decimal(plain).normalize(), "f") if plain[0].isdigit() else plain.lower()
