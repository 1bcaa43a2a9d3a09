"""A head rendered in three dimensions: rays through a pinhole camera meet a drawn, lit, turning head.

Not a picture being warped: what turns away is hidden, the nose moves against the eyes, the light stays where it is.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.simulated.head_shape import PAINT_SIZE, SHAPE_SIZE, paint, shape, step_of
from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image

Map = NDArray[np.float32]

_AXES = np.array((0.74, 1.0, 0.86), np.float32)
"""Half width, height and depth of the skull; its half height is the unit (about 12 cm)."""
_DISTANCE = 5.0
"""Camera to head, in that unit: about 60 cm."""
_REACH = 1.34
"""Nothing of the head lies beyond this many radii."""
_STEPS = 9
_PIVOT = np.array((0.0, -0.55, -0.25), np.float32)
"""The neck joint, about which the head turns (y is up)."""
_LIGHT = np.array((-0.45, 0.55, 0.70), np.float32)
_MARK = "SIMULATED"


@dataclass(frozen=True, slots=True)
class Pose:
    """Degrees: `yaw` turns the nose to the picture's right, `pitch` up, `roll` tilts clockwise; openings 0..1."""

    yaw: float = 0.0
    pitch: float = 0.0
    mouth: float = 0.0
    eyes: float = 1.0
    roll: float = 0.0


@dataclass(frozen=True, slots=True)
class Lamp:
    """Where light comes from (towards the head, picture's axes, y up) and how much of each of B, G, R it brings."""

    towards: tuple[float, float, float] = (float(_LIGHT[0]), float(_LIGHT[1]), float(_LIGHT[2]))
    colour: tuple[float, float, float] = (1.0, 1.0, 1.0)


class HeadRenderer:
    """Renders at one size; `share` of the picture's height is the head; `nose` as in head_shape.

    About 15 ms of one core at 640x360.
    """

    def __init__(
        self, size: tuple[int, int], share: float = 0.56, *, backdrop: Image | None = None, nose: float = 1.0
    ) -> None:
        self._size, self._nose = size, nose
        self._focal = share * size[1] / 2 * _DISTANCE
        self._centre = (size[0] / 2, size[1] * 0.46)
        self._backdrop = backdrop if backdrop is not None else _room(size)
        self._rays = _rays(size, self._centre, self._focal)

    def render(self, pose: Pose, lamp: Lamp | None = None, *, marked: bool = True) -> Image:
        """A new picture; `marked`: SIMULATED stands in it."""
        lamp = lamp or Lamp()
        picture = self._backdrop.copy()
        _draw_shoulders(picture, self._centre, self._focal / _DISTANCE, lamp)
        left, top, right, bottom, directions = self._rays
        turn = _turn(pose)
        camera = np.array((0, 0, _DISTANCE), np.float32)
        origin = (turn.T @ (camera - _PIVOT) + _PIVOT) / _AXES
        hits, longitude, colatitude, hit = _trace(
            origin, directions @ turn / _AXES, shape(step_of(pose.mouth), self._nose)
        )
        colours = _sample(paint(step_of(pose.mouth), step_of(pose.eyes)), longitude, colatitude, PAINT_SIZE)
        lit = _lit(colours, hits * _AXES, np.array(lamp.towards, np.float32) @ turn, lamp.colour)
        window = picture[top:bottom, left:right]
        window[:] = (lit * hit[..., None] + window * (1 - hit[..., None])).astype(np.uint8)
        if marked:
            _stamp(picture)
        return picture

    def project(self, places: NDArray[np.float32], pose: Pose) -> NDArray[np.float32]:
        """Pixels (n x 2) of places on the head: longitude and latitude in degrees (n x 2), as in head_shape."""
        surface = shape(step_of(pose.mouth), self._nose)
        scale = SHAPE_SIZE[0] / 360
        column = np.clip((places[:, 0] + 180) * scale, 0, SHAPE_SIZE[0] - 1).astype(int)
        row = np.clip((90 - places[:, 1]) * scale, 0, SHAPE_SIZE[1] - 1).astype(int)
        longitude, latitude = np.radians(places[:, 0]), np.radians(places[:, 1])
        along = np.cos(latitude)
        ball = np.stack([along * np.sin(longitude), np.sin(latitude), along * np.cos(longitude)], axis=1)
        points = ball * (1 + surface[row, column])[:, None] * _AXES
        turned = (points - _PIVOT) @ _turn(pose).T + _PIVOT
        depth = _DISTANCE - turned[:, 2]
        x = self._centre[0] + self._focal * turned[:, 0] / depth
        y = self._centre[1] - self._focal * turned[:, 1] / depth
        return np.stack([x, y], axis=1).astype(np.float32)


@lru_cache(maxsize=4)
def _rays(size: tuple[int, int], centre: tuple[float, float], focal: float) -> tuple[int, int, int, int, Map]:
    reach = focal / _DISTANCE * 1.35
    left, right = max(0, round(centre[0] - reach)), min(size[0], round(centre[0] + reach))
    top, bottom = max(0, round(centre[1] - reach * 1.05)), min(size[1], round(centre[1] + reach * 1.05))
    x = (np.arange(left, right, dtype=np.float32) + 0.5 - centre[0]) / focal
    y = (centre[1] - np.arange(top, bottom, dtype=np.float32) - 0.5) / focal
    rays = np.empty((bottom - top, right - left, 3), np.float32)
    rays[..., 0], rays[..., 1], rays[..., 2] = x, y[:, None], -1.0
    return left, top, right, bottom, rays


def _turn(pose: Pose) -> Map:
    """Head to picture."""
    yaw, pitch, roll = np.radians((pose.yaw, -pose.pitch, -pose.roll))
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    about_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    return np.asarray(about_z @ about_y @ about_x, np.float32)


def _trace(origin: Map, directions: Map, height: Map) -> tuple[Map, Map, Map, Map]:
    """Points, longitude and colatitude (degrees from the map's corner), and how surely each ray hits, 0..1."""
    along = [np.ascontiguousarray(directions[..., axis]) for axis in range(3)]
    squared = along[0] * along[0] + along[1] * along[1] + along[2] * along[2]
    middle = -(directions @ origin) / squared
    inside = _REACH * _REACH - (origin @ origin) + middle * middle * squared
    length = np.sqrt(squared)
    travelled = middle - np.sqrt(np.maximum(inside, 0.0)) / length
    pace = 0.85 / length
    closest = np.full(travelled.shape, 9.0, np.float32)
    for step in range(_STEPS):
        x, y, z = (along[axis] * travelled + origin[axis] for axis in range(3))
        around, longitude = cv2.cartToPolar(-z, -x, angleInDegrees=True)
        radius, colatitude = cv2.cartToPolar(y, around, angleInDegrees=True)
        gap = radius - 1.0 - _sample(height, longitude, colatitude, SHAPE_SIZE)
        np.minimum(closest, gap, out=closest)
        if step < _STEPS - 1:
            travelled += np.clip(gap, -0.06, 0.4) * pace
    return np.dstack((x, y, z)), longitude, colatitude, np.clip(2.4 - closest / 0.016, 0.0, 1.0) * (inside > 0)


def _sample(texture: NDArray[np.generic], longitude: Map, colatitude: Map, size: tuple[int, int]) -> Map:
    scale = size[0] / 360
    sampled: Map = cv2.remap(
        texture, longitude * scale - 0.5, colatitude * scale - 0.5, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return sampled


def _lit(colours: Map, points: Map, towards: Map, light: tuple[float, float, float]) -> Map:
    across = cv2.Sobel(points, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(points, cv2.CV_32F, 0, 1, ksize=3)
    normal = np.empty_like(points)
    for axis in range(3):
        one, two = (axis + 1) % 3, (axis + 2) % 3
        normal[..., axis] = down[..., one] * across[..., two] - down[..., two] * across[..., one]
    normal = cv2.GaussianBlur(normal, (0, 0), 1.0)
    size = np.sqrt((normal * normal).sum(axis=2)) + 1e-9
    facing = (normal @ (towards / np.linalg.norm(towards))) / size
    bright = 0.42 + 0.66 * np.clip(facing, -0.25, 1.0)
    shine = np.clip(facing - 0.86, 0, 1) ** 2 * 900
    lit = colours.astype(np.float32) * bright[..., None] + shine[..., None]
    return np.asarray(np.clip(lit * np.array(light, np.float32), 0, 255), np.float32)


@lru_cache(maxsize=4)
def _room(size: tuple[int, int]) -> Image:
    """A plain wall, a little darker below."""
    fall = np.linspace(196, 150, size[1], dtype=np.float32)[:, None, None]
    wall = np.broadcast_to(fall, (size[1], size[0], 3)) * np.array((0.99, 1.0, 0.97), np.float32)
    grain = np.random.default_rng(3).normal(0, 2.0, (size[1], size[0], 1))
    return np.asarray(np.clip(wall + grain, 0, 255), np.uint8)


def _draw_shoulders(picture: Image, centre: tuple[float, float], unit: float, lamp: Lamp) -> None:
    def points(*pairs: tuple[float, float]) -> NDArray[np.int32]:
        return np.array([((centre[0] + x * unit) * 16, (centre[1] - y * unit) * 16) for x, y in pairs], np.int32)

    def tone(*bgr: int) -> tuple[float, ...]:
        return tuple(value * share for value, share in zip(bgr, lamp.colour, strict=True))

    right = ((0.5, -1.22), (1.1, -1.42), (1.75, -1.75), (2.0, -2.6))
    coat = points(*((-x, y) for x, y in reversed(right)), *right)
    neck = points((-0.42, -0.6), (-0.44, -1.16), (-0.2, -1.5), (0, -1.62), (0.2, -1.5), (0.44, -1.16), (0.42, -0.6))
    collar = [
        points((side * 0.5, -1.1), (side * 0.62, -1.3), (side * 0.2, -1.78), (0, -1.62), (side * 0.3, -1.4))
        for side in (-1, 1)
    ]
    cv2.fillPoly(picture, [coat], tone(112, 84, 62), cv2.LINE_AA, 4)
    cv2.fillPoly(picture, [neck], tone(92, 116, 152), cv2.LINE_AA, 4)
    cv2.fillPoly(picture, collar, tone(228, 228, 226), cv2.LINE_AA, 4)


def _stamp(picture: Image) -> None:
    scale = picture.shape[0] / 720
    for colour, thickness in (((255, 255, 255), 3), ((60, 60, 160), 1)):
        cv2.putText(
            picture, _MARK, (round(16 * scale), round(44 * scale)), cv2.FONT_HERSHEY_SIMPLEX, max(0.4, 1.2 * scale),
            colour, max(1, round(thickness * 2 * scale)), cv2.LINE_AA,
        )  # fmt: skip
