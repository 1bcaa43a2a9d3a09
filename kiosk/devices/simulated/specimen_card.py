"""A drawn specimen identity card (layout of GA 448), clearly made up: no such region, address or authority exists."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from kiosk.devices.simulated.head import HeadRenderer, Pose
from kiosk.devices.vision.opencv import cv2
from kiosk.domain.borrower import CardSide
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Image

CARD_SIZE = (856, 540)
_FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
_SIMPLIFIED_CHINESE = 2
"""The face of that collection with mainland forms."""
_DRAWN_AT = 2
"""Drawn so many times larger, then scaled down: smooth edges."""

_INK, _LABEL, _RED = (30, 30, 34), (46, 104, 160), (196, 40, 36)


@dataclass(frozen=True, slots=True)
class Specimen:
    """What stands on a made-up card. Region 110000 is on no person's card."""

    name: str = "样本甲"
    sex: str = "男"
    ethnicity: str = "汉"
    birth: tuple[int, int, int] = (1960, 1, 1)
    address: str = "北京市样本区样本路1号样本楼2单元303室"
    number: str = "110000196001010036"
    authority: str = "北京市公安局样本分局"
    valid_from: str = "2020.01.01"
    valid_to: str = "长期"

    def fields(self, side: CardSide) -> tuple[tuple[str, str], ...]:
        """(name, text as a reader gives it) of each field of a side."""
        if side is CardSide.BACK:
            return ("authority", self.authority), ("validity", f"{self.valid_from}-{self.valid_to}")
        year, month, day = self.birth
        return (
            ("name", self.name),
            ("sex", self.sex),
            ("ethnicity", self.ethnicity),
            ("birth", f"{year}年{month}月{day}日"),
            ("address", self.address),
            ("number", self.number),
        )


def specimen_portrait(size: tuple[int, int] = (264, 342)) -> Image:
    """The rendered head before white, as on a card; not marked, since the card itself says SPECIMEN."""
    width, height = size[0] * 2, size[1] * 2
    white = np.full((height, width, 3), 246, np.uint8)
    return np.asarray(
        cv2.resize(
            HeadRenderer((width, height), 0.62, backdrop=white).render(Pose(), marked=False),
            size,
            interpolation=cv2.INTER_AREA,
        ),
        np.uint8,
    )


@lru_cache(maxsize=4)
def draw_card(specimen: Specimen, side: CardSide) -> Image:
    """The card alone, 856 x 540 BGR. Raises DeviceError without the font."""
    scale = _DRAWN_AT
    paper = cv2.resize(_guilloche(side), None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    sheet = Pictures.fromarray(paper[..., ::-1])
    pen = _Pen(ImageDraw.Draw(sheet))
    pen.write((18, 10), "SPECIMEN 样本", 15, _RED)
    if side is CardSide.FRONT:
        _front(pen, specimen)
    else:
        _back(pen, specimen)
    card = np.ascontiguousarray(np.asarray(sheet)[..., ::-1])
    card = cv2.resize(card, CARD_SIZE, interpolation=cv2.INTER_AREA)
    if side is CardSide.FRONT:
        card[60:402, 548:812] = specimen_portrait((264, 342))
    return np.asarray(card, np.uint8)


@lru_cache(maxsize=4)
def draw_desk(size: tuple[int, int]) -> Image:
    """An empty desk under the document camera, marked SIMULATED."""
    random = np.random.default_rng(11)
    grain = cv2.GaussianBlur(random.standard_normal((size[1], size[0])).astype(np.float32), (0, 0), 30, sigmaY=1.2)
    grain = grain / (np.abs(grain).max() + 1e-6)
    fall = np.linspace(1.08, 0.86, size[0], dtype=np.float32)[None, :, None]
    wood = (np.array((62, 88, 112), np.float32) + grain[..., None] * 16) * fall
    noise = random.normal(0, 1.5, (size[1], size[0], 1))
    desk = np.asarray(np.clip(wood + noise, 0, 255), np.uint8)
    scale = size[1] / 720
    at = (round(16 * scale), size[1] - round(18 * scale))
    cv2.putText(
        desk, "SIMULATED", at, cv2.FONT_HERSHEY_SIMPLEX, max(0.35, 0.9 * scale), (190, 200, 210), 1, cv2.LINE_AA
    )
    return desk


@lru_cache(maxsize=4)
def draw_card_on_desk(specimen: Specimen, side: CardSide, size: tuple[int, int]) -> Image:
    """The card lying a little askew, with its shadow."""
    desk, card = draw_desk(size).astype(np.float32), draw_card(specimen, side)
    width, height = CARD_SIZE
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    middle, turn = np.array(size, np.float32) / 2, np.radians(-3.5)
    half = np.array((0.33 * size[0], 0.33 * size[0] * height / width), np.float32)
    about = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]], np.float32)
    lying = ((corners / np.array(CARD_SIZE, np.float32) * 2 - 1) * half) @ about.T
    lying *= 1 + 0.03 * np.sign(lying[:, 1:])  # nearer the camera below
    lying = (lying + middle).astype(np.float32)
    moved = cv2.getPerspectiveTransform(corners, lying)
    mask = cv2.warpPerspective(_rounded(), moved, size, flags=cv2.INTER_AREA)[..., None].astype(np.float32) / 255
    cast = np.roll(mask[..., 0], (round(size[1] / 120), round(size[0] / 200)), (0, 1))
    shadow = cv2.GaussianBlur(cast, (0, 0), size[1] / 90)
    laid = cv2.warpPerspective(card, moved, size, flags=cv2.INTER_LINEAR).astype(np.float32)
    light = np.linspace(0.98, 0.88, size[0], dtype=np.float32)[None, :, None]
    scene = desk * (1 - 0.45 * shadow[..., None]) * (1 - mask) + laid * light * mask
    noise = np.random.default_rng(5).normal(0, 1.2, scene.shape)
    return np.asarray(np.clip(scene + noise, 0, 255), np.uint8)


class _Pen:
    """Writes with the middle of a line at the height that the layout gives."""

    def __init__(self, draw: ImageDraw.ImageDraw) -> None:
        self._draw = draw

    def write(
        self, at: tuple[float, float], text: str, size: float, ink: tuple[int, int, int] = _INK, pitch: float = 0.0
    ) -> None:
        """Left edge and middle; `pitch`: pixels from one character to the next, 0 for the font's own."""
        font, x = _font(size), at[0]
        for part in text if pitch else (text,):
            self._draw.text((x * _DRAWN_AT, at[1] * _DRAWN_AT), part, fill=ink, font=font, anchor="lm")
            x += pitch

    def ring(self, middle: tuple[float, float], radius: float, thick: float) -> None:
        """Stands where the emblem would: no emblem is drawn."""
        (x, y), r = middle, radius
        box = tuple(value * _DRAWN_AT for value in (x - r, y - r, x + r, y + r))
        self._draw.ellipse(box, outline=_RED, width=round(thick * _DRAWN_AT))


def _front(pen: _Pen, specimen: Specimen) -> None:
    for text, y in (("姓名", 77), ("性别", 142), ("出生", 213), ("住址", 281)):
        pen.write((62, y), text, 25, _LABEL, pitch=39)
    pen.write((152, 77), specimen.name, 34)
    pen.write((152, 142), specimen.sex, 29)
    pen.write((256, 142), "民族", 25, _LABEL, pitch=32)
    pen.write((345, 142), specimen.ethnicity, 29)
    year, month, day = specimen.birth
    for x, text, ink in (
        (152, str(year), _INK), (238, "年", _LABEL), (282, str(month), _INK), (326, "月", _LABEL),
        (368, str(day), _INK), (414, "日", _LABEL),
    ):  # fmt: skip
        pen.write((x, 213), text, 28 if ink is _INK else 24, ink)
    for number, start in enumerate(range(0, len(specimen.address), 11)):
        pen.write((152, 281 + 42 * number), specimen.address[start : start + 11], 30)
    pen.write((62, 475), "公民身份号码", 25, _LABEL)
    pen.write((288, 475), specimen.number, 40, pitch=29)


def _back(pen: _Pen, specimen: Specimen) -> None:
    pen.ring((122, 118), 62, 9)
    pen.write((250, 92), "中华人民共和国", 46, pitch=72)
    pen.write((262, 190), "居民身份证", 58, pitch=104)
    pen.write((180, 421), "签发机关", 25)
    pen.write((300, 421), specimen.authority, 30)
    pen.write((180, 489), "有效期限", 25)
    pen.write((300, 489), f"{specimen.valid_from}-{specimen.valid_to}", 30)


@lru_cache(maxsize=16)
def _font(size: float) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(_FONT, round(size * _DRAWN_AT), index=_SIMPLIFIED_CHINESE)
    except OSError as error:
        raise DeviceError(
            "document_camera", "the specimen card needs the font Noto Sans CJK (fonts-noto-cjk)"
        ) from error


@lru_cache(maxsize=2)
def _guilloche(side: CardSide) -> Image:
    """Fine waves in pale colours."""
    width, height = CARD_SIZE
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    across, down = np.sin(x / 9 + 3 * np.sin(y / 47))[..., None], np.sin(y / 8 + 3 * np.sin(x / 53))[..., None]
    tint = np.array((240, 234, 214) if side is CardSide.FRONT else (218, 226, 240), np.float32)
    waves = across * np.array((-5.0, 1.0, 6.0)) + down * np.array((6.0, 2.0, -5.0))
    return np.asarray(np.clip(tint + waves - 4, 0, 255), np.uint8)


@lru_cache(maxsize=1)
def _rounded() -> Image:
    width, height = CARD_SIZE
    mask, radius = np.zeros((height, width), np.uint8), 32
    cv2.rectangle(mask, (radius, 0), (width - radius, height), 255, -1)
    cv2.rectangle(mask, (0, radius), (width, height - radius), 255, -1)
    for x in (radius, width - radius - 1):
        for y in (radius, height - radius - 1):
            cv2.circle(mask, (x, y), radius, 255, -1, cv2.LINE_AA)
    return mask
