"""Twice not understood: then by touch. The guide never asks a third time by voice, whatever comes in between."""

from dataclasses import replace

from kiosk.consent import states as st
from kiosk.consent.context import Context
from kiosk.consent.effects import Effect, Listen
from kiosk.consent.facts import Facts
from kiosk.consent.ways import say
from kiosk.consent.wording import line, speech
from kiosk.domain.speech import Grammar

TRIES = 2
_EXPLAINED = frozenset({"other_language", "two_voices"})
"""Reasons with words of their own: the borrower can do something about them."""
_COMMANDS_ONLY = Grammar(frozenset())


def question(context: Context, state: st.State, under: st.ScriptState) -> str:
    """What is asked now, the same however often it is said again; the page over it counts for itself."""
    said = speech(context, under)
    over = "" if state is under else type(state).__name__
    return f"{under.step}.{said[0] if said else ''}.{over}"


def attempt(facts: Facts, asked: str) -> int:
    """Which failed attempt at this question the next one would be, from 1."""
    return (facts.missed[1] if facts.missed[0] == asked else 0) + 1


def not_understood(
    context: Context, facts: Facts, asked: str, answers: Grammar | None, reason: str
) -> tuple[Facts, tuple[Effect, ...]]:
    """First "say it again or touch", then "please touch", then nothing more; where nothing was asked, nothing at all:
    people also speak while a card is read. Who answers in the other language is offered it."""
    if answers is None or not answers.intents:
        return facts, ()
    count = attempt(facts, asked)
    facts = replace(facts, missed=(asked, count))
    if count > TRIES:
        return facts, ()
    name = "misheard_touch" if count == TRIES else reason if reason in _EXPLAINED else "misheard"
    said = say(context, facts, name, line(context, name, facts.language))
    return facts, (said, Listen(by_voice(facts, asked, answers) or answers, facts.language))


def by_voice(facts: Facts, asked: str, answers: Grammar | None) -> Grammar | None:
    """What may still be answered by voice: after two failed attempts only what may be said at any time."""
    if answers is None or attempt(facts, asked) <= TRIES:
        return answers
    return _COMMANDS_ONLY
