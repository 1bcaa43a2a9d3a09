"""Plastic, paper and screens in a rendered hand under a rendered lamp: is the highlight seen, and the round corner?

    .venv/bin/python -m benchmarks.card_surface [--each 300] [--kinds plastic matt] [--json]

Each try has its own lamp, room, pose, path, noise, blur, finger and shadow; the product's own look measures each
picture and its own rule judges them. Renderings only: no real card and no real print was measured.
"""

import argparse
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.random import Generator

from benchmarks.figures import machine, spread, tell
from kiosk.bench.intervals import rate_of
from kiosk.checks.card_surface import CardSurface, judge_surface
from kiosk.devices.simulated.card_in_hand import Held, Material, Room, draw_held
from kiosk.devices.simulated.specimen_card import Specimen, draw_card
from kiosk.devices.vision.card_look import look_at
from kiosk.devices.vision.opencv import cv2
from kiosk.domain.borrower import CardSide
from kiosk.ports.camera import Image

SIZE = (960, 540)
PICTURES = 10
"""Looks at 5 Hz while a card is laid down, tilted and turned over: two seconds."""
_PRINT = (642, 405)
_SKIN = (118, 148, 196)


def _plastic(draw: Generator) -> Material:
    return Material(_log(draw, 0.35, 3.0), _log(draw, 60, 500), waviness=draw.uniform(0.05, 0.5))


def _matt(draw: Generator) -> Material:
    return Material(
        draw.uniform(0, 0.04), draw.uniform(3, 14), curl=draw.uniform(-4, 4), waviness=draw.uniform(0, 0.6), radius=0
    )


def _matt_cut_round(draw: Generator) -> Material:
    return replace(_matt(draw), radius=draw.uniform(2.6, 3.8))


def _glossy(draw: Generator) -> Material:
    shine, sharp = _log(draw, 0.3, 4.0), _log(draw, 100, 1500)
    return Material(shine, sharp, curl=draw.uniform(-4, 4), waviness=draw.uniform(0.05, 0.6), radius=0)


def _screen(draw: Generator) -> Material:
    return Material(_log(draw, 0.5, 4.0), _log(draw, 400, 3000), waviness=0, glows=True, radius=0)


def _screen_matt(draw: Generator) -> Material:
    return Material(draw.uniform(0.02, 0.15), draw.uniform(8, 30), waviness=0, glows=True, radius=0)


def _log(draw: Generator, low: float, high: float) -> float:
    return float(np.exp(draw.uniform(np.log(low), np.log(high))))


MATERIALS: dict[str, Callable[[Generator], Material]] = {
    "plastic": _plastic,
    "plastic_pushed": _plastic,
    "plastic_still": _plastic,
    "matt_print": _matt,
    "matt_print_cut_round": _matt_cut_round,
    "glossy_print": _glossy,
    "screen_of_glass": _screen,
    "screen_matt": _screen_matt,
}


def room_of(draw: Generator) -> Room:
    """A lamp over and beside the desk; the camera as high as lets the card fill 0.4 to 0.62 of the width."""
    around, off = draw.uniform(0, 2 * np.pi), draw.uniform(30, 420)
    lamp = (off * np.cos(around), off * np.sin(around), draw.uniform(350, 1200))
    light, exposure = draw.uniform(0.45, 0.9), draw.uniform(0.45, 0.8)
    return Room(
        lamp, 94.2 / draw.uniform(0.4, 0.62), light, exposure, draw.uniform(0.8, 3.0), int(draw.integers(2**31))
    )


def path_of(kind: str, draw: Generator) -> list[Held]:
    """How it is held from picture to picture: lifted by one edge and turned, pushed, or left alone."""
    start = Held(draw.uniform(-12, 12), draw.uniform(-8, 8), 0, 0, 0, draw.uniform(-25, 25))
    to_x, to_y, spin = draw.uniform(-18, 18), draw.uniform(-12, 12), draw.uniform(-8, 8)
    across, down = draw.uniform(-26, 26), draw.uniform(-22, 22)
    if abs(across) < 12 and abs(down) < 12:
        across = float(np.copysign(18, across))
    swing = draw.uniform(0.2, 0.6)
    path: list[Held] = []
    for at in np.linspace(0, 1, PICTURES):
        tilt = 0.0 if kind != kind.removesuffix("_pushed") else float(np.sin(np.pi * (1 + swing) * at))
        moved = replace(
            start, x=start.x + to_x * at, y=start.y + to_y * at, spin=start.spin + spin * at,
            across=across * tilt, down=down * tilt,
        )  # fmt: skip
        path.append(start if kind.endswith("_still") else moved)
    return path


def one_try(kind: str, number: int) -> tuple[CardSurface, int]:
    """What the product says of one try, and in how many pictures it found the card."""
    draw = np.random.default_rng((number, len(kind), *kind.encode()))
    side = CardSide.FRONT if draw.random() < 0.7 else CardSide.BACK
    card = np.asarray(cv2.resize(draw_card(Specimen(), side), _PRINT, interpolation=cv2.INTER_AREA), np.uint8)
    material, room, path = MATERIALS[kind](draw), room_of(draw), path_of(kind, draw)
    finger, shadow = draw.random() < 0.5, draw.random() < 0.5
    at, from_right, blur = draw.uniform(0.15, 0.85), draw.random() < 0.5, draw.uniform(0, 1.2)
    marks = []
    for step, held in enumerate(path):
        shown = _fingered(card, at + 0.006 * step) if finger else card
        picture = draw_held(shown, material, held, replace(room, seed=room.seed + step), SIZE)
        if shadow:
            picture = _shadowed(picture, 0.35 + 0.03 * step, from_right=from_right)
        if step and path[step - 1] != held:
            picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.2 + blur * draw.random()), np.uint8)
        look = look_at(picture)
        if look.marks is not None:
            marks.append(look.marks)
    return judge_surface(marks), len(marks)


def _fingered(card: Image, at: float) -> Image:
    """A finger over the lower edge."""
    held = card.copy()
    middle = (round(at * card.shape[1]), card.shape[0])
    cv2.ellipse(held, middle, (36, 74), 0, 0, 360, _SKIN, -1, cv2.LINE_AA)
    return held


def _shadowed(picture: Image, at: float, *, from_right: bool) -> Image:
    """A hand's soft shadow from one side."""
    share = np.clip((np.linspace(0, 1, picture.shape[1]) - at) / 0.06, 0, 1)
    dim = 1 - 0.3 * (share if from_right else 1 - share)
    return np.asarray(picture * dim[None, :, None], np.uint8)


def counted(kind: str, each: int) -> dict[str, Any]:
    """Counts of one kind, with exact bounds of what is asked about and of what looks like plastic."""
    found = [one_try(kind, number) for number in range(each)]
    wandering = Counter(str(surface.wandering) for surface, _ in found)
    rounded = Counter(str(surface.rounded) for surface, _ in found)
    against = sum(surface.speaks_against for surface, _ in found)
    return {
        "tries": each,
        "wandering": dict(sorted(wandering.items())),
        "rounded": dict(sorted(rounded.items())),
        "speaks_against": {"count": against, **rate_of(against, each)},
        "shone_like_plastic": {"count": wandering["seen"], **rate_of(wandering["seen"], each)},
        "pictures_found": spread([float(count) for _, count in found], 1),
        "tilted": spread([surface.tilted for surface, _ in found], 1),
    }


def main() -> None:
    """Print what was counted."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--each", type=int, default=300)
    ask.add_argument("--kinds", nargs="*", choices=tuple(MATERIALS), default=tuple(MATERIALS))
    ask.add_argument("--json", action="store_true")
    asked = ask.parse_args()
    cv2.setNumThreads(1)
    kinds = {kind: counted(kind, asked.each) for kind in asked.kinds}
    tell({"benchmark": "card_surface", "machine": machine(), **kinds}, asked.json)


if __name__ == "__main__":
    main()
