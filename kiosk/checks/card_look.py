"""What the hand is told while a card is being laid down: judged five times a second, without reading anything."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.ports.card_reader import CardLook


class Guidance(StrEnum):
    """Text keys `card.guide.*`. GOOD: it lies well and still; TURN_OVER: seen, the other side may come;
    TILT: its highlight is looked for."""

    NO_CARD = "no_card"
    MORE_LIGHT = "more_light"
    CLOSER = "closer"
    LESS_GLARE = "less_glare"
    HOLD_STILL = "hold_still"
    ONE_CARD = "one_card"
    GOOD = "good"
    TURN_OVER = "turn_over"
    TILT = "tilt"


@dataclass(frozen=True, slots=True)
class LookThresholds:
    """`least_width`: pixels across, below which the small print (1.6 mm) is under 8 px high. `most_moved`: share of the
    card's width between two looks a fifth of a second apart. `least_light`: mean grey of the whole picture."""

    least_width: float = 320
    least_sharpness: float = 12.0
    most_glare: float = 0.25
    most_moved: float = 0.02
    least_light: float = 28.0


_DEFAULT = LookThresholds()


def guide(look: CardLook, before: CardLook | None, thresholds: LookThresholds = _DEFAULT) -> Guidance:
    """The one thing to do next; what hinders most comes first."""
    if look.brightness < thresholds.least_light:
        return Guidance.MORE_LIGHT
    if not look.corners:
        return Guidance.NO_CARD
    if look.width < thresholds.least_width:
        return Guidance.CLOSER
    if before is None or moved(look, before) > thresholds.most_moved:
        return Guidance.HOLD_STILL
    if look.glare > thresholds.most_glare:
        return Guidance.LESS_GLARE
    if look.sharpness < thresholds.least_sharpness:
        return Guidance.HOLD_STILL
    return Guidance.GOOD


def moved(look: CardLook, before: CardLook) -> float:
    """How far the card's corners came, as a share of its width; 1 if one of both looks has no card.

    A card that was turned over in its place has not moved: its corners may be named in another order.
    """
    if not look.corners or not before.corners:
        return 1.0
    ways = (before.corners[turn:] + before.corners[:turn] for turn in range(4))
    return min(_farthest(look.corners, way) for way in ways) / max(look.width, 1.0)


def _farthest(one: tuple[tuple[float, float], ...], other: tuple[tuple[float, float], ...]) -> float:
    return max(max(abs(ax - bx), abs(ay - by)) for (ax, ay), (bx, by) in zip(one, other, strict=True))
