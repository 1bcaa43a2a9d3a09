"""A picture made like the portrait on a worn card, in the order and with the numbers that were measured with."""

from pathlib import PurePath
from zlib import crc32

import numpy as np

from kiosk.devices.vision.opencv import cv2
from kiosk.ports.camera import Image
from kiosk.ports.face import Face


def worn_portrait(picture: Image, face: Face, name: str) -> Image:
    """Faded, small, blurred, noisy and compressed, then shown at twice its size; the same for the same file name."""
    chance = np.random.default_rng(crc32(PurePath(name).name.encode()))
    pixels = picture.astype(np.float32)
    grey = pixels @ np.array([0.114, 0.587, 0.299], np.float32)
    pixels = grey[..., None] + (pixels - grey[..., None]) * chance.uniform(0.5, 0.85)
    pixels = pixels * chance.uniform(0.65, 0.8) + chance.uniform(30, 50)
    pixels[..., 2] *= chance.uniform(0.95, 1.05)
    pixels[..., 0] *= chance.uniform(0.88, 1.02)
    scale = chance.uniform(60, 100) / max(face.width, 1)
    size = (max(round(picture.shape[1] * scale), 8), max(round(picture.shape[0] * scale), 8))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    small = cv2.GaussianBlur(small, (0, 0), chance.uniform(0.7, 1.2))
    small = small + chance.normal(0, 3, small.shape).astype(np.float32)
    printed = np.clip(np.rint(small), 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", printed, [cv2.IMWRITE_JPEG_QUALITY, 60])
    shown = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    return np.asarray(cv2.resize(shown, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8)
