"""What a legal text says about money: its amounts, rates and charges, however they are written."""

import re
from decimal import Decimal

_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_HANZI = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬半几数"
_CURRENCY = r"(?:元|圆|块|美元|港元|yuan|RMB|CNY|USD|dollars?|euros?)"
_AMOUNT = re.compile(
    rf"({_DIGITS}|[{_HANZI}]+|(?<![a-z])[a-z]+(?=\s+(?:yuan|dollars?|euros?)))\s*(万)?\s*{_CURRENCY}", re.I
)
_SIGN_AMOUNT = re.compile(rf"(?:[¥￥$€£]|RMB|CNY|USD|人民币)\s*({_DIGITS})\s*(万)?", re.I)
_PERCENT = re.compile(rf"({_DIGITS}|(?<![a-z])[a-z]+(?=\s+per\s?cent))\s*(%|‰|per\s?cent)", re.I)
_PARTS = re.compile(rf"([百千万]分之[{_HANZI}点\d.]+)")
_LI = re.compile(rf"([{_HANZI}点\d.]+\s*(?:厘|分利|分息))")
_FEE = re.compile(r"([\u4e00-\u9fff]{2}(?<![收消免缴付])(?:费(?!用|率)|佣金|押金|保证金|违约金|滞纳金|服务款|手续款))")
_ENGLISH_FEE = re.compile(r"\b([a-z]+) (fee|charge|premium|commission|deposit|surcharge)s?\b", re.I)
_NOT = "".join(f"(?<!{word})" for word in ("不", "未", "不得", "不会", "不再", "无需", "无须", "不能", "不可"))
_ELSEWHERE = re.compile(
    rf"({_NOT}(?:另|另行|另外|额外|再)(?:收|付|计|缴|交|支付|收取|缴纳|交纳)|加收|价目表|收费公告|收费办法"
    r"|按[\u4e00-\u9fff]{0,6}(?:规定|标准)(?:收|付|缴|交|支付|收取|缴纳|交纳))"
)
_ENGLISH_ELSEWHERE = re.compile(
    r"\b(price list|tariff|schedule of (?:fees|charges)|(?:also|additionally|further|separately) (?:pay|charged?)"
    r"|(?<!no )(?<!any )(?<!without )(?:additional|extra|further) (?:fee|charge|cost|payment|sum|amount)s?)\b",
    re.I,
)
_WIDE = str.maketrans("０１２３４５６７８９．％，", "0123456789.%,")
_NO_NAME = frozenset("no any other the every all of and a its this such may will additional extra further".split())
"""Words before "fee" that name none. Whether additional ones are denied or charged, `charged_elsewhere_in` tells."""


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


def charged_elsewhere_in(text: str) -> frozenset[str]:
    """Words by which something is to be paid that is fixed somewhere else, or on top: "另收", "price list"."""
    english = {found.lower() for found in _ENGLISH_ELSEWHERE.findall(text)}
    return frozenset({*_ELSEWHERE.findall(text), *english})


def _number(written: str) -> str:
    plain = written.replace(",", "")
    return format(Decimal(plain).normalize(), "f") if plain[0].isdigit() else plain.lower()
