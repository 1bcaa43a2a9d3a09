"""How uneven is too uneven: against values worked out by hand and published tables."""

from math import comb

import pytest

from kiosk.lending.chance import chi_square_p, evenness


@pytest.mark.parametrize(
    ("value", "degrees", "p"),
    [(3.841, 1, 0.05), (5.991, 2, 0.05), (9.488, 4, 0.05), (13.277, 4, 0.01), (18.467, 4, 0.001), (124.342, 100, 0.05)],
)
def test_the_tail_of_chi_square_is_that_of_the_tables(value: float, degrees: int, p: float) -> None:
    assert chi_square_p(value, degrees) == pytest.approx(p, rel=0.01)


def test_nothing_at_all_is_no_evidence() -> None:
    assert chi_square_p(0.0, 4) == 1.0
    assert evenness(()).p == evenness((7,)).p == evenness((0, 0, 0)).p == 1.0


@pytest.mark.parametrize("heads", range(11))
def test_ten_tosses_are_judged_exactly(heads: int) -> None:
    found = evenness((heads, 10 - heads))
    as_uneven = sum(comb(10, n) for n in range(11) if abs(n - 5) >= abs(heads - 5))
    assert found.exact
    assert found.p == pytest.approx(as_uneven / 2**10)


def test_of_three_cells_every_share_is_counted() -> None:
    assert evenness((4, 0, 0)).p == pytest.approx(3 / 3**4)
    assert evenness((2, 1, 1)).p == pytest.approx(1.0)


def test_many_are_judged_by_chi_square_and_agree_with_the_exact_sum_where_both_hold() -> None:
    many = evenness((1000, 1000, 1100, 1000, 900))
    assert not many.exact
    assert many.p == pytest.approx(chi_square_p(20.0, 4))
    few = evenness((7, 1, 4, 4, 4))
    assert few.exact
    assert few.p == pytest.approx(chi_square_p(few.chi_square, 4), abs=0.05)
