"""What is shown, as it is spoken: money first."""

import json
import re
from pathlib import Path

import pytest

from kiosk.dialogue.spoken import spoken
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Language
from kiosk.lending.sheet import build_sheet

ZH = [
    ("借 100,000 元", "借 十万元"),
    ("到手 97,000 元。", "到手 九万七千元。"),
    ("9,106.64 元", "九千一百零六元六角四分"),
    ("9106.64元", "九千一百零六元六角四分"),
    ("0.40 元", "四角"),
    ("0.05 元", "五分"),
    ("10.05 元", "十元零五分"),
    ("2,000 元", "两千元"),
    ("20,000 元", "两万元"),
    ("200 元", "二百元"),
    ("0 元", "零元"),
    ("1,000,000 元", "一百万元"),
    ("12 元", "十二元"),
    ("¥500", "五百元"),
    ("22.60%", "百分之二十二点六"),
    ("6%", "百分之六"),
    ("0.5%", "百分之零点五"),
    ("100%", "百分之一百"),
    ("2026年8月1日", "二零二六年八月一日"),
    ("2026年10月31日", "二零二六年十月三十一日"),
    ("2026-08-01", "二零二六年八月一日"),
    ("2026 年", "二零二六年"),
    ("每天 8:00 到 20:00", "每天 八点 到 二十点"),
    ("9:05", "九点零五分"),
    ("10:30", "十点三十分"),
    ("电话 400-000-0001", "电话 四零零，零零零，零零零一"),
    ("010-12345678", "零一零，一二三四五六七八"),
    ("13800138000", "一三八零零一三八零零零"),
    ("金融监管热线 12378", "金融监管热线 一二三七八"),
    ("打 12345", "打 一二三四五"),
    ("2 家", "两家"),
    ("12 个月", "十二个月"),
    ("2 个月", "两个月"),
    ("晚还 10 天", "晚还 十天"),
    ("晚还 2 天", "晚还 两天"),
    ("第 2 期", "第 二 期"),
    ("分 12 期，每月 1 日还", "分 十二 期，每月 一 日还"),
    ("第 1 步，共 10 步", "第 一 步，共 十 步"),
    ("编号 007", "编号 零零七"),
    ("3.5 倍", "三点五 倍"),
    ("没有数字", "没有数字"),
    ("", ""),
]
EN = [
    ("You borrow 100,000 yuan.", "You borrow one hundred thousand yuan."),
    ("9,106.64 yuan", "nine thousand one hundred and six yuan and sixty-four fen"),
    ("0.40 yuan", "forty fen"),
    ("0 yuan", "zero yuan"),
    ("1,005 yuan", "one thousand and five yuan"),
    ("¥500", "five hundred yuan"),
    ("22.60%", "twenty-two point six per cent"),
    ("0.5%", "zero point five per cent"),
    ("5 February 2026", "the fifth of February twenty twenty-six"),
    ("31 October 2030", "the thirty-first of October twenty thirty"),
    ("2026-08-01", "the first of August twenty twenty-six"),
    ("on day 21 of the month", "on day twenty-one of the month"),
    ("daily 8:00 to 20:30", "daily eight o'clock to twenty thirty"),
    ("9:05", "nine oh five"),
    ("call 400-000-0001", "call four zero zero，zero zero zero，zero zero zero one"),
    ("the hotline 12378", "the hotline one two three seven eight"),
    ("12 instalments", "twelve instalments"),
    ("the 3rd", "the third"),
    ("month 12", "month twelve"),
    ("1.5 times", "one point five times"),
    ("no number", "no number"),
]


@pytest.mark.parametrize(("shown", "said"), ZH)
def test_chinese(shown: str, said: str) -> None:
    assert spoken(shown, Language.ZH_CN) == said


@pytest.mark.parametrize(("shown", "said"), EN)
def test_english(shown: str, said: str) -> None:
    assert spoken(shown, Language.EN) == said


@pytest.mark.parametrize("language", list(Language))
def test_no_digit_of_a_sheet_is_left_to_the_voice(offers: tuple[Offer, ...], language: Language) -> None:
    for offer in offers:
        for item in build_sheet(offer).items:
            said = spoken(item.title[language] + item.body[language], language)
            assert not re.search(r"[0-9%¥]", said), said


@pytest.mark.parametrize("shown", ["1,2,3", "..5", "9" * 400, "1:99", "2026-99-99", "%", "元", "0" * 50, "1,000,00 元"])
@pytest.mark.parametrize("language", list(Language))
def test_odd_numbers_do_not_break_it(shown: str, language: Language) -> None:
    assert isinstance(json.dumps(spoken(shown, language)), str)


def test_the_sheets_are_read_from_the_project(root: Path) -> None:
    assert (root / "assets" / "offers" / "training_case.json").is_file()
