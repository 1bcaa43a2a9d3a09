from decimal import Decimal

import pytest

from kiosk.domain.speech import Language
from ui.money_words import yuan_in_words


@pytest.mark.parametrize(
    ("yuan", "zh", "en"),
    [
        ("0", "零元", "zero yuan"),
        ("10", "十元", "ten yuan"),
        ("15", "十五元", "fifteen yuan"),
        ("110", "一百一十元", "one hundred ten yuan"),
        ("105", "一百零五元", "one hundred five yuan"),
        ("1001", "一千零一元", "one thousand one yuan"),
        ("50000", "五万元", "fifty thousand yuan"),
        ("100000", "十万元", "one hundred thousand yuan"),
        ("100200", "十万零二百元", "one hundred thousand two hundred yuan"),
        ("101000", "十万一千元", "one hundred one thousand yuan"),
        ("120345", "十二万零三百四十五元", "one hundred twenty thousand three hundred forty-five yuan"),
        ("1000001", "一百万零一元", "one million one yuan"),
        ("100000000", "一亿元", "one hundred million yuan"),
        ("100010000", "一亿零一万元", "one hundred million ten thousand yuan"),
        ("8606.64", "八千六百零六元六角四分", "eight thousand six hundred six yuan 64 fen"),
        ("5.05", "五元零五分", "five yuan 5 fen"),
    ],
)
def test_sums_are_said_as_people_say_them(yuan: str, zh: str, en: str) -> None:
    assert yuan_in_words(Decimal(yuan), Language.ZH_CN) == zh
    assert yuan_in_words(Decimal(yuan), Language.EN) == en


@pytest.mark.parametrize("yuan", ["-1", "100000000000"])
def test_what_is_never_lent_has_no_words(yuan: str) -> None:
    assert yuan_in_words(Decimal(yuan), Language.ZH_CN) == ""
