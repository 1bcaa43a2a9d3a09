"""Footage for the simulated cameras: the rendered head before one, a desk with a specimen card under the other."""

import math
from collections.abc import Callable
from functools import cache, lru_cache

import numpy as np

from kiosk.devices.camera_file import StillFootage
from kiosk.devices.simulated.head import HeadRenderer, Lamp, Pose
from kiosk.devices.simulated.specimen_card import Specimen, draw_card_on_desk, draw_desk
from kiosk.devices.simulated.specimen_page import draw_page_on_desk
from kiosk.domain.borrower import CardSide
from kiosk.domain.consents import Source
from kiosk.ports.camera import Image

_TURN_SECONDS = 0.45
"""A head does not jump."""
_GLOW_STRENGTH = 0.35
"""Of the screen's light, as a share of the room's."""
_EXPOSURE = 0.8
"""With more light a camera takes less of it, so that no channel is cut off."""
_BLINK_EVERY, _BLINK_SECONDS = 3.7, 0.2
_SYLLABLES_PER_SECOND = 4.2
_FINEST_DEGREES = 0.5
"""Poses are rounded to this, so that a quiet head is rendered once and not 25 times a second."""
_FEWEST_KEPT, _KEPT_BYTES = 96, 22_000_000
"""Full after some five sessions; twice as much spares 95 of 269 renderings in twenty, and fills for twenty."""


@lru_cache(maxsize=4)
def _rendering(size: tuple[int, int], nose: float) -> Callable[[Pose], Image]:
    """One head for all sessions that a process plays: each would render the same pictures again."""
    kept = max(_FEWEST_KEPT, _KEPT_BYTES // (size[0] * size[1] * 3))
    return lru_cache(maxsize=kept)(HeadRenderer(size, nose=nose).render)


class HeadFootage:
    """The rendered head: breathes, blinks, moves its lips while it speaks, and takes the poses it is told to.

    A pose begins with the next picture and is reached half a second later.
    """

    def __init__(self, size: tuple[int, int], nose: float = 1.0) -> None:
        self._render = _rendering(size, nose)
        self._from = self._to = Pose()
        self._moves_at = -_TURN_SECONDS
        self._speaks_until = -1.0
        self._now = 0.0
        self._glow: Lamp | None = None
        self._dark = cache(lambda: HeadRenderer(size, backdrop=np.zeros((size[1], size[0], 3), np.uint8)))

    @property
    def source(self) -> Source:
        """SIMULATED."""
        return Source.SIMULATED

    def move(self, pose: Pose) -> None:
        """Take this pose from now on (`roll` included)."""
        self._from, self._to, self._moves_at = self._told(self._now), pose, self._now

    def speak(self, seconds: float) -> None:
        """Move the lips for so long."""
        self._speaks_until = self._now + seconds

    def light(self, bgr: tuple[int, int, int] | None, side: str) -> None:
        """The screen's light from now on; None: it is as any page."""
        if bgr is None:
            self._glow = None
            return
        blue, green, red = (value / 255 for value in bgr)
        across = {"left": 0.75, "right": -0.75}.get(side, 0.0)
        self._glow = Lamp((across, 0.1, 0.7), (blue, green, red))

    @property
    def pose(self) -> Pose:
        """How the head is turned in the newest picture."""
        return self._alive(self._now)

    def picture(self, seconds: float) -> Image:
        """As the camera sees it."""
        self._now = seconds
        pose = _rounded(self._alive(seconds))
        picture, glow = self._render(pose), self._glow
        if glow is None:
            return picture
        lit = self._dark().render(pose, glow, marked=False).astype(np.float32)
        return np.asarray(np.clip(_EXPOSURE * (picture + _GLOW_STRENGTH * lit), 0, 255), np.uint8)

    def _told(self, now: float) -> Pose:
        share = min(1.0, max(0.0, (now - self._moves_at) / _TURN_SECONDS))
        share = share * share * (3 - 2 * share)
        one, other = self._from, self._to
        return Pose(
            yaw=one.yaw + (other.yaw - one.yaw) * share,
            pitch=one.pitch + (other.pitch - one.pitch) * share,
            mouth=one.mouth + (other.mouth - one.mouth) * share,
            eyes=one.eyes + (other.eyes - one.eyes) * share,
            roll=one.roll + (other.roll - one.roll) * share,
        )

    def _alive(self, now: float) -> Pose:
        told = self._told(now)
        blink = (now + 1.0) % _BLINK_EVERY
        lid = 1 - math.sin(math.pi * blink / _BLINK_SECONDS) if blink < _BLINK_SECONDS else 1.0
        mouth = told.mouth
        if now < self._speaks_until:
            mouth = max(mouth, 0.45 + 0.25 * math.sin(2 * math.pi * _SYLLABLES_PER_SECOND * now))
        return Pose(
            yaw=told.yaw + 1.1 * math.sin(0.83 * now),
            pitch=told.pitch + 0.8 * math.sin(1.57 * now),
            mouth=mouth,
            eyes=told.eyes * lid,
            roll=told.roll,
        )


class TwoHeads(HeadFootage):
    """The rendered head, and somebody a little further back at the picture's right."""

    def __init__(self, size: tuple[int, int]) -> None:
        super().__init__(size)
        width, height = size
        self._other = HeadRenderer((width // 3, height), 0.44, nose=0.6).render(Pose(), marked=False)

    def picture(self, seconds: float) -> Image:
        """Both, side by side."""
        both = super().picture(seconds).copy()
        both[:, both.shape[1] - self._other.shape[1] :] = self._other
        return both


def hidden_face(size: tuple[int, int]) -> Image:
    """The rendered head with a scarf up to its brows, and a hat."""
    picture = HeadRenderer(size).render(Pose())
    width, height = size
    middle, unit = width / 2, height * 0.28
    for top, bottom, colour in ((-0.95, -0.28, (60, 44, 40)), (-0.12, 1.25, (70, 60, 120))):
        left, right = round(middle - 0.85 * unit), round(middle + 0.85 * unit)
        picture[round(height * 0.46 + top * unit) : round(height * 0.46 + bottom * unit), left:right] = colour
    return picture


def _rounded(pose: Pose) -> Pose:
    def near(degrees: float) -> float:
        return round(degrees / _FINEST_DEGREES) * _FINEST_DEGREES

    # Openings are drawn in six steps anyway.
    return Pose(near(pose.yaw), near(pose.pitch), round(pose.mouth * 6) / 6, round(pose.eyes * 6) / 6, near(pose.roll))


def desk_footage(size: tuple[int, int]) -> StillFootage:
    """Nothing lies before the document camera."""
    return StillFootage(draw_desk(size), source=Source.SIMULATED)


def card_footage(specimen: Specimen, side: CardSide, size: tuple[int, int]) -> StillFootage:
    """A specimen card lies there, or the page of a specimen passport."""
    if side is CardSide.PAGE:
        return StillFootage(draw_page_on_desk(size), source=Source.SIMULATED)
    return StillFootage(draw_card_on_desk(specimen, side, size), source=Source.SIMULATED)
