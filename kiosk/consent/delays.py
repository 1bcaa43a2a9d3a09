"""All time-outs of the session in one place, in seconds, each with its reason."""

from dataclasses import dataclass

from kiosk.domain.way import UNHURRIED, Way

_UNHURRIED_TIMES = 2


@dataclass(frozen=True, slots=True)
class Delays:
    """Handed in by the settings."""

    idle: float = 120.0
    """Nothing touched or said: ask whether somebody is there (twice that where nothing may hurry)."""
    idle_answer: float = 45.0
    """No answer to that: the session is ended as interrupted, never as an answer."""
    two_people: float = 600.0
    """Within so much time after the first of two people the second must have signed in, or the first does so anew."""
    farewell: float = 30.0
    """The last page stays long enough to be read, then it is sealed."""

    def idle_for(self, way: Way, reading: float = 0.0) -> float:
        """Twice as long for whom nothing may hurry; in any case longer than the page takes to read."""
        return max(self.idle * self._times(way), 2 * reading)

    def farewell_for(self, way: Way) -> float:
        """Likewise."""
        return self.farewell * self._times(way)

    def asks(self, way: Way) -> int:
        """How often it is asked whether somebody is there, before the session ends."""
        return self._times(way)

    @staticmethod
    def _times(way: Way) -> int:
        return _UNHURRIED_TIMES if way in UNHURRIED else 1
