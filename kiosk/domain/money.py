"""Money is integer fen (1 yuan = 100 fen); rates are Decimal fractions (0.06 is 6 %)."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

Fen = NewType("Fen", int)

_FEN_PER_YUAN = 100


def fen_of(yuan: Decimal | int | str) -> Fen:
    """Yuan to fen, half a fen rounded up (away from zero).

    >>> fen_of("8606.645")
    860665
    """
    return Fen(int((Decimal(yuan) * _FEN_PER_YUAN).to_integral_value(ROUND_HALF_UP)))


def yuan_of(fen: int) -> Decimal:
    """Fen to yuan with two decimals.

    >>> yuan_of(860664)
    Decimal('8606.64')
    """
    return (Decimal(fen) / _FEN_PER_YUAN).quantize(Decimal("0.01"))


def yuan_text(fen: int) -> str:
    """Yuan for people to read: thousands separated, fen only when there are any.

    >>> yuan_text(10000000), yuan_text(860664)
    ('100,000', '8,606.64')
    """
    amount = yuan_of(fen)
    return f"{amount:,.0f}" if fen % _FEN_PER_YUAN == 0 else f"{amount:,.2f}"


def percent_text(rate: Decimal) -> str:
    """A rate with two decimals and the sign.

    >>> percent_text(Decimal("0.226"))
    '22.60%'
    """
    return f"{(rate * 100).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"
