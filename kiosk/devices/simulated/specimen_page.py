"""A drawn page of a specimen passport of Utopia (ICAO Doc 9303-4): no such state, no such person."""

from functools import lru_cache

import numpy as np
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from kiosk.devices.simulated.specimen_card import draw_desk, specimen_portrait
from kiosk.devices.vision.opencv import cv2
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Image

ZONE = (
    "P<UTOSPECIMEN<<MARIA<<<<<<<<<<<<<<<<<<<<<<<<",
    "SPEC123452UTO6001010F3506307<<<<<<<<<<<<<<06",
)
_FONT, _MONO = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 7
"""The face of that collection in which every character is equally wide."""
_MM = 10
_SIZE_MM = (125, 88)
"""ID-3 of ISO/IEC 7810."""
_PITCH_MM = 2.54
"""Doc 9303-3, 4.1.1."""
_SHARE = 0.62


@lru_cache(maxsize=1)
def draw_page() -> Image:
    """The page alone, 880 x 1250 BGR. Raises DeviceError without the font."""
    width, height = _SIZE_MM[0] * _MM, _SIZE_MM[1] * _MM
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    waves = np.sin(x / 13 + 3 * np.sin(y / 61))[..., None] * np.array((-6.0, 2.0, 7.0))
    paper = np.clip(np.array((228, 232, 214)) + waves, 0, 255).astype(np.uint8)
    paper[height - 24 * _MM :] = 246
    sheet = Pictures.fromarray(np.ascontiguousarray(paper[..., ::-1]))
    pen = ImageDraw.Draw(sheet)
    texts = ((44, 6, "UTOPIA  PASSPORT  SPECIMEN"), (44, 16, "SPECIMEN"), (44, 24, "MARIA"), (44, 32, "UTOPIAN"),
             (44, 40, "01 JAN 1960     F"), (44, 48, "30 JUN 2035"), (92, 16, ZONE[1][:9]))  # fmt: skip
    for left, top, text in texts:
        pen.text((left * _MM, top * _MM), text, fill=(36, 34, 40), font=_font(3.6), anchor="lm")
    for row, line in enumerate(ZONE):
        for place, character in enumerate(line):
            at = ((6 + place * _PITCH_MM + _PITCH_MM / 2) * _MM, (_SIZE_MM[1] - 14 + row * 6.35) * _MM)
            pen.text(at, character, fill=(24, 24, 28), font=_font(3.9), anchor="mm")
    page = np.ascontiguousarray(np.asarray(sheet)[..., ::-1])
    portrait = specimen_portrait((33 * _MM, 43 * _MM))
    page[16 * _MM : 59 * _MM, 6 * _MM : 39 * _MM] = portrait
    return np.asarray(page, np.uint8)


@lru_cache(maxsize=2)
def draw_page_on_desk(size: tuple[int, int]) -> Image:
    """Lying a little askew."""
    desk, page = draw_desk(size).astype(np.float32), draw_page()
    scale = _SHARE * size[0] / page.shape[1]
    warp = cv2.getRotationMatrix2D((page.shape[1] / 2, page.shape[0] / 2), 2.5, scale)
    warp[:, 2] += (size[0] / 2 - page.shape[1] / 2, size[1] / 2 - page.shape[0] / 2)
    small = cv2.GaussianBlur(page, (0, 0), 0.45 / scale) if scale < 1 else page
    laid = cv2.warpAffine(small, warp, size, flags=cv2.INTER_AREA).astype(np.float32)
    mask = cv2.warpAffine(np.full(page.shape[:2], 255, np.uint8), warp, size)[..., None].astype(np.float32) / 255
    noise = np.random.default_rng(7).normal(0, 1.2, desk.shape)
    return np.asarray(np.clip(desk * (1 - mask) + laid * 0.96 * mask + noise, 0, 255), np.uint8)


@lru_cache(maxsize=4)
def _font(millimetres: float) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(_FONT, round(millimetres * _MM), index=_MONO)
    except OSError as error:
        raise DeviceError(
            "document_camera", "the specimen page needs the font Noto Sans CJK (fonts-noto-cjk)"
        ) from error
