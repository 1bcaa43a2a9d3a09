"""Time, and the pacing of everything that is not a device."""

from collections.abc import Callable
from typing import Protocol

from kiosk.domain.moment import Moment


class Ticker(Protocol):
    """A running call-back."""

    def cancel(self) -> None:
        """No call begins after this returns (on a real clock: but the one under way)."""


class Clock(Protocol):
    """A real clock runs call-backs in threads; a simulated one runs them inline, in order of time, while it sleeps."""

    def now(self) -> Moment:
        """Both clocks, read together."""

    def sleep(self, seconds: float) -> None:
        """Let time pass."""

    def every(self, seconds: float, call: Callable[[], None]) -> Ticker:
        """Call now and then at this period; late calls are not made up for."""

    def after(self, seconds: float, call: Callable[[], None]) -> Ticker:
        """Call once, later."""
