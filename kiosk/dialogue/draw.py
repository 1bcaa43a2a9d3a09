"""Choices that look free and are the same again from the same seed, so that headquarters can draw them too."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """SHA-256 over seed and a counter. Raises ValueError for an empty seed."""

    def __init__(self, seed: bytes, purpose: str) -> None:
        if not seed:
            raise ValueError("a draw needs a seed")
        self._key = hashlib.sha256(seed + b"\0" + purpose.encode()).digest()
        self._turn = 0

    def below(self, bound: int) -> int:
        """0 to bound - 1; 64 bits make the unevenness of the remainder harmless."""
        self._turn += 1
        block = hashlib.sha256(self._key + self._turn.to_bytes(8, "big")).digest()
        return int.from_bytes(block[:8], "big") % bound

    def one(self, of: Sequence[T]) -> T:
        """One of them."""
        return of[self.below(len(of))]

    def shuffled(self, of: Sequence[T]) -> list[T]:
        """All of them in a drawn order (Fisher and Yates)."""
        rest = list(of)
        return [rest.pop(self.below(len(rest))) for _ in range(len(rest))]
