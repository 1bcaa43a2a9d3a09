"""A printed page with a code under the document camera, for rehearsals: the code is the real writer's, the desk is
drawn."""

import numpy as np

from kiosk.devices.camera_file import StillFootage
from kiosk.devices.simulated.specimen_card import draw_desk
from kiosk.devices.vision.opencv import cv2
from kiosk.domain.consents import Source
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Image

_PAPER = 244
_ASKEW = 7.0
"""Degrees."""


def paper_footage(code: bytes, size: tuple[int, int]) -> StillFootage:
    """`code`: PNG. Raises DeviceError for bytes that are no picture."""
    return StillFootage(draw_paper_on_desk(code, size), source=Source.SIMULATED)


def draw_paper_on_desk(code: bytes, size: tuple[int, int]) -> Image:
    """The part of the page that holds the code, lying a little askew."""
    drawn = cv2.imdecode(np.frombuffer(code, np.uint8), cv2.IMREAD_COLOR) if code else None
    if drawn is None:
        raise DeviceError("document_camera", "the code is no picture")
    width, height = size
    side = round(0.62 * height)
    page = np.full((round(0.86 * height), round(0.6 * width), 3), _PAPER, np.uint8)
    top, left = (page.shape[0] - side) // 2, (page.shape[1] - side) // 2
    page[top : top + side, left : left + side] = cv2.resize(drawn, (side, side), interpolation=cv2.INTER_AREA)
    turned = cv2.getRotationMatrix2D((page.shape[1] / 2, page.shape[0] / 2), _ASKEW, 1.0)
    turned[:, 2] += ((width - page.shape[1]) / 2, (height - page.shape[0]) / 2)
    mask = cv2.warpAffine(np.full(page.shape[:2], 255, np.uint8), turned, size)[..., None].astype(np.float32) / 255
    laid = cv2.warpAffine(page, turned, size).astype(np.float32)
    scene = draw_desk(size).astype(np.float32) * (1 - mask) + laid * mask
    noise = np.random.default_rng(6).normal(0, 1.5, scene.shape)
    return np.asarray(np.clip(scene + noise, 0, 255), np.uint8)
