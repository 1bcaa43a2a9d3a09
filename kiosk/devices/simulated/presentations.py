"""Whoever or whatever sits before the face camera, rendered: a live head, and attacks on the face check.

Each shows itself in a pose under a light and tells where its points lie. A sheet is a picture of the head on paper or
on a screen, flat or bent, turned in space; what it can't do (open its eyes, stand out, be lit like a head) it does
not do here either. Attackers are generous: no edge of the paper, no hand, no moire.
"""

import itertools
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.simulated.head import HeadRenderer, Lamp, Pose
from kiosk.devices.simulated.head_points import five_of, mesh_of
from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image

Points = NDArray[np.float32]

_DISTANCE = 5.0
"""Camera to sheet in the renderer's unit (half a head's height, about 12 cm)."""
_STRIPS = 14
_EYE_HOLE = (0.30, 0.16)
_MOUTH_HOLE = (0.42, 0.24)
"""Half width and height of the holes of a mask, as shares of the distance between the eyes."""


@dataclass(frozen=True, slots=True)
class Looks:
    """Of one person and his place: `nose` as in head_shape, `stretch` of the width, `tone` multiplies BGR of skin and
    coat, `room` the light of the room, `share` of the picture's height that is the head."""

    nose: float = 1.0
    stretch: float = 1.0
    tone: tuple[float, float, float] = (1.0, 1.0, 1.0)
    room: Lamp = field(default_factory=Lamp)
    share: float = 0.56
    wall: int = 170


@dataclass(frozen=True, slots=True)
class ScreenGlow:
    """Light of the kiosk's screen: BGR 0..1, from one half of it; `strength` as a share of the room's light."""

    colour: tuple[float, float, float]
    towards: tuple[float, float, float]
    strength: float


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A picture without sensor noise, and where its points truly lie. `points`: 5 x 2; `mesh`: MESH_POINTS x 2."""

    picture: Image
    points: Points
    mesh: Points


class Presentation(Protocol):
    """Something before the camera."""

    def show(self, pose: Pose, glow: ScreenGlow | None = None) -> Shown:
        """In a pose, under the room's light and the screen's."""


class LiveHead:
    """A person. `follows_light` False: someone in a stream, whom this room's screen does not light."""

    def __init__(self, size: tuple[int, int], looks: Looks, *, follows_light: bool = True) -> None:
        self._looks, self._follows = looks, follows_light
        self._size = size
        wall = np.full((size[1], size[0], 3), looks.wall, np.uint8)
        self._head = HeadRenderer(size, looks.share, backdrop=wall, nose=looks.nose)
        self._dark = HeadRenderer(size, looks.share, backdrop=np.zeros_like(wall), nose=looks.nose)

    def show(self, pose: Pose, glow: ScreenGlow | None = None) -> Shown:
        """The head turns and is lit as a head."""
        picture = self._head.render(pose, _lamp(self._looks.room, self._looks.tone, 1.0), marked=False)
        if glow is not None and self._follows:
            lit = self._dark.render(pose, _lamp(Lamp(glow.towards, glow.colour), self._looks.tone, 1.0), marked=False)
            picture = _added(picture, lit, glow)
        return self._stretched(Shown(picture, five_of(self._head, pose), mesh_of(self._head, pose)))

    def where(self, pose: Pose) -> Shown:
        """The points alone, without rendering: the picture is empty."""
        return self._stretched(
            Shown(np.zeros((0, 0, 3), np.uint8), five_of(self._head, pose), mesh_of(self._head, pose))
        )

    def _stretched(self, shown: Shown) -> Shown:
        """Broader or narrower about the picture's middle."""
        stretch, middle = self._looks.stretch, self._size[0] / 2
        if stretch == 1.0:
            return shown
        across = np.array([[stretch, 0, middle * (1 - stretch)], [0, 1, 0]], np.float32)
        picture = shown.picture
        if picture.size:
            picture = np.asarray(cv2.warpAffine(picture, across, self._size, borderMode=cv2.BORDER_REPLICATE), np.uint8)
        return Shown(picture, _carried(shown.points, across), _carried(shown.mesh, across))


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a sheet is made and held. `bend`: radius in the renderer's unit, 0 flat; `upright` False: bent about a level
    axis; `reflects`: share of light that it gives back (paper 1, a lit screen little)."""

    bend: float = 0.0
    upright: bool = True
    reflects: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)


class HeldSheet:
    """A picture of the victim on a sheet that is turned as the pose says. `plays`: a screen, which shows the victim in
    the pose itself and is held still; paper shows one frontal picture whatever the pose is."""

    def __init__(self, size: tuple[int, int], victim: Looks, sheet: Sheet, *, plays: bool = False) -> None:
        self._size, self._sheet, self._plays = size, sheet, plays
        self._victim = LiveHead(size, victim)
        self._focal = victim.share * size[1] / 2 * _DISTANCE
        self._centre = np.array((size[0] / 2, size[1] * 0.46))

    def show(self, pose: Pose, glow: ScreenGlow | None = None) -> Shown:
        """The sheet with its picture, in the room."""
        printed = self._victim.show(pose if self._plays else Pose())
        held = Pose() if self._plays else pose
        lit = self._lit(printed.picture, glow)
        picture = self._drawn(lit, held)
        return Shown(picture, self._carry(printed.points, held), self._carry(printed.mesh, held))

    def where(self, pose: Pose) -> Shown:
        """The points alone."""
        printed = self._victim.where(pose if self._plays else Pose())
        held = Pose() if self._plays else pose
        return Shown(printed.picture, self._carry(printed.points, held), self._carry(printed.mesh, held))

    def _lit(self, picture: Image, glow: ScreenGlow | None) -> Image:
        """Light falls alike on all of a flat sheet; a bent one is lit more where it faces the lamp."""
        if glow is None or self._sheet.reflects == 0:
            return picture
        across = (np.arange(self._size[0]) - self._centre[0]) / self._focal * _DISTANCE
        lean = across / self._sheet.bend if self._sheet.bend and self._sheet.upright else np.zeros_like(across)
        x, _, z = np.array(glow.towards) / np.linalg.norm(glow.towards)
        facing = 0.42 + 0.66 * np.clip(np.sin(lean) * x + np.cos(lean) * z, 0, 1)
        share = glow.strength * self._sheet.reflects * facing[None, :, None] * np.array(glow.colour)
        return np.asarray(np.clip(picture * (1 + share), 0, 255), np.uint8)

    def _carry(self, points: Points, held: Pose) -> Points:
        """From the picture on the sheet to the camera's picture."""
        flat = (points - self._centre) / self._focal * _DISTANCE * (1, -1)
        x, y, depth = flat[:, 0], flat[:, 1], np.zeros(len(flat))
        if self._sheet.bend:
            along = x if self._sheet.upright else y
            depth = self._sheet.bend * (np.cos(along / self._sheet.bend) - 1)
            bent = self._sheet.bend * np.sin(along / self._sheet.bend)
            x, y = (bent, y) if self._sheet.upright else (x, bent)
        yaw, pitch, roll = np.radians((held.yaw, held.pitch, held.roll))
        x, depth = x * np.cos(yaw) + depth * np.sin(yaw), depth * np.cos(yaw) - x * np.sin(yaw)
        y, depth = y * np.cos(pitch) + depth * np.sin(pitch), depth * np.cos(pitch) - y * np.sin(pitch)
        x, y = x * np.cos(roll) + y * np.sin(roll), y * np.cos(roll) - x * np.sin(roll)
        away = _DISTANCE - depth
        moved = self._centre + np.array(self._sheet.shift) * self._focal / _DISTANCE
        return np.stack([moved[0] + self._focal * x / away, moved[1] - self._focal * y / away], 1).astype(np.float32)

    def _edges(self, strips: int) -> NDArray[np.float64]:
        """Where the strips of the picture begin and end: all of it, or what a bent sheet shows to the front."""
        axis = 0 if self._sheet.upright else 1
        if not self._sheet.bend:
            return np.linspace(0, self._size[axis], strips + 1)
        reach = min(1.3 * self._sheet.bend, 2.5) * self._focal / _DISTANCE
        return np.linspace(self._centre[axis] - reach, self._centre[axis] + reach, strips + 1)

    def _drawn(self, printed: Image, held: Pose) -> Image:
        """Strip by strip, each nearly flat."""
        width, height = self._size
        room = np.full_like(printed, 150)
        strips = _STRIPS if self._sheet.bend else 1
        edges = self._edges(strips)
        for first, last in itertools.pairwise(edges):
            ends = (0.0, float(height)) if self._sheet.upright else (0.0, float(width))
            corners = [(first, ends[0]), (last, ends[0]), (last, ends[1]), (first, ends[1])]
            source = np.array(corners if self._sheet.upright else [(b, a) for a, b in corners], np.float32)
            outline = self._carry(source, held)
            if not _faces_camera(outline, source):
                continue
            inside = np.zeros((height, width), np.uint8)
            cv2.fillConvexPoly(inside, np.round(outline).astype(np.int32), 255)
            carry = cv2.getPerspectiveTransform(source, outline)
            carried = cv2.warpPerspective(printed, carry, self._size, borderMode=cv2.BORDER_REPLICATE)
            cv2.copyTo(carried, inside, room)
        return np.asarray(room, np.uint8)


class CutOutMask:
    """A bent print with holes, worn by an attacker: his own eyes and mouth move in it, his own head turns it."""

    def __init__(self, size: tuple[int, int], victim: Looks, attacker: Looks, bend: float) -> None:
        self._paper = HeldSheet(size, victim, Sheet(bend=bend))
        self._behind = LiveHead(size, attacker)

    def show(self, pose: Pose, glow: ScreenGlow | None = None) -> Shown:
        """The paper before the face, with the face in its holes."""
        face = self._behind.show(pose, glow)
        paper = _moved(self._paper.show(pose, glow), face)
        picture = paper.picture.copy()
        holes = np.zeros(picture.shape[:2], np.uint8)
        right, left, _, right_mouth, left_mouth = paper.points
        between = float(np.hypot(*(left - right)))
        mouth = (right_mouth + left_mouth) / 2
        for middle, half in ((right, _EYE_HOLE), (left, _EYE_HOLE), (mouth, _MOUTH_HOLE)):
            axes = (max(1, round(half[0] * between)), max(1, round(half[1] * between)))
            cv2.ellipse(holes, (round(float(middle[0])), round(float(middle[1]))), axes, 0, 0, 360, 255, -1)
        cv2.copyTo(face.picture, holes, picture)
        return replace(paper, picture=np.asarray(picture, np.uint8))

    def where(self, pose: Pose) -> Shown:
        """The paper's points: eyes and mouth are measured in the holes, at the same places."""
        return _moved(self._paper.where(pose), self._behind.where(pose))


def _moved(paper: Shown, face: Shown) -> Shown:
    """The paper sits on the face: it goes where the head goes."""
    shift = (face.points - paper.points).mean(axis=0)
    across = np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float32)
    picture = paper.picture
    if picture.size:
        size = (picture.shape[1], picture.shape[0])
        picture = np.asarray(cv2.warpAffine(picture, across, size, borderMode=cv2.BORDER_REPLICATE), np.uint8)
    return Shown(picture, _carried(paper.points, across), _carried(paper.mesh, across))


def _faces_camera(outline: Points, source: Points) -> bool:
    """Whether the sheet's front is seen: its corners keep their turning sense."""
    return _sense(outline) * _sense(source) > 0


def _sense(corners: Points) -> float:
    one, two = corners[1] - corners[0], corners[2] - corners[0]
    return float(one[0] * two[1] - one[1] * two[0])


def _lamp(lamp: Lamp, tone: tuple[float, float, float], strength: float) -> Lamp:
    blue, green, red = (strength * a * b for a, b in zip(lamp.colour, tone, strict=True))
    return Lamp(lamp.towards, (blue, green, red))


def _added(picture: Image, lit: Image, glow: ScreenGlow) -> Image:
    """The screen's light on the head, and a little of it on the wall behind, which is farther away."""
    wall = 0.12 * glow.strength * np.array(glow.colour) * picture * (lit.max(axis=2, keepdims=True) == 0)
    return np.asarray(np.clip(picture + glow.strength * lit.astype(np.float32) + wall, 0, 255), np.uint8)


def _carried(points: Points, affine: NDArray[np.float32]) -> Points:
    return np.asarray(points @ affine[:, :2].T + affine[:, 2], np.float32)
