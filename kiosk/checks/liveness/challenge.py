"""What the borrower is asked to do, drawn from the session's nonce so that a verifier draws the same."""

import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum

VERSION = 2
_LABEL = b"mingshi liveness challenge v1 "


class Move(StrEnum):
    """What the borrower may be asked to do; left and right are his own."""

    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    NOD = "nod"
    OPEN_MOUTH = "open_mouth"
    BLINK = "blink"
    SAY_DIGITS = "say_digits"
    SCREEN_LIGHT = "screen_light"


TURNS = (Move.TURN_LEFT, Move.TURN_RIGHT)
HEAD_MOVES = (*TURNS, Move.NOD)
INNER_MOVES = (Move.OPEN_MOUTH, Move.BLINK)
"""Within the face: a stiff sheet that is turned and nodded can't make them."""
FACE_MOVES = (*HEAD_MOVES, *INNER_MOVES)


class Side(StrEnum):
    """Which half of the screen is lit, as the borrower sees it."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


LIGHT_SECONDS = 0.8
"""Each colour stays so long: 1.25 changes a second, so at most 0.63 flashes (WCAG counts pairs of changes)."""
COLOURS: dict[str, tuple[int, int, int]] = {
    "rose": (170, 140, 255),
    "amber": (110, 195, 245),
    "green": (140, 225, 150),
    "aqua": (235, 210, 120),
    "blue": (255, 165, 130),
    "violet": (255, 140, 205),
}
"""BGR of soft colours of nearly the same luminance, so that changes of colour are hardly flashes at all."""


@dataclass(frozen=True, slots=True)
class Glow:
    """One step of the light: a name of COLOURS and where."""

    colour: str
    side: Side

    def __str__(self) -> str:
        return f"{self.colour}:{self.side}"


@dataclass(frozen=True, slots=True)
class Challenge:
    """`moves` in the order asked, then the digits (empty: none), then the light (empty: none)."""

    moves: tuple[Move, ...]
    digits: str = ""
    light: tuple[Glow, ...] = ()
    version: int = VERSION

    @property
    def steps(self) -> tuple[Move, ...]:
        """Everything that is asked, one instruction at a time."""
        spoken = (Move.SAY_DIGITS,) if self.digits else ()
        lit = (Move.SCREEN_LIGHT,) if self.light else ()
        return (*self.moves, *spoken, *lit)


@dataclass(frozen=True, slots=True)
class Plan:
    """What may be drawn for this borrower; it is recorded with the challenge.

    `allowed`: without the turns for somebody who can't turn the head (parallax is then not measured, and a person
    settles identity); `digits`: how many, 0 for none; `light`: how many colours, 0 unless he was asked and agreed;
    `inner`: how many of INNER_MOVES are drawn at least, 0 or 1.
    """

    allowed: tuple[Move, ...] = FACE_MOVES
    moves: int = 2
    digits: int = 4
    light: int = 0
    inner: int = 0


def draw_challenge(seed: bytes, plan: Plan) -> Challenge:
    """HMAC-SHA-256 of the seed picks everything. No move follows itself; where turns are allowed one is drawn, and
    `plan.inner` of the moves within the face.

    Raises ValueError for a seed under 16 bytes, fewer than two different moves, or a light of one colour.
    """
    moves = tuple(move for move in dict.fromkeys(plan.allowed) if move in FACE_MOVES)
    if len(seed) < 16 or len(moves) < 2 or plan.moves < 1:
        raise ValueError("a challenge needs 16 bytes of seed and two different moves")
    if plan.inner not in (0, 1) or (plan.inner and (plan.moves < 2 or not set(moves) & set(INNER_MOVES))):
        raise ValueError("a move within the face has a place beside the turn, and is among those allowed")
    if (plan.light and not 2 <= plan.light <= 12) or not 0 <= plan.digits <= 12:
        raise ValueError("a light has 2 to 12 colours, and at most 12 digits are asked for")
    digits = "".join(str(_pick(seed, b"digit", place, 10)) for place in range(plan.digits))
    return Challenge(_moves(seed, moves, plan), digits, _light(seed, plan.light))


def _moves(seed: bytes, allowed: tuple[Move, ...], plan: Plan) -> tuple[Move, ...]:
    due = _due(seed, allowed, plan)
    drawn: list[Move] = []
    for place in range(plan.moves):
        # The only one that is due at the next place must not stand right before it.
        coming = due.get(place + 1, ())
        kept_back = coming if len(coming) == 1 else ()
        pool = due.get(place) or tuple(move for move in allowed if move not in kept_back)
        other = [move for move in allowed if not drawn or move is not drawn[-1]]
        # Empty only where the one that is due was just drawn, or keeping it back leaves nothing.
        choice = [move for move in pool if move in other] or other
        drawn.append(choice[_pick(seed, b"move", place, len(choice))])
    return tuple(drawn)


def _due(seed: bytes, allowed: tuple[Move, ...], plan: Plan) -> dict[int, tuple[Move, ...]]:
    """Which places are kept for a turn and for a move within the face."""
    due: dict[int, tuple[Move, ...]] = {}
    turns = tuple(move for move in allowed if move in TURNS)
    if turns:
        due[_pick(seed, b"turn", 0, plan.moves)] = turns
    if plan.inner:
        free = [place for place in range(plan.moves) if place not in due]
        due[free[_pick(seed, b"inner", 0, len(free))]] = tuple(move for move in allowed if move in INNER_MOVES)
    return due


def _light(seed: bytes, count: int) -> tuple[Glow, ...]:
    """Neighbours differ in colour; left and right take turns, so that each side is lit."""
    glows: list[Glow] = []
    first = _pick(seed, b"side", 0, 2)
    for place in range(count):
        choice = [name for name in COLOURS if not glows or name != glows[-1].colour]
        side = (Side.LEFT, Side.RIGHT)[(first + place) % 2]
        glows.append(Glow(choice[_pick(seed, b"colour", place, len(choice))], side))
    return tuple(glows)


def _pick(seed: bytes, purpose: bytes, place: int, of: int) -> int:
    """0..of-1. 64 bits modulo at most 12: the bias is below 1e-18."""
    digest = hmac.digest(seed, _LABEL + purpose + place.to_bytes(2, "big"), hashlib.sha256)
    return int.from_bytes(digest[:8], "big") % of
