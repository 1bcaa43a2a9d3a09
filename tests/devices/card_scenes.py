"""Cards laid on desks, drawn for the tests: any turn, any desk."""

import numpy as np

from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image


def on_desk(
    card: Image, turn: float, desk: tuple[int, int, int], size: tuple[int, int] = (1280, 720), share: float = 0.5
) -> tuple[Image, np.ndarray]:
    """The picture, and the card's corners in it (from its own upper left, clockwise). `turn` in degrees."""
    height, width = card.shape[:2]
    grain = np.random.default_rng(7).normal(0, 6, (size[1], size[0], 1))
    scene = np.clip(np.array(desk, np.float32) + grain, 0, 255).astype(np.float32)
    half = share * size[0] / 2
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32) * (half, half * height / width)
    angle = np.radians(turn)
    corners = corners @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    corners *= 1 + 0.06 * (corners[:, 1:] / size[1])  # seen a little from below
    corners = (corners + np.array(size) / 2).astype(np.float32)
    edge = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    warp = cv2.getPerspectiveTransform(edge, corners)
    rounded = np.zeros((height, width), np.uint8)
    cv2.rectangle(rounded, (30, 0), (width - 31, height), 255, -1)
    cv2.rectangle(rounded, (0, 30), (width, height - 31), 255, -1)
    for x, y in ((30, 30), (width - 31, 30), (30, height - 31), (width - 31, height - 31)):
        cv2.circle(rounded, (x, y), 30, 255, -1)
    mask = cv2.warpPerspective(rounded, warp, size)[..., None] / np.float32(255)
    laid = cv2.warpPerspective(card, warp, size, flags=cv2.INTER_AREA).astype(np.float32)
    picture = cv2.GaussianBlur(scene * (1 - mask) + laid * mask * 0.95, (0, 0), 0.7)
    return np.asarray(np.clip(picture, 0, 255), np.uint8), corners
