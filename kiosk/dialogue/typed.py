"""Words from a keyboard: made harmless, and understood by the rules that hold for spoken ones."""

import re
import unicodedata

from kiosk.dialogue.understanding import understand
from kiosk.domain.speech import Grammar, Language, NotUnderstood, Transcript, Understanding

MOST = 300
"""Characters of one text: more than anybody answers or asks with ten fingers at a counter."""
_JOINER = "\u200d"
"""Holds the parts of one emoji together."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Control signs, among them those that turn the direction of writing; halves of pairs; signs of nobody."""
_SECONDS_A_SIGN = 1.0
"""No tempo is judged: nobody types faster than this stands for."""


def clean(untrusted: str, most: int = MOST) -> str:
    """What may stand on a page and in the evidence: no unseen signs, blanks for line ends, at most `most` characters.

    >>> clean("三\\u202e万\\n二")
    '三万 二'
    """
    blanks = re.sub(r"\s+", " ", untrusted)
    seen = "".join(each for each in blanks if each == _JOINER or unicodedata.category(each) not in _UNSEEN)
    return unicodedata.normalize("NFC", seen)[:most]


def understand_typed(text: str, grammar: Grammar, language: Language) -> Understanding:
    """As if it had been heard right. Nothing but blanks is nothing."""
    words = clean(text).strip()
    if not words:
        return NotUnderstood(words, "nothing")
    return understand(Transcript(words, language, 0.0, 1.0 + len(words) * _SECONDS_A_SIGN), grammar, language)
