"""What tells a card of plastic from its picture on paper, in numbers: how the print stands out, the tilt, the corners.

Light that a surface reflects as a mirror does lies over paper and ink alike, so there the ink is less dark against its
paper. Light and shadow on a matt surface change both by the same factor: the ratio stays.
"""

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.vision.card_finder import Quad, quad_width
from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image
from kiosk.ports.card_reader import CardMarks

ROWS, COLUMNS = 8, 12
_CELL = (34, 36)
_GREY = ROWS * _CELL[0], COLUMNS * _CELL[1]
_INK, _PAPER = 0.06, 0.85
"""Shares of a cell's pixels that are darker."""
_FOCAL = 1.1
"""Focal length in widths of the picture: 49 degrees from side to side, as document cameras have."""
_LIGHT = ((np.arange(256) / 255.0) ** 2.2).astype(np.float32)

_CARD_MM = (85.6, 53.98)
_PIXELS_PER_MM = 8
_OUT_MM, _IN_MM = 2.2, 4.2
"""How far a corner is looked at, outwards and inwards along each side."""
_STRAIGHT_MM = 6.5
"""From the corner on a side is straight."""
_DIAGONAL = 2**0.5 - 1
"""A corner of radius r ends this share of r before its sides meet, along the diagonal."""
_LEAST_STEP = 22.0
"""Of colour (CIE Lab, 8 bit) between desk and card, below which the rim can't be told."""


def marks_of(picture: Image, quad: Quad) -> CardMarks:
    """Measured on the picture in which the card was found."""
    inks, papers = _cells(picture, quad)
    return CardMarks(inks, papers, _tilt(picture, quad), _radii(picture, quad))


def _cells(picture: Image, quad: Quad) -> tuple[tuple[float, ...], tuple[float, ...]]:
    height, width = _GREY
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    shrink = max(1.0, quad_width(quad) / width)
    # Blurred to the same resolution, however far the card is: else a sharper picture would have darker ink.
    soft = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (0, 0), max(0.3, 0.5 * shrink))
    warp = cv2.getPerspectiveTransform(np.ascontiguousarray(quad.corners, np.float32), target)
    card = cv2.warpPerspective(soft, warp, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    card = cv2.GaussianBlur(card, (0, 0), 1.6)
    light = _LIGHT[card].reshape(ROWS, _CELL[0], COLUMNS, _CELL[1]).swapaxes(1, 2).reshape(ROWS * COLUMNS, -1)
    places = [round(share * (light.shape[1] - 1)) for share in (_INK, _PAPER)]
    ordered = np.partition(light, places, axis=1)
    dark, paper = ordered[:, places[0]], ordered[:, places[1]]
    inks = dark / np.maximum(paper, 1e-3)
    return tuple(round(float(v), 4) for v in inks), tuple(round(float(v), 4) for v in paper)


def _tilt(picture: Image, quad: Quad) -> tuple[float, float]:
    """Of a plane that is seen nearly from above: the nearer side is longer by its distance's share."""
    a, b, c, d = quad.corners.astype(np.float64)
    top, right, bottom, left = (float(np.linalg.norm(p - q)) for p, q in ((a, b), (b, c), (c, d), (d, a)))
    focal = _FOCAL * picture.shape[1]
    across = np.log(right / left) * focal * 2 / (top + bottom)
    down = np.log(bottom / top) * focal * 2 / (left + right)
    angles = np.degrees(np.arcsin(np.clip((across, down), -1, 1)))
    return round(float(angles[0]), 2), round(float(angles[1]), 2)


def _radii(picture: Image, quad: Quad) -> tuple[float, ...]:
    if quad_width(quad) < 2.5 * _CARD_MM[0]:  # under 2.5 pixels a millimetre
        return ()
    found = (_radius(picture, quad, corner) for corner in range(4))
    return tuple(round(radius, 2) for radius in found if radius is not None)


def _radius(picture: Image, quad: Quad, corner: int) -> float | None:
    """Where along the diagonal the card begins; None where desk and card are too alike, or a hand holds it."""
    flat = _corner(picture, quad, corner)
    out, far = round(_OUT_MM * _PIXELS_PER_MM), round(_STRAIGHT_MM * _PIXELS_PER_MM)
    inside = flat[out + 4 : out + 20, out + far :].reshape(-1, 3), flat[out + far :, out + 4 : out + 20].reshape(-1, 3)
    outside = flat[: out - 6, out:].reshape(-1, 3), flat[out:, : out - 6].reshape(-1, 3)
    card, desk = (np.median(np.concatenate(part), axis=0) for part in (inside, outside))
    apart = [np.median(one, axis=0) - np.median(other, axis=0) for one, other in zip(inside, outside, strict=True)]
    step = card - desk
    strength = float(np.linalg.norm(step))
    if strength < _LEAST_STEP or any(float(side @ step) < 0.5 * strength**2 for side in apart):
        return None
    share = ((flat - desk) @ step / strength**2).astype(np.float32)
    # The sides themselves must lie where the finder laid them.
    if abs(_edge(share[out + far :, :].mean(axis=0), out)) > 0.6 * _PIXELS_PER_MM:
        return None
    if abs(_edge(share[:, out + far :].mean(axis=1), out)) > 0.6 * _PIXELS_PER_MM:
        return None
    size = len(share)
    steps = np.arange(0, size - 1, 0.5, dtype=np.float32)
    lines = [
        cv2.remap(share, (steps + o)[None], (steps - o)[None], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        for o in (-1.0, 0.0, 1.0)
    ]
    profile = np.mean(lines, axis=0)[0]
    crossing = np.flatnonzero(profile > 0.5)
    if crossing.size == 0 or profile[: crossing[0] + 1].min() < -0.6:
        return None
    along = (float(steps[crossing[0]]) - out) * 2**0.5 / _PIXELS_PER_MM
    return max(along, 0.0) / _DIAGONAL


def _corner(picture: Image, quad: Quad, corner: int) -> NDArray[np.float32]:
    """The neighbourhood of a corner from above, its sides level and upright to the right and down; Lab."""
    long, short = _CARD_MM if corner % 2 == 0 else _CARD_MM[::-1]
    near = np.array([[0, 0], [long, 0], [long, short], [0, short]], np.float32) * _PIXELS_PER_MM
    near += np.float32(_OUT_MM * _PIXELS_PER_MM)
    # Clockwise from this corner on, so that each corner is the upper left one.
    corners = np.roll(quad.corners, -corner, axis=0).astype(np.float32)
    warp = cv2.getPerspectiveTransform(np.ascontiguousarray(corners), near)
    side = round((_OUT_MM + _STRAIGHT_MM + _IN_MM) * _PIXELS_PER_MM)
    flat = cv2.warpPerspective(picture, warp, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    lab = cv2.cvtColor(cv2.GaussianBlur(flat, (0, 0), 1.5), cv2.COLOR_BGR2LAB).astype(np.float32)
    return np.asarray(lab, np.float32)


def _edge(profile: NDArray[np.float32], expected: int) -> float:
    """How far from the expected place the card begins, pixels."""
    crossing = np.flatnonzero(profile > 0.5)
    return float(crossing[0] - expected) if crossing.size else float(len(profile))
