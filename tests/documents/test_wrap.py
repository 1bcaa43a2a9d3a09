"""Line breaking: nothing lost, nothing too wide, no comma first."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.documents.wrap import wrap

TEXTS = st.text(st.sampled_from("利息本金，。；（）《》abc 0123456789.,%元期 "), max_size=120)


def width(text: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in text)


@given(TEXTS, st.integers(6, 40))
def test_nothing_is_lost_and_nothing_too_wide(text: str, limit: int) -> None:
    lines = wrap(text, limit, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= limit for line in lines)


def test_numbers_stay_whole_with_their_unit() -> None:
    assert wrap("一共还 54,200 元，多 4,700 元。", 8, width) == ["一共还", "54,200 元，多", "4,700 元。"]


def test_english_breaks_between_words() -> None:
    assert wrap("You pay back in all", 5, width) == ["You pay", "back in", "all"]


def test_a_word_wider_than_a_line_is_cut() -> None:
    assert wrap("a" * 12, 3, width) == ["aaaaaa", "aaaaaa"]


def test_paragraphs_stay_apart() -> None:
    assert wrap("一\n\n二", 5, width) == ["一", "", "二"]
