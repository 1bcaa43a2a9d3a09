"""Events of the loan's figures: what if, and what is known."""

from dataclasses import dataclass

from kiosk.domain.ids import OfferId
from kiosk.domain.speech import Channel
from kiosk.lending.what_if import Supposition


@dataclass(frozen=True, slots=True)
class WhatIfAsked:
    """By slider or button. `asked` None: whatever comes first; `offer` None: the chosen one; `then`: on top of it."""

    asked: Supposition | None = None
    offer: OfferId | None = None
    channel: Channel = Channel.TOUCH
    then: Supposition | None = None


@dataclass(frozen=True, slots=True)
class KnownAsked:
    """What do you know of me, of this business, of the product?"""


@dataclass(frozen=True, slots=True)
class ThinkOverAsked:
    """Not now: the quote to take home, and the session ends."""

    channel: Channel = Channel.TOUCH
