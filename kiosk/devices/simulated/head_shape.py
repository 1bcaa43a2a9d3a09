"""The rendered head's shape and paint: a drawn face on a sphere of longitude and latitude. Nobody's likeness.

Both maps are equirectangular; longitude 0 is the middle of the face, +90 the ear on the picture's right; latitude
+90 is the crown. They depend on how far mouth and eyes are open, in a few steps, and are made once a step.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image

Map = NDArray[np.float32]
Colour = tuple[int, int, int]

STEPS = 6
"""Openings 0..1 are drawn in so many steps."""
SHAPE_SIZE = (720, 360)
PAINT_SIZE = (1440, 720)
_PAINT_SCALE = PAINT_SIZE[0] / 360

_SKIN = (138, 172, 218)
_HAIR = (26, 28, 34)
_BROW = (38, 44, 58)
_LIP = (98, 100, 178)
_MOUTH = (38, 28, 58)
_TEETH = (214, 226, 232)

_EYE_LONGITUDE, _EYE_LATITUDE = 22.0, 6.0
_JAW_DROP = 9.0
"""Degrees of latitude by which the lower lip sinks with the mouth wide open."""


def step_of(opening: float) -> int:
    """The nearest step."""
    return round(min(1.0, max(0.0, opening)) * STEPS)


@lru_cache(maxsize=8 * (STEPS + 1))
def shape(mouth_step: int, nose: float = 1.0) -> Map:
    """Height over the ellipsoid, as a share of its radius. `nose`: how far it stands out, 1.0 as drawn."""
    longitude, latitude = _grid(SHAPE_SIZE)
    drop = _JAW_DROP * mouth_step / STEPS

    def hump(at: float, over: float, wide: float, high: float) -> Map:
        return np.exp(-(((longitude - at) / wide) ** 2) - ((latitude - over) / high) ** 2).astype(np.float32)

    def pair(at: float, over: float, wide: float, high: float) -> Map:
        return hump(at, over, wide, high) + hump(-at, over, wide, high)

    bridge = np.clip((12 - latitude) / 29, 0, 1) * _fall(latitude, -15, -25)
    ridge = bridge * np.exp(-((longitude / (5.0 + 6.0 * bridge)) ** 2))
    height = 0.03 + nose * (0.165 * ridge + 0.04 * pair(9, -19, 5, 4.5))
    height += 0.035 * pair(20, 17, 15, 6) - 0.05 * pair(_EYE_LONGITUDE, 6, 11, 8) + 0.032 * pair(22, 5.5, 8.5, 5.5)
    height += 0.035 * pair(42, -8, 15, 12) - 0.02 * pair(19, -29, 6, 8)
    height += 0.04 * hump(0, -30, 15, 5) + 0.045 * hump(0, -36.5 - drop, 13, 4)
    height -= 0.03 * hump(0, -44 - drop, 13, 4) + 0.015 * hump(0, -26, 4, 3)
    height += 0.075 * hump(0, -56 - 0.8 * drop, 18, 9) - 0.05 * pair(78, -58, 30, 20) + 0.06 * pair(48, -50, 22, 12)
    height += 0.08 * pair(87, -3, 11, 13)
    hair = _hair_share(longitude, latitude, 9.0)
    ripple = 0.10 * np.sin(np.radians(longitude * 9) + latitude * 0.12) * np.cos(np.radians(latitude))
    height += 0.085 * hair * (1 + ripple)
    return np.asarray(height, np.float32)


@lru_cache(maxsize=12)
def paint(mouth_step: int, eyes_step: int) -> Image:
    """The face as BGR, unlit."""
    face = _complexion().copy()
    for side in (-1, 1):
        _draw_eye(face, side, eyes_step / STEPS)
        _draw_brow(face, side)
        _ellipse(face, (side * 5.2, -22.6), (2.6, 1.4), (52, 58, 92), angle=side * -18)
    _draw_mouth(face, mouth_step / STEPS)
    return np.asarray(cv2.GaussianBlur(face, (0, 0), 0.7), np.uint8)


def _grid(size: tuple[int, int]) -> tuple[Map, Map]:
    longitude = (np.arange(size[0], dtype=np.float32) + 0.5) / size[0] * 360 - 180
    latitude = 90 - (np.arange(size[1], dtype=np.float32) + 0.5) / size[1] * 180
    return np.broadcast_to(longitude, size[::-1]), np.broadcast_to(latitude[:, None], size[::-1])


def _fall(values: Map, high: float, low: float) -> Map:
    """1 above `high`, 0 below `low`, smooth between."""
    share = np.clip((values - low) / (high - low), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def _hair_share(longitude: Map, latitude: Map, soft: float = 2.0) -> Map:
    """1 where hair grows; the line runs from the forehead over the temples round the ears down to the nape."""
    side = np.abs(longitude)
    line = 41 - 30 * _fall(side, 68, 42) - 42 * _fall(side, 112, 98) + 2 * np.sin(np.radians(side * 7))
    return _fall(latitude - line, soft, -soft)


@lru_cache(maxsize=1)
def _complexion() -> Image:
    longitude, latitude = _grid(PAINT_SIZE)
    random = np.random.default_rng(7)
    coarse = cv2.GaussianBlur(random.standard_normal(PAINT_SIZE[::-1]).astype(np.float32), (0, 0), 9) * 22
    fine = cv2.GaussianBlur(random.standard_normal(PAINT_SIZE[::-1]).astype(np.float32), (0, 0), 1.0) * 7
    cheek = np.exp(-(((np.abs(longitude) - 33) / 15) ** 2) - ((latitude + 13) / 11) ** 2)
    socket = np.exp(-(((np.abs(longitude) - 22) / 13) ** 2) - ((latitude - 3) / 9) ** 2)
    stubble = np.exp(-((longitude / 40) ** 2) - ((latitude + 47) / 16) ** 2)
    skin = np.empty((*PAINT_SIZE[::-1], 3), np.float32)
    for channel, (base, red, dark, beard) in enumerate(
        zip(_SKIN, (-12, -12, 6), (-20, -17, -15), (-4, -9, -14), strict=True)
    ):
        skin[..., channel] = base + red * cheek + dark * socket + beard * stubble + coarse + fine
    strands = cv2.GaussianBlur(random.standard_normal(PAINT_SIZE[::-1]).astype(np.float32), (0, 0), 1.2, sigmaY=14) * 60
    hair = np.array(_HAIR, np.float32) + strands[..., None]
    share = _hair_share(longitude, latitude)[..., None]
    return np.asarray(np.clip(skin * (1 - share) + hair * share, 0, 255), np.uint8)


def _at(longitude: float, latitude: float) -> tuple[int, int]:
    return round((longitude + 180) * _PAINT_SCALE * 16), round((90 - latitude) * _PAINT_SCALE * 16)


def _ellipse(
    face: Image, at: tuple[float, float], half: tuple[float, float], colour: Colour, angle: float = 0.0
) -> None:
    axes = (max(1, round(half[0] * _PAINT_SCALE * 16)), max(1, round(half[1] * _PAINT_SCALE * 16)))
    cv2.ellipse(face, _at(*at), axes, angle, 0, 360, colour, -1, cv2.LINE_AA, 4)


def _curve(
    face: Image,
    points: Sequence[tuple[float, float]],
    colour: tuple[int, int, int],
    thick: int,
    *,
    filled: bool = False,
) -> None:
    line = np.array([_at(*point) for point in points], np.int32)
    if filled:
        cv2.fillPoly(face, [line], colour, cv2.LINE_AA, 4)
    else:
        cv2.polylines(face, [line], False, colour, thick, cv2.LINE_AA, 4)


def _draw_eye(face: Image, side: int, opening: float) -> None:
    middle, half, up, down = side * _EYE_LONGITUDE, 10.5, 4.6 * opening, 2.9 * opening
    turns = np.linspace(0, np.pi, 13)
    across = [(middle + half * float(np.cos(turn)), float(np.sin(turn))) for turn in turns]
    upper = [(x, _EYE_LATITUDE - 1 + up * y**0.8 - (1 - opening) * 1.6 * y) for x, y in across]
    lower = [(x, _EYE_LATITUDE - 1 - down * y - (1 - opening) * 1.6 * y) for x, y in across]
    if opening > 0.05:
        inside = np.zeros(face.shape[:2], np.uint8)
        _curve(inside, [*upper, *reversed(lower)], (255, 255, 255), 0, filled=True)
        ball = face.copy()
        _curve(ball, [*upper, *reversed(lower)], (206, 214, 222), 0, filled=True)
        _ellipse(ball, (middle, _EYE_LATITUDE - 0.3), (4.0, 4.0), (34, 52, 78))
        _ellipse(ball, (middle, _EYE_LATITUDE - 0.3), (1.9, 1.9), (10, 12, 14))
        _ellipse(ball, (middle + 1.3, _EYE_LATITUDE + 1.0), (0.8, 0.8), (245, 245, 245))
        face[inside > 127] = ball[inside > 127]
    _curve(face, lower, (96, 116, 158), 1)
    _curve(face, upper, (30, 34, 48), 5)
    _curve(face, [(x, y + 2.6 - 1.2 * (1 - opening)) for x, y in upper[2:11]], (104, 134, 182), 3)


def _draw_brow(face: Image, side: int) -> None:
    upper = [(side * x, y) for x, y in ((8, 14.2), (14, 16), (22, 17.4), (30, 16.8), (37, 13.4))]
    lower = [(side * x, y) for x, y in ((34, 13.8), (26, 15.0), (18, 14.0), (11, 12.4), (8, 12.2))]
    _curve(face, upper + lower, _BROW, 0, filled=True)


def _draw_mouth(face: Image, opening: float) -> None:
    line, drop, half = -33.0, _JAW_DROP * opening, 22.0 - 4 * opening
    across = np.linspace(-1, 1, 17)
    arch = [1 - float(x) ** 2 for x in across]
    bow = [0.9 if 0.12 < abs(float(x)) < 0.35 else 0.55 if abs(float(x)) <= 0.12 else 0.0 for x in across]
    edge_up = [(half * float(x), line + 2.6 * a + b - 0.4) for x, a, b in zip(across, arch, bow, strict=True)]
    in_up = [(half * float(x), line + 0.5 * a * opening) for x, a in zip(across, arch, strict=True)]
    in_low = [(half * float(x), line - drop * a - 0.15) for x, a in zip(across, arch, strict=True)]
    edge_low = [(half * float(x), line - (drop + 4.4) * a + 0.3) for x, a in zip(across, arch, strict=True)]
    _curve(face, edge_up + edge_low[::-1], _LIP, 0, filled=True)
    if opening > 0.05:
        _curve(face, in_up + in_low[::-1], _MOUTH, 0, filled=True)
        teeth = [(x * 0.8, max(low[1] + 0.5, y - 2.4)) for (x, y), low in zip(in_up[3:14], in_low[3:14], strict=True)]
        _curve(face, [(x * 0.8, y) for x, y in in_up[3:14]] + teeth[::-1], _TEETH, 0, filled=True)
    _curve(face, in_up, (48, 44, 92), 3)
    _curve(face, [(0.6 * x, y - 1.6) for x, y in edge_low[4:13]], (112, 142, 190), 3)
