"""Is it plastic? What the looks at one side say together about its surface and its rim: seen, not seen, not measured.

A card's highlight wanders over it while it is tilted or pushed; paper's light stays even. None of this proves a card: a
glossy photograph shines as well, and paper can be cut round. So nothing is refused by it: what speaks against plastic
is asked about (a tilt of the card), then staff look.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.ports.card_reader import CardMarks


class Seen(StrEnum):
    """`unmeasured`: the pictures can't tell, which speaks neither for nor against."""

    SEEN = "seen"
    NOT_SEEN = "not_seen"
    UNMEASURED = "unmeasured"


@dataclass(frozen=True, slots=True)
class SurfaceThresholds:
    """Set on renderings of plastic and paper, the corners on photographs of rendered cards too; not on real ones.

    `veil`: light over the ink by the light of the paper, from which a cell is in a highlight. `least_cells`: of one
    highlight, joined. `most_cells`: share of the card beyond which it is no highlight but haze. `quiet`: veil that
    nowhere on paper is exceeded. `least_tilt`: degrees through which paper must have been tilted before the lack of a
    highlight counts. `round_from`, `square_below`: millimetres; ISO/IEC 7810 prints 3.18.
    """

    veil: float = 0.10
    least_cells: int = 3
    most_cells: float = 0.6
    quiet: float = 0.05
    least_tilt: float = 12.0
    least_pictures: int = 5
    round_from: float = 1.8
    square_below: float = 1.1
    least_corners: int = 3


@dataclass(frozen=True, slots=True)
class CardSurface:
    """`wandering`: of the highlight. `rounded`: the corners. `tilted`: degrees between the pictures; `pictures`: in
    which both were looked for."""

    wandering: Seen = Seen.UNMEASURED
    rounded: Seen = Seen.UNMEASURED
    tilted: float = 0.0
    pictures: int = 0

    @property
    def speaks_against(self) -> bool:
        """Measured, and not as a card of plastic is."""
        return Seen.NOT_SEEN in (self.wandering, self.rounded)


NOTHING_SEEN = CardSurface()
"""Of a still picture, or a page."""
_DEFAULT = SurfaceThresholds()
_COLUMNS = 12
"""Cells in a row of CardMarks."""
_PRINTED = 0.72
"""Ink by paper, below which a cell holds enough print to tell a veil."""
_FULL = 0.9
"""Light beyond which paper can't become brighter."""
_LEAST_LIGHT = 0.02
_ALIKE = 0.8
_FEWEST_CELLS = 12
_SLIPPED, _SLIP = 4, 2.5
"""So many cells of darker ink tell that the outline lies beside the card; a veil must be so many times as strong."""


def judge_surface(looks: Sequence[CardMarks], limits: SurfaceThresholds = _DEFAULT) -> CardSurface:
    """Of the looks at one side, in any order; looks at another thing are left out."""
    side = same_side(looks)
    # Without corners the outline may lie anywhere: only a highlight itself counts there, not the lack of one.
    outlined = [look for look in side if len(look.radii) >= limits.least_corners]
    tilted = max(_range(look.tilt[axis] for look in outlined) for axis in (0, 1))
    lacks_one = len(outlined) >= limits.least_pictures and tilted >= limits.least_tilt
    wandering = _wandering(side, limits, lacks_one=lacks_one)
    return CardSurface(wandering, _rounded(outlined, limits), round(tilted, 1), len(side))


def same_side(looks: Sequence[CardMarks]) -> tuple[CardMarks, ...]:
    """The largest group that shows the same print, all turned the same way up; the later of two as large."""
    best: tuple[CardMarks, ...] = ()
    for reference in reversed(looks):
        if len(best) == len(looks):
            break
        turned = (max(look, _upside_down(look), key=lambda one: _alike(one.inks, reference.inks)) for look in looks)
        group = tuple(look for look in turned if _alike(look.inks, reference.inks) >= _ALIKE)
        best = group if len(group) > len(best) else best
    return best


def highlights(side: Sequence[CardMarks], limits: SurfaceThresholds = _DEFAULT) -> tuple[float, ...]:
    """Of each picture, the veil of its highlight (the weakest of its three strongest joined cells); 0: none."""
    inks = [_median(column) for column in zip(*(look.inks for look in side), strict=True)]
    printed = [place for place, ink in enumerate(inks) if ink < _PRINTED]
    if len(side) < 2 or len(printed) < _FEWEST_CELLS:
        return ()
    papers = [_median(column) for column in zip(*(look.papers for look in side), strict=True)]
    return tuple(_strongest(_veils(look, inks, papers, printed), limits) for look in side)


def _wandering(side: Sequence[CardMarks], limits: SurfaceThresholds, *, lacks_one: bool) -> Seen:
    found = highlights(side, limits)
    if sum(veil >= limits.veil for veil in found) >= 2:
        return Seen.SEEN
    quiet = bool(found) and all(veil <= limits.quiet for veil in found)
    return Seen.NOT_SEEN if quiet and lacks_one else Seen.UNMEASURED


def _veils(look: CardMarks, inks: list[float], papers: list[float], printed: list[int]) -> dict[int, float]:
    """Light that was added to each printed cell, by the light of its paper; 0 where what covers it is no light."""
    gain = _median([look.papers[place] / max(papers[place], _LEAST_LIGHT) for place in printed])
    found: dict[int, float] = {}
    for place in printed:
        ink, paper = look.inks[place], look.papers[place]
        veil = (ink - inks[place]) / max(1.0 - ink, 0.1)
        # A finger or a slip of paper hides print as well, but is hardly brighter than the card.
        brighter = paper >= min(_FULL, gain * papers[place] * (1 + 0.3 * veil))
        found[place] = veil if paper > _LEAST_LIGHT and brighter else min(veil, 0.0)
    # Where the outline lies beside the card, print comes into cells as well as out of them; light only takes it away.
    slipped = sorted(inks[place] - look.inks[place] for place in range(len(inks)))[-_SLIPPED]
    return {place: veil if veil > _SLIP * slipped else 0.0 for place, veil in found.items()}


def _strongest(veils: dict[int, float], limits: SurfaceThresholds) -> float:
    """Haze over the whole card, or a blurred picture, has no highlight: its print is paler everywhere."""
    pale = sum(veil >= limits.quiet for veil in veils.values())
    if pale > limits.most_cells * len(veils):
        return 0.0
    best = 0.0
    for place in veils:
        joined = [veils[near] for near in _around(place) if near in veils]
        if len(joined) >= limits.least_cells:
            best = max(best, sorted(joined)[-limits.least_cells])
    return best


def _around(place: int) -> tuple[int, ...]:
    row, column = divmod(place, _COLUMNS)
    columns = range(max(column - 1, 0), min(column + 2, _COLUMNS))
    return tuple(r * _COLUMNS + c for r in range(max(row - 1, 0), row + 2) for c in columns)


def _rounded(outlined: Sequence[CardMarks], limits: SurfaceThresholds) -> Seen:
    radii = [_median(look.radii) for look in outlined]
    if not radii:
        return Seen.UNMEASURED
    radius = _median(radii)
    if radius >= limits.round_from:
        return Seen.SEEN
    return Seen.NOT_SEEN if radius < limits.square_below else Seen.UNMEASURED


def _upside_down(look: CardMarks) -> CardMarks:
    across, down = look.tilt
    return CardMarks(look.inks[::-1], look.papers[::-1], (-across, -down), look.radii)


def _alike(one: Sequence[float], other: Sequence[float]) -> float:
    """Correlation of two patterns of print."""
    if len(one) != len(other) or not one:
        return 0.0
    a, b = sum(one) / len(one), sum(other) / len(other)
    both = sum((x - a) * (y - b) for x, y in zip(one, other, strict=True))
    size = sum((x - a) ** 2 for x in one) * sum((y - b) ** 2 for y in other)
    return float(both / size**0.5) if size > 0 else 0.0


def _range(values: Iterable[float]) -> float:
    found = tuple(values)
    return float(max(found) - min(found)) if found else 0.0


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
