"""Numbers and amounts of money in words, in both languages, and back."""

from decimal import Decimal

from kiosk.dialogue.amount import Amount, Unit
from kiosk.dialogue.numbers_en import digits_en, money_en, parse_en, words_en
from kiosk.dialogue.numbers_zh import digits_zh, money_zh, parse_zh, words_zh
from kiosk.domain.speech import Language

__all__ = ["Amount", "Unit", "digit_words", "money_words", "number_words", "parse_amount"]


def parse_amount(text: str, language: Language) -> Amount | None:
    """The amount that the whole text says; None when it is anything else, or more than one number."""
    return parse_zh(text) if language is Language.ZH_CN else parse_en(text)


def number_words(value: Decimal | int, language: Language) -> str:
    """A number in words."""
    return words_zh(value) if language is Language.ZH_CN else words_en(value)


def money_words(fen: int, language: Language) -> str:
    """An amount of money in words, to the fen."""
    return money_zh(fen) if language is Language.ZH_CN else money_en(fen)


def digit_words(digits: str, language: Language) -> str:
    """Digits one by one, for telephone numbers."""
    return digits_zh(digits) if language is Language.ZH_CN else digits_en(digits)
