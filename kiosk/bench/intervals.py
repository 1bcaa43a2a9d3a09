"""Rates with exact (Clopper-Pearson) 95 % bounds, in plain Python."""

from collections.abc import Callable
from math import exp, lgamma, log, log1p

Rate = dict[str, float | None]
"""`value` (None when nothing was counted), `low` and `high`."""

_STEPS = 200
"""Bisection halves the unit interval until a float has no more digits; 200 is beyond that."""


def rate_of(count: int, of: int) -> Rate:
    """A share as `measure` prints it.

    >>> rate_of(0, 0)
    {'value': None, 'low': 0.0, 'high': 1.0}
    """
    low, high = clopper_pearson(count, of)
    return {"value": round(count / of, 6) if of else None, "low": round(low, 6), "high": round(high, 6)}


def clopper_pearson(count: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """Exact two-sided bounds of a binomial share (Clopper and Pearson, Biometrika 26, 1934).

    Raises ValueError if count is not within 0..of.

    >>> tuple(round(bound, 4) for bound in clopper_pearson(0, 100))
    (0.0, 0.0362)
    """
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is no share")
    if of == 0:
        return 0.0, 1.0
    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else _root(lambda p: beta_cdf(p, count, of - count + 1), tail)
    high = 1.0 if count == of else _root(lambda p: beta_cdf(p, count + 1, of - count), 1 - tail)
    return low, high


def beta_cdf(x: float, a: float, b: float) -> float:
    """Regularised incomplete beta function I_x(a, b)."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    # The continued fraction converges fast only below the mean; above it the mirrored one does.
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method."""
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    value = d
    for m in range(1, 10_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 + term * d
            d = 1 / (d if abs(d) > tiny else tiny)
            c = 1 + term / c
            c = c if abs(c) > tiny else tiny
            value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value


def _root(rising: Callable[[float], float], target: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if rising(middle) < target:
            low = middle
        else:
            high = middle
    return (low + high) / 2
