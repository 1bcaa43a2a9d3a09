"""GB 11643 numbers: the standard's own examples, and what may not pass."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.checks.id_number import check_character, parse_number
from kiosk.domain.borrower import Sex

# The two examples printed in GB 11643-1999 itself.
STANDARD = ("11010519491231002X", "440524188001010014")


def test_the_standards_first_example() -> None:
    known = parse_number(STANDARD[0])
    assert known is not None
    assert (known.province, known.birth, known.sex) == ("北京", date(1949, 12, 31), Sex.FEMALE)


def test_the_standards_second_example_has_its_check_digit_but_is_too_old_to_borrow() -> None:
    assert check_character(STANDARD[1][:17]) == "4"
    assert parse_number(STANDARD[1]) is None


@pytest.mark.parametrize(
    "number",
    [
        "",
        "11010519491231002x",  # the caller unifies case first
        "110105194912310021",  # check character
        "11010519491231002",  # short
        "11010519491231002X0",  # long
        "１１０１０５１９４９１２３１００２X",  # full-width digits
        "99010519491231002" + check_character("99010519491231002"),  # no such province
        "11010519490231002" + check_character("11010519490231002"),  # 31 February
        "1101051949A231002X",
    ],
)
def test_numbers_that_do_not_hold(number: str) -> None:
    assert parse_number(number) is None


@given(
    st.dates(date(1900, 1, 1), date(2050, 1, 1)),
    st.integers(0, 999),
    st.integers(0, 16),
    st.integers(1, 9),
)
def test_one_wrong_digit_is_always_found(birth: date, order: int, place: int, off: int) -> None:
    """MOD 11-2 finds each single error."""
    first = f"110105{birth:%Y%m%d}{order:03d}"
    right = first + check_character(first)
    assert parse_number(right) is not None
    digit = str((int(right[place]) + off) % 10)
    assert parse_number(right[:place] + digit + right[place + 1 :]) is None


@given(st.text("0123456789X", max_size=20))
def test_any_text_has_an_answer(text: str) -> None:
    known = parse_number(text)
    assert known is None or known.text == text
