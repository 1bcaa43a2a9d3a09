"""A card, or what is shown in its place, pushed and tilted under a lamp before the document camera, drawn with light.

The plane stands in a room in millimetres: camera above, a lamp beside it, the desk below. Each point of the plane gets
the lamp's light as a matt surface does, and on top of it, whatever its print, what it reflects as a mirror does
(Blinn's half vector; a sharper mirror, a higher exponent). A screen gives its own light and is not lit.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.simulated.specimen_card import draw_desk
from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image

CARD_MM = (85.6, 53.98)
RADIUS_MM = 3.18
"""ISO/IEC 7810, ID-1."""
_FOCAL = 1.1
_STEP = 8
"""Pixels of the card from one computed point of light to the next."""

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Material:
    """`shine`: of the highlight's middle, by lit paper; `sharpness`: exponent; `curl`: degrees by which it is bent;
    `waviness`: degrees of its unevenness; `glows`: a screen; `radius`: of its corners, mm."""

    shine: float
    sharpness: float
    curl: float = 0.0
    waviness: float = 0.2
    glows: bool = False
    radius: float = RADIUS_MM


@dataclass(frozen=True, slots=True)
class Room:
    """`lamp`: where it hangs, mm from under the camera and above the desk; `lamplight`: share of the light that comes
    from it, the rest from everywhere; `height` of the camera above the desk; `exposure`: of lit paper, 1 is full."""

    lamp: tuple[float, float, float]
    height: float
    lamplight: float = 0.7
    exposure: float = 0.7
    noise: float = 1.5
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """Where the middle is (mm), and the turns about the upright, level and standing axis (degrees)."""

    x: float = 0.0
    y: float = 0.0
    above: float = 0.0
    across: float = 0.0
    down: float = 0.0
    spin: float = 0.0


def draw_held(card: Image, material: Material, held: Held, room: Room, size: tuple[int, int]) -> Image:
    """One picture, BGR, of `size` (width, height). `card`: its print, of any size of the card's shape."""
    turn, middle = _turn(held), np.array((held.x, held.y, _above(held)), np.float32)
    printed = _linear(card)
    lit, mirrored = _light(card.shape[:2], material, turn, middle, room)
    full = (card.shape[1], card.shape[0])
    lit, mirrored = (cv2.resize(part, full, interpolation=cv2.INTER_CUBIC)[..., None] for part in (lit, mirrored))
    surface = (printed * lit + np.maximum(mirrored, 0)) * room.exposure
    warp = cv2.getPerspectiveTransform(_outline(full), _corners(turn, middle, room, size))
    how = cv2.INTER_AREA
    laid = cv2.warpPerspective(surface.astype(np.float32), warp, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpPerspective(_shape(full, material.radius), warp, size, flags=how)
    desk = _desk(size) * (room.exposure / 0.75)
    cast = cv2.GaussianBlur(np.roll(mask, (size[1] // 110, size[0] // 180), (0, 1)), (0, 0), size[1] / 100)
    scene = desk * (1 - 0.4 * cast[..., None]) * (1 - mask[..., None]) + laid * mask[..., None]
    return _photographed(scene, room)


def _light(
    shape: tuple[int, int], material: Material, turn: Vector, middle: Vector, room: Room
) -> tuple[Vector, Vector]:
    """How each point is lit, and what it mirrors; 1: paper under the lamp."""
    rows, columns = max(shape[0] // _STEP, 2), max(shape[1] // _STEP, 2)
    across, down = np.meshgrid(np.linspace(-1, 1, columns), np.linspace(-1, 1, rows))
    flat = np.stack([across * CARD_MM[0] / 2, down * CARD_MM[1] / 2, 0 * across], -1).astype(np.float32)
    at = flat @ turn.T + middle
    normal = _normals(across, down, material) @ turn.T
    lamp, camera = np.array(room.lamp, np.float32), np.array((0, 0, room.height), np.float32)
    to_lamp, far = _unit(lamp - at)
    to_camera, _ = _unit(camera - at)
    half, _ = _unit(to_lamp + to_camera)
    near = (float(np.linalg.norm(lamp)) / far) ** 2
    facing = np.maximum((normal * to_lamp).sum(-1), 0)
    mirrored = np.maximum((normal * half).sum(-1), 0) ** material.sharpness * near * material.shine * (facing > 0)
    lit = (1 - room.lamplight) + room.lamplight * facing * near
    return (np.ones_like(lit) if material.glows else lit).astype(np.float32), mirrored.astype(np.float32)


def _normals(across: NDArray[np.float64], down: NDArray[np.float64], material: Material) -> Vector:
    """Bent about the upright axis, and a little uneven as laminate and paper are."""
    wave = np.radians(material.waviness)
    lean = np.radians(material.curl) * across + wave * np.sin(5.1 * across + 2.3 * down)
    other = wave * np.sin(4.3 * down - 1.7 * across)
    return _unit(np.stack([lean, other, np.ones_like(lean)], -1).astype(np.float32))[0]


def _turn(held: Held) -> Vector:
    angles = np.radians((held.down, held.across, held.spin))
    (sx, sy, sz), (cx, cy, cz) = np.sin(angles), np.cos(angles)
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return np.asarray(about_x @ about_y @ about_z, np.float32)


def _above(held: Held) -> float:
    """So far that no corner goes through the desk."""
    half = np.array(CARD_MM) / 2
    lowest = half[0] * abs(np.sin(np.radians(held.across))) + half[1] * abs(np.sin(np.radians(held.down)))
    return float(max(held.above, lowest))


def _corners(turn: Vector, middle: Vector, room: Room, size: tuple[int, int]) -> Vector:
    half = np.array(CARD_MM, np.float32) / 2
    flat = np.array([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0)], np.float32) * (*half, 0)
    at = flat @ turn.T + middle
    scale = _FOCAL * size[0] / (room.height - at[:, 2:])
    return np.asarray(at[:, :2] * scale + np.array(size, np.float32) / 2, np.float32)


def _outline(full: tuple[int, int]) -> Vector:
    return np.array([(0, 0), (full[0], 0), full, (0, full[1])], np.float32)


@lru_cache(maxsize=8)
def _shape(full: tuple[int, int], radius: float) -> Vector:
    mask, r = np.zeros((full[1], full[0]), np.uint8), round(radius * full[0] / CARD_MM[0])
    cv2.rectangle(mask, (r, 0), (full[0] - 1 - r, full[1]), 255, -1)
    cv2.rectangle(mask, (0, r), (full[0], full[1] - 1 - r), 255, -1)
    for x in (r, full[0] - 1 - r):
        for y in (r, full[1] - 1 - r):
            cv2.circle(mask, (x, y), r, 255, -1, cv2.LINE_AA)
    return np.asarray(mask.astype(np.float32) / 255, np.float32)


def _linear(picture: Image) -> Vector:
    return _LIGHT[picture]


_LIGHT = np.asarray((np.arange(256) / 255.0) ** 2.2, np.float32)


_SHOWN = np.asarray(255 * (np.arange(4096) / 4095.0) ** (1 / 2.2), np.float32)


def _photographed(scene: Vector, room: Room) -> Image:
    seen = _SHOWN[(np.clip(cv2.GaussianBlur(scene, (0, 0), 0.7), 0, 1) * 4095).astype(np.int16)]
    down, across = room.seed % 997, room.seed % 1009
    noise = np.roll(_noise(scene.shape[:2]), (down, across), (0, 1)) * room.noise
    return np.asarray(np.clip(seen + noise, 0, 255), np.uint8)


@lru_cache(maxsize=2)
def _noise(shape: tuple[int, int]) -> Vector:
    return np.random.default_rng(9).standard_normal((*shape, 3)).astype(np.float32)


@lru_cache(maxsize=2)
def _desk(size: tuple[int, int]) -> Vector:
    return _linear(draw_desk(size))


def _unit(vectors: Vector) -> tuple[Vector, Vector]:
    length = np.linalg.norm(vectors, axis=-1)
    return (vectors / length[..., None]).astype(np.float32), length.astype(np.float32)
