"""What a touch says, as the machine understands replies."""

from decimal import Decimal

from kiosk.consent.events import Replied
from kiosk.dialogue.typed import understand_typed
from kiosk.domain.speech import Channel, Grammar, Intent, Language, Understood


def touched(intent: Intent, words: str, value: Decimal | None = None, choice: str | None = None) -> Replied:
    """A reply by touch; `words` is what stood on the button."""
    return Replied(Understood(intent, words, value, choice), Channel.TOUCH)


def typed(words: str, grammar: Grammar, language: Language) -> Replied | None:
    """What own words by keyboard say, by the rules for spoken ones; None: nothing that may be an answer now."""
    found = understand_typed(words, grammar, language)
    if not isinstance(found, Understood) or found.intent not in grammar.intents:
        return None
    return Replied(found, Channel.TYPED)


def own_words(words: str) -> Replied:
    """A fact told freely by keyboard; graded by what it says."""
    return Replied(Understood(Intent.WORDS, words), Channel.TYPED)


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
