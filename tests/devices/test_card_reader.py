"""The real reader on drawn cards and on hostile pictures. Slow: each reading runs two OCR engines."""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kiosk.checks.card_verdicts import CardAccepted, CardFault, CardRefused, accept_card
from kiosk.checks.id_card import settle
from kiosk.devices.card_reader_opencv import OpenCvCardReader
from kiosk.devices.simulated.specimen_card import Specimen, draw_card
from kiosk.devices.vision.opencv import cv2
from kiosk.devices.vision.pictures import read_picture
from kiosk.domain.borrower import CardSide
from kiosk.ports.camera import Image
from kiosk.ports.card_reader import CardReading, NoCard
from tests.devices.card_scenes import on_desk

SPECIMEN = Specimen(valid_to="2040.01.01")
DESK = (70, 60, 48)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("private")


@pytest.fixture(scope="module")
def reader(folder: Path) -> Iterator[OpenCvCardReader]:
    before = tempfile.tempdir
    yield OpenCvCardReader(folder)
    tempfile.tempdir = before


def settled(reading: CardReading | NoCard) -> dict[str, tuple[str, str]]:
    assert isinstance(reading, CardReading)
    return {field.name: (field.value, field.settled_by) for field in settle(reading, date(2026, 1, 1))}


@pytest.mark.parametrize("turn", [4, 184])
def test_the_front_either_way_up(reader: OpenCvCardReader, turn: float, folder: Path) -> None:
    picture, _ = on_desk(draw_card(SPECIMEN, CardSide.FRONT), turn, DESK, share=0.6)
    reading = reader.read(picture, CardSide.FRONT)
    fields = settled(reading)
    truth = {**dict(SPECIMEN.fields(CardSide.FRONT)), "birth": "1960-01-01"}
    assert fields["number"][0] == truth["number"]
    # Nothing wrong is ever accepted; most of it is.
    assert all(value == truth[name] for name, (value, by) in fields.items() if by != "open")
    assert sum(by != "open" for _, by in fields.values()) >= 4
    assert isinstance(reading, CardReading)
    assert accept_card(reading) == CardAccepted()
    assert reading.portrait is not None
    assert reading.quality.coverage == pytest.approx(0.6**2 * 540 / 856 * 16 / 9, rel=0.1)
    assert list(folder.iterdir()) == []  # tesseract's crops are gone again


def test_the_back(reader: OpenCvCardReader) -> None:
    picture, _ = on_desk(draw_card(SPECIMEN, CardSide.BACK), -9, DESK, share=0.6)
    reading = reader.read(picture, None)
    fields = settled(reading)
    assert fields["valid_from"] == ("2020-01-01", "agreement")
    assert fields["valid_to"] == ("2040-01-01", "agreement")
    assert fields["authority"][0] == SPECIMEN.authority
    assert isinstance(reading, CardReading)
    assert (reading.side, reading.portrait) == (CardSide.BACK, None)
    assert reader.read(picture, CardSide.FRONT) == NoCard("wrong_side")


def test_a_grey_copy_is_refused_even_under_a_warm_lamp(reader: OpenCvCardReader) -> None:
    grey = cv2.cvtColor(draw_card(SPECIMEN, CardSide.FRONT), cv2.COLOR_BGR2GRAY)
    picture, _ = on_desk(np.dstack([grey] * 3), 4, DESK, share=0.6)
    warm = np.clip(picture * np.array([0.75, 0.92, 1.0]), 0, 255).astype(np.uint8)
    for shown in (picture, warm):
        reading = reader.read(shown, CardSide.FRONT)
        assert isinstance(reading, CardReading)
        assert accept_card(reading) == CardRefused(CardFault.COPY)


def test_a_card_without_portrait_is_refused(reader: OpenCvCardReader) -> None:
    card = draw_card(SPECIMEN, CardSide.FRONT).copy()
    card[50:410, 540:820] = card[50:410, 540:541]
    reading = reader.read(on_desk(card, 4, DESK, share=0.6)[0], CardSide.FRONT)
    assert isinstance(reading, CardReading)
    assert accept_card(reading) == CardRefused(CardFault.NO_PORTRAIT)


def _plain_card() -> Image:
    return on_desk(np.full((540, 856, 3), 230, np.uint8), 5, DESK)[0]


def _far_away() -> Image:
    return on_desk(draw_card(SPECIMEN, CardSide.FRONT), 5, DESK, share=0.2)[0]


@pytest.mark.parametrize(
    ("picture", "reasons"),
    [
        (np.zeros((1, 1, 3), np.uint8), {"too_small"}),
        (np.zeros((0, 0, 3), np.uint8), {"too_small"}),
        (np.zeros((480, 640, 3), np.uint8), {"no_card"}),
        (np.full((4320, 7680, 3), 255, np.uint8), {"no_card"}),
        (np.zeros((480, 640), np.uint8), {"no_card"}),
        (np.zeros((480, 640, 4), np.uint8), {"no_card", "too_small"}),
        (np.zeros((480, 640, 3), np.float64), {"too_small"}),
        (np.random.default_rng(2).integers(0, 255, (480, 640, 3), np.uint8), {"no_card", "not_this_kind", "glare"}),
        (_plain_card(), {"not_this_kind", "blurred"}),
        (_far_away(), {"too_small"}),
    ],
    ids=["1x1", "0x0", "black", "8k", "grey", "alpha", "float", "noise", "another card", "far away"],
)
def test_pictures_without_a_readable_card_are_values(
    reader: OpenCvCardReader, picture: Image, reasons: set[str]
) -> None:
    answer = reader.read(picture, None)
    assert isinstance(answer, NoCard)
    assert answer.reason in reasons


@pytest.mark.shared
def test_photographs_of_specimen_cards(reader: OpenCvCardReader, shared_dir: Path) -> None:
    at = shared_dir / "data" / "idcards_photo"
    picture = read_picture(at / "card_026.jpg")  # a back, upside down
    assert picture is not None
    fields = settled(reader.read(picture, CardSide.BACK))
    assert fields["valid_to"] == ("2035-05-03", "agreement")
    picture = read_picture(at / "card_008.jpg")  # a front, upside down
    assert picture is not None
    assert settled(reader.read(picture, CardSide.FRONT))["number"] == ("50010319610620992X", "agreement")


@pytest.mark.shared
def test_templates_copies_and_portraits_are_not_taken(reader: OpenCvCardReader, shared_dir: Path) -> None:
    at = shared_dir / "data" / "idcards"
    for name in ("cn/845056166_forward.png", "cn/845056166_back.png", "cn_bdci/front.jpg", "portraits/sesmond_0.png"):
        picture = read_picture(at / name)
        assert picture is not None, name
        reading = reader.read(picture, None)
        assert isinstance(reading, NoCard) or isinstance(accept_card(reading), CardRefused), name
