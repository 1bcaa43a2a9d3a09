"""The protection corner as the screens see it: topics, the guide's voice while no session runs, and the tally."""

from collections.abc import Callable
from decimal import Decimal

from kiosk.consent.effects import Effect, Hush, Say
from kiosk.domain.speech import Language
from kiosk.education.lesson import Corner
from kiosk.education.tally import Tally

SAID = "corner"
"""Key of what is read aloud; the machine knows no such step and ignores that it was spoken."""
_SLOWLY = Decimal("0.8")


class ProtectionCorner:
    """`free`: no session runs; else nothing is said or hushed, for the voice is the session's then."""

    def __init__(self, corner: Corner, tally: Tally, do: Callable[[Effect], None], free: Callable[[], bool]) -> None:
        self.corner, self._tally, self._do, self._free = corner, tally, do, free

    def say(self, text: str, language: Language, *, slowly: bool = False) -> None:
        """Read it aloud; what is being said ends."""
        if self._free():
            self._do(Say(SAID, text, language, _SLOWLY if slowly else Decimal(1)))

    def hush(self) -> None:
        """Be silent."""
        if self._free():
            self._do(Hush())

    def opened(self, topic: str, language: Language) -> None:
        """Counted; only what is a topic."""
        if self.corner.topic(topic) is not None:
            self._tally.add(topic, language)
