"""Events of a quote that is brought back."""

from dataclasses import dataclass

from kiosk.consent.quote_brought import Against, Brought
from kiosk.domain.speech import Channel


@dataclass(frozen=True, slots=True)
class QuoteBrought:
    """The borrower touched "I have a quote"."""

    channel: Channel = Channel.TOUCH


@dataclass(frozen=True, slots=True)
class QuoteShown:
    """What the camera read, or what he typed: anybody's text. `typed`: on the screen's digits."""

    untrusted: str
    typed: bool = False


@dataclass(frozen=True, slots=True)
class QuoteFound:
    """It was made here, holds, and is his."""

    brought: Brought


@dataclass(frozen=True, slots=True)
class QuoteRefused:
    """It can't be gone on with."""

    reason: Against
