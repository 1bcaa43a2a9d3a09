"""What a recogniser thought possible besides its best guess: a reason to ask again, or the answer after all.

The closed list is held against what was heard freely, never the other way about: nothing is prompted (docs/adr/0029).
"""

import re
from collections.abc import Sequence

from kiosk.domain.speech import ALWAYS_HEARD, Hypothesis, Intent, NotUnderstood, Understanding, Understood

Guess = tuple[Hypothesis, Understanding]
_SECOND_LOOK = frozenset({"unknown", "unsure", "too_fast"})
_EXACT = re.compile(
    r"[不没别未否零一二三四五六七八九十百千万半]|\b(?:no|not|none|never|nobody|one|two|three|four|five|six|seven|eight|nine"
    r"|ten|eleven|twelve|[a-z]*teen|[a-z]+ty|hundred|thousand|million)\b|n't\b"
)
_DIGIT, _LONGER = re.compile(r"\d[.。]?"), re.compile(r"\d(?:[.,-]\d)+[.。]?")
"""五万 is heard as "1", and then as "1.1" and "1-1": a digit that may have been more than one is asked again."""
_ONES = dict(zip("one two three four five six seven eight nine ten".split(), "一二三四五六七八九十", strict=True))
_DIGITS = str.maketrans("0123456789两", "零一二三四五六七八九二")


def settled(best: Hypothesis, first: Understanding, others: Sequence[Guess], within: float) -> Understanding:
    """`first`, what the best guess means, unless one as likely (`within` of it) means something else. If the best is
    nothing on the lists, one as likely counts, provided that none of all means something else or holds another number
    or negation."""
    answers = [(each, found) for each, found in others if _is_answer(found)]
    if isinstance(first, Understood):
        if _DIGIT.fullmatch(first.text) and any(_LONGER.fullmatch(each.text) for each, _ in others):
            return NotUnderstood(best.text, "ambiguous")
        rivals = _as_likely(others, best.average_log_probability - within)
        return first if not _is_answer(first) or _unopposed(first, rivals) else NotUnderstood(best.text, "ambiguous")
    if first.reason not in _SECOND_LOOK or not answers:
        return first
    likeliest = max(best.average_log_probability, *(each.average_log_probability for each, _ in others))
    near = [found for _, found in _as_likely(answers, likeliest - within)]
    if not near:
        return first
    texts = [best.text, *(each.text for each, _ in others)]
    if not _agree([found for _, found in answers]) or not _holds_all(near[0], texts):
        return NotUnderstood(best.text, "ambiguous")
    return near[0]


def _as_likely(guesses: Sequence[Guess], least: float) -> list[Guess]:
    return [guess for guess in guesses if guess[0].average_log_probability >= least]


def _unopposed(first: Understood, near: Sequence[Guess]) -> bool:
    """Whether each means the same, or nothing and holds no other number or negation: 99 million, out of every range,
    still speaks against 9.5 million."""
    if first.intent in ALWAYS_HEARD:  # binds nobody
        return _agree([first, *(found for _, found in near if _is_answer(found))])
    rest = [each.text for each, found in near if not _is_answer(found)]
    return _agree([first, *(found for _, found in near if _is_answer(found))]) and _holds_all(first, rest)


def _is_answer(found: Understanding) -> bool:
    return isinstance(found, Understood) and found.intent not in (Intent.QUESTION, Intent.WORDS)


def _agree(answers: Sequence[Understanding]) -> bool:
    return len({(each.intent, each.value, each.choice) for each in answers if isinstance(each, Understood)}) <= 1


def _holds_all(taken: Understanding, texts: Sequence[str]) -> bool:
    """Whether the texts hold the numbers and negations of the one that is taken, in its order, or none at all."""
    own = exact_signs(taken.text)
    return all(exact_signs(text) in ([], own) for text in texts)


def exact_signs(text: str) -> list[str]:
    """Numbers and negations of a text in their order. One that is only repeated stands once: whisper writes a short
    digit twice."""
    found = [_ONES.get(each, each) for each in _EXACT.findall(text.lower().replace("’", "'").translate(_DIGITS))]
    return found[:1] if len(set(found)) == 1 else found
