"""What every code reader keeps: the real detector on pages that the real writer made."""

import io

import numpy as np
import pytest
import segno
from PIL import Image as Picture

from kiosk.devices.code_reader_opencv import OpenCvCodeReader
from kiosk.devices.simulated.paper import draw_paper_on_desk
from kiosk.devices.simulated.specimen_card import Specimen, draw_card_on_desk, draw_desk
from kiosk.documents.qr import qr_png
from kiosk.domain.borrower import CardSide
from kiosk.domain.errors import DeviceError
from kiosk.lending.quote import QuoteCode
from kiosk.ports.code_reader import MOST_CHARACTERS, CodeReader

CODE = QuoteCode("917068372221", "7" * 64)
SIZES = [(1280, 720), (640, 360), (1920, 1080)]


@pytest.fixture(params=[OpenCvCodeReader])
def reader(request: pytest.FixtureRequest) -> CodeReader:
    made: CodeReader = request.param()
    return made


@pytest.mark.parametrize("size", SIZES)
def test_the_page_that_was_printed_is_read(reader: CodeReader, size: tuple[int, int]) -> None:
    assert reader.read(draw_paper_on_desk(qr_png(CODE.words), size)) == CODE.words


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_however_it_is_turned(reader: CodeReader, turn: int) -> None:
    page = draw_paper_on_desk(qr_png(CODE.words), (1280, 720))
    assert reader.read(np.rot90(page, turn).copy()) == CODE.words


def test_an_empty_desk_and_a_card_say_nothing(reader: CodeReader) -> None:
    assert reader.read(draw_desk((1280, 720))) is None
    assert reader.read(draw_card_on_desk(Specimen(), CardSide.FRONT, (1280, 720))) is None


def _long(text: str) -> np.ndarray:
    made = io.BytesIO()
    segno.make(text, error="l", micro=False).save(made, kind="png", scale=5, border=4)
    return np.asarray(Picture.open(made).convert("RGB"), np.uint8)[:, :, ::-1]


@pytest.mark.parametrize("text", ["https://example.invalid/" + "a" * 900, "7" * 2_000, "明示" * 90])
def test_a_long_text_comes_up_cut_or_not_at_all(reader: CodeReader, text: str) -> None:
    found = reader.read(_long(text))
    assert found is None or (found[:20] == text[:20] and len(found) <= MOST_CHARACTERS + 1)


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((0, 0, 3), np.uint8), np.zeros((1, 1, 3), np.uint8), np.zeros((20, 4000, 3), np.uint8),
        np.zeros((100, 100), np.uint8), np.full((300, 300, 3), 255, np.uint8),
        np.random.default_rng(3).integers(0, 255, (240, 320, 3), dtype=np.uint8),
    ],
    ids=["nothing", "a point", "a strip", "grey", "white", "noise"],
)  # fmt: skip
def test_any_picture_is_borne(reader: CodeReader, picture: np.ndarray) -> None:
    assert reader.read(picture) is None


def test_paper_needs_a_picture_of_a_code() -> None:
    with pytest.raises(DeviceError):
        draw_paper_on_desk(b"no png", (640, 360))
