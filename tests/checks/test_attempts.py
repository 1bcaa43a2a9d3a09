"""Limits per card: coaching after three, a person after five, forgotten after half an hour."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.checks.attempts import (
    Allowance,
    Attempts,
    after_failure,
    after_success,
    allowance,
    card_mark,
    fresh,
)

KEY = bytes(range(32))
MARK, OTHER = "a" * 64, "b" * 64


def failed(times: int, mark: str = MARK, at: float = 100.0) -> Attempts:
    attempts = Attempts()
    for place in range(times):
        attempts = after_failure(attempts, mark, at + place)
    return attempts


@pytest.mark.parametrize(
    ("times", "next_one"),
    [(0, Allowance.TRY), (2, Allowance.TRY), (3, Allowance.COACH), (4, Allowance.COACH), (5, Allowance.PERSON)],
)  # fmt: skip
def test_three_then_coaching_five_then_a_person(times: int, next_one: Allowance) -> None:
    attempts = failed(times)
    assert allowance(attempts, MARK, 200) is next_one
    assert allowance(attempts, OTHER, 200) is Allowance.TRY


def test_half_an_hour_later_all_is_forgotten() -> None:
    attempts = failed(5)
    assert allowance(attempts, MARK, 100 + 1799) is Allowance.PERSON
    assert allowance(attempts, MARK, 104 + 1800) is Allowance.TRY
    assert fresh(attempts, 104 + 1800) == Attempts()
    assert after_failure(attempts, OTHER, 5000).failed == ((OTHER, 5000),), "old marks are dropped, not kept"


def test_success_forgets_the_holder_only() -> None:
    attempts = after_failure(failed(4), OTHER, 110)
    assert after_success(attempts, MARK, 120).failed == ((OTHER, 110),)


def test_a_clock_that_went_back_locks_nobody_out() -> None:
    assert allowance(failed(5, at=9000), MARK, 100) is Allowance.TRY


@given(st.text(min_size=1, max_size=30))
def test_a_mark_hides_the_number(number: str) -> None:
    mark = card_mark(KEY, number)
    assert len(mark) == 64
    assert mark == card_mark(KEY, number)
    assert mark != card_mark(KEY[::-1], number)
    assert len(number) < 6 or number not in mark


def test_the_check_letter_counts_alike_in_both_cases() -> None:
    assert card_mark(KEY, "11010519491231002x") == card_mark(KEY, "11010519491231002X")


@pytest.mark.parametrize(("key", "number"), [(b"short", "1"), (KEY, "")])
def test_a_short_key_or_no_number_is_refused(key: bytes, number: str) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        card_mark(key, number)
