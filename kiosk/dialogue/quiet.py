"""The quiet way out: a sentence that anybody might say, by which a borrower who is pressed can ask to be spared.

To everybody at the kiosk it is an ordinary wish to stop. Only the evidence and the console know that it was said, and
neither knows how it was meant.
"""

from kiosk.dialogue.lexicon import PHRASES, QUIET
from kiosk.dialogue.understanding import AcceptanceThresholds, nearness
from kiosk.domain.speech import Intent, Language

_NEAR = AcceptanceThresholds().distance


def asks_quietly(text: str) -> bool:
    """Whether these words are one of the sentences, in either language; nearer to them than to another word of STOP.

    >>> asks_quietly("我想先问问家里人。"), asks_quietly("I'd like to ask my family first"), asks_quietly("我不借了")
    (True, True, False)
    """
    return any(_asked(text, language) for language in Language)


def _asked(text: str, language: Language) -> bool:
    near = nearness(text, QUIET[language], language)
    others = (phrase for phrase in PHRASES[language][Intent.STOP] if phrase not in QUIET[language])
    return near <= _NEAR and near < nearness(text, others, language)
