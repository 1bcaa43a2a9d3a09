"""What a way of going through the session changes in its facts, and how something is said in it."""

from dataclasses import replace
from decimal import Decimal

from kiosk.checks.liveness import Move
from kiosk.consent.context import Context
from kiosk.consent.effects import Say
from kiosk.consent.facts import Facts
from kiosk.consent.pace import fewest_seconds, reading_seconds
from kiosk.domain.way import UNHURRIED, Way

_LARGEST, _USUAL_SIZE = 4, 2
_RATES = {Way.ELDER: Decimal("0.85"), Way.BY_EAR: Decimal("0.9")}
_USUAL_RATE = Decimal("1.0")
NOT_BY_EAR = (Move.SAY_DIGITS,)
"""Steps of the face check that want something read from the screen."""


def in_way(facts: Facts, way: Way) -> Facts:
    """With what belongs to the way; size and rate can still be changed afterwards."""
    size, rate = facts.text_size, facts.rate
    if facts.way in UNHURRIED:
        size, rate = _USUAL_SIZE, _USUAL_RATE
    if way is Way.ELDER:
        size = _LARGEST
    identity = facts.identity
    if way is Way.BY_EAR:
        unread = tuple(step for step in NOT_BY_EAR if step not in identity.not_easy)
        identity = replace(identity, not_easy=(*identity.not_easy, *unread))
    return replace(facts, way=way, text_size=size, rate=_RATES.get(way, rate), identity=identity)


def one_at_a_time(facts: Facts) -> bool:
    """Whether there is but one idea a page."""
    return facts.way in UNHURRIED


def say(context: Context, facts: Facts, key: str, text: str, *, must_be_read: bool = False) -> Say:
    """Aloud, or shown for its reading time. `must_be_read`: the law wants a least time for it, however it is told."""
    reading = reading_seconds(text, facts.language, facts.pace, context.reading)
    if facts.way is Way.SILENT:
        seconds = reading
    else:
        seconds = fewest_seconds(text, facts.language, context.reading) if must_be_read else 0.0
    return Say(key, text, facts.language, facts.rate, facts.way is Way.SILENT, seconds, facts.volume, reading)
