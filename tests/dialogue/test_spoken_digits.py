import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.dialogue.spoken_digits import digits_aloud, digits_in
from kiosk.domain.speech import Language


@pytest.mark.parametrize(
    ("text", "digits"),
    [("三七一二", "3712"), ("三 七 幺 二。", "3712"), ("3、7、1、2", "3712"), ("〇零9", "009"), ("两", "2")],
)
def test_digits_are_read_as_they_are_said(text, digits):
    assert digits_in(text, Language.ZH_CN) == digits


@pytest.mark.parametrize("text", ["", "。", "我有三千", "三七一二吗", "不三七一二", "九十"])
def test_anything_but_digits_is_no_reading(text):
    assert digits_in(text, Language.ZH_CN) == ""


@pytest.mark.parametrize(("text", "digits"), [("Three seven, one two.", "3712"), ("oh 4", "04"), ("3712", "3712")])
def test_in_english(text, digits):
    assert digits_in(text, Language.EN) == digits


def test_a_sentence_with_a_number_is_no_reading_in_english_either():
    assert digits_in("I have three", Language.EN) == ""


@given(some.text("0123456789", min_size=1, max_size=8), some.sampled_from(Language))
def test_what_is_read_aloud_is_heard_again(digits, language):
    assert digits_in(digits_aloud(digits, language), language) == digits
