"""Whether a text asks the guide something. Borrowers also talk to one another, and that must not stop the script.

A question harms nobody, because its answer comes from the approved knowledge or is "I don't know"; yet while an answer
is awaited that commits, it counts only if it is about the loan: the knowledge base knows it, or it says so.
"""

import re
from collections.abc import Callable

from kiosk.dialogue.choosing import asked_measure
from kiosk.dialogue.lexicon import TOPIC_WORDS
from kiosk.domain.speech import Grammar, Intent, Language

Knows = Callable[[str, Language], bool]
"""Whether an approved answer is near enough to a text."""

_COMMITTING = frozenset({Intent.NO, Intent.NUMBER, Intent.CHOICE, Intent.WORDS})
_LEAST = {Language.ZH_CN: 4, Language.EN: 3}
"""Signs or words: less than that is a sound of surprise, or noise that the recogniser put in words."""
_MOST = {Language.ZH_CN: 30, Language.EN: 30}
"""Longer than that somebody reads aloud, tells a story, or a radio plays; it is no question."""
_ASKING_ZH = re.compile(
    r"什么|甚么|啥|怎么|怎样|咋|为何|多少|多久|多长|多大|多高|(?<![近前后这那好十上头])几(?!乎)|谁|哪|吗|嘛|呢[。？?！!]*$|真的假的"
    r"|(.{1,2})(?:不|没)\1|有没有|[^不没](?:不|没|没有|不成|不行)[。？?！!]*$|[？?]"
)
_FILLERS = r"(?:(?:and|but|so|well|um|uh|er|oh|ok|okay|now|please|sorry|excuse me|hello|then|wait)[ ,]+)*"
_ASKING_EN = re.compile(
    rf"[?？]|^{_FILLERS}(?:is|are|am|was|were|do|does|did|can|could|may|might|must|will|would|should|shall|have|has|had"
    r"|isn't|aren't|don't you|doesn't|didn't|can't|couldn't|won't|wouldn't|shouldn't|suppose)\b"
    r"|\b(?:what|what's|how|why|who|who's|whom|whose|when|where|where's|which)\b"
)


def asks(text: str, language: Language) -> bool:
    """Whether it has the form of a question, and a question's length.

    >>> asks("这算不算高利贷啊", Language.ZH_CN), asks("is it more if I pay late", Language.EN)
    (True, True)
    >>> asks("你几乎没说话", Language.ZH_CN), asks("啊？", Language.ZH_CN)
    (False, False)
    """
    plain = text.lower().replace("’", "'").strip()
    if language is Language.ZH_CN:
        signs = len(re.findall(r"[\u4e00-\u9fff]", plain))
        return _LEAST[language] <= signs <= _MOST[language] and _ASKING_ZH.search(plain) is not None
    words = len(re.findall(r"[a-z']+", plain))
    return _LEAST[language] <= words <= _MOST[language] and _ASKING_EN.search(plain) is not None


def is_question(text: str, grammar: Grammar, language: Language, knows: Knows | None) -> bool:
    """Whether the guide is meant to answer. `knows` None: only a topic's word shows what a question is about."""
    known = knows is not None and knows(text, language)
    asking = asks(text, language)
    if grammar.intents & _COMMITTING:
        return asking and (known or _names_a_topic(text, language) or asked_measure(text, language) is not None)
    return known or asking


def _names_a_topic(text: str, language: Language) -> bool:
    plain = text.lower()
    return any(word in plain for word in TOPIC_WORDS[language])
