"""How a borrower reaches the terminal: with a finger, with one or two switches, from which side, by which sound."""

from enum import StrEnum


class Switches(StrEnum):
    """TWO: one switch moves on, the other chooses. ONE: it moves on by itself, the switch chooses."""

    NONE = "none"
    ONE = "one"
    TWO = "two"


class Hand(StrEnum):
    """On which side the answers and the keys stand."""

    RIGHT = "right"
    LEFT = "left"


SCAN_SECONDS = (1, 2, 3, 5, 8)
"""How long one thing stays marked before the next is, with one switch."""
USUAL_SCAN_SECONDS = 3
