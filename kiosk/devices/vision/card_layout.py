"""Where things stand on the resident identity card (GA 448-2003), in pixels of the rectified card (856 x 540).

Printers differ by a few millimetres: the rows are shifted to where the labels' ink lies, and the nearer of two
settings of the type is taken.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image

Box = tuple[int, int, int, int]
"""left, top, right, bottom"""

PORTRAIT: Box = (548, 60, 812, 402)
NUMBER_STRIP: Box = (50, 436, 826, 516)
TITLE_STRIP: Box = (255, 150, 830, 240)
VALIDITY_STRIP: Box = (160, 440, 826, 516)

LABEL_LEFT = 56
VALUE_LEFT = 152
"""Left of it stand the blue labels."""
TEXT_RIGHT = 545
NUMBER_LEFT, NUMBER_RIGHT = 278, 822
BACK_VALUE_LEFT, BACK_RIGHT = 300, 830

_LABEL_COLUMN = slice(62, 140)
_MOST_SHIFT = 26


@dataclass(frozen=True, slots=True)
class FrontRows:
    """Middle of each line; `pitch` between lines of the address, `address_bottom` where it ends at the latest."""

    name: int
    sex: int
    birth: int
    address: int
    number: int
    pitch: int
    address_bottom: int


@dataclass(frozen=True, slots=True)
class BackRows:
    """Middle of each line of the back."""

    authority: int
    validity: int


_FRONTS = (FrontRows(77, 142, 213, 281, 475, 42, 440), FrontRows(106, 171, 234, 297, 464, 40, 432))
_BACKS = (BackRows(421, 489), BackRows(402, 468))


def ink_of(card: Image) -> NDArray[np.float32]:
    """How much darker than the paper around it each pixel is, as a share of the paper: lamps and glare cancel out."""
    darkest = card.min(axis=2)
    paper = cv2.morphologyEx(darkest, cv2.MORPH_CLOSE, np.ones((31, 31), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), 6).astype(np.float32)
    return np.asarray(np.clip(1 - darkest.astype(np.float32) / np.maximum(paper, 12), 0, 1), np.float32)


def front_rows(ink: NDArray[np.float32]) -> FrontRows:
    """The setting and shift that lay the five labels on ink and the gaps between them on paper."""
    profile = ink[:, _LABEL_COLUMN].mean(axis=1)
    best, most = _FRONTS[0], -1.0
    for rows in _FRONTS:
        lines = (rows.name, rows.sex, rows.birth, rows.address, rows.number)
        shift, score = _best_shift(profile, lines)
        if score > most:
            best, most = _shifted(rows, shift), score
    return best


def back_rows(ink: NDArray[np.float32]) -> BackRows:
    """The same for the two labels of the back."""
    profile = ink[:, 178:282].mean(axis=1)
    best, most = _BACKS[0], -1.0
    for rows in _BACKS:
        shift, score = _best_shift(profile, (rows.authority, rows.validity))
        if score > most:
            best, most = BackRows(rows.authority + shift, rows.validity + shift), score
    return best


def _best_shift(profile: NDArray[np.float32], lines: tuple[int, ...]) -> tuple[int, float]:
    def score(shift: int) -> float:
        on = sum(float(profile[y + shift - 11 : y + shift + 12].mean()) for y in lines)
        off = sum(float(profile[y + shift + d - 4 : y + shift + d + 5].mean()) for y in lines for d in (-26, 26))
        return (on - off / 2) / len(lines)

    shift = max(range(-_MOST_SHIFT, _MOST_SHIFT + 1), key=lambda s: (score(s), -abs(s)))
    return shift, score(shift)


def _shifted(rows: FrontRows, by: int) -> FrontRows:
    return FrontRows(
        rows.name + by,
        rows.sex + by,
        rows.birth + by,
        rows.address + by,
        rows.number + by,
        rows.pitch,
        rows.address_bottom + by,
    )


def text_lines(ink: NDArray[np.float32], box: Box) -> tuple[Box, ...]:
    """Lines of print inside a box, from the top, each trimmed to its ink with a margin; none on blank paper."""
    left, top, right, bottom = box
    part = ink[top:bottom, left:right] > 0.28
    part = cv2.morphologyEx(part.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)) > 0
    rows = part.sum(axis=1) >= 2
    found: list[Box] = []
    for start, end in _runs(rows, gap=3):
        columns = np.flatnonzero(part[start:end].sum(axis=0) > 0)
        if end - start < 11 or columns.size < 5:
            continue
        found.append(
            (
                max(left + int(columns[0]) - 8, 0),
                max(top + start - 6, 0),
                min(left + int(columns[-1]) + 10, right),
                min(top + end + 6, ink.shape[0]),
            )
        )
    return tuple(found)


def widest_line(ink: NDArray[np.float32], box: Box) -> Box | None:
    """The line with most print of those in a box."""
    lines = text_lines(ink, box)
    return max(lines, key=lambda line: (line[2] - line[0]) * (line[3] - line[1])) if lines else None


def grown(line: Box, box: Box) -> Box:
    """Wider than the line by more than a character to the right, but inside the box."""
    left, top, right, bottom = line
    return max(left - 14, box[0]), max(top - 8, box[1]), min(right + 44, box[2]), min(bottom + 8, box[3])


def cut(card: Image, box: Box) -> Image:
    """The pixels of a box."""
    left, top, right, bottom = box
    return np.ascontiguousarray(card[max(top, 0) : bottom, max(left, 0) : right])


def _runs(flags: NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """Runs of True, those parted by at most `gap` joined."""
    runs: list[tuple[int, int]] = []
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    for start, end in edges.reshape(-1, 2):
        if runs and start - runs[-1][1] <= gap:
            runs[-1] = (runs[-1][0], int(end))
        else:
            runs.append((int(start), int(end)))
    return runs
