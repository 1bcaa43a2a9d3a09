"""The citizen identification number (GB 11643-1999): region, birth, order, check character (ISO 7064, MOD 11-2)."""

from dataclasses import dataclass
from datetime import date

from kiosk.domain.borrower import Sex

PROVINCES = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古",
    "21": "辽宁", "22": "吉林", "23": "黑龙江",
    "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西", "37": "山东",
    "41": "河南", "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南",
    "50": "重庆", "51": "四川", "52": "贵州", "53": "云南", "54": "西藏",
    "61": "陕西", "62": "甘肃", "63": "青海", "64": "宁夏", "65": "新疆",
    "71": "台湾", "81": "香港", "82": "澳门", "83": "台湾",
}  # fmt: skip
"""First two digits of a region code (GB/T 2260); 83: residence permit of Taiwan residents."""

_WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))
_CHARACTERS = "10X98765432"
_OLDEST_BIRTH = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number whose check character, region and birth hold. It says nothing about whether it was ever issued."""

    text: str
    province: str
    birth: date
    sex: Sex


def check_character(first_seventeen: str) -> str:
    """The eighteenth character of a number.

    >>> check_character("11010519491231002")
    'X'
    """
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, _WEIGHTS, strict=True))
    return _CHARACTERS[total % 11]


def parse_number(untrusted: str) -> IdNumber | None:
    """None if length, characters, check character, region or birth do not hold."""
    digits = untrusted[:17]
    if len(untrusted) != 18 or not digits.isascii() or not digits.isdigit():
        return None
    if untrusted[17] != check_character(digits) or untrusted[:2] not in PROVINCES:
        return None
    try:
        birth = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return None
    if birth < _OLDEST_BIRTH:
        return None
    # GB 11643 section 4.2.3: the order code is odd for men and even for women.
    sex = Sex.MALE if int(digits[16]) % 2 else Sex.FEMALE
    return IdNumber(untrusted, PROVINCES[untrusted[:2]], birth, sex)
