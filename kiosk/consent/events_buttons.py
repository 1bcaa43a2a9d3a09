"""What stands on every screen: leave, help, pause, repeat."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeaveAsked:
    """The exit button, or "stop"."""


@dataclass(frozen=True, slots=True)
class LeaveConfirmed:
    """Second touch: end now, nothing is charged. `family`: by the words of the quiet way (kiosk.dialogue.quiet)."""

    family: bool = False


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """The help button."""


@dataclass(frozen=True, slots=True)
class PauseAsked:
    """The pause button."""


@dataclass(frozen=True, slots=True)
class RepeatAsked:
    """The repeat button."""
