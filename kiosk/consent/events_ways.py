"""Events of the ways in which a session is told, and of the read-back."""

from dataclasses import dataclass

from kiosk.domain.reach import Hand, Switches
from kiosk.domain.speech import Channel
from kiosk.domain.way import Way


@dataclass(frozen=True, slots=True)
class WayChosen:
    """How the session is told and answered; at any time."""

    way: Way
    channel: Channel = Channel.TOUCH


@dataclass(frozen=True, slots=True)
class ContrastChosen:
    """1 to 3."""

    level: int


@dataclass(frozen=True, slots=True)
class SwitchesChosen:
    """One or two switches in place of a finger, or none; `seconds`: one of SCAN_SECONDS."""

    switches: Switches
    seconds: int


@dataclass(frozen=True, slots=True)
class HandChosen:
    """Answers and keys on this side."""

    hand: Hand


@dataclass(frozen=True, slots=True)
class HeadphonesChosen:
    """Headphones are worn, or not any more."""

    worn: bool


@dataclass(frozen=True, slots=True)
class Touched:
    """The borrower touches the screen, be it to type, to turn a page or to scroll: he is there, and nothing else."""


@dataclass(frozen=True, slots=True)
class SideTouched:
    """By ear: the large field on the right (yes, next) or on the left (no, other)."""

    right: bool


@dataclass(frozen=True, slots=True)
class PaceMeasured:
    """A text of so many signs stood for `seconds` until it was acknowledged."""

    step: str
    signs: int
    seconds: float


@dataclass(frozen=True, slots=True)
class ReplyCorrectionAsked:
    """In the read-back: this reply shall be given otherwise."""

    number: int


@dataclass(frozen=True, slots=True)
class ReplySoundAsked:
    """In the read-back: the borrower wants to hear how he said this."""

    number: int
