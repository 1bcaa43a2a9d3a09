"""How long a text stood until it was acknowledged: measured from outside, since the machine knows no clock."""

from dataclasses import dataclass

from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.context import Context
from kiosk.consent.guide_words import speech
from kiosk.consent.machine import Turn
from kiosk.consent.pace import signs

_READ = (st.Telling, st.ReadingTerm)
"""Pages of one text that is read and then acknowledged."""
_UNDISTURBED = (ev.Spoken, ev.TextSizeChosen, ev.ContrastChosen, ev.HandChosen, ev.PresenceChanged)
"""These take nobody's eyes off the page."""


@dataclass(frozen=True, slots=True)
class _Text:
    step: str
    key: str
    signs: int
    since: float


class PaceWatch:
    """Tell it of each turn; it says what was measured."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._text: _Text | None = None

    def turned(self, event: ev.Event, turn: Turn, now: float) -> ev.PaceMeasured | None:
        """`now`: seconds. A question, a pause or a repeat in between is no reading; then nothing is measured."""
        read, state = self._text, turn.state
        said = speech(self._context, state) if isinstance(state, _READ) else None
        if isinstance(state, _READ) and said is not None:
            if read is not None and read.key == said[0]:
                if not turn.ignored and not isinstance(event, _UNDISTURBED):
                    self._text = None
                return None
            self._text = _Text(state.step, said[0], signs(said[1]), now)
        else:
            self._text = None
        if read is None or turn.ignored or not isinstance(event, ev.Replied | ev.SideTouched):
            return None
        if not isinstance(state, _READ) and isinstance(state, st.Overlay):
            return None
        return ev.PaceMeasured(read.step, read.signs, round(now - read.since, 2))
