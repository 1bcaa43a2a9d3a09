"""The ways a screen may look: languages, screens, sizes of letters, contrasts; all of them, and few in which every two
traits meet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from kiosk.domain.speech import Language
from ui import theme

SCREENS: tuple[tuple[tuple[int, int], float], ...] = (
    ((1080, 1920), 96.0), ((768, 1366), 78.0), ((1920, 1080), 92.0), ((1280, 1024), 86.0), ((1024, 768), 85.0),
)  # fmt: skip
"""Size and dots per inch: 23 inches upright, 20 upright, 24, 19 and 15 inches across."""


@dataclass(frozen=True, slots=True)
class Look:
    """One way."""

    language: Language
    size: tuple[int, int]
    dpi: float
    text_size: int
    contrast: int


def every_look() -> Iterator[Look]:
    """Each with each."""
    for language, (size, dpi), letters, contrast in product(Language, SCREENS, theme.SIZES, theme.CONTRASTS):
        yield Look(language, size, dpi, letters, contrast)


def _pairs(look: Look) -> set[tuple[int, object, int, object]]:
    traits: Sequence[object] = (look.language, look.size, look.text_size, look.contrast)
    return {(one, traits[one], other, traits[other]) for one, other in combinations(range(len(traits)), 2)}


def _chosen() -> tuple[Look, ...]:
    """Always the look in which most pairs meet that have not met; the first of them."""
    left = {pair for look in every_look() for pair in _pairs(look)}
    found = []
    while left:
        best = max(every_look(), key=lambda look: len(_pairs(look) & left))
        found.append(best)
        left -= _pairs(best)
    return tuple(found)


LOOKS = _chosen()
