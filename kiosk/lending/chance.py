"""How often chance alone would look so uneven: for the lot of the offers and for what borrowers chose. No library."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, exp, lgamma, log, sqrt

_EXACT_UP_TO = 30_000
"""Ways to share out the counts that are gone through one by one; beyond, the chi-square."""
_FEW = 10.0
"""In each cell on average: twice what Cochran wants for the chi-square to be a good likeness."""


@dataclass(frozen=True, slots=True)
class Evenness:
    """`p`: the share of fair draws at least as uneven as `counts`; `exact`: summed over all of them."""

    counts: tuple[int, ...]
    chi_square: float
    p: float
    exact: bool


def evenness(counts: Sequence[int]) -> Evenness:
    """Against equal shares: exact where the counts are small, else by chi-square.

    >>> evenness((9, 0)).p == 2 / 2**9
    True
    >>> round(evenness((500, 520)).p, 3), evenness((0, 0)).p
    (0.531, 1.0)
    """
    total, cells = sum(counts), len(counts)
    if total == 0 or cells < 2:
        return Evenness(tuple(counts), 0.0, 1.0, exact=True)
    expected = total / cells
    found = sum((count - expected) ** 2 for count in counts) / expected
    if expected < _FEW and _ways(total, cells) <= _EXACT_UP_TO:
        return Evenness(tuple(counts), found, _exact(tuple(counts)), exact=True)
    return Evenness(tuple(counts), found, chi_square_p(found, cells - 1), exact=False)


def chi_square_p(value: float, degrees: int) -> float:
    """The upper tail of chi-square, by the recurrence over even or odd degrees of freedom.

    >>> round(chi_square_p(3.841, 1), 4), round(chi_square_p(9.488, 4), 4), round(chi_square_p(119.0, 119), 2)
    (0.05, 0.05, 0.48)
    """
    if value <= 0:
        return 1.0
    half = value / 2
    at = 1.0 if degrees % 2 == 0 else 0.5
    tail = exp(-half) if degrees % 2 == 0 else erfc(sqrt(half))
    while at < degrees / 2:
        tail += exp(at * log(half) - half - lgamma(at + 1))
        at += 1
    return min(1.0, tail)


def _ways(total: int, cells: int) -> int:
    ways = 1
    for n in range(1, cells):
        ways = ways * (total + n) // n
    return ways


def _exact(counts: tuple[int, ...]) -> float:
    """The multinomial probability of all shares whose squares sum to at least as much."""
    total, cells = sum(counts), len(counts)
    seen = sum(count * count for count in counts)
    even = lgamma(total + 1) - total * log(cells)

    def of(left: int, open_cells: int, squares: int, weight: float) -> float:
        if open_cells == 1:
            return exp(weight - lgamma(left + 1)) if squares + left * left >= seen else 0.0
        return sum(
            of(left - n, open_cells - 1, squares + n * n, weight - lgamma(n + 1)) for n in range(left + 1)
        )  # fmt: skip

    return min(1.0, of(total, cells, 0, even))
