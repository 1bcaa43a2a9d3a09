"""Single characters by their shape: drawn, blurred and noisy, and what is not confirmed."""

import numpy as np
import pytest
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from kiosk.devices.vision.glyph_cells import cells_of
from kiosk.devices.vision.glyph_reader import UNSURE, gb2312, third_opinion
from kiosk.devices.vision.opencv import cv2

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"


def line(text: str, noise: float = 0.05) -> np.ndarray:
    """Ink of a drawn line, 34 px high, blurred as print in a photograph is."""
    sheet = Pictures.new("L", (60 + 40 * len(text), 60))
    ImageDraw.Draw(sheet).text((30, 30), text, fill=255, font=ImageFont.truetype(FONT, 34, index=2), anchor="lm")
    ink = cv2.GaussianBlur(np.asarray(sheet, np.float32) / 255, (0, 0), 1.2)
    ink = ink + np.random.default_rng(3).normal(0, noise, ink.shape)
    return np.asarray(np.clip(ink, 0, 1), np.float32)


def test_gb2312_is_whole() -> None:
    assert len(gb2312()) == 6763
    assert len(set(gb2312())) == 6763


def test_a_line_is_cut_into_its_characters() -> None:
    cells = cells_of(line("光明路217号"), "光明路217号")
    widths = [end - start for start, end in cells]
    assert len(cells) == 7
    assert min(widths[:3]) > 1.4 * max(widths[3:6])
    assert cells_of(line("光"), "光" * 40) == ()
    assert cells_of(np.zeros((30, 200), np.float32), "光明") == ()


@pytest.mark.parametrize("text", ["潘泽娜", "郑振鑫", "彝", "光明路217号"])
def test_the_right_reading_is_confirmed(text: str) -> None:
    assert third_opinion(line(text), text, "") == text


def test_a_wrong_reading_is_not() -> None:
    assert third_opinion(line("郑振鑫"), "郑振森", "郑振奔") == f"郑振{UNSURE}"
    assert third_opinion(line("光明路217号"), "光明路247号", "光明路211号")[4] == UNSURE


def test_only_what_differs_is_looked_at() -> None:
    assert third_opinion(line("郑振鑫"), "甲乙鑫", "甲乙奔") == "甲乙鑫"


def test_noise_confirms_nothing() -> None:
    noise = np.random.default_rng(1).random((34, 120)).astype(np.float32)
    assert set(third_opinion(noise, "张王李", "")) == {UNSURE}
