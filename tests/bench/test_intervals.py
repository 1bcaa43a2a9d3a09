"""Clopper-Pearson bounds against published values and against the definition itself."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.bench.intervals import beta_cdf, clopper_pearson, rate_of


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.30850),  # 1 - 0.025 ** (1 / 10)
        (1, 10, 0.00253, 0.44502),
        (10, 10, 0.69150, 1.0),
        (5, 50, 0.03328, 0.21814),
        (0, 150, 0.0, 0.02429),
    ],
)
def test_known_bounds(count: int, of: int, low: float, high: float) -> None:
    assert clopper_pearson(count, of) == pytest.approx((low, high), abs=6e-6)


@given(st.integers(1, 300).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_each_bound_leaves_a_fortieth_in_its_tail(shares: tuple[int, int]) -> None:
    count, of = shares
    low, high = clopper_pearson(count, of)
    assert 0 <= low <= count / of <= high <= 1
    if count:
        assert sum(comb(of, k) * low**k * (1 - low) ** (of - k) for k in range(count, of + 1)) == pytest.approx(0.025)
    if count < of:
        assert sum(comb(of, k) * high**k * (1 - high) ** (of - k) for k in range(count + 1)) == pytest.approx(0.025)


def test_large_counts_stay_finite() -> None:
    low, high = clopper_pearson(50, 1_000_000)
    assert 3.7e-5 < low < 5e-5 < high < 6.6e-5


def test_nothing_counted_says_so() -> None:
    assert rate_of(0, 0) == {"value": None, "low": 0.0, "high": 1.0}


def test_more_than_all_is_refused() -> None:
    with pytest.raises(ValueError, match="no share"):
        clopper_pearson(3, 2)


def test_beta_cdf_is_symmetric() -> None:
    assert beta_cdf(0.3, 2, 5) == pytest.approx(1 - beta_cdf(0.7, 5, 2))
    assert (beta_cdf(-1, 2, 2), beta_cdf(2, 2, 2)) == (0.0, 1.0)
