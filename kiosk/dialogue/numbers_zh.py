"""Chinese numbers: in words, and read from words, digits, or the mixture that a recogniser writes (3万2).

What is not wholly a number is no number: nothing is guessed from a part.
"""

import re
import unicodedata
from decimal import Decimal

from kiosk.dialogue.amount import Amount, Unit

_DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_WORDS = "零一二三四五六七八九"
_D = "[0-9一二两三四五六七八九]"
_SECTION = re.compile(
    rf"(?:(?P<k>{_D})千)?(?P<z1>零)?(?:(?P<h>{_D})百)?(?P<z2>零)?(?:(?P<t>{_D})?(?P<ten>十))?(?P<z3>零)?(?P<u>{_D})?"
)
_ARABIC = re.compile(r"\d+(?:\.\d+)?")
_UNITS: tuple[tuple[str, Unit], ...] = (
    ("块钱", Unit.YUAN), ("元钱", Unit.YUAN), ("人民币", Unit.YUAN), ("元", Unit.YUAN), ("块", Unit.YUAN),
    ("圆", Unit.YUAN), ("个百分点", Unit.PERCENT), ("%", Unit.PERCENT), ("个月", Unit.MONTH), ("年", Unit.YEAR),
    ("天", Unit.DAY), ("日", Unit.DAY), ("号", Unit.DAY), ("个", Unit.COUNT), ("家", Unit.COUNT), ("期", Unit.COUNT),
)  # fmt: skip
_BEFORE = re.compile(
    r"^(?:嗯|呃|啊|哦|那|就是|应该是|应该|大概是|大概|大约|差不多|一共是|一共|总共是|总共|每个月还|每个月|每月还|每月|"
    r"我想借|我要借|想借|要借|借|我要还|要还|还|到手|多还|是|第|¥)"
)
_HALVES = {"半年": Unit.YEAR, "半个月": Unit.MONTH, "半月": Unit.MONTH}
_AND_A_HALF = re.compile(r"(.+)(?:(年)半|个半月)")
_AFTER = re.compile(r"(?:左右|上下|吧|吗|呢|啊|的|了|整)$")
_MONEY = re.compile(
    r"(?P<yuan>.+?)(?:元|块|圆)(?:(?P<jiao>[0-9零一二两三四五六七八九])(?:毛|角)?)?"
    r"(?:(?P<fen>[0-9零一二两三四五六七八九])分?)?(?:钱)?"
)
_SMALL_MONEY = re.compile(
    r"(?=.*[毛角分])(?:(?P<jiao>[0-9一二两三四五六七八九])(?:毛|角))?(?:(?P<fen>[0-9一二两三四五六七八九])分)?钱?"
)


def parse_zh(text: str) -> Amount | None:
    """The amount that the whole text says, or None.

    >>> parse_zh("三万二"), parse_zh("九千一百零六块六毛四").value, parse_zh("两年")
    (Amount(value=Decimal('32000'), unit=<Unit.NONE: 'none'>), Decimal('9106.64'), Amount(value=Decimal('2'), unit=<Unit.YEAR: 'year'>))
    """  # noqa: E501
    rest = unicodedata.normalize("NFKC", text).strip("。，、！？；：,.!?;: ")
    if re.search(r"\d\s+\d", rest):
        return None
    rest = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", re.sub(r"\s", "", rest))
    while (shorter := _AFTER.sub("", _BEFORE.sub("", rest))) != rest:
        rest = shorter
    if rest.startswith("百分之"):
        value = _number(rest.removeprefix("百分之"))
        return None if value is None else Amount(value, Unit.PERCENT)
    return _money(rest) or _with_unit(rest)


def _with_unit(rest: str) -> Amount | None:
    if rest in _HALVES:
        return Amount(Decimal("0.5"), _HALVES[rest])
    if found := _AND_A_HALF.fullmatch(rest):
        whole = _number(found[1])
        return None if whole is None else Amount(whole + Decimal("0.5"), Unit.YEAR if found[2] else Unit.MONTH)
    for suffix, unit in _UNITS:
        if rest.endswith(suffix):
            value = _number(rest.removesuffix(suffix))
            return None if value is None else Amount(value, unit)
    value = _number(rest)
    return None if value is None else Amount(value)


def _money(rest: str) -> Amount | None:
    """9106块6毛4, 三块五, 五毛: what is left of the yuan must be one or two digits with or without their names."""
    if small := _SMALL_MONEY.fullmatch(rest):
        jiao, fen = small["jiao"], small["fen"]
        return Amount((_digit(jiao) / 10 if jiao else 0) + (_digit(fen) / 100 if fen else Decimal(0)), Unit.YUAN)
    found = _MONEY.fullmatch(rest)
    if found is None or (found["jiao"] is None and found["fen"] is None):
        return None
    value = _number(found["yuan"])
    if value is None or value != value.to_integral_value():
        return None
    jiao, fen = found["jiao"], found["fen"]
    return Amount(value + (_digit(jiao) / 10 if jiao else 0) + (_digit(fen) / 100 if fen else 0), Unit.YUAN)


def _digit(sign: str) -> Decimal:
    return Decimal(_DIGITS.get(sign, int(sign) if sign.isdigit() else 0))


def _number(text: str) -> Decimal | None:
    """Digits, words, or both; None if it is not well formed."""
    if _ARABIC.fullmatch(text):
        return Decimal(text)
    if "点" in text and not text.endswith(("万", "亿")):
        return _fraction(text)
    for name, size in (("亿", 10**8), ("万", 10**4)):
        if name in text:
            left, _, right = text.partition(name)
            count = _fraction(left) if "点" in left else _number(left)
            # 五万六万 is two numbers: a unit stands once, and less than ten thousand of it
            if count is None or not 0 < count < 10**4 or name in right:
                return None
            return _joined(count * size, right, size)
    return _section(text)


def _joined(high: Decimal, right: str, size: int) -> Decimal | None:
    """三万二 is 32,000, 三万零二 is 30,002; what follows must be smaller than the unit."""
    if not right:
        return high
    if len(right) == 1 and right not in "零〇0":
        low = _section(right)
        return None if low is None else high + low * (size // 10)
    value = _number(right.removeprefix("零"))
    return None if value is None or value >= size or high != high.to_integral_value() else high + value


def _section(text: str) -> Decimal | None:
    """Below ten thousand, in words or with single digits: 一千五, 三百零五, 十五, 1千5."""
    if text in ("零", "〇"):
        return Decimal(0)
    found = _SECTION.fullmatch(text) if text else None
    if found is None or text[0] in "零〇" or text[-1] in "零〇":
        return None
    value = 0
    for group, size in (("k", 1000), ("h", 100)):
        value += int(_digit(found[group])) * size if found[group] else 0
    if found["ten"]:
        value += (int(_digit(found["t"])) if found["t"] else 1) * 10
    if found["u"]:
        value += int(_digit(found["u"])) * _abbreviated(found)
    return Decimal(value)


def _abbreviated(found: re.Match[str]) -> int:
    """A last digit right after 千 or 百 counts tenths of it: 一千五, 一百二."""
    if found["ten"] or found["z1"] or found["z2"] or found["z3"]:
        return 1
    return 10 if found["h"] else 100 if found["k"] else 1


def _fraction(text: str) -> Decimal | None:
    whole, _, tail = text.partition("点")
    value = _number(whole)
    if value is None or not tail or any(sign not in _DIGITS and not sign.isdigit() for sign in tail):
        return None
    return value + Decimal("0." + "".join(str(_digit(sign)) for sign in tail))


def words_zh(value: Decimal | int) -> str:
    """In words, as it is read aloud.

    >>> words_zh(10106), words_zh(Decimal("22.60")), words_zh(2000)
    ('一万零一百零六', '二十二点六', '两千')
    """
    value = Decimal(value)
    if value < 0:
        return "负" + words_zh(-value)
    whole = int(value)
    words = _whole_words(whole)
    tail = format(value.normalize(), "f").partition(".")[2]
    return f"{words}点{digits_zh(tail)}" if tail else words


def digits_zh(digits: str) -> str:
    """One by one: 四零零."""
    return "".join(_WORDS[int(sign)] for sign in digits)


def money_zh(fen: int) -> str:
    """元角分 in words: money is never read as a decimal.

    >>> money_zh(910664), money_zh(1005)
    ('九千一百零六元六角四分', '十元零五分')
    """
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    words = f"{'两' if yuan == 2 else _whole_words(yuan)}元" if yuan or not rest else ""
    if jiao:
        words += f"{_WORDS[jiao]}角"
    elif cents and yuan:
        words += "零"
    return words + (f"{_WORDS[cents]}分" if cents else "")


def _whole_words(value: int) -> str:
    if value == 0:
        return "零"
    words = ""
    for name, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        part, value = divmod(value, size)
        if part == 0:
            continue
        if words and part < (10**4 if size == 10**8 else 1000):
            words += "零"
        words += (_whole_words(part) if part >= 10**4 else _section_words(part, first=not words)) + name
    return _two(words)


def _section_words(value: int, *, first: bool) -> str:
    words, gap = "", False
    for name, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, value = divmod(value, size)
        if digit == 0:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _WORDS[digit] + name
        gap = False
    return words[1:] if first and words.startswith("一十") else words


def _two(words: str) -> str:
    """两千, 两万, 两亿: as people say."""
    return re.sub(r"(?<![十百])二(?=[千万亿])", "两", words)
