"""A face bent to its own frontal view: each triangle of its mesh is moved to where it lies when the head, in the shape
that the mesh gives it, looks straight at the camera.

What a turn hides is not made up: it is smeared from what is beside it, so a face turned far has no frontal view.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.onnx.facemesh import Mesh
from kiosk.devices.vision.mesh_pose import HEAD, HEAD_POINTS
from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image

FACE_SIDE, CHIP_SIDE = 224, 150
"""Pixels of the picture for faceres, one a millimetre of the generic head, and of the chip for dlib."""
_FACE_MIDDLE = np.array([112.0, 80.5])
"""Where the face shows the point between the eyes."""
_CHIP_SCALE, _CHIP_MIDDLE = 0.834, np.array([74.01, 47.1])
"""Chip pixels a millimetre, and where that point is: as dlib aligns its own, eyes and nose at a quarter's margin."""
_LEAST_FACING = 0.7
"""Cosine of the turn away from the camera, 45 degrees: beyond it half of the face is not seen."""
_MARGIN = 4
_FLAT = 1e-3
"""Square pixels: a triangle under it has no inside."""

_Points = NDArray[np.float64]
_Numbers = NDArray[np.int64] | NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class FrontalView:
    """The colours are those of the picture. `face`: FACE_SIDE pixels each way; `chip`: CHIP_SIDE, closer around it."""

    face: Image
    chip: Image


def frontal_view(picture: Image, mesh: Mesh) -> FrontalView | None:
    """None where the head is turned too far or the points make no face."""
    places = _source_of_each_pixel(mesh)
    if places is None:
        return None
    part, within = _part_of(picture, places)
    on_chip = np.stack(np.meshgrid(np.arange(CHIP_SIDE), np.arange(CHIP_SIDE)), axis=-1)
    from_face = ((on_chip - _CHIP_MIDDLE) / _CHIP_SCALE + _FACE_MIDDLE).astype(np.float32)
    return FrontalView(_remapped(part, within), _remapped(part, _remapped(within, from_face)))


def _source_of_each_pixel(mesh: Mesh) -> NDArray[np.float32] | None:
    """FACE_SIDE x FACE_SIDE x 2: where in the picture each pixel of the frontal view comes from."""
    solid = np.column_stack((mesh.points, mesh.depth)).astype(np.float64)
    if not np.isfinite(solid).all():
        return None
    known = solid[HEAD_POINTS]
    turn = _turn_to_front(known)
    if turn[2, 2] < _LEAST_FACING:
        return None
    front = (solid @ turn.T)[:, :2]
    placed = _similarity(front[HEAD_POINTS], HEAD[:, :2] + _FACE_MIDDLE)
    corners = front @ placed[:, :2].T + placed[:, 2]
    if not ((corners > -FACE_SIDE) & (corners < 2 * FACE_SIDE)).all():
        return None
    beside = cv2.invertAffineTransform(_similarity(known[:, :2], HEAD[:, :2] + _FACE_MIDDLE))
    triangles = _triangles(corners)
    places = _similarly(beside)
    shown = _which_triangle(corners[triangles])
    inside = shown >= 0
    places[inside] = _within(corners[triangles], solid[:, :2][triangles], shown[inside], np.argwhere(inside)[:, ::-1])
    return places


def _turn_to_front(known: _Points) -> _Points:
    """3 x 3: the turn that lays the points best on the generic head (Kabsch)."""
    head, seen = HEAD - HEAD.mean(axis=0), known - known.mean(axis=0)
    left, _, right = np.linalg.svd(head.T @ seen)
    return np.asarray(left @ np.diag([1.0, 1.0, np.sign(np.linalg.det(left @ right))]) @ right)


def _similarity(points: _Points, onto: _Points) -> _Points:
    """2 x 3: turn, scale and shift that lay points best on others (Umeyama, least squares)."""
    middle, there = points.mean(axis=0), onto.mean(axis=0)
    away = points - middle
    left, spread, right = np.linalg.svd((onto - there).T @ away)
    signs = np.array([1.0, np.sign(np.linalg.det(left @ right))])
    linear = (spread * signs).sum() / max(float((away**2).sum()), 1e-9) * (left * signs) @ right
    return np.column_stack((linear, there - linear @ middle))


def _triangles(corners: _Points) -> NDArray[np.int64]:
    """n x 3 numbers of the points (Delaunay)."""
    # Its own coordinates come back from OpenCV in 32 bits; equal points are one.
    numbers = {(float(x), float(y)): n for n, (x, y) in enumerate(corners.astype(np.float32))}
    plane = cv2.Subdiv2D((-FACE_SIDE - 1, -FACE_SIDE - 1, 3 * FACE_SIDE + 2, 3 * FACE_SIDE + 2))
    plane.insert(list(numbers))
    found = [[numbers.get((float(x), float(y)), -1) for x, y in row.reshape(3, 2)] for row in plane.getTriangleList()]
    triangles = np.array([row for row in found if -1 not in row], np.int64).reshape(-1, 3)
    (a, b, c) = corners[triangles].transpose(1, 0, 2)
    area = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]
    return np.asarray(triangles[np.abs(area) > _FLAT])


def _similarly(beside: _Points) -> NDArray[np.float32]:
    """The places by one similarity, for what is beside the face."""
    across, down = np.meshgrid(np.arange(FACE_SIDE), np.arange(FACE_SIDE))
    return np.asarray(np.stack((across, down, np.ones_like(down)), axis=-1) @ beside.T, np.float32)


def _within(triangles: _Points, onto: _Points, shown: _Numbers, pixels: _Numbers) -> _Points:
    """Where pixels (x, y) of the triangles `shown` come from."""
    at = np.linalg.inv(np.concatenate((triangles, np.ones((len(triangles), 3, 1))), axis=2))
    weights = np.einsum("ni,nij->nj", np.column_stack((pixels, np.ones(len(pixels)))), at[shown])
    # Edges are drawn a little wide, and a flat triangle would throw what lies outside it far away.
    weights = np.clip(weights, 0.0, None)
    return np.asarray(np.einsum("nj,njk->nk", weights / weights.sum(axis=1, keepdims=True), onto[shown]))


def _which_triangle(triangles: _Points) -> NDArray[np.int32]:
    """Of each pixel; -1 beside the face."""
    shown = np.full((FACE_SIDE, FACE_SIDE), -1, np.int32)
    for number, corners in enumerate(np.round(triangles * 16).astype(np.int32)):
        cv2.fillConvexPoly(shown, corners, number, shift=4)
    return shown


def _part_of(picture: Image, places: NDArray[np.float32]) -> tuple[Image, NDArray[np.float32]]:
    """The part that the places lie in, shrunk to about their own scale, and the places in it."""
    height, width = picture.shape[:2]
    low = np.clip(places.min(axis=(0, 1)) - _MARGIN, 0, (width - 1, height - 1)).astype(int)
    high = np.clip(places.max(axis=(0, 1)) + _MARGIN, low + 1, (width, height)).astype(int)
    part, within = picture[low[1] : high[1], low[0] : high[0]], places - low.astype(np.float32)
    middle = places[FACE_SIDE // 2]
    factor = FACE_SIDE / max(float(np.linalg.norm(middle[-1] - middle[0])), 1.0)
    if factor < 0.5:  # remapping takes four pixels for each new one: what shrinks more is averaged first
        small = np.asarray(cv2.resize(part, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
        share = np.array([small.shape[1] / part.shape[1], small.shape[0] / part.shape[0]], np.float32)
        part, within = small, (within + 0.5) * share - 0.5
    return np.ascontiguousarray(part), np.asarray(within, np.float32)


def _remapped(picture: NDArray[Any], places: NDArray[np.float32]) -> NDArray[Any]:
    return np.asarray(cv2.remap(picture, places, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT))
