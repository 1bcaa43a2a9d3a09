"""A moment on two clocks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """`mono`: seconds on a clock that never goes back; `wall`: RFC 3339 in UTC with milliseconds."""

    mono: float
    wall: str
