"""Finds cards in a picture: quadrilaterals of the right shape, on any desk, in any turn.

Several segmentations propose; one measure decides: how much of a quadrilateral's outline lies on edges that run its
way. Corners are where straight lines through the four sides meet, since a card's own corners are round.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image

CARD_WIDTH, CARD_HEIGHT = 856, 540
"""ISO/IEC 7810 ID-1 (85.60 x 53.98 mm) at 10 px a millimetre."""

Points = NDArray[np.float32]
"""4 x 2, clockwise from the corner before a long side."""

_WORK_SIDE = 800
_SMALLEST_SHARE = 0.02
_ASPECTS = (1.15, 2.3)
"""Long side by short side, with room for perspective around 1.586."""
_MOST_CANDIDATES = 12
_CONVINCING_COVERAGE = 0.15
_LEAST_SUPPORT = 0.15
"""Below, hardly a side lies on an edge: the picture's own rim, or a seam in nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Quad:
    """`corners` in pixels of the picture; `support`: share of its outline on edges, 0..1; `coverage` of the picture."""

    corners: Points
    support: float
    coverage: float


def find_quads(picture: Image, most: int = 3, *, work_side: int = _WORK_SIDE, enough: float = 0.93) -> tuple[Quad, ...]:
    """The likeliest cards, best first; none if nothing has the shape.

    `enough`: support at which nothing better is looked for; no other thing in any measured picture came near 0.93.
    """
    scale = min(1.0, work_side / max(picture.shape[:2]))
    work = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
    if min(work.shape[:2]) < 60:
        return ()
    gradient = _gradient(work)
    found: list[Quad] = []
    tried: list[Points] = []
    for rough in _rough_quads(work):
        if any(float(np.abs(rough - other).max()) < 4 for other in tried):
            continue
        tried.append(rough)
        corners = _refined(rough, gradient)
        quad = None if corners is None else _judged(corners, gradient)
        if quad is not None and not any(_same(quad, other) for other in found):
            found.append(quad)
        if len(found) >= _MOST_CANDIDATES or (
            quad is not None and quad.support >= enough and quad.coverage >= _CONVINCING_COVERAGE
        ):
            break
    found.sort(key=lambda quad: quad.support * (0.6 + 0.4 * min(1.0, quad.coverage / 0.15)), reverse=True)
    return tuple(Quad((q.corners / scale).astype(np.float32), q.support, q.coverage) for q in found[:most])


def whole_picture(picture: Image) -> Quad | None:
    """The picture itself as a card (a scan or a crop), if it has the shape."""
    height, width = picture.shape[:2]
    long, short = max(width, height), min(width, height)
    if short < 60 or not 1.35 <= long / short <= 1.85:
        return None
    corners = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], np.float32)
    return Quad(corners if width >= height else np.roll(corners, -1, axis=0), 0.0, 1.0)


def rectify(picture: Image, quad: Quad, upside_down: bool = False) -> Image:
    """The card seen from above, 540 x 856."""
    corners = np.roll(quad.corners, 2, axis=0) if upside_down else quad.corners
    target = np.array([[0, 0], [CARD_WIDTH, 0], [CARD_WIDTH, CARD_HEIGHT], [0, CARD_HEIGHT]], np.float32)
    warp = cv2.getPerspectiveTransform(np.ascontiguousarray(corners, np.float32), target)
    shrinks = quad_width(quad) > 1.5 * CARD_WIDTH
    if shrinks:
        # One big step down aliases small print: warp at twice the size, then average.
        warp = np.diag([2.0, 2.0, 1.0]) @ warp
        big = cv2.warpPerspective(picture, warp, (2 * CARD_WIDTH, 2 * CARD_HEIGHT), borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(cv2.resize(big, (CARD_WIDTH, CARD_HEIGHT), interpolation=cv2.INTER_AREA), np.uint8)
    flat = cv2.warpPerspective(
        picture, warp, (CARD_WIDTH, CARD_HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(flat, np.uint8)


def quad_width(quad: Quad) -> float:
    """Length of the long sides in pixels of the picture."""
    a, b, c, d = quad.corners
    return float((np.linalg.norm(a - b) + np.linalg.norm(c - d)) / 2)


def _gradient(work: Image) -> NDArray[np.float32]:
    """Height x width x 2: the gradient of the channel that changes most, blurred against print and noise."""
    lab = cv2.GaussianBlur(cv2.cvtColor(work, cv2.COLOR_BGR2LAB), (0, 0), 1.6).astype(np.float32)
    lab[..., 1:] *= 2.0  # chroma moves less than lightness, and tells a white card from a white desk
    across = np.stack([cv2.Scharr(lab[..., c], cv2.CV_32F, 1, 0) for c in range(3)], -1) / 32
    down = np.stack([cv2.Scharr(lab[..., c], cv2.CV_32F, 0, 1) for c in range(3)], -1) / 32
    strongest = np.argmax(across**2 + down**2, axis=-1)[..., None]
    pair = (np.take_along_axis(across, strongest, -1)[..., 0], np.take_along_axis(down, strongest, -1)[..., 0])
    return np.stack(pair, -1).astype(np.float32)


def _masks(work: Image) -> Iterator[NDArray[np.uint8]]:
    """Segmentations that may have the card as one blob."""
    soft = cv2.GaussianBlur(work, (0, 0), 2.0)
    lab = cv2.cvtColor(soft, cv2.COLOR_BGR2LAB)
    saturation = cv2.cvtColor(soft, cv2.COLOR_BGR2HSV)[..., 1]
    for channel in (lab[..., 0], saturation, lab[..., 1], lab[..., 2]):
        _, mask = cv2.threshold(channel, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        yield mask
        yield cv2.bitwise_not(mask)
    # The desk's own colours: whatever differs from the picture's rim.
    rim = np.concatenate([lab[:6].reshape(-1, 3), lab[-6:].reshape(-1, 3), lab[:, :6].reshape(-1, 3)])
    away = np.abs(lab.astype(np.float32) - np.median(rim, axis=0)) @ np.array([0.5, 2.0, 2.0], np.float32)
    away8 = np.clip(away * 2, 0, 255).astype(np.uint8)
    yield cv2.threshold(away8, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
    # A lamp's fall-off defeats one threshold for all; a local one and plain edges do not mind it.
    wide = (min(work.shape[:2]) // 2) | 1
    yield cv2.adaptiveThreshold(lab[..., 0], 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, wide, -3)
    for low, high in ((12, 36), (30, 90), (60, 160)):
        edges = cv2.Canny(soft, low, high)
        yield cv2.dilate(edges, np.ones((5, 5), np.uint8))


def _rough_quads(work: Image) -> Iterator[Points]:
    area = float(work.shape[0] * work.shape[1])
    kernel = np.ones((7, 7), np.uint8)
    for mask in _masks(work):
        # Opening first: it cuts the bridges to things that lie beside the card.
        opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel)
        closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, kernel)
        contours, _ = cv2.findContours(closed, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:6]:
            hull = cv2.convexHull(contour)
            if cv2.contourArea(hull) < _SMALLEST_SHARE * area:
                break
            yield from _quads_of(hull)


def _quads_of(hull: NDArray[np.int32]) -> Iterator[Points]:
    length = cv2.arcLength(hull, True)
    for tolerance in (0.02, 0.04, 0.07):
        corners = cv2.approxPolyDP(hull, tolerance * length, True)
        if len(corners) == 4:
            yield corners.reshape(4, 2).astype(np.float32)
            break
    box = cv2.boxPoints(cv2.minAreaRect(hull)).astype(np.float32)
    if cv2.contourArea(hull) > 0.7 * cv2.contourArea(box):
        yield box


def _refined(rough: Points, gradient: NDArray[np.float32]) -> Points | None:
    """Each side moved to the straight edge beside it, twice; None if the sides do not meet as a card's do."""
    corners = rough
    for reach in (0.035, 0.012):
        lines = [_side_line(corners[i], corners[(i + 1) % 4], gradient, reach * gradient.shape[1]) for i in range(4)]
        met = [_meet(lines[i - 1], lines[i]) for i in range(4)]
        if any(point is None for point in met):
            return None
        corners = np.array(met, np.float32)
    return _ordered(corners)


Line = tuple[NDArray[np.float32], NDArray[np.float32]]
"""A point and a direction of length 1."""


def _side_line(a: Points, b: Points, gradient: NDArray[np.float32], reach: float) -> Line:
    """The straight line through the strongest edges near a-b; a-b itself where there are none."""
    along = (b - a) / max(float(np.linalg.norm(b - a)), 1e-6)
    normal = np.array([-along[1], along[0]], np.float32)
    steps = np.linspace(0.1, 0.9, 48, dtype=np.float32)
    offsets = np.arange(-reach, reach + 1, 1.0, dtype=np.float32)
    spots = a + steps[:, None, None] * (b - a) + offsets[None, :, None] * normal
    strength = np.abs(_sample(gradient, spots) @ normal) * (1 - 0.4 * np.abs(offsets) / max(reach, 1))
    best = np.argmax(strength, axis=1)
    kept = strength[np.arange(len(steps)), best] > 2.0
    if kept.sum() < 10:
        return a.astype(np.float32), along.astype(np.float32)
    points = spots[np.arange(len(steps)), best][kept]
    vx, vy, x, y = cv2.fitLine(_consensus(points), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
    return np.array([x, y], np.float32), np.array([vx, vy], np.float32)


def _consensus(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """The points of the line that most of them share (every pair a few apart is tried: no chance in it)."""
    best = points
    most = -1
    for i in range(0, len(points), 2):
        for j in range(i + len(points) // 3, len(points), 3):
            along = points[j] - points[i]
            off = points - points[i]
            away = np.abs(off[:, 0] * along[1] - off[:, 1] * along[0]) / max(float(np.linalg.norm(along)), 1e-6)
            near = away < 1.5
            if near.sum() > most:
                most, best = int(near.sum()), points[near]
    return best


def _meet(first: Line, second: Line) -> NDArray[np.float32] | None:
    (p, u), (q, v) = first, second
    turn = float(u[0] * v[1] - u[1] * v[0])
    if abs(turn) < 0.3:  # closer than 17 degrees to parallel: no corner
        return None
    t = ((q[0] - p[0]) * v[1] - (q[1] - p[1]) * v[0]) / turn
    return np.asarray(p + t * u, np.float32)


def _ordered(corners: Points) -> Points:
    """Clockwise on the screen, the first side a long one."""
    centre = corners.mean(axis=0)
    angle = np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0])
    turned = corners[np.argsort(angle)]
    sides = [float(np.linalg.norm(turned[i] - turned[(i + 1) % 4])) for i in range(4)]
    return turned if sides[0] + sides[2] >= sides[1] + sides[3] else np.roll(turned, -1, axis=0)


def _judged(corners: Points, gradient: NDArray[np.float32]) -> Quad | None:
    height, width = gradient.shape[:2]
    if not cv2.isContourConvex(corners.reshape(4, 1, 2)):
        return None
    if (corners < -0.02 * width).any() or (corners > [1.02 * width, 1.02 * height]).any():
        return None
    sides = [float(np.linalg.norm(corners[i] - corners[(i + 1) % 4])) for i in range(4)]
    long, short = (sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2
    coverage = float(cv2.contourArea(corners)) / (width * height)
    if short < 30 or coverage < _SMALLEST_SHARE or not _ASPECTS[0] <= long / short <= _ASPECTS[1]:
        return None
    if min(sides[0], sides[2]) < 0.6 * max(sides[0], sides[2]) or min(sides[1], sides[3]) < 0.6 * max(sides[1::2]):
        return None
    support = [_support(corners[i], corners[(i + 1) % 4], gradient) for i in range(4)]
    shape = 1 - 0.5 * min(1.0, abs(long / short - 1.586) / 0.6)
    # The worst side counts as much as the mean: a box over half a card has one side across its print.
    worth = shape * (sum(support) / 4 + min(support)) / 2
    return Quad(corners, worth, min(coverage, 1.0)) if worth >= _LEAST_SUPPORT else None


def _support(a: Points, b: Points, gradient: NDArray[np.float32]) -> float:
    along = (b - a) / max(float(np.linalg.norm(b - a)), 1e-6)
    normal = np.array([-along[1], along[0]], np.float32)
    steps = np.linspace(0.06, 0.94, 60, dtype=np.float32)
    offsets = np.arange(-2, 3, dtype=np.float32)
    spots = a + steps[:, None, None] * (b - a) + offsets[None, :, None] * normal
    return float((np.abs(_sample(gradient, spots) @ normal).max(axis=1) > 2.5).mean())


def _sample(field: NDArray[np.float32], spots: NDArray[np.float32]) -> NDArray[np.float32]:
    x = np.clip(np.rint(spots[..., 0]), 0, field.shape[1] - 1).astype(np.intp)
    y = np.clip(np.rint(spots[..., 1]), 0, field.shape[0] - 1).astype(np.intp)
    return np.asarray(field[y, x], np.float32)


def _same(first: Quad, second: Quad) -> bool:
    turns = (np.roll(second.corners, turn, axis=0) for turn in (0, 2))
    near = 0.015 * quad_width(first)
    return any(float(np.abs(first.corners - turned).max()) < near for turned in turns)
