"""A reader of single printed characters by their shape: a third opinion where the two readers of lines differ.

It shares nothing with them: no model, but the characters of a sans-serif font (the cards' Heiti is one), rendered and
correlated. Of all characters of GB 2312 the named one must be the likest, and by a margin.
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from kiosk.devices.vision.glyph_cells import cells_of
from kiosk.devices.vision.opencv import cv2

_FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
_SIMPLIFIED_CHINESE = 2
_CELL, _INNER = 32, 26
"""Pixels of a template, and of the character in it."""
_BLURS = (0.9, 1.6)
_LEAST_LIKENESS = 0.62
_LEAST_MARGIN, _LEAST_MARGIN_OF_DIGITS = 0.02, 0.05
"""Of 206 characters on photographs, with 0.03: 105 right, 1 wrong (and that one no reader had read)."""
_AT_ONCE, _SQUARE = 100, 72
_PLAIN = ImageFont.Layout.BASIC
_JITTER = (-2, 0, 2)
_LEAST_INK = 0.1
UNSURE = "?"
_DIGITS = "0123456789"

Ink = NDArray[np.float32]


@lru_cache(maxsize=1)
def gb2312() -> str:
    """The 6,763 characters of GB 2312, in its order."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return "".join(row.decode("gb2312", "ignore") for row in rows)


@lru_cache(maxsize=3)
def _templates(characters: str) -> Ink | None:
    """Shapes of length 1, `len(_BLURS)` rows a character; None without the font: then nothing is confirmed."""
    try:
        font = ImageFont.truetype(_FONT, 48, index=_SIMPLIFIED_CHINESE, layout_engine=_PLAIN)
    except OSError:
        return None
    rows = np.empty((len(characters) * len(_BLURS), _CELL * _CELL), np.float32)
    for place, character_ink in enumerate(_drawn(characters, font)):
        shape = _framed(character_ink)
        for number, blur in enumerate(_BLURS):
            rows[place * len(_BLURS) + number] = _unit(cv2.GaussianBlur(shape, (0, 0), blur))
    return rows


def _drawn(characters: str, font: ImageFont.FreeTypeFont) -> Iterator[Ink]:
    """Each on a square of its own; drawn by the hundred, since each drawing costs more than what is drawn."""
    for start in range(0, len(characters), _AT_ONCE):
        some = characters[start : start + _AT_ONCE]
        sheet = Pictures.new("L", (_SQUARE * len(some), _SQUARE))
        pen = ImageDraw.Draw(sheet)
        for place, character in enumerate(some):
            pen.text((_SQUARE * place + _SQUARE / 2, _SQUARE / 2), character, fill=255, font=font, anchor="mm")
        ink = np.asarray(sheet, np.float32)
        for place in range(len(some)):
            yield ink[:, _SQUARE * place : _SQUARE * (place + 1)]


def likest(ink: Ink, cell: tuple[int, int], characters: str, most: int = 5) -> tuple[tuple[str, float], ...]:
    """Those of `characters` likest to what stands between two borders of a line, best first, with their correlation.

    The borders may be a little off: each shape is tried on several. None without ink or font.
    """
    rows = _templates(characters)
    start, end = cell
    cuts = (ink[:, max(start + left, 0) : end + right] for left in _JITTER for right in _JITTER)
    shapes = [_unit(_framed(cut)) for cut in cuts if cut.size and float(cut.max()) > _LEAST_INK]
    if rows is None or not shapes:
        return ()
    likeness = (rows @ np.stack(shapes, axis=1)).max(axis=1).reshape(-1, len(_BLURS)).max(axis=1)
    order = np.argsort(likeness)[::-1][:most]
    return tuple((characters[place], float(likeness[place])) for place in order)


def confirms(ink: Ink, cell: tuple[int, int], character: str, characters: str) -> bool:
    """Whether the shape is this character and clearly no other of its kind."""
    digit = character in _DIGITS
    found = likest(ink, cell, _DIGITS if digit else characters, 2)
    if len(found) < 2 or found[0][0] != character or found[0][1] < _LEAST_LIKENESS:
        return False
    return found[0][1] - found[1][1] >= (_LEAST_MARGIN_OF_DIGITS if digit else _LEAST_MARGIN)


def third_opinion(ink: Ink, first: str, second: str, characters: str = "") -> str:
    """The first reading with a ? at each place where the second differs and the shape does not confirm the first.

    Where the two are not equally long, every place is looked at. `characters`: all that may stand here; GB 2312 if none
    are named.
    """
    other = second if len(second) == len(first) else "\0" * len(first)
    cells = cells_of(ink, first)
    if not cells:
        return "".join(a if a == b else UNSURE for a, b in zip(first, other, strict=True))
    kind = characters or gb2312()
    return "".join(
        character if character == beside or confirms(ink, cell, character, kind) else UNSURE
        for character, beside, cell in zip(first, other, cells, strict=True)
    )


def _framed(ink: Ink) -> Ink:
    """The ink scaled into the middle of a cell, its proportions kept."""
    strong = ink > 0.3 * float(ink.max())
    ys, xs = np.flatnonzero(strong.any(axis=1)), np.flatnonzero(strong.any(axis=0))
    part = ink[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    scale = _INNER / max(part.shape)
    size = (max(round(part.shape[1] * scale), 1), max(round(part.shape[0] * scale), 1))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(part, size, interpolation=how)
    cell = np.zeros((_CELL, _CELL), np.float32)
    top, left = (_CELL - size[1]) // 2, (_CELL - size[0]) // 2
    cell[top : top + size[1], left : left + size[0]] = small
    return cell


def _unit(cell: Ink) -> Ink:
    flat = cell.reshape(-1) - float(cell.mean())
    return np.asarray(flat / max(float(np.linalg.norm(flat)), 1e-6), np.float32)
