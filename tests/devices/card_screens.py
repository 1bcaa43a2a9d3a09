"""Cards shown on displays, drawn for the tests: stripes of red, green and blue, photographed a little turned."""

import numpy as np

from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image

_FINER = 3


def on_display(card: Image, pitch: float, turn: float) -> Image:
    """`pitch`: pixels of the card from one grid line to the next; `turn` in degrees."""
    height, width = card.shape[:2]
    size = (width * _FINER, height * _FINER)
    big = cv2.resize(card, size, interpolation=cv2.INTER_LINEAR).astype(np.float32)
    step = pitch * _FINER
    across, down = (np.arange(size[0]) % step) / step, (np.arange(size[1]) % step) / step
    stripes = np.stack([(across >= at) & (across < at + 0.28) for at in (0.66, 0.33, 0.0)], -1) * 2.6
    lit = np.clip(big * stripes[None] * ((down < 0.85) * 1.1)[:, None, None], 0, 400).astype(np.float32)
    warp = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), turn, 1)
    lit = cv2.warpAffine(lit, warp, size, borderMode=cv2.BORDER_REFLECT)
    seen = cv2.resize(cv2.GaussianBlur(lit, (0, 0), 0.45 * _FINER), (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(seen + np.random.default_rng(0).normal(0, 1.5, seen.shape), 0, 255), np.uint8)
