"""All time-outs of the session in one place, in seconds, each with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delays:
    """Handed in by the settings."""

    idle: float = 120.0
    """Nothing touched or said: ask whether somebody is there (elder mode doubles it)."""
    idle_answer: float = 45.0
    """No answer to that: the session is ended as interrupted, never as an answer."""
    farewell: float = 30.0
    """The last page stays long enough to be read, then it is sealed."""
