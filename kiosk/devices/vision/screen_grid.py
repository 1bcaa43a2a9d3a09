"""How strongly a card's picture shows the regular grid of a display: peaks in its spectrum that print has not."""

import numpy as np

from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image

_TILE = 256
_TOPS, _LEFTS = (20, 264), (20, 300, 580)
_RING = (0.12, 0.48)
"""Cycles a pixel: below lies print, above the sensor's own limit."""
_AXES = 3
"""Cycles beside the axes that JPEG's blocks and straight edges fill."""


def screen_grid(card: Image) -> float:
    """Height of the highest peak over its surroundings, in natural logarithms; median of six places of a card.

    Takes the rectified card of 856 x 540 pixels (a page brought to this size).
    """
    grey = cv2.cvtColor(card, cv2.COLOR_BGR2GRAY).astype(np.float32)
    fine = grey - cv2.GaussianBlur(grey, (0, 0), 4)
    window = np.outer(np.hanning(_TILE), np.hanning(_TILE)).astype(np.float32)
    down, across = np.mgrid[:_TILE, :_TILE] - _TILE // 2
    distance = np.hypot(down, across) / _TILE
    looked_at = (distance > _RING[0]) & (distance < _RING[1]) & (abs(down) > _AXES) & (abs(across) > _AXES)
    peaks: list[float] = []
    for top in _TOPS:
        for left in _LEFTS:
            tile = fine[top : top + _TILE, left : left + _TILE]
            if tile.shape != (_TILE, _TILE):
                continue
            spectrum = np.log1p(np.abs(np.fft.fftshift(np.fft.fft2(tile * window)))).astype(np.float32)
            spectrum = cv2.GaussianBlur(spectrum, (0, 0), 0.8)
            peaks.append(float((spectrum - cv2.blur(spectrum, (21, 21)))[looked_at].max()))
    return float(np.median(peaks)) if peaks else 0.0
