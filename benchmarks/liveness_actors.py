"""Who sits before the rendered camera, what they do when asked, and what is measured of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from kiosk.checks.liveness import COLOURS, FACE_MOVES, FaceSample, Glow, Move, Side, SoundLevel, sample_of
from kiosk.devices.simulated.head import Lamp, Pose
from kiosk.devices.simulated.presentations import (
    CutOutMask,
    HeldSheet,
    LiveHead,
    Looks,
    ScreenGlow,
    Sheet,
    Shown,
)
from kiosk.devices.vision.face_tracker import FaceTracker
from kiosk.devices.vision.skin import backdrop_mean, skin_means
from kiosk.ports.camera import Image
from kiosk.ports.face import Face

SIZE, SIZE_FOR_MODELS = (160, 120), (320, 240)
Motion = Callable[[float], Pose]
"""Seconds since the instruction -> pose."""
Sits = LiveHead | HeldSheet | CutOutMask


@dataclass(frozen=True, slots=True)
class Act:
    """One step as it is answered: how the head moves, and for the digits what is heard and when there is voice."""

    motion: Motion
    heard: str = ""
    voice: tuple[SoundLevel, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """`answer`: step and digits asked -> act. `jitter` of the frames' times in seconds, `noise` of the sensor in grey
    levels: an injected stream has neither."""

    sits: Sits
    answer: Callable[[Move, str], Act]
    jitter: float = 0.0015
    noise: float = 1.2


DEPTH_AS_SEEN = 2.2
"""The product's mesh draws depth larger than it is: on one rendered head it measures a relief of 0.42, the geometry
alone 0.19. Points of the geometry are taken from noses that stand out so much more, so that the same limit holds."""


def looks(random: Generator, depth: float = 1.0) -> Looks:
    """A random person in a random light; `depth` multiplies the nose."""
    side = float(random.uniform(-0.7, 0.7))
    bright, warm = float(random.uniform(0.75, 1.05)), float(random.uniform(0.93, 1.07))
    tone = float(random.uniform(0.62, 1.05))
    return Looks(
        nose=depth * float(random.choice([0.8, 0.9, 1.0, 1.1, 1.2])),
        stretch=float(random.uniform(0.92, 1.08)),
        tone=(tone * float(random.uniform(0.92, 1.0)), tone, tone),
        room=Lamp((side, float(random.uniform(0.2, 0.9)), 0.7), (bright / warm, bright, min(1.1, bright * warm))),
        share=float(random.uniform(0.5, 0.72)),
        wall=int(random.integers(90, 200)),
    )


def _swing(since: float, begin: float, lasts: float, held: float = 0.3) -> float:
    """0, up to 1, held, and back to 0."""
    if not begin <= since <= begin + lasts:
        return 0.0
    share = (since - begin) / lasts
    rise = (1 - held) / 2
    if share < rise:
        return float((1 - np.cos(np.pi * share / rise)) / 2)
    return 1.0 if share <= 1 - rise else float((1 - np.cos(np.pi * (1 - share) / rise)) / 2)


def _restless(random: Generator) -> Callable[[float], tuple[float, float]]:
    phase = random.uniform(0, 6.28, 4)
    size = float(random.uniform(0.3, 1.5))
    return lambda at: (
        size * float(np.sin(0.9 * at + phase[0]) + 0.5 * np.sin(2.3 * at + phase[1])),
        size * float(np.sin(0.7 * at + phase[2]) + 0.5 * np.sin(1.9 * at + phase[3])) * 0.6,
    )


def person(
    random: Generator, *, late: tuple[float, float] = (0.4, 1.2), opens: bool = True
) -> Callable[[Move, str], Act]:
    """Does what is asked, after a while, by his own measure. `opens` False: a sheet, whose eyes and lips never move."""
    still = _restless(random)

    def answer(step: Move, digits: str) -> Act:
        begin, lasts = float(random.uniform(*late)), float(random.uniform(1.2, 2.2))
        turn, down = float(random.uniform(17, 35)), float(random.uniform(10, 18))
        wide, shut = float(random.uniform(0.65, 1.0)), float(random.uniform(0.0, 0.15))
        spoken = _syllables(random, digits, begin) if step is Move.SAY_DIGITS else []

        def motion(at: float) -> Pose:
            much = _swing(at, begin, lasts)
            yaw, pitch = still(at)
            mouth, eyes = 0.0, 1.0
            match step:
                case Move.TURN_LEFT:
                    yaw += turn * much
                case Move.TURN_RIGHT:
                    yaw -= turn * much
                case Move.NOD:
                    pitch -= down * much
                case Move.OPEN_MOUTH:
                    mouth = wide * much
                case Move.BLINK:
                    eyes = 1 - (1 - shut) * _swing(at, begin, 0.45 * lasts, 0.6)
                case Move.SAY_DIGITS:
                    # Lips begin to open before the sound.
                    mouth = max((size * _swing(at, a - 0.08, b - a + 0.1, 0.2) for a, b, size in spoken), default=0.0)
            return Pose(yaw, pitch, mouth, eyes) if opens else Pose(yaw, pitch)

        return Act(motion, digits if step is Move.SAY_DIGITS else "", _voice(random, spoken))

    return answer


def _syllables(random: Generator, digits: str, begin: float) -> list[tuple[float, float, float]]:
    spoken, at = [], begin
    for _ in digits:
        lasts = float(random.uniform(0.22, 0.38))
        spoken.append((at, at + lasts, float(random.uniform(0.35, 0.9))))
        at += lasts + float(random.uniform(0.06, 0.25))
    return spoken


def _voice(random: Generator, spoken: list[tuple[float, float, float]]) -> tuple[SoundLevel, ...]:
    if not spoken:
        return ()
    times = np.arange(0.0, spoken[-1][1] + 0.9, 0.032)
    noise = random.uniform(0, 0.15, len(times))
    return tuple(
        SoundLevel(float(at), min(1.0, 0.85 * any(a <= at <= b for a, b, _ in spoken) + float(extra)))
        for at, extra in zip(times, noise, strict=True)
    )


def with_a_voice_from_elsewhere(random: Generator, moves: Callable[[Move, str], Act]) -> Callable[[Move, str], Act]:
    """The digits are said rightly by somebody whose lips are not seen."""
    other = person(random)

    def answer(step: Move, digits: str) -> Act:
        act = moves(step, digits)
        return replace(act, heard=digits, voice=other(step, digits).voice) if step is Move.SAY_DIGITS else act

    return answer


def recording(random: Generator) -> Callable[[Move, str], Act]:
    """An earlier session's answer to another challenge, played without end."""
    earlier = person(random)
    steps = [Move(str(random.choice([str(m) for m in FACE_MOVES]))) for _ in range(2)]
    said = "".join(str(digit) for digit in random.integers(0, 10, 4))
    acts = [(earlier(step, ""), 3.2) for step in steps] + [(earlier(Move.SAY_DIGITS, said), 4.0)]
    whole = sum(lasts for _, lasts in acts)
    offset, elapsed = float(random.uniform(0, whole)), [0.0]
    own_sound = bool(random.random() < 0.5)
    other = person(random)

    def answer(step: Move, digits: str) -> Act:
        began = offset + elapsed[0]
        elapsed[0] += 5.0

        def motion(at: float) -> Pose:
            at = (began + at) % whole
            for act, lasts in acts:
                if at < lasts:
                    return act.motion(at)
                at -= lasts
            return Pose()

        if step is not Move.SAY_DIGITS:
            return Act(motion)
        if own_sound:
            return Act(motion, said, acts[-1][0].voice)
        return Act(motion, digits, other(step, digits).voice)

    return answer


def chosen(random: Generator) -> Callable[[Move, str], Act]:
    """An operator who has a recording of every move and starts the right one; no recording has these digits, so lips
    that say others are shown and somebody says the right ones."""
    moves, other = person(random, late=(0.9, 2.0)), person(random)

    def answer(step: Move, digits: str) -> Act:
        if step is not Move.SAY_DIGITS:
            return moves(step, digits)
        wrong = "".join(str(digit) for digit in random.integers(0, 10, len(digits)))
        return Act(moves(step, wrong).motion, digits, other(step, digits).voice)

    return answer


def actor(kind: str, random: Generator, depth: float = 1.0, size: tuple[int, int] = SIZE) -> Actor:
    """One of KINDS."""
    victim, tilting = looks(random, depth), person(random, opens=False)
    hand = (float(random.uniform(-0.15, 0.15)), float(random.uniform(-0.15, 0.15)))
    match kind:
        case "bona_fide":
            return Actor(LiveHead(size, victim), person(random), noise=float(random.uniform(0.7, 2.5)))
        case "flat_print":
            return Actor(HeldSheet(size, victim, Sheet(shift=hand)), with_a_voice_from_elsewhere(random, tilting))
        case "bent_print":
            sheet = Sheet(float(random.uniform(1.0, 4.0)), bool(random.random() < 0.8), shift=hand)
            return Actor(HeldSheet(size, victim, sheet), with_a_voice_from_elsewhere(random, tilting))
        case "cut_out_mask":
            worn = CutOutMask(
                SIZE, victim, replace(looks(random, depth), share=victim.share), float(random.uniform(0.9, 2.0))
            )
            return Actor(worn, person(random))
        case "replay":
            return Actor(HeldSheet(size, victim, Sheet(reflects=0.04, shift=hand), plays=True), recording(random))
        case "replay_chosen":
            return Actor(HeldSheet(size, victim, Sheet(reflects=0.04, shift=hand), plays=True), chosen(random))
        case "injected":
            regular = bool(random.random() < 0.5)
            stream = LiveHead(size, victim, follows_light=False)
            return Actor(stream, person(random), 2e-6 if regular else 0.0015, 1.2 if regular else 0.05)
        case "light_blind":
            return Actor(LiveHead(size, victim, follows_light=False), person(random))
    raise ValueError(kind)


KINDS = (
    "bona_fide", "flat_print", "bent_print", "cut_out_mask", "replay", "replay_chosen", "injected", "light_blind",
)  # fmt: skip


def screen(glow: Glow, strength: float) -> ScreenGlow:
    """What the kiosk's screen sends to the face: the borrower's left is the picture's right."""
    blue, green, red = (value / 255 for value in COLOURS[glow.colour])
    across = {Side.LEFT: 0.75, Side.RIGHT: -0.75, Side.BOTH: 0.0}[glow.side]
    return ScreenGlow((blue, green, red), (across, 0.1, 0.7), strength)


class Eye(Protocol):
    """What measures a face. `needs_pictures` False: points are enough."""

    needs_pictures: bool

    def sample(self, shown: Shown, truth: Pose, seconds: float, *, coloured: bool) -> FaceSample | None:
        """None where no face was measured."""


@dataclass(slots=True)
class Models:
    """The product's own detector, mesh and eyes, on the picture alone."""

    tracker: FaceTracker
    needs_pictures: bool = True

    def sample(self, shown: Shown, truth: Pose, seconds: float, *, coloured: bool) -> FaceSample | None:
        """`truth` is not looked at."""
        measures = self.tracker.track(shown.picture).measures
        return None if measures is None else sample_of(measures, seconds)


@dataclass(slots=True)
class Geometry:
    """Measures points that are known from the renderer, with the noise of a landmark model."""

    random: Generator
    spread: float
    needs_pictures: bool = False

    def sample(self, shown: Shown, truth: Pose, seconds: float, *, coloured: bool) -> FaceSample | None:
        """`truth`: the turn, eyes and mouth as they are shown, a sheet's own turn included: generous to attackers."""
        eyes = float(np.hypot(*(shown.mesh[263] - shown.mesh[33])))
        points = shown.points + self._noise(shown.points.shape, eyes)
        mesh = shown.mesh + self._noise(shown.mesh.shape, eyes)
        if eyes < 10 or not np.isfinite(points).all():
            return None
        face = _face_around(points)
        # The picture's right is his own left.
        yaw, pitch = -truth.yaw + self.random.normal(0, 1), truth.pitch + self.random.normal(0, 1)
        lids = 0.36 * truth.eyes + float(self.random.normal(0, 0.015))
        lips = 9.5 * truth.mouth / (44 - 8 * truth.mouth) + float(self.random.normal(0, 0.012))
        colours = _colours(shown.picture, face) if coloured else (None, None)
        return FaceSample(seconds, float(yaw), float(pitch), lids, max(lips, 0.0), mesh.astype(np.float32), *colours)

    def _noise(self, shape: tuple[int, ...], eyes: float) -> NDArray[np.float64]:
        return self.random.normal(0, self.spread * eyes, shape)


def _face_around(points: NDArray[np.float64]) -> Face:
    middle = points.mean(axis=0)
    half = 1.15 * float(np.hypot(*(points[1] - points[0])))
    box = (middle[0] - half, middle[1] - 1.3 * half, middle[0] + half, middle[1] + 1.3 * half)
    left, top, right, bottom = (round(float(side)) for side in box)
    return Face(left, top, right, bottom, tuple((float(x), float(y)) for x, y in points), 50.0, 120.0)


def _colours(picture: Image, face: Face) -> tuple[NDArray[np.float32] | None, NDArray[np.float32] | None]:
    """The same places as the product's tracker looks at."""
    right, left, nose, right_mouth, left_mouth = (np.array(point, np.float32) for point in face.points)
    down = (right_mouth + left_mouth - right - left) / 2
    patches = ((right + left) / 2 - 0.5 * down, nose, right + 0.6 * down, left + 0.6 * down, nose + 1.1 * down)
    return (
        skin_means(picture, np.array(patches), 0.05 * face.width),
        backdrop_mean(picture, face.left, face.top, face.right, face.bottom),
    )
