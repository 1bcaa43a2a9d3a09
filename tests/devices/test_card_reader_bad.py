"""What people lay down instead, each drawn: it is refused by name or left open, and there is a sentence for it."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kiosk.checks.card_look import Guidance, guide
from kiosk.checks.card_verdicts import FAULT_TEXTS, CardAccepted, accept_card
from kiosk.checks.id_card import settle
from kiosk.checks.id_number import check_character
from kiosk.consent.wording import hint_text
from kiosk.devices.card_reader_opencv import OpenCvCardReader
from kiosk.devices.simulated.specimen_card import Specimen, draw_card
from kiosk.devices.simulated.specimen_page import ZONE, draw_page, draw_page_on_desk
from kiosk.devices.vision.opencv import cv2
from kiosk.devices.vision.pictures import read_picture
from kiosk.domain.borrower import CardField, CardSide
from kiosk.domain.speech import Language
from kiosk.ports.camera import Image
from kiosk.ports.card_reader import CardReading, NoCard
from tests.devices.card_scenes import on_desk

DESK = (70, 60, 48)
TODAY = date(2026, 1, 1)
REASONS = ("no_card", "too_small", "blurred", "glare", "not_this_kind", "wrong_side", "two_cards", "too_often",
           "no_portrait", "card_surface", "card_sides")  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> OpenCvCardReader:
    return OpenCvCardReader()


def fields_of(reader: OpenCvCardReader, picture: Image, side: CardSide | None = None) -> dict[str, CardField]:
    reading = reader.read(picture, side)
    assert isinstance(reading, CardReading)
    return {field.name: field for field in settle(reading, TODAY)}


def plastic(lines: tuple[tuple[str, tuple[int, int], float], ...], colour: tuple[int, int, int]) -> Image:
    """A card of another kind: a colour and Latin print."""
    card = np.full((540, 856, 3), colour, np.uint8)
    cv2.rectangle(card, (70, 180), (200, 280), (120, 190, 210), -1)
    for text, at, size in lines:
        cv2.putText(card, text, at, cv2.FONT_HERSHEY_SIMPLEX, size, (240, 240, 240), 3, cv2.LINE_AA)
    return card


def bank_card() -> Image:
    return plastic(
        (("SPECIMEN BANK", (60, 100), 1.6), ("6200 0000 0000 0000", (80, 380), 1.8), ("12/30", (400, 450), 1.2)),
        (110, 60, 20),
    )


def driving_licence() -> Image:
    """Of Utopia: a card without a zone."""
    return plastic(
        (("UTOPIA DRIVING LICENCE", (60, 80), 1.4), ("1. SPECIMEN", (330, 200), 1.1), ("2. MARIA", (330, 260), 1.1),
         ("3. 01.01.1960", (330, 320), 1.1), ("5. SPEC12345", (330, 380), 1.1)),
        (150, 110, 140),
    )  # fmt: skip


@pytest.mark.parametrize("card", [bank_card(), driving_licence()], ids=["bank card", "licence of another country"])
def test_another_card_is_refused_by_its_kind(reader: OpenCvCardReader, card: Image) -> None:
    assert reader.read(on_desk(card, 5, DESK, share=0.6)[0], CardSide.FRONT) == NoCard("not_this_kind")


def test_two_cards_are_told_apart_from_one(reader: OpenCvCardReader) -> None:
    one, _ = on_desk(draw_card(Specimen(), CardSide.FRONT), 0, DESK, size=(960, 720), share=0.8)
    other, _ = on_desk(draw_card(Specimen(), CardSide.BACK), 0, DESK, size=(960, 720), share=0.8)
    assert reader.read(np.hstack([one, other]), CardSide.FRONT) == NoCard("two_cards")


def test_upside_down_in_the_dark_is_said_and_never_misread(reader: OpenCvCardReader) -> None:
    picture, _ = on_desk(draw_card(Specimen(), CardSide.FRONT), 184, DESK, share=0.6)
    noise = np.random.default_rng(5).normal(0, 3, picture.shape)
    dark = np.clip(picture * 0.09 + noise, 0, 255).astype(np.uint8)
    look = reader.look(dark)
    assert guide(look, look) is Guidance.MORE_LIGHT
    answer = reader.read(dark, CardSide.FRONT)
    if isinstance(answer, CardReading):
        truth = {**dict(Specimen().fields(CardSide.FRONT)), "birth": "1960-01-01"}
        assert all(f.value == truth[f.name] for f in settle(answer, TODAY) if f.settled_by != "open")


def test_a_number_with_a_wrong_check_character_is_open(reader: OpenCvCardReader) -> None:
    wrong = Specimen(number="110000196001010035")
    fields = fields_of(reader, on_desk(draw_card(wrong, CardSide.FRONT), 4, DESK, share=0.6)[0])
    assert (fields["number"].settled_by, fields["number"].value) == ("open", wrong.number)


def test_a_birthday_on_30_february_is_open(reader: OpenCvCardReader) -> None:
    digits = "11000019600230003"
    odd = Specimen(birth=(1960, 2, 30), number=digits + check_character(digits))
    fields = fields_of(reader, on_desk(draw_card(odd, CardSide.FRONT), 4, DESK, share=0.6)[0])
    assert fields["birth"].settled_by == "open"
    assert fields["number"].settled_by == "open"


@pytest.mark.parametrize("turn", [0, 180])
def test_the_page_of_a_passport_either_way_up(reader: OpenCvCardReader, turn: int) -> None:
    picture = draw_page_on_desk((1280, 720))
    shown = np.ascontiguousarray(np.rot90(picture, turn // 90))
    reading = reader.read(shown, CardSide.FRONT)
    assert isinstance(reading, CardReading)
    assert reading.side is CardSide.PAGE
    assert accept_card(reading) == CardAccepted()
    assert reading.portrait is not None
    values = {f.name: f.value for f in settle(reading, TODAY) if f.settled_by != "open"}
    truth = {"name": "SPECIMEN, MARIA", "nationality": "UTO", "sex": "F", "birth": "1960-01-01", "number": ZONE[1][:9],
             "issuer": "UTO", "valid_to": "2035-06-30"}  # fmt: skip
    assert values.items() <= truth.items()
    assert {"birth", "number", "valid_to"} <= values.keys()


def test_a_page_whose_zone_was_cut_off_is_no_document(reader: OpenCvCardReader) -> None:
    picture, _ = on_desk(draw_page()[:640], 2, DESK, share=0.6)
    answer = reader.read(picture, CardSide.FRONT)
    assert isinstance(answer, NoCard)


def test_a_cut_jpeg_is_no_picture(tmp_path: Path) -> None:
    _, encoded = cv2.imencode(".jpg", draw_card(Specimen(), CardSide.FRONT))
    (tmp_path / "cut.jpg").write_bytes(encoded.tobytes()[:5000])
    assert read_picture(tmp_path / "cut.jpg") is None


@pytest.mark.parametrize(
    "picture",
    [np.zeros((1, 1, 3), np.uint8), np.zeros((0, 0, 3), np.uint8), np.full((4320, 7680, 3), 255, np.uint8),
     np.zeros((480, 640), np.uint8), np.zeros((480, 640, 3), np.float64)],
    ids=["1x1", "0x0", "8k", "grey", "float"],
)  # fmt: skip
def test_a_look_at_odd_pictures_sees_no_card(reader: OpenCvCardReader, picture: Image) -> None:
    assert reader.look(picture).corners == ()


def test_there_is_a_sentence_for_each(root: Path) -> None:
    unknown = hint_text("no such reason")
    assert all(hint_text(reason) != unknown for reason in (*REASONS, *(str(fault) for fault in FAULT_TEXTS)))
    for language in Language:
        assert all(hint_text(reason)[language].strip() for reason in REASONS)
