"""What a touch says, as the machine understands replies."""

from decimal import Decimal

from kiosk.consent.events import Replied
from kiosk.domain.speech import Channel, Intent, Understood


def touched(intent: Intent, words: str, value: Decimal | None = None, choice: str | None = None) -> Replied:
    """A reply by touch; `words` is what stood on the button."""
    return Replied(Understood(intent, words, value, choice), Channel.TOUCH)


def yes(words: str) -> Replied:
    """Agreement."""
    return touched(Intent.YES, words)


def no(words: str) -> Replied:
    """Refusal, at no cost."""
    return touched(Intent.NO, words)


def go_on(words: str) -> Replied:
    """Seen and read; further."""
    return touched(Intent.CONTINUE, words)


def understood(words: str) -> Replied:
    """Heard clearly: knowledge, not consent."""
    return touched(Intent.UNDERSTOOD, words)


def number(value: Decimal, words: str) -> Replied:
    """A figure from the digits pad, in the unit that was asked for."""
    return touched(Intent.NUMBER, words, value=value)


def choice(key: str, words: str) -> Replied:
    """One of several."""
    return touched(Intent.CHOICE, words, choice=key)
