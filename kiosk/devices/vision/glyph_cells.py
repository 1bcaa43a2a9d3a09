"""Cuts a line of print into its characters, given how many there are and which of them are narrow."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.float32]

_INKED = 0.28
_NARROW = (0.5, 0.54, 0.58, 0.62)
"""Width of a digit or letter in widths of a Chinese character, by font."""
_SHARES = np.linspace(0.9, 1.04, 15)
_SHIFTS = np.linspace(-0.16, 0.16, 9)


def cells_of(ink: Ink, text: str) -> tuple[tuple[int, int], ...]:
    """Left and right border of each character, in order; none if the line is too short for so many.

    Borders are laid where least ink is: Chinese characters stand at one pitch, digits at about half of it.
    """
    columns = np.flatnonzero((ink > _INKED).sum(axis=0) >= 2)
    if not text or columns.size == 0 or columns[-1] + 1 - columns[0] < 4 * len(text):
        return ()
    left, right = int(columns[0]), int(columns[-1]) + 1
    profile = np.convolve(np.pad(ink.sum(axis=0), 8, mode="edge"), np.ones(3, np.float32) / 3, mode="same")
    best: tuple[float, NDArray[np.int_]] | None = None
    wide = np.array([_is_wide(character) for character in text])
    for narrow in _NARROW if not wide.all() else _NARROW[:1]:
        widths = np.where(wide, 1.0, narrow)
        edges = np.concatenate([[0.0], np.cumsum(widths)])
        for share in _SHARES:
            pitch = share * (right - left) / edges[-1]
            for shift in _SHIFTS:
                start = (left + right) / 2 - pitch * edges[-1] / 2 + shift * pitch
                borders = np.clip(np.rint(start + pitch * edges).astype(int), -7, ink.shape[1] + 6)
                cost = float(profile[borders + 8].mean()) + 0.3 * abs(float(share) - 1)
                if best is None or cost < best[0]:
                    best = (cost, borders)
    assert best is not None
    borders = np.clip(best[1], 0, ink.shape[1])
    return tuple((int(start), int(end)) for start, end in pairwise(borders))


def _is_wide(character: str) -> bool:
    return not character.isascii()
