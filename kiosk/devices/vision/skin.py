"""The colour of a face and of what is behind it, as means of small parts: what a light on the screen must change."""

import numpy as np
from numpy.typing import NDArray

from kiosk.ports.camera import Image

_SMALLEST = 2
"""Pixels of half a patch's side."""
_SPARSE = 3
"""Every third pixel of the backdrop is enough."""
_ASIDE, _BAND = 0.30, 0.45
"""Shares of the face's width: how far from the face the backdrop begins, and how wide it is looked at."""


def skin_means(picture: Image, centres: NDArray[np.float32], half: float) -> NDArray[np.float32] | None:
    """Mean BGR of a square around each centre (n x 2 pixels), `half` its half side; None if one lies outside."""
    height, width = picture.shape[:2]
    reach = max(_SMALLEST, round(half))
    means = []
    for x, y in centres:
        if not (reach <= x < width - reach and reach <= y < height - reach):
            return None
        column, row = int(x), int(y)
        part = picture[row - reach : row + reach + 1, column - reach : column + reach + 1]
        means.append(part.reshape(-1, 3).mean(axis=0))
    return np.asarray(means, np.float32)


def backdrop_mean(picture: Image, left: float, top: float, right: float, bottom: float) -> NDArray[np.float32] | None:
    """Mean BGR beside a face's box, from its top to its middle (shoulders are lower); None with nothing beside it."""
    face = right - left
    rows = slice(max(0, round(top)), max(0, round((top + bottom) / 2)), _SPARSE)
    sides = (
        picture[rows, _columns(left - (_ASIDE + _BAND) * face, left - _ASIDE * face)],
        picture[rows, _columns(right + _ASIDE * face, right + (_ASIDE + _BAND) * face)],
    )
    seen = [side.reshape(-1, 3) for side in sides if side.size]
    return np.concatenate(seen).mean(axis=0).astype(np.float32) if seen else None


def _columns(first: float, last: float) -> slice:
    return slice(max(0, round(first)), max(0, round(last)), _SPARSE)
