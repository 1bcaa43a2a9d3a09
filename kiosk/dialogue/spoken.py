"""What is shown, as it is spoken: amounts, rates, dates and telephone numbers in words. Money first.

A voice reads "9,106.64 元" in a way of its own; the guide must say exactly what stands on the sheet. Nothing is left
to the voice that has more than one reading: no digit, no sign of currency or reckoning, no abbreviation.
"""

from kiosk.dialogue import spoken_en, spoken_zh
from kiosk.dialogue.spoken_rules import Piece, share_out
from kiosk.domain.speech import Language

_LANGUAGES = {
    Language.ZH_CN: (spoken_zh.RULES, spoken_zh.DROPPED),
    Language.EN: (spoken_en.RULES, spoken_en.DROPPED),
}


def spoken(text: str, language: Language) -> str:
    """The text in words; words that were words before are not changed.

    >>> spoken("每月还 3,765.05 元，年化 22.60%。", Language.ZH_CN)
    '每月还三千七百六十五元零五分，年化百分之二十二点六。'
    """
    return "".join(piece.said for piece in pieces(text, language))


def pieces(text: str, language: Language) -> tuple[Piece, ...]:
    """Stretch by stretch, what is shown and what is said of it: `shown` joined is the text, `said` joined the words."""
    return share_out(text, *_LANGUAGES[language])
