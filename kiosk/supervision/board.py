"""The branch's kiosks as the console sees them: the newest standing of each, in the order in which they need somebody.

Pure: the server's thread replaces one board by the next.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from types import MappingProxyType

from kiosk.supervision.messages import Alert, Meter, Standing, Wanted

NOTHING = Standing("", "Attract", None, Meter(), None, ())
_HARD = 3
"""So many answers in a session not understood, or facts taken over: somebody should look."""


class Need(IntEnum):
    """How much a kiosk needs somebody; the highest first."""

    NONE = 0
    ALERT = 1
    LOST = 2
    """A session was under way when the line was cut."""
    CALL_ANSWERED = 3
    CALL = 4


@dataclass(frozen=True, slots=True)
class KioskView:
    """One kiosk. `seen`: seconds of the console's clock when it last said something."""

    device: str
    branch: str
    connected: bool
    seen: float
    standing: Standing = NOTHING

    def waited(self, now: float) -> int:
        """Seconds for which it has been calling; 0: it does not call."""
        call = self.standing.call
        return call.waited + max(0, int(now - self.seen)) if call is not None else 0

    @property
    def need(self) -> Need:
        """Help first."""
        call = self.standing.call
        if call is not None:
            return Need.CALL_ANSWERED if call.coming else Need.CALL
        if not self.connected:
            return Need.LOST if self.standing.session else Need.NONE
        return Need.ALERT if self.alerts else Need.NONE

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """What the kiosk says, and what its meter shows."""
        hard = self.standing.meter.not_understood >= _HARD or self.standing.meter.by_person > 0
        shown = (Alert.NOT_UNDERSTOOD,) if hard and Alert.NOT_UNDERSTOOD not in self.standing.alerts else ()
        return (*self.standing.alerts, *shown)

    @property
    def wanted(self) -> Wanted | None:
        """Why somebody is wanted."""
        return self.standing.call.wanted if self.standing.call is not None else None


@dataclass(frozen=True, slots=True)
class Board:
    """All kiosks that ever greeted this console since it started."""

    kiosks: Mapping[str, KioskView] = field(default_factory=lambda: MappingProxyType({}))

    def greeted(self, device: str, branch: str, now: float) -> "Board":
        """It is there, or there again; what was known of it stands until it says anew."""
        known = self.kiosks.get(device)
        standing = known.standing if known is not None else NOTHING
        return self._with(KioskView(device, branch, connected=True, seen=now, standing=standing))

    def stood(self, device: str, standing: Standing, now: float) -> "Board":
        """The newest standing wins."""
        known = self.kiosks.get(device)
        return self if known is None else self._with(replace(known, standing=standing, seen=now))

    def lost(self, device: str) -> "Board":
        """The line is cut; the session may go on without us, and a call waits on."""
        known = self.kiosks.get(device)
        return self if known is None else self._with(replace(known, connected=False))

    def ordered(self, now: float) -> tuple[KioskView, ...]:
        """Waiting calls first, the longest before the others; then alerts; then by name."""
        return tuple(sorted(self.kiosks.values(), key=lambda kiosk: (-kiosk.need, -kiosk.waited(now), kiosk.device)))

    def calls(self) -> int:
        """How many wait for somebody."""
        return sum(kiosk.need is Need.CALL for kiosk in self.kiosks.values())

    def _with(self, kiosk: KioskView) -> "Board":
        return Board(MappingProxyType({**self.kiosks, kiosk.device: kiosk}))
