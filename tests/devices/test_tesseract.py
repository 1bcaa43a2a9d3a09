"""Tesseract by its library reads what its program reads, and nothing of a crop passes through a file."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kiosk.devices.simulated.specimen_card import Specimen, draw_card
from kiosk.devices.simulated.specimen_page import draw_page
from kiosk.devices.vision import tesseract_library
from kiosk.devices.vision.tesseract_library import NoLibraryError, Tesseract
from kiosk.devices.vision.text_readers import Print, TesseractReader
from kiosk.domain.borrower import CardSide
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Image


@pytest.fixture(scope="module")
def loaded() -> TesseractReader:
    return TesseractReader()


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Path]:
    before, tempfile.tempdir = tempfile.tempdir, str(tmp_path)
    yield tmp_path
    tempfile.tempdir = before


def front() -> Image:
    return draw_card(Specimen(), CardSide.FRONT)


def test_both_ways_read_alike(loaded: TesseractReader) -> None:
    program, card, page = TesseractReader(by_program=True), front(), draw_page()
    lines = [card[46:110, 140:545], card[182:244, 140:545], card[112:172, 50:545]]
    for print_as in Print:
        assert [loaded.line(line, print_as) for line in lines] == [program.line(line, print_as) for line in lines]
    address, number = card[255:430, 140:545], card[440:510, 270:830]
    assert loaded.block(address, Print.PLAIN) == program.block(address, Print.PLAIN)
    assert loaded.digits(number) == program.digits(number) == Specimen().number
    zone = page[round(0.8 * len(page)) : round(0.88 * len(page))]
    assert loaded.zone_line(zone, soft=True) == program.zone_line(zone, soft=True)


def test_what_was_read_before_changes_nothing(loaded: TesseractReader) -> None:
    name, address = front()[46:110, 140:545], front()[255:430, 140:545]
    fresh = TesseractReader().line(name, Print.SOFT)
    loaded.block(address, Print.SOFT)
    assert loaded.line(name, Print.SOFT) == fresh


def test_no_crop_passes_through_a_file(loaded: TesseractReader, watched: Path) -> None:
    before = watched.stat().st_mtime_ns
    assert loaded.digits(front()[440:510, 270:830]) == Specimen().number
    assert watched.stat().st_mtime_ns == before


@pytest.mark.parametrize("shape", [(0, 0, 3), (1, 1, 3), (3, 400, 3), (60, 4, 3)])
def test_a_crop_of_next_to_nothing_says_nothing(loaded: TesseractReader, shape: tuple[int, ...]) -> None:
    assert loaded.line(np.full(shape, 255, np.uint8), Print.PLAIN) == ""


def test_noise_ends_and_grey_and_colour_are_taken() -> None:
    noise = np.random.default_rng(3).integers(0, 255, (60, 300, 3), np.uint8)
    engine = Tesseract("eng")
    for crop in (noise, noise[..., 0]):
        assert isinstance(engine.read(crop, one_line=True, seconds=20), str)


def test_what_takes_too_long_says_nothing() -> None:
    noise = np.random.default_rng(3).integers(0, 255, (900, 1400), np.uint8)
    assert Tesseract("chi_sim").read(noise, one_line=False, seconds=0.001) == ""


def test_a_missing_library_and_a_missing_language_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DeviceError, match="tesseract-ocr-xx-yy"):
        Tesseract("xx_yy")
    monkeypatch.setattr(tesseract_library, "_LIBRARY", "libtesseract.so.0")
    with pytest.raises(NoLibraryError):
        Tesseract("eng")
    assert TesseractReader().digits(front()[440:510, 270:830]) == Specimen().number
